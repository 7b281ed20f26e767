"""Whole notebooks in the programs that people run them with."""

import itertools
import os
import pathlib
import re
import subprocess
import sys
import time

import nbclient
import nbconvert
import nbformat
import pexpect
import pytest

import rig
from cells import CELLS

NOTEBOOKS = sorted((pathlib.Path(__file__).parents[4] / "notebooks").glob("*.ipynb"))
LAB = NOTEBOOKS[0].with_name("lab09.ipynb")

# What the sheet's networks score on the real data, as a word of the lab's output.
SCORE = "Accuracy = 0.8095"


def notebook(*cells, tags=()):
    """A notebook of these cells; the first has the tags."""
    book = nbformat.v4.new_notebook()
    book.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    book.cells[0].metadata.tags = list(tags)
    book.metadata.kernelspec = {"name": rig.KERNEL, "display_name": rig.KERNEL, "language": CELLS.language[0]}
    return book


def failing():
    return notebook(CELLS.imports + "\n" + CELLS.print("one"), CELLS.fail, CELLS.print("three"))


def saved(book, folder):
    path = folder / "book.ipynb"
    nbformat.write(book, path)
    return path


def text(cell):
    return "".join(o.text for o in cell.outputs if o.output_type == "stream")


def shown(cell):
    """The kinds of outputs of a cell without lines of progress, which come only where
    something takes long."""
    for o in cell.outputs:
        if o.output_type != "stream" or re.search(r"^[^\r\n━]*[^\s━][^\r\n━]*$", re.sub("\r+", "\n", o.text), re.M):
            yield o.output_type


def kinds(book):
    """The kinds of outputs of each cell; a stream may come in pieces."""
    cells = [c for c in book.cells if c.cell_type == "code"]
    return [[kind for kind, _ in itertools.groupby(shown(c))] for c in cells]


def jupyter(*words, folder):
    """Runs a command of the environment."""
    return subprocess.run(
        [sys.executable, "-m", *map(str, words)], cwd=folder, capture_output=True, text=True, timeout=200
    )


def ran(book, committed):
    """Looks at a notebook that was run: no error, and the kinds of outputs that golab
    run left in the committed one, if there is one to compare with."""
    nbformat.validate(book)
    assert not [o for c in book.cells for o in c.get("outputs", []) if o.output_type == "error"]
    if committed:
        assert kinds(book) == kinds(nbformat.read(committed, as_version=4))


def checked(book):
    """Looks at a lab that was run, and for what it computes."""
    ran(book, LAB)
    pictures = [o for c in book.cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})]
    assert pictures
    assert any("text/html" in o.get("data", {}) for c in book.cells for o in c.get("outputs", []))
    if os.environ.get("GOLAB_DATA"):
        assert any(SCORE in text(c) for c in book.cells if c.cell_type == "code")


lab = pytest.mark.skipif(not rig.GO, reason="the lab is in Go")


@lab
@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_nbclient_notebook(tmp_path, path, monkeypatch):
    server = os.environ.get("GOLAB_SPARK_REMOTE")
    monkeypatch.setenv("SPARK_REMOTE", server or "sc://127.0.0.1:1")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    book = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(
        book, kernel_name=rig.KERNEL, timeout=200, resources={"metadata": {"path": folder}}
    ).execute()
    ran(book, path if server or path.stem != "spark_cluster" else None)
    if path == LAB:
        checked(book)


def test_nbclient_failing(tmp_path):
    book = failing()
    with pytest.raises(nbclient.exceptions.CellExecutionError, match=CELLS.failure):
        nbclient.NotebookClient(book, kernel_name=rig.KERNEL, resources={"metadata": {"path": tmp_path}}).execute()
    assert text(book.cells[0]) == "one"
    assert book.cells[1].outputs[0].output_type == "error"
    assert book.cells[2].execution_count is None


def test_nbclient_allow_errors(tmp_path):
    book = failing()
    nbclient.NotebookClient(
        book, kernel_name=rig.KERNEL, allow_errors=True, resources={"metadata": {"path": tmp_path}}
    ).execute()
    assert text(book.cells[2]) == "three"
    assert [c.execution_count for c in book.cells] == [1, 2, 3]


