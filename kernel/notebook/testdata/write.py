"""Writes the notebooks here with Jupyter's own nbformat (5.11), and checks that
what golab writes is what nbformat would write.

    python3 write.py           writes the notebooks that the tests read
    python3 write.py FILE ...  (lab.golden.ipynb) fails unless nbformat validates FILE and writes it byte for byte so
"""
import io
import json
import sys

import nbformat
from nbformat import v4


def sample():
    nb = v4.new_notebook(metadata={
        "kernelspec": {"display_name": "Go (golab)", "language": "go", "name": "golab"},
        "language_info": {"name": "go"},
        "unknown": {"z": 1.50, "a": [1e5, -0.0, 12345678901234567890], "empty": {}, "none": None},
    })
    nb.cells = [
        v4.new_markdown_cell("# Ein Titel: ä, €, 𝕏 <b>&amp;</b>\n\nline \u2028 separated", id="intro"),
        v4.new_code_cell("maxIter := 100\nname := \"spam\"\n", id="params", metadata={"tags": ["parameters"]}),
        v4.new_code_cell("print", id="print-1", execution_count=7, outputs=[
            v4.new_output("stream", name="stdout", text="a\nb\r\nc\x0bd\ttab \x7f \x1b[31mred\x1b[0m"),
            v4.new_output("stream", name="stderr", text=""),
            v4.new_output("execute_result", execution_count=7, metadata={"isolated": True}, data={
                "text/plain": "1\n2", "text/html": "<b>1</b>", "image/png": "iVBORw0KGgo=\n",
                "image/svg+xml": "<svg>\n</svg>", "application/json": {"b": [1, "x\ny"], "a": None},
                "application/vnd.x+json": "text"}),
            v4.new_output("display_data", data={"text/latex": "$x$", "application/javascript": "a\nb"}),
            v4.new_output("error", ename="E", evalue="v", traceback=["cell 1, line 2: v", "more"]),
        ]),
        v4.new_raw_cell("", id="raw"),
        v4.new_code_cell("", id="empty"),
    ]
    nb.cells[0]["attachments"] = {"x.png": {"image/png": "iVBORw0KGgo="}}
    nb.cells[1]["unknown"] = {"kept": True}
    return nb


def lab():
    nb = v4.new_notebook()
    cells = ["text", "prints", "values", "", "skipped", "fails on purpose", "fails", "not reached"]
    tags = {"skipped": "skip-execution", "fails on purpose": "raises-exception"}
    for i, source in enumerate(cells):
        new = v4.new_markdown_cell if source == "text" else v4.new_code_cell
        nb.cells.append(new(source, id="cell-%d" % i))
        if source in tags:
            nb.cells[-1].metadata["tags"] = [tags[source]]
        if source in ("", "not reached", "skipped"):
            nb.cells[-1].execution_count = 40 + i
            nb.cells[-1].outputs = [v4.new_output("stream", name="stdout", text="of an earlier run")]
    return nb


def dump(name, nb, end="\n", **kw):
    with io.open(name, "w", encoding="utf-8", newline="\n") as f:
        f.write(json.dumps(nb, **kw) + end)


def old(minor):
    nb = json.loads(v4.writes(sample()))
    nb["nbformat_minor"] = minor
    for cell in nb["cells"]:
        del cell["id"]
    return nb


def check(name):
    with io.open(name, encoding="utf-8", newline="") as f:
        have = f.read()
    nb = nbformat.read(name, as_version=nbformat.NO_CONVERT)
    nbformat.validate(nb)
    out = io.StringIO()
    nbformat.write(nb, out)
    if out.getvalue() != have:
        sys.exit(name + " is not what nbformat writes")
    print(name, "is valid and what nbformat writes")


if sys.argv[1:]:
    for name in sys.argv[1:]:
        check(name)
else:
    nbformat.write(sample(), "jupyter.ipynb")
    nbformat.write(lab(), "lab.ipynb")
    nb = json.loads(v4.writes(sample()))
    unsorted = {k: nb[k] for k in ["cells", "nbformat", "nbformat_minor", "metadata"]}
    dump("indent4.ipynb", unsorted, indent=4, ensure_ascii=True, end="")
    dump("tabs.ipynb", unsorted, indent="\t", ensure_ascii=False)
    dump("oneline.ipynb", nb)
    dump("v40.ipynb", old(0), indent=1)
    dump("v44.ipynb", old(4), indent=1)
