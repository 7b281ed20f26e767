"""What an execute_request leads to, field by field."""

import time

import pytest

import rig
from cells import CELLS


def test_order(client):
    """busy, the input, what the cell shows, idle; and the reply."""
    result = client.run(CELLS.print("hello") + "\n" + "6 * 7").ok()
    assert result.types == ["execute_input", "stream", "execute_result"]
    echo, stream, value = result.published
    count = result.reply.content["execution_count"]
    assert echo.content == {"code": CELLS.print("hello") + "\n" + "6 * 7", "execution_count": count}
    assert stream.content == {"name": "stdout", "text": "hello"}
    assert value.content["execution_count"] == count
    assert value.content["data"]["text/plain"] == "42"
    assert value.content["metadata"] == {}
    assert result.reply.content["payload"] == []
    assert result.reply.content["user_expressions"] == {}


def test_all_output_precedes_idle(client):
    """Also much of it, and also what was written last."""
    for n in (1, 10, 1000, 30_000):
        result = client.run(CELLS.printlines(n) + "\n" + CELLS.eprint("end")).ok()
        assert result.text() == "".join(f"{i}\n" for i in range(n))
        assert result.text("stderr") == "end"


REQUESTS = {
    "kernel_info_request": {},
    "complete_request": {"code": "", "cursor_pos": 0},
    "inspect_request": {"code": "x", "cursor_pos": 1, "detail_level": 0},
    "is_complete_request": {"code": "1"},
    "history_request": {"hist_access_type": "tail", "n": 1, "output": False, "raw": True},
    "comm_info_request": {},
    "execute_request": {"code": "", "silent": True},
}


@pytest.mark.parametrize("kind", REQUESTS)
def test_busy_and_idle_around_every_request(client, kind):
    request = client.send(kind, REQUESTS[kind])
    result = client.result(request)
    assert result.reply.type == kind.replace("_request", "_reply")
    assert result.status == "ok" if kind != "is_complete_request" else result.status == "complete"
    assert result.types == []


@pytest.mark.parametrize("kind", ["kernel_info_request", "interrupt_request"])
def test_busy_and_idle_around_control_requests(client, kind):
    result = client.result(client.send(kind, {}, "control"), "control").ok()
    assert result.types == []


def test_silent(client):
    """No input, no value, no count, no history."""
    before = client.run("1").reply.content["execution_count"]
    result = client.run(CELLS.set("quiet", 5) + "\n" + "quiet", silent=True, store_history=True).ok()
    assert result.types == []
    after = client.run("quiet")
    assert after.reply.content["execution_count"] == before + 1
    assert after.value == "5"
    tail = client.ask("history_request", {"hist_access_type": "tail", "n": 2, "output": False, "raw": True})
    assert [row[2] for row in tail.content["history"]] == ["1", "quiet"]


def test_silent_failure(client):
    result = client.run(CELLS.fail, silent=True).failed()
    assert "execute_input" not in result.types
    client.run("1").ok()


def test_store_history(client):
    """Without it the counter stands still, and is told all the same."""
    before = client.run("11").reply.content["execution_count"]
    result = client.run("22", store_history=False).ok()
    assert isinstance(result.reply.content["execution_count"], int)
    assert result.value == "22"
    after = client.run("33").reply.content["execution_count"]
    assert after == before + 1
    tail = client.ask("history_request", {"hist_access_type": "tail", "n": 2, "output": False, "raw": True})
    assert [row[2] for row in tail.content["history"]] == ["11", "33"]


def test_failure_counts(client):
    before = client.run("1").reply.content["execution_count"]
    assert client.run(CELLS.fail).failed().reply.content["execution_count"] == before + 1
    assert client.run("1").ok().reply.content["execution_count"] == before + 2


@pytest.mark.parametrize("code", [CELLS.fail, CELLS.unknown, CELLS.invalid])
def test_errors(client, code):
    """The error and the reply say the same, once."""
    result = client.run(code).failed()
    (error,) = result.of("error")
    reply = result.reply.content
    for field in ("ename", "evalue", "traceback"):
        assert error.content[field] == reply[field]
    assert reply["ename"] and reply["evalue"] and reply["traceback"]
    assert not result.of("execute_result")


def test_error_text(client):
    result = client.run(CELLS.print("before") + "\n" + CELLS.fail).failed()
    assert result.types == ["execute_input", "stream", "error"]
    assert result.reply.content["evalue"] == CELLS.failure
    if rig.GO:
        text = "\n".join(result.reply.content["traceback"])
        assert "line 2" in text, text


def test_state_after_an_error(client):
    client.run(CELLS.set("kept", 7) + "\n" + CELLS.fail).failed()
    assert client.run("kept").ok().value == "7"


def test_no_value_of_printing(client):
    """Students hate 12 <nil>."""
    assert client.run(CELLS.print("x")).ok().types == ["execute_input", "stream"]