def test_nbclient_timeout(tmp_path):
    """A cell that takes too long is interrupted, and the kernel goes on."""
    book = notebook(CELLS.imports + "\n" + CELLS.set("kept", 5), CELLS.endless["loop"], "kept")
    client = nbclient.NotebookClient(
        book, kernel_name=rig.KERNEL, timeout=10, interrupt_on_timeout=True, allow_errors=True,
        resources={"metadata": {"path": tmp_path}},
    )  # fmt: skip
    client.execute()
    assert text(book.cells[1]) == "on\n"
    assert book.cells[1].outputs[-1].output_type == "error"
    assert book.cells[2].outputs[0].data["text/plain"] == "5"


@lab
@pytest.mark.slow
def test_nbconvert_lab(tmp_path):
    run = jupyter("nbconvert", "--to", "notebook", "--execute", "--output-dir", tmp_path, LAB, folder=tmp_path)
    assert run.returncode == 0, run.stderr
    checked(nbformat.read(tmp_path / LAB.name, as_version=4))


def test_nbconvert_to_pages_and_scripts(tmp_path):
    """The source is coloured, the outputs are there, and the script has the
    language's name."""
    book = saved(notebook(CELLS.imports, CELLS.display("<b>shown</b>"), CELLS.print("printed")), tmp_path)
    run = jupyter("nbconvert", "--to", "notebook", "--execute", "--inplace", book, folder=tmp_path)
    assert run.returncode == 0, run.stderr
    page, _ = nbconvert.HTMLExporter().from_filename(book)
    assert "<b>shown</b>" in page and "printed" in page
    assert re.search(r'<span class="kn?">import</span>|<span class="kn">import', page)
    script, resources = nbconvert.ScriptExporter().from_filename(book)
    assert CELLS.imports in script
    assert resources["output_extension"] == CELLS.language[1]


def test_nbconvert_failing(tmp_path):
    run = jupyter("nbconvert", "--to", "notebook", "--execute", saved(failing(), tmp_path), folder=tmp_path)
    assert run.returncode != 0
    assert CELLS.failure in run.stderr
    assert "three" not in run.stderr


def test_jupyter_execute(tmp_path):
    run = jupyter("jupyter", "execute", "--inplace", saved(notebook("1", "2"), tmp_path), folder=tmp_path)
    assert run.returncode == 0, run.stderr
    book = nbformat.read(tmp_path / "book.ipynb", as_version=4)
    assert [c.outputs[0].data["text/plain"] for c in book.cells] == ["1", "2"]


def papermill(folder, source, *words):
    run = jupyter("papermill", "--no-progress-bar", "-k", rig.KERNEL, source, "out.ipynb", *words, folder=folder)
    return run, nbformat.read(folder / "out.ipynb", as_version=4)


@lab
@pytest.mark.slow
def test_papermill_lab(tmp_path):
    run, book = papermill(tmp_path, LAB)
    assert run.returncode == 0, run.stderr
    checked(book)


def test_papermill_parameters(tmp_path):
    """They stand in a cell of their own below the one with the defaults."""
    sets = "\n".join(CELLS.set(*p) for p in (("epochs", 3), ("rate", 0.5), ("name", '"Ada"')))
    source = saved(notebook(sets, CELLS.imports + "\n" + CELLS.parameters, tags=["parameters"]), tmp_path)
    run, book = papermill(tmp_path, source, "-p", "epochs", "7", "-p", "rate", "0.25", "-p", "name", 'Grace "H"')
    assert run.returncode == 0, run.stderr
    assert book.cells[1].metadata.tags == ["injected-parameters"]
    assert text(book.cells[2]) == '7 0.25 Grace "H"\n'


