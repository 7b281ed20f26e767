"""What cells print: when it comes, in how many messages, and whole."""

import time

import pytest

import rig
from cells import CELLS


def test_many_lines_in_few_messages(client):
    result = client.run(CELLS.printlines(10_000)).ok()
    assert result.text() == "".join(f"{i}\n" for i in range(10_000))
    assert len(result.of("stream")) <= 50


def test_ten_megabytes(client):
    result = client.run(CELLS.printrepeated("0123456789", 1 << 20)).ok()
    assert result.text() == "0123456789" * (1 << 20)


def test_characters_stay_whole(client):
    """However much is printed and wherever it is cut."""
    text = "aé€\U0001f600"
    for n in (1, 100_000):
        result = client.run(CELLS.print("x") + "\n" + CELLS.printrepeated(text, n)).ok()
        assert result.text() == "x" + text * n


def test_half_characters_wait_for_the_other_half(client):
    result = client.run(CELLS.halves).ok()
    assert result.text() == "é"


def test_bytes_that_are_no_text(client):
    """They come as replacement characters, and nothing breaks."""
    if not rig.GO:
        pytest.skip("print takes text only")
    result = client.run(r'os.Stdout.Write([]byte("a\xffb\xc3")); os.Stdout.Write([]byte{0, 7, 27})').ok()
    assert result.text().startswith("a\ufffdb\ufffd")
    assert result.text().endswith("\x00\x07\x1b")


def test_output_comes_while_the_cell_runs(client):
    """Within moments, not at its end."""
    cell = client.start(CELLS.print("first") + "\n" + CELLS.sleep(3) + "\n" + CELLS.print("second"))
    client.next(cell, "execute_input")
    began = time.monotonic()
    assert client.next(cell, "stream").content["text"] == "first"
    assert time.monotonic() - began < 2.5
    assert client.next(cell, "stream").content["text"] == "second"
    assert client.reply(cell).content["status"] == "ok"


def test_stdout_and_stderr_keep_their_order(client):
    result = client.run(CELLS.interleaved).ok()
    came = "".join(m.content["text"] for m in result.of("stream"))
    assert came == "o0e0o1e1o2e2"


def test_late_output(client):
    """What a goroutine prints after its cell's end belongs to that cell."""
    cell = client.start(CELLS.late(0.5, "late"))
    client.result(cell).ok()
    assert client.next(cell, "stream").content == {"name": "stdout", "text": "late\n"}


def test_late_output_while_another_cell_runs(client):
    if not rig.GO:
        pytest.skip("ipykernel gives it to the cell that runs")
    first = client.start(CELLS.late(0.5, "late"))
    client.result(first).ok()
    second = client.start(CELLS.print("a") + "\n" + CELLS.sleep(1.5) + "\n" + CELLS.print("b"))
    result = client.result(second).ok()
    assert result.text() == "ab"
    assert client.next(first, "stream").content["text"] == "late\n"


def test_late_displays(client):
    if not rig.GO:
        pytest.skip("about goroutines")
    cell = client.start('go func() { time.Sleep(300*time.Millisecond); Display(display.HTML("late")) }()')
    client.result(cell).ok()
    assert client.next(cell, "display_data").content["data"]["text/html"] == "late"


def test_goroutines_of_goroutines(client):
    """Three cells, each with goroutines of goroutines: each gets its own."""
    if not rig.GO:
        pytest.skip("about goroutines")
    cells = []
    for i in range(3):
        inner = f'go func() {{ for range 5 {{ time.Sleep(100*time.Millisecond); fmt.Print("{i}") }} }}()'
        cells.append(client.start(f"go func() {{ {inner} }}()"))
    for cell in cells:
        client.result(cell).ok()
    for i, cell in enumerate(cells):
        text = ""
        while len(text) < 5:
            text += client.next(cell, "stream").content["text"]
        assert text == str(i) * 5


def test_output_of_a_flood_can_be_stopped(client):
    """A cell that prints for ever is interrupted, and its text ends soon."""
    cell = client.start(CELLS.endless["printing"])
    client.next(cell, "stream")
    time.sleep(1)
    client.interrupt()
    client.result(cell).failed()
    assert client.run("1").ok().value == "1"


def test_print_at_the_end_of_a_session(start):
    """All that was printed arrives although the kernel is shut down at once."""
    kernel = start()
    client = kernel.client()
    client.run(CELLS.imports).ok()
    cell = client.start(CELLS.printrepeated("0123456789", 1 << 19))
    client.reply(cell)
    client.send("shutdown_request", {"restart": False}, "control")
    result = client.published(cell)
    assert "".join(m.content["text"] for m in result if m.type == "stream") == "0123456789" * (1 << 19)
    kernel.ended()
