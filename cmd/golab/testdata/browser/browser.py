"""Drives JupyterLab and Notebook 7 in a headless Chromium: browser.py KERNEL LAB.

KERNEL is the name of a registered kernel, LAB a notebook that must run to its
end. A line of JSON on stdout says what became of each check.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time

import cells
import checks
import nbformat
from page import Failure, Notebook
from playwright.sync_api import Error, sync_playwright
from server import Server

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("kernel")
    p.add_argument("lab", nargs="?", help="a notebook that must run to its end")
    p.add_argument("--language", default="go", choices=sorted(cells.WORDS))
    p.add_argument("--chromium", default=shutil.which("chromium"))
    p.add_argument("--screens", help="a folder for pictures of every step")
    p.add_argument("--only", help="checks to run, with commas")
    return p.parse_args()


class Run:
    """The checks that are wanted, and how they are told."""

    def __init__(self, args):
        self.only = args.only and args.only.split(",")
        self.words = cells.WORDS[args.language]

    def wants(self, name):
        return not self.only or name in self.only

    def check(self, name, nb, *functions):
        """Runs a check and prints what became of it."""
        if not self.wants(name):
            return
        began, told, why = time.monotonic(), {}, ""
        del nb.troubles[:]
        try:
            for f in functions:
                told.update(f(nb, self.words) or {})
        except (Failure, Error) as e:
            why = str(e).strip()
            nb.shot(name + "-fails")
        line = {"check": name, "ok": not why, "why": why, "seconds": round(time.monotonic() - began, 1), **told}
        if nb.troubles:
            line["page"] = nb.troubles[:5]
        print(json.dumps(line, ensure_ascii=False), flush=True)


def write(root, name, nb):
    nbformat.write(nb, os.path.join(root, name))


def prepare(root, args):
    """Writes the notebooks of the checks; returns the names of the cells by notebook."""
    sources = cells.GO if args.language == "go" else cells.PYTHON
    stops = ("imports", "define", "failing", "after")
    write(root, "checks.ipynb", cells.notebook(args.kernel, args.language, sources.values()))
    write(root, "stops.ipynb", cells.notebook(args.kernel, args.language, [sources[n] for n in stops]))
    names = {"checks.ipynb": list(sources), "stops.ipynb": list(stops)}
    if args.lab:
        lab = nbformat.read(args.lab, 4)
        lab.metadata["kernelspec"]["name"] = args.kernel
        for c in lab.cells:
            if c.cell_type == "code":
                c.outputs, c.execution_count = [], None
        write(root, "lab.ipynb", lab)
        names["lab.ipynb"] = [f"{i}" if c.cell_type == "code" else f"text {i}" for i, c in enumerate(lab.cells)]
        while names["lab.ipynb"][-1].startswith("text"):
            names["lab.ipynb"].pop()
    return names


def main():
    args = arguments()
    if args.screens:
        os.makedirs(args.screens, exist_ok=True)
        args.screens = os.path.abspath(args.screens)
    run = Run(args)
    with tempfile.TemporaryDirectory(prefix="golab-browser-", ignore_cleanup_errors=True) as scratch:
        root = os.path.join(scratch, "notebooks")
        os.mkdir(root)
        names = prepare(root, args)
        server = Server(root, scratch)
        try:
            with sync_playwright() as pw:
                browser = pw.chromium.launch(executable_path=args.chromium, args=FLAGS)
                drive(run, browser, server, names, args.screens)
                browser.close()
        except Exception:
            print(server.words(), file=sys.stderr)
            raise
        finally:
            server.close()


def drive(run, browser, server, names, screens):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    nb = Notebook(page, screens)
    nb.go(server.address("lab/tree", "checks.ipynb"), names["checks.ipynb"])
    for f in checks.CHECKS:
        run.check(f.__name__, nb, f)
    if run.wants("stops_at_error"):
        nb.open("stops.ipynb", names["stops.ipynb"])
        run.check("stops_at_error", nb, checks.stops_at_error)
    if "lab.ipynb" not in names:
        return
    if run.wants("lab"):
        nb.open("lab.ipynb", names["lab.ipynb"])
        run.check("lab", nb, checks.run_all, checks.look_through)
    page.close()
    if run.wants("notebook7"):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        seven = Notebook(page, screens)
        seven.shots = nb.shots
        seven.go(server.address("notebooks", "lab.ipynb"), names["lab.ipynb"])
        run.check("notebook7", seven, checks.run_all)


if __name__ == "__main__":
    main()