def test_papermill_other_parameters(tmp_path):
    """Lists, yes and no, from a file."""
    if not rig.GO:
        pytest.skip("the cell is in Go")
    (tmp_path / "p.yaml").write_text("layers: [57, 20, 2]\nquiet: true\nnames: [a, b]\n")
    source = saved(
        notebook(
            "layers := []int{1}; quiet := false; names := []string{}",
            'import "fmt"\nfmt.Println(len(layers), layers[1], quiet, names)',
            tags=["parameters"],
        ),
        tmp_path,
    )
    run, book = papermill(tmp_path, source, "-f", "p.yaml")
    assert run.returncode == 0, run.stderr
    assert text(book.cells[2]) == "3 20 true [a b]\n"


def test_papermill_failing(tmp_path):
    run, book = papermill(tmp_path, saved(failing(), tmp_path))
    assert run.returncode != 0
    assert not book.cells[-1].outputs


# The console's prompt, as a terminal without colours shows it.
PROMPT = r"In \[\d+\]: "


@pytest.fixture
def console():
    """A console of single lines, with the imports done."""
    console = typing("--simple-prompt", dimensions=(60, 200))
    console.expect(PROMPT)
    time.sleep(0.5)  # the console waits for ever for what it missed before it had subscribed
    said(console, CELLS.imports.replace("(\n", "(").replace("\n)", ")").replace("\n", "; "))
    yield console
    console.close(force=True)


def typing(*words, **options):
    return pexpect.spawn(
        sys.executable, ["-m", "jupyter_console", "--kernel", rig.KERNEL, *words], encoding="utf-8", timeout=60,
        env={**os.environ, "NO_COLOR": "1", "TERM": "dumb", "PROMPT_TOOLKIT_NO_CPR": "1"}, **options,
    )  # fmt: skip


def plain(text):
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)


def said(console, line):
    """Types a line and returns what comes before the next prompt."""
    console.sendline(line)
    console.expect(PROMPT)
    return plain(console.before)


def test_console(console):
    assert "42" in said(console, "6 * 7")
    assert re.search(r"Out\[\d+\]: 42", said(console, "6 * 7"))
    assert "hello" in said(console, CELLS.print("hel") + ("; " + CELLS.print("lo")))
    assert CELLS.failure in said(console, CELLS.fail)
    assert "42" in said(console, "6 * 7")


def test_console_interrupt(console):
    """Ctrl-C stops the cell and not the kernel."""
    said(console, CELLS.set("kept", 5))
    console.sendline(CELLS.endless["sleep"])
    console.expect(r"\non\r")
    console.sendintr()
    console.expect(PROMPT)
    assert "5" in said(console, "kept")


def test_console_input(console):
    console.sendline(CELLS.print("who? ") + "; " + CELLS.input)
    time.sleep(1)  # the console asks without a prompt of its own
    assert "got:Ada" in said(console, "Ada")


def test_console_exit(console):
    """Ctrl-D ends both."""
    console.sendeof()
    if console.expect([pexpect.EOF, r"\[y\]/n"]) == 1:
        console.sendline("y")
        console.expect(pexpect.EOF)
    console.close()
    assert console.exitstatus == 0


@lab
@pytest.mark.slow
def test_console_lab(tmp_path):
    """The lab up to its exercises, pasted cell by cell. Each Enter asks the kernel
    whether the cell is complete; were it wrong the console would wait for more."""
    book = nbformat.read(LAB, as_version=4)
    taught = itertools.takewhile(lambda cell: cell.id != "part-3", book.cells)
    console = typing(cwd=tmp_path, dimensions=(50, 160))
    screen = ""
    try:
        for i, cell in enumerate(c for c in taught if c.cell_type == "code"):
            console.expect(rf"In (\x1b\[[0-9;?]*m)*\[(\x1b\[[0-9;?]*m)*{i + 1}(\x1b\[[0-9;?]*m)*\]")
            screen += console.before
            time.sleep(0.5)
            console.send(f"\x1b[200~{cell.source}\x1b[201~")
            time.sleep(0.5)
            console.send("\r")
        console.expect(rf"In (\x1b\[[0-9;?]*m)*\[(\x1b\[[0-9;?]*m)*{i + 2}(\x1b\[[0-9;?]*m)*\]")
        screen += console.before
    finally:
        console.close(force=True)
    if os.environ.get("GOLAB_DATA"):
        assert SCORE in plain(screen)
    assert "error" not in plain(screen).replace("errors", "")
