"""What must work in a page: one function for each thing, in the order of CHECKS.

Each takes the notebook and the words of the language, raises a Failure with
what a user would see, and leaves pictures of what it saw.
"""

import time

from page import Failure, WIDGET

LATE = 20  # seconds that a loaded machine may take for what should be at once


def expect(condition, complaint):
    if not condition:
        raise Failure(complaint)


def clean(nb, name, seconds=60):
    """Runs a cell, which must not fail, and returns its outputs."""
    outputs = nb.run(name, seconds)
    for o in outputs:
        expect(o["output_type"] != "error", f"the cell {name} fails: {o.get('evalue')}")
    return outputs


def first_cells(nb, words):
    clean(nb, "imports")
    clean(nb, "define")
    expect(nb.text("define") == "defined\n", f"the output is {nb.text('define')!r}")
    outputs = clean(nb, "function")
    expect(outputs[-1]["data"]["text/plain"] == "6765", f"the outputs are {outputs}")
    nb.shot("first-cells")


def highlighting(nb, words):
    i = nb.cells["function"]
    mime = nb.page.evaluate(f"i => {WIDGET}.content.widgets[i].model.mimeType", i)
    expect(mime == words["mime"], f"the cell is {mime}, not {words['mime']}")
    nb.select("function")
    colours = nb.cell("function").locator(".cm-line span").evaluate_all("all => all.map(e => getComputedStyle(e).color)")
    expect(len(set(colours)) >= 3, f"the cell has the colours {set(colours)}")


def completion(nb, words):
    before, wanted = words["complete"]
    nb.edit("typed", before)
    nb.page.keyboard.press("Tab")
    popup = nb.page.locator(".jp-Completer:not(.lm-mod-hidden)")
    try:
        popup.wait_for(state="visible", timeout=LATE * 1000)
    except Exception as e:
        raise Failure("no popup after Tab") from e
    names = popup.locator(".jp-Completer-match").all_inner_texts()
    nb.shot("completion")
    expect(wanted in names, f"the popup has {names[:20]}")
    nb.page.keyboard.type(wanted)
    nb.page.keyboard.press("Enter")
    nb.wait(lambda: before + wanted in source(nb, "typed"), 5, f"{wanted} does not come into the cell: {source(nb, 'typed')!r}")


def source(nb, name):
    return nb.page.evaluate(f"i => {WIDGET}.content.widgets[i].model.sharedModel.source", nb.cells[name])


def help_popup(nb, words):
    call, wanted = words["help"]
    nb.edit("typed", call)
    for _ in range(len(call) - call.index("(") - 1):
        nb.page.keyboard.press("ArrowLeft")
    nb.page.keyboard.press("Shift+Tab")
    tip = nb.page.locator(".jp-Tooltip")
    try:
        tip.wait_for(state="visible", timeout=LATE * 1000)
    except Exception as e:
        raise Failure("no help after Shift-Tab") from e
    nb.wait(lambda: tip.inner_text().strip(), LATE, "the help stays empty")
    text = tip.inner_text()
    nb.shot("help")
    expect(wanted in text, f"the help says {text[:300]!r}")
    nb.page.keyboard.press("Escape")
    nb.edit("typed", "")


def progressive(nb, words):
    nb.start("progressive")
    nb.wait(lambda: "first" in nb.text("progressive"), LATE, "no output")
    expect(nb.status() == "busy" and "second" not in nb.text("progressive"), "the first line comes only with the second")
    nb.shot("progressive")
    nb.wait(lambda: nb.finished("progressive"), LATE, "no end")
    expect(nb.text("progressive") == "first\nsecond\n", f"the output is {nb.text('progressive')!r}")


def late_output(nb, words):
    clean(nb, "late")
    nb.wait(lambda: "late" in nb.text("late"), LATE, "what comes after the cell's end is not under the cell")


def interrupt(nb, words):
    nb.start("endless")
    nb.wait(lambda: nb.status() == "busy", LATE, "not busy")
    nb.page.wait_for_timeout(500)
    began = time.monotonic()
    nb.button("interrupt")
    nb.wait(lambda: nb.finished("endless") and nb.status() == "idle", LATE, "the endless loop goes on")
    seconds = time.monotonic() - began
    last = nb.outputs("endless")
    expect(last and last[-1]["output_type"] == "error", "the interrupted cell shows no error")
    nb.shot("interrupt")
    nb.page.wait_for_timeout(300)
    clean(nb, "kept")
    expect(nb.text("kept") == "42\n", f"the variable is lost: {nb.text('kept')!r}")
    return {"interrupt seconds": round(seconds, 2)}


