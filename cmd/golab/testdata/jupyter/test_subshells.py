"""Subshells: more shells at the same session, each with its own queue (JEP 91)."""

import pytest

import rig
from cells import CELLS


@pytest.fixture
def subshell(client):
    """The id of a subshell that is there for one test."""
    reply = client.ask("create_subshell_request", {}, "control").content
    assert reply["status"] == "ok"
    yield reply["subshell_id"]
    client.ask("delete_subshell_request", {"subshell_id": reply["subshell_id"]}, "control")


def listed(client):
    reply = client.ask("list_subshell_request", {}, "control").content
    assert reply["status"] == "ok"
    return reply["subshell_id"]


def on(client, subshell, msg_type, content):
    return client.send(msg_type, content, subshell_id=subshell)


def start(client, subshell, code):
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
    return on(client, subshell, "execute_request", {**content, "user_expressions": {}})


@pytest.fixture
def busy(client):
    """The main shell runs a cell during the test."""
    cell = client.start(CELLS.endless["sleep"])
    client.next(cell, "stream")
    yield cell
    # ipykernel's interrupt_request stops the main thread only, as wanted here.
    client.ask("interrupt_request", {}, "control")
    client.result(cell).failed()


def test_create_list_delete(client):
    before = listed(client)
    ids = [client.ask("create_subshell_request", {}, "control").content["subshell_id"] for _ in range(3)]
    assert len(set(ids)) == 3
    assert set(listed(client)) == {*before, *ids}
    for subshell in ids:
        reply = client.ask("delete_subshell_request", {"subshell_id": subshell}, "control").content
        assert reply["status"] == "ok"
    assert set(listed(client)) == set(before)


def test_deleting_what_is_not_there(client):
    contents = [{"subshell_id": "no such"}, {"subshell_id": None}, {}]
    for content in contents if rig.GO else contents[:1]:
        reply = client.ask("delete_subshell_request", content, "control").content
        assert reply["status"] == "error"
        assert reply["evalue"]


def test_unknown_subshell(client):
    """Whoever asks one that is not there gets an error, not silence."""
    request = on(client, "no such", "complete_request", {"code": "x", "cursor_pos": 1})
    assert client.reply(request).content["status"] == "error"
    request = start(client, "no such", "1")
    assert client.reply(request).content["status"] == "error"
    client.run("1").ok()


def test_same_variables(client, subshell):
    client.run(CELLS.set("common", 8)).ok()
    result = client.result(start(client, subshell, "common")).ok()
    assert result.value == "8"
    assert result.reply.parent["subshell_id"] == subshell


def test_own_counter(client, subshell):
    client.run("1").ok()
    first = client.result(start(client, subshell, "1")).ok().reply.content["execution_count"]
    client.run("1").ok()
    second = client.result(start(client, subshell, "1")).ok().reply.content["execution_count"]
    if rig.GO:
        assert (first, second) == (1, 2)


def test_cells_while_the_main_shell_is_busy(client, subshell, busy):
    result = client.result(start(client, subshell, CELLS.print("meanwhile") + "\n" + "6 * 7")).ok()
    assert (result.text(), result.value) == ("meanwhile", "42")
    assert client.result(start(client, subshell, CELLS.fail)).failed()
    assert client.result(start(client, subshell, "1")).ok().value == "1"


def test_help_while_the_main_shell_is_busy(client, subshell, busy):
    code, match = CELLS.completion
    reply = client.reply(on(client, subshell, "complete_request", {"code": code, "cursor_pos": len(code)}))
    assert any(m.endswith(match) for m in reply.content["matches"])
    request = {"code": CELLS.inspection, "cursor_pos": len(CELLS.inspection), "detail_level": 0}
    assert client.reply(on(client, subshell, "inspect_request", request)).content["found"] is True
    request = on(client, subshell, "is_complete_request", {"code": CELLS.incomplete})
    assert client.reply(request).content["status"] == "incomplete"
    request = on(client, subshell, "comm_info_request", {})
    assert client.reply(request).content["status"] == "ok"


def test_outputs_do_not_mix(client, subshell):
    """Two cells at once: each has its own output."""
    if not rig.GO:
        pytest.skip("about golab")
    code = 'for i := range 20 {{ fmt.Print("{0}"); time.Sleep(10*time.Millisecond) }}'
    main = client.start(code.format("m"))
    side = start(client, subshell, code.format("s"))
    assert client.result(main).ok().text() == "m" * 20
    assert client.result(side).ok().text() == "s" * 20


def test_interrupt_stops_all(client, subshell):
    """It is a matter of the process."""
    if not rig.GO:
        pytest.skip("ipykernel stops the main thread only")
    cells = [client.start(CELLS.endless["loop"]), start(client, subshell, CELLS.endless["channel"])]
    for cell in cells:
        client.next(cell, "stream")
    client.interrupt()
    for cell in cells:
        client.result(cell).failed()
    client.run("1").ok()
    client.result(start(client, subshell, "1")).ok()


def test_failure_aborts_its_own_queue_only(client, subshell):
    fail = start(client, subshell, CELLS.sleep(0.5) + "\n" + CELLS.fail)
    behind = start(client, subshell, "1")
    main = client.start("2")
    assert client.result(main).ok().value == "2"
    client.result(fail).failed()
    assert client.result(behind).status == "aborted"


def test_deleted_while_busy(client):
    """The cell that runs there does not hurt the others."""
    if not rig.GO:
        pytest.skip("ipykernel waits for the cell")
    subshell = client.ask("create_subshell_request", {}, "control").content["subshell_id"]
    cell = start(client, subshell, CELLS.endless["loop"])
    client.next(cell, "stream")
    assert client.ask("delete_subshell_request", {"subshell_id": subshell}, "control").content["status"] == "ok"
    assert subshell not in listed(client)
    client.run("1").ok()
    client.interrupt()
    client.run("1").ok()


def test_many(client):
    """Thirty at once."""
    if not rig.GO:
        pytest.skip("ipykernel loses some results")
    ids = [client.ask("create_subshell_request", {}, "control").content["subshell_id"] for _ in range(30)]
    cells = [start(client, subshell, CELLS.sleep(0.2) + "\n" + f"{i}") for i, subshell in enumerate(ids)]
    for i, cell in enumerate(cells):
        assert client.result(cell).ok().value == str(i)
    for subshell in ids:
        client.ask("delete_subshell_request", {"subshell_id": subshell}, "control")
