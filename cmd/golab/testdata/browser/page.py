"""A notebook in a page of JupyterLab or Notebook 7: acted on as a user would,
its truth read from the application's own model."""

import os
import time

WIDGET = "window.jupyterapp?.shell.currentWidget"

SELECT = f"""i => {{
    const c = {WIDGET}.content
    c.deselectAll()
    c.activeCellIndex = i
    c.widgets[i].node.scrollIntoView({{block: 'center'}})
}}"""


class Failure(Exception):
    """What a user would complain about."""


class Notebook:
    """The notebook that the page shows. cells maps the names of cells to their places."""

    def __init__(self, page, screens):
        self.page, self.screens = page, screens
        self.cells, self.shots = {}, 0
        self.troubles = []  # what the page itself has complained of
        page.on("pageerror", lambda e: self.troubles.append(str(e)))
        page.on("console", lambda m: m.type == "error" and self.troubles.append(m.text))

    def go(self, address, names):
        """Loads a page that opens with a notebook."""
        self.page.goto(address)
        self.cells = {n: i for i, n in enumerate(names)}
        self.idle(90)

    def open(self, path, names):
        """Opens another notebook in the same page of JupyterLab."""
        self.page.evaluate("path => window.jupyterapp.commands.execute('docmanager:open', {path})", path)
        self.page.wait_for_function(f"path => {WIDGET}?.context?.path === path", arg=path)
        self.cells = {n: i for i, n in enumerate(names)}
        self.idle(60)

    def idle(self, seconds=30):
        self.page.wait_for_function(f"() => {WIDGET}?.sessionContext?.session?.kernel?.status === 'idle'", timeout=seconds * 1000)

    def status(self):
        return self.page.evaluate(f"() => {WIDGET}.sessionContext.session.kernel.status")

    def start(self, name):
        """Runs a cell and does not wait for its end. Nothing comes between selecting
        and running: what the page still draws may move the selection."""
        self.page.evaluate(
            f"i => {{ ({SELECT})(i); window.jupyterapp.commands.execute('notebook:run-cell') }}",
            self.cells[name],
        )

    def run(self, name, seconds=30):
        """Runs a cell to its end and returns its outputs."""
        self.start(name)
        try:
            self.wait(lambda: self.finished(name), seconds, f"the cell {name} does not end")
        except Failure as e:
            raise Failure(f"{e}: {self.standing(name)}") from None
        return self.outputs(name)

    def standing(self, name):
        """Returns what the page knows of a cell and its kernel, for a complaint."""
        return self.page.evaluate(
            f"""i => {{
                const w = {WIDGET}, kernel = w.sessionContext.session?.kernel, cell = w.content.widgets[i].model
                return JSON.stringify({{
                    active: w.content.activeCellIndex, cell: i,
                    state: cell.executionState, count: cell.executionCount, outputs: cell.outputs.toJSON(),
                    kernel: kernel?.status, connection: kernel?.connectionStatus,
                }})
            }}""",
            self.cells[name],
        )

    def select(self, name):
        self.page.evaluate(SELECT, self.cells[name])

    def edit(self, name, source):
        """Replaces the text of a cell and puts the cursor at its end, as if typed."""
        self.select(name)
        editor = self.cell(name).locator(".cm-content").first
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(source)

    def finished(self, name):
        return self.page.evaluate(
            f"i => {WIDGET}.content.widgets[i].model.executionState !== 'running'"
            f" && {WIDGET}.content.widgets[i].model.executionCount !== null",
            self.cells[name],
        )

    def outputs(self, name):
        return self.page.evaluate(f"i => {WIDGET}.content.widgets[i].model.outputs.toJSON()", self.cells[name])

    def all_outputs(self):
        return self.page.evaluate(f"() => {WIDGET}.content.widgets.map(c => c.model.outputs ? c.model.outputs.toJSON() : [])")

    def text(self, name):
        """Returns what the cell has printed so far."""
        return "".join("".join(o["text"]) for o in self.outputs(name) if o["output_type"] == "stream" and o["name"] == "stdout")

    def count(self, name):
        return self.page.evaluate(f"i => {WIDGET}.content.widgets[i].model.executionCount", self.cells[name])

    def cell(self, name):
        """Returns the cell's place in the page."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.cells[name])

    def command(self, name):
        self.page.evaluate("name => window.jupyterapp.commands.execute(name)", name)

    def button(self, name):
        """Presses a button of the notebook's toolbar."""
        self.page.locator(f'.jp-NotebookPanel:not(.lm-mod-hidden) [data-jp-item-name="{name}"]').first.click()

    def wait(self, condition, seconds, complaint):
        """Waits until the condition is true and returns its value."""
        deadline = time.monotonic() + seconds
        while True:
            value = condition()
            if value:
                return value
            if time.monotonic() > deadline:
                raise Failure(f"{complaint} within {seconds:g} s")
            self.page.wait_for_timeout(30)

    def shot(self, name):
        """Keeps a picture of the page, numbered in the order of the run."""
        if self.screens:
            self.shots += 1
            self.page.screenshot(path=os.path.join(self.screens, f"{self.shots:02}-{name}.png"))