def question(nb, words):
    nb.start("question")
    box = nb.page.locator(".jp-Stdin-input")
    try:
        box.wait_for(state="visible", timeout=LATE * 1000)
    except Exception as e:
        raise Failure(f"no box to type into; the cell has {nb.outputs('question')}") from e
    nb.shot("question")
    box.fill("Ada")
    box.press("Enter")
    nb.wait(lambda: nb.finished("question"), LATE, "the cell goes on after the answer")
    expect("Hello, Ada\n" in nb.text("question"), f"the output is {nb.text('question')!r}")
    nb.shot("answer")


# What the page makes of each kind of output: a selector that must match.
RICH = {
    "picture": "img",
    "html": "b#bold",
    "markdown": ".jp-RenderedMarkdown h2",
    "math": "mjx-container",
    "svg": "svg circle, img[src^='data:image/svg']",
    "json": ".jp-RenderedJSON",
}


def rich(nb, words):
    for name, selector in RICH.items():
        clean(nb, name)
        try:
            nb.cell(name).locator(".jp-OutputArea " + selector).first.wait_for(state="attached", timeout=LATE * 1000)
        except Exception as e:
            raise Failure(f"{name}: no {selector} below the cell, which has {nb.outputs(name)}") from e
    expect(widths(nb, "picture")[0] > 0, "the picture is empty")
    nb.select("html")
    nb.shot("rich")
    nb.select("json")
    nb.shot("rich-json")


def widths(nb, name):
    """Returns the natural widths of the pictures below a cell."""
    images = nb.cell(name).locator(".jp-OutputArea-output img")
    images.first.wait_for(state="attached", timeout=LATE * 1000)
    return images.evaluate_all("all => Promise.all(all.map(e => e.decode().then(() => e.naturalWidth, () => 0)))")


def failing(nb, words):
    for name in ("failing", "wrong"):
        outputs = nb.run(name)
        expect(outputs and outputs[-1]["output_type"] == "error", f"{name}: no error but {outputs}")
        shown = nb.cell(name).locator(".jp-OutputArea").inner_text()
        nb.shot("error-" + name)
        if name == "failing":
            expect(words["division"] in shown, f"the page shows {shown!r}")


def progress(nb, words):
    nb.start("progress")
    area = nb.cell("progress").locator(".jp-OutputArea")
    nb.wait(lambda: area.count() and area.inner_html(), LATE, "nothing to see")
    states = set()
    while not nb.finished("progress"):
        states.add(area.inner_html())
        if len(states) == 4:
            nb.shot("progress")
        nb.page.wait_for_timeout(50)
    expect(len(states) > 4, f"the bar has {len(states)} states while the cell runs")
    expect(not any(o["output_type"] == "error" for o in nb.outputs("progress")), f"the outputs are {nb.outputs('progress')}")
    expect(len(nb.outputs("progress")) <= 2, f"{len(nb.outputs('progress'))} outputs for one bar")
    nb.shot("progress-done")


def update(nb, words):
    outputs = clean(nb, "update")
    expect(len(outputs) == 1, f"{len(outputs)} outputs for one display")
    expect("step 10" in outputs[0]["data"]["text/plain"], f"the display ends as {outputs[0]['data']}")


def slider(nb, words):
    clean(nb, "slider")
    cell = nb.cell("slider")
    handle = cell.locator(".noUi-handle").first
    try:
        handle.wait_for(state="visible", timeout=LATE * 1000)
    except Exception as e:
        nb.shot("slider-missing")
        raise Failure(f"no slider to see; the cell has {nb.outputs('slider')}") from e
    nb.page.wait_for_timeout(500)
    before = drawn(cell)
    nb.shot("slider-before")
    drag(nb, handle, cell.locator(".noUi-base").first)
    nb.wait(lambda: drawn(cell) != before, LATE, "dragging the slider changes nothing")
    nb.page.wait_for_timeout(1000)
    nb.shot("slider-after")


def drawn(cell):
    """Returns the pictures and the text that a widget's function has shown."""
    pictures = cell.locator(".jp-OutputArea-output img").evaluate_all("all => all.map(e => e.src)")
    return pictures + cell.locator(".jp-OutputArea-output pre").all_inner_texts()