def test_empty_cells(client):
    for code in ("", " \n\t\n", "// nothing" if rig.GO else "# nothing"):
        result = client.run(code).ok()
        assert not result.of("error", "execute_result", "stream")


def test_user_expressions(client):
    client.run(CELLS.set("u", 3)).ok()
    wanted = {"sum": "u + 4", "bad": CELLS.unknown, "worse": CELLS.invalid}
    result = client.run("u", user_expressions=wanted).ok()
    answers = result.reply.content["user_expressions"]
    assert set(answers) == set(wanted)
    assert answers["sum"]["status"] == "ok"
    assert answers["sum"]["data"]["text/plain"] == "7"
    assert answers["sum"]["metadata"] == {}
    for name in ("bad", "worse"):
        assert answers[name]["status"] == "error"
        rig.failure(answers[name])
    assert not result.of("error")
    assert client.run("1").ok()


def test_user_expressions_without_code(client):
    """As front ends ask for a value without a trace."""
    client.run(CELLS.set("v", 9)).ok()
    result = client.run("", silent=True, user_expressions={"v": "v"}).ok()
    assert result.reply.content["user_expressions"]["v"]["data"]["text/plain"] == "9"
    assert result.types == []


def queue(client, **fields):
    """A cell that fails after a moment and what waits behind it."""
    fail = client.start(CELLS.sleep(0.5) + "\n" + CELLS.fail, **fields)
    behind = [client.start(CELLS.add("ran")), client.start(CELLS.add("ran"))]
    other = client.send("is_complete_request", {"code": "1"})
    return fail, behind, other


def test_stop_on_error(client):
    """Cells that wait behind one that fails are not run, and say so; other requests
    are answered; later cells run."""
    client.run(CELLS.set("ran", 0)).ok()
    fail, behind, other = queue(client)
    client.result(fail).failed()
    for request in behind:
        result = client.result(request)
        assert result.status == "aborted"
        assert result.types == []
    assert client.result(other).status == "complete"
    time.sleep(0.5)  # the window in which cells are aborted is short
    assert client.run("ran").ok().value == "0"


def test_no_stop_on_error(client):
    client.run(CELLS.set("ran", 0)).ok()
    fail, behind, _ = queue(client, stop_on_error=False)
    client.result(fail).failed()
    for request in behind:
        client.result(request).ok()
    assert client.run("ran").value == "2"


def test_later_cells_run_after_an_error(client):
    """At once: no window in which what a person sends is lost."""
    if not rig.GO:
        pytest.skip("ipykernel has such a window")
    for _ in range(5):
        client.run(CELLS.fail).failed()
        client.run("1").ok()


def test_pager(client):
    """Help comes as one payload, whichever way it is asked for."""
    name = CELLS.page.lstrip("?")
    for code in (f"?{name}", f"{name}?"):
        result = client.run(code).ok()
        (page,) = result.reply.content["payload"]
        assert page["source"] == "page"
        assert page["start"] == 0
        assert name.split(".")[-1] in page["data"]["text/plain"]


def test_started(client):
    """The time at which the cell began, for the cell's timing in the page."""
    reply = client.run("1").reply
    assert reply.metadata["started"][:4].isdigit()
    assert reply.metadata["started"] <= reply.header["date"].replace("Z", "+00:00")


def test_display(client):
    (shown,) = client.run(CELLS.display("<b>x</b>")).ok().of("display_data")
    assert shown.content["data"]["text/html"] == "<b>x</b>"
    assert shown.content["metadata"] == {}
    assert isinstance(shown.content["data"]["text/plain"], str)


def test_display_in_order(client):
    """Between the text before and after."""
    code = "\n".join([CELLS.print("a"), CELLS.display("b"), CELLS.print("c"), CELLS.display("d")])
    assert client.run(code).ok().types[1:] == ["stream", "display_data", "stream", "display_data"]


def test_update(client):
    """The first call in a cell shows, later ones replace; a cell that is run again
    shows anew, since its outputs are gone."""
    for _ in range(2):
        result = client.run("\n".join(CELLS.update("spot", f"<i>{i}</i>") for i in range(3))).ok()
        (shown,) = result.of("display_data")
        updates = result.of("update_display_data")
        for i, message in enumerate([shown, *updates]):
            assert message.content["transient"] == {"display_id": "spot"}
            assert message.content["data"]["text/html"] == f"<i>{i}</i>"
        assert len(updates) == 2


@pytest.mark.parametrize("wait", [True, False])
def test_clear_output(client, wait):
    code = "\n".join([CELLS.print("old"), CELLS.clear(wait), CELLS.print("new")])
    result = client.run(code).ok()
    assert [m.type for m in result.of("stream", "clear_output")] == ["stream", "clear_output", "stream"]
    (cleared,) = result.of("clear_output")
    assert cleared.content == {"wait": wait}
