"""The example notebooks of gophernotes, unchanged."""

import os
import pathlib

import nbclient
import nbformat

import rig

EXAMPLES = pathlib.Path(os.environ.get("GOLAB_GOPHERNOTES", ".")) / "examples"

# Cells of Display.ipynb that no Go since 2021 can run, with what is said of them:
# functions without bodies, which list a package's functions, what is declared among
# them, and a function that today returns one value where it returned two.
DATED = {2: "missing function body", 7: "plot.New returns 1 value", 8: "missing function body", 9: "undefined: Data"}


def run(name, **options):
    book = nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4)
    nbclient.NotebookClient(book, kernel_name=rig.KERNEL, timeout=rig.PATIENCE, **options).execute()
    return [cell for cell in book.cells if cell.cell_type == "code"]


def stored(name):
    book = nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4)
    return [cell for cell in book.cells if cell.cell_type == "code"]


def shown(cell):
    """The kind and the data of what a cell shows, without its text/plain, which
    differs, and without the pictures, which come from elsewhere here."""
    return [
        (o.output_type, {k: "" if "image/" in k else v for k, v in o.data.items() if k != "text/plain"})
        for o in cell.outputs
        if "data" in o
    ]


def test_display():
    """Each cell shows what it shows there, but for the dated ones."""
    cells, before = run("Display", allow_errors=True), stored("Display")
    for i, (cell, other) in enumerate(zip(cells, before, strict=True)):
        errors = [o.evalue for o in cell.outputs if o.output_type == "error"]
        if i in DATED:
            (error,) = errors
            assert DATED[i] in error
            continue
        assert not errors, (i, cell.source)
        assert shown(cell) == shown(other), (i, cell.source)


def test_matrix_operations():
    """gophernotes shows what Printf returns; the text is the same but for that."""
    for cell, other in zip(run("Matrix_Operations"), stored("Matrix_Operations"), strict=True):
        text = "".join(o.text for o in cell.outputs)
        for o in other.outputs:
            printed = "".join(o.data["text/plain"]).rstrip()
            assert text.rstrip() == printed


def test_worker_pools():
    """What the workers print belongs to the cell that started them, which is over;
    nbclient does not keep that."""
    assert not [o for cell in run("Worker_Pools") for o in cell.outputs if o.output_type == "error"]


def test_worker_pools_output():
    kernel = rig.Kernel()
    try:
        client = kernel.client()
        requests = []
        for cell in stored("Worker_Pools"):
            requests.append(client.start(cell.source))
            client.reply(requests[-1])
        text = ""
        while text.count("processing job") < 9:
            text += client.next(requests[3], "stream").content["text"]
        assert sorted(line[-1] for line in text.splitlines()) == list("123456789")
    finally:
        kernel.close()