def drag(nb, handle, track):
    """Drags with the mouse to the middle of the track."""
    a, b = handle.bounding_box(), track.bounding_box()
    nb.page.mouse.move(a["x"] + a["width"] / 2, a["y"] + a["height"] / 2)
    nb.page.mouse.down()
    for i in range(1, 11):
        x = a["x"] + (b["x"] + b["width"] / 2 - a["x"]) * i / 10
        nb.page.mouse.move(x, a["y"] + a["height"] / 2)
        nb.page.wait_for_timeout(30)
    nb.page.mouse.up()


def flood(nb, words):
    """A cell that prints for ever ends soon after the stop button was pressed."""
    nb.start("flood")
    nb.wait(lambda: "spam" in nb.text("flood"), LATE, "no output")
    nb.page.wait_for_timeout(1500)
    began = time.monotonic()
    nb.button("interrupt")
    nb.wait(lambda: nb.finished("flood") and nb.status() == "idle", 60, "the printing goes on")
    seconds, size = time.monotonic() - began, len(nb.text("flood"))
    nb.shot("flood")
    nb.page.evaluate(f"i => {WIDGET}.content.widgets[i].model.outputs.clear()", nb.cells["flood"])
    expect(seconds < 30, f"the page needs {seconds:.1f} s after the stop button, for {size} characters")
    return {"flood seconds": round(seconds, 2), "flood characters": size}


def crash(nb, words):
    """What ends a Go process does not end the kernel."""
    outputs = nb.run("crash", 30)
    expect(outputs and outputs[-1]["output_type"] == "error", f"no error but {outputs}")
    nb.shot("crash")
    expect(nb.page.locator(".jp-Dialog").count() == 0, "a dialog: " + " ".join(nb.page.locator(".jp-Dialog").all_inner_texts()))
    clean(nb, "imports")
    clean(nb, "after")


def restart(nb, words):
    nb.button("restart")
    nb.page.locator(".jp-Dialog .jp-mod-accept").click()
    nb.page.locator(".jp-Dialog").wait_for(state="detached", timeout=LATE * 1000)
    nb.page.wait_for_timeout(500)
    nb.idle()
    nb.wait(lambda: nb.run("imports") is not None and nb.count("imports") == 1, LATE, "the count does not begin again")
    outputs = nb.run("kept")
    expect(outputs and outputs[-1]["output_type"] == "error", f"the variable is still there: {outputs}")
    nb.shot("restart")


def stops_at_error(nb, words):
    """Run All goes no further than a failing cell."""
    nb.command("notebook:run-all-cells")
    nb.wait(lambda: nb.outputs("failing") and nb.status() == "idle", LATE, "no end")
    nb.page.wait_for_timeout(300)
    expect(nb.count("define") is not None and not nb.outputs("after"), "a cell after the failing one has run")


def run_all(nb, words):
    """The lab from beginning to end: no error, the plots in sight."""
    began = time.monotonic()
    nb.command("notebook:run-all-cells")
    nb.wait(lambda: nb.finished(list(nb.cells)[-1]), 120, f"no end; the outputs are {str(nb.all_outputs())[-500:]}")
    seconds = time.monotonic() - began
    outputs = [o for cell in nb.all_outputs() for o in cell]
    errors = [o for o in outputs if o["output_type"] == "error"]
    expect(not errors, f"an error: {errors[:1]}")
    images = nb.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output img")
    found = images.evaluate_all("all => Promise.all(all.map(e => e.decode().then(() => e.naturalWidth, () => 0)))")
    expect(found and all(w > 0 for w in found), f"the widths of the pictures are {found}")
    for i in range(images.count()):
        images.nth(i).scroll_into_view_if_needed()
        nb.shot(f"plot-{i + 1}")
    return {"run all seconds": round(seconds, 1), "pictures": len(found)}


def look_through(nb, words):
    """Pictures of all of the notebook, for somebody to look at."""
    shown = nb.all_outputs()
    for name, i in nb.cells.items():
        if shown[i]:
            nb.page.evaluate(
                f"i => {WIDGET}.content.widgets[i].node.querySelector('.jp-Cell-outputWrapper').scrollIntoView({{block: 'center'}})",
                i,
            )
            nb.shot("cell-" + name)


CHECKS = (
    first_cells,
    highlighting,
    completion,
    help_popup,
    progressive,
    late_output,
    interrupt,
    question,
    rich,
    failing,
    update,
    progress,
    slider,
    flood,
    crash,
    restart,
)
