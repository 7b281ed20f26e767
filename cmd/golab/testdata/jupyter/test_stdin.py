"""Cells that ask the front end for input."""

import pytest

import rig
from cells import CELLS


def asked(client):
    """Waits for the question and checks it."""
    request = client.get("stdin", lambda m: m.type == "input_request")
    assert isinstance(request.content["prompt"], str)
    assert request.content["password"] is False
    return request


def answer(client, request, value):
    client.send("input_reply", {"value": value, "status": "ok"}, "stdin", parent=request.header)


GO_INPUTS = {
    "Scan": ("var s string; fmt.Scan(&s); fmt.Print(s)", ["Ada"], "Ada"),
    "Scan of two": ("var a, b int; fmt.Scan(&a, &b); fmt.Print(a+b)", ["3", "4"], "7"),
    "Scan of two in a line": ("var a, b int; fmt.Scan(&a, &b); fmt.Print(a+b)", ["3 4"], "7"),
    "Scanln": ("var s, t string; n, _ := fmt.Scanln(&s, &t); fmt.Print(n, s, t)", ["Ada Byron"], "2AdaByron"),
    "Scanf": ('var n int; fmt.Scanf("%d", &n); fmt.Print(n*2)', ["21"], "42"),
    "ReadString": (r"s, err := bufio.NewReader(os.Stdin).ReadString('\n'); fmt.Printf(`%q %v`, s, err)", ["two words"], r'"two words\n" <nil>'),
    "Scanner": ("in := bufio.NewScanner(os.Stdin)\nfor in.Scan() && in.Text() != `` { fmt.Print(in.Text(), `;`) }", ["a b", "c", ""], "a b;c;"),
    "letters": ("in := bufio.NewScanner(os.Stdin); in.Scan(); fmt.Print(in.Text())", ["é😀 日本"], "é😀 日本"),
    "empty": ("in := bufio.NewScanner(os.Stdin); fmt.Print(in.Scan(), len(in.Text()))", [""], "true 0"),
}  # fmt: skip


@pytest.mark.parametrize("way", GO_INPUTS if rig.GO else [])
def test_ways_to_ask(client, way):
    """All that Go programs read with. A line that the cell has begun is the prompt."""
    code, lines, text = GO_INPUTS[way]
    cell = client.start(code, allow_stdin=True)
    shown = ""
    for line in lines:
        request = asked(client)
        shown += request.content["prompt"]
        answer(client, request, line)
    assert shown + client.result(cell).ok().text() == text


def test_question_follows_the_cell(client):
    """It has the cell as its parent. Whole lines that were printed before it are
    output, what is begun is its prompt: unless the machine is so busy that it has
    been shown before the cell asks."""
    ask = CELLS.input if rig.GO else CELLS.input.replace("input()", "input('your name? ')")
    begun = [CELLS.print("your name? ")] if rig.GO else []
    for _ in range(5):
        cell = client.start("\n".join([CELLS.print("hello\n"), *begun, ask]), allow_stdin=True)
        request = asked(client)
        assert request.answers(cell)
        if request.content["prompt"]:
            break
        answer(client, request, "Ada")
        assert client.result(cell).ok().text() == "hello\nyour name? got:Ada\n"
    assert request.content["prompt"] == "your name? "
    assert client.next(cell, "stream").content["text"] == "hello\n"
    answer(client, request, "Ada")
    assert client.result(cell).ok().text() == "got:Ada\n"


def test_typed_ahead_is_not_kept(client):
    """What one cell did not read of its line is not the next one's input."""
    if not rig.GO:
        pytest.skip("input() reads lines")
    cell = client.start("var s string; fmt.Scan(&s); fmt.Print(s)", allow_stdin=True)
    answer(client, asked(client), "first rest")
    assert client.result(cell).ok().text() == "first"
    cell = client.start("var s string; fmt.Scan(&s); fmt.Print(s)", allow_stdin=True)
    answer(client, asked(client), "second")
    assert client.result(cell).ok().text() == "second"


def test_not_allowed(client):
    """Where nobody can be asked the cell fails at once and says so."""
    for _ in range(10):
        result = client.run(CELLS.input, allow_stdin=False).failed()
        assert "input" in result.reply.content["evalue"]
        assert not result.text()
    client.run("1").ok()


def test_errors_of_input_not_allowed(client):
    """Also of a program that looks at them."""
    if not rig.GO:
        pytest.skip("about Go")
    for code in ("in := bufio.NewScanner(os.Stdin); in.Scan()\nin.Err()", "must(fmt.Scan(new(int)))"):
        assert "input" in client.run(code).failed().reply.content["evalue"]


def test_interrupted(shared, client):
    """The wait for an answer ends; an answer that comes late is thrown away."""
    cell = client.start(CELLS.input, allow_stdin=True)
    late = asked(client)
    if rig.GO:
        client.interrupt()
    else:
        shared.signal(2)
    client.result(cell).failed()
    answer(client, late, "late")
    client.fence()
    cell = client.start(CELLS.input, allow_stdin=True)
    fresh = asked(client)
    answer(client, fresh, "fresh")
    assert "got:fresh" in client.result(cell).ok().text()


def test_who_runs_the_cell_is_asked(shared, client):
    other = shared.client()
    cell = client.start(CELLS.input, allow_stdin=True)
    request = asked(client)
    with pytest.raises(rig.Silence):
        other.get("stdin", lambda m: True, patience=0.3)
    answer(client, request, "mine")
    assert "got:mine" in client.result(cell).ok().text()


def test_answers_nobody_asked_for(client):
    for value in ("stray", 7, None):
        client.send("input_reply", {"value": value}, "stdin")
    client.fence()
    cell = client.start(CELLS.input, allow_stdin=True)
    answer(client, asked(client), "right")
    assert "got:right" in client.result(cell).ok().text()


def test_front_end_goes_while_asked(shared, client):
    """Then the cell can be stopped by another."""
    leaving = shared.client()
    cell = leaving.start(CELLS.input, allow_stdin=True)
    asked(leaving)
    leaving.close()
    shared.clients.remove(leaving)
    client.fence("control")
    if rig.GO:
        client.interrupt()
    else:
        shared.signal(2)
    client.published(cell)
    client.run("1").ok()


def test_shutdown_while_asked(start):
    if not rig.GO:
        pytest.skip("ipykernel goes on waiting")
    kernel = start()
    client = kernel.client()
    client.run(CELLS.imports).ok()
    client.start(CELLS.input, allow_stdin=True)
    asked(client)
    client.ask("shutdown_request", {"restart": False}, "control")
    kernel.ended()


def test_display_while_asked(client):
    """Output goes on, and control too, while a cell waits for an answer."""
    if not rig.GO:
        pytest.skip("about goroutines")
    cell = client.start(CELLS.late(0.3, "meanwhile") + "\n" + CELLS.input, allow_stdin=True)
    request = asked(client)
    assert client.next(cell, "stream").content["text"] == "meanwhile\n"
    client.fence("control")
    answer(client, request, "done")
    assert "got:done" in client.result(cell).ok().text()
