"""Comms: what the front end opens, and what widgets of a cell open."""

import uuid

import pytest

import rig
from cells import CELLS


def comms(client, **fields):
    return client.ask("comm_info_request", fields).content["comms"]


def test_unknown_target(client):
    """It is closed at once, under the request that opened it."""
    ident = uuid.uuid4().hex
    opening = client.send("comm_open", {"comm_id": ident, "target_name": "no.such.target", "data": {}})
    published = client.published(opening)
    (closing,) = [m for m in published if m.type == "comm_close"]
    assert closing.content["comm_id"] == ident
    assert isinstance(closing.content["data"], dict)
    assert ident not in comms(client)


@pytest.mark.parametrize("kind", ["comm_msg", "comm_close"])
def test_unknown_comm(client, kind):
    """Ignored, with busy and idle."""
    request = client.send(kind, {"comm_id": "no such", "data": {"a": 1}})
    published = client.published(request)
    assert not published or not rig.GO  # ipykernel complains on stderr
    client.fence()


def test_no_comms(start):
    client = start().client()
    assert comms(client) == {}
    assert comms(client, target_name="jupyter.widget") == {}
    assert comms(client, target_name=None) == {}


VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def page(client):
    """A client as a page with ipywidgets is one: it has asked for what there is."""
    client.run(CELLS.widgets).ok()
    return client


def shown(page, code):
    """Runs a cell that ends in a widget; returns the widget's model and what was
    published."""
    result = page.run(code).ok()
    (view,) = result.of("execute_result", "display_data")
    return view.content["data"][VIEW]["model_id"], result


def update(page, model, state, buffer_paths=(), buffers=()):
    """Moves a widget as the page does and returns what is published for it."""
    data = {"method": "update", "state": state, "buffer_paths": list(buffer_paths)}
    return page.published(page.send("comm_msg", {"comm_id": model, "data": data}, buffers=buffers))


def test_widget_is_opened(page):
    """All its models, before it is shown, with a text for those who have none."""
    model, result = shown(page, CELLS.slider)
    assert result.types[-1] in ("execute_result", "display_data")
    opened = {m.content["comm_id"]: m for m in result.of("comm_open")}
    assert model in opened
    for message in opened.values():
        assert message.content["target_name"] == "jupyter.widget"
        assert message.metadata["version"].startswith("2.")
        assert message.content["data"]["state"]["_model_name"].endswith("Model")
    state = opened[model].content["data"]["state"]
    assert (state["value"], state["min"], state["max"]) == (3, 0, 10)
    for part in ("layout", "style"):
        assert state[part].removeprefix("IPY_MODEL_") in opened
    assert result.published[-1].content["data"]["text/plain"]
    for listing in (comms(page), comms(page, target_name="jupyter.widget")):
        assert set(opened) <= set(listing)
        assert listing[model] == {"target_name": "jupyter.widget"}
    assert model not in comms(page, target_name="other")


def test_widget_is_moved(page):
    """The page's value is the program's, and who watches it is told."""
    model, result = shown(page, CELLS.slider)
    request = page.send(
        "comm_msg", {"comm_id": model, "data": {"method": "update", "state": {"value": 7}, "buffer_paths": []}}
    )
    page.published(request) if rig.GO else None
    cell = result.reply.parent["msg_id"]
    told = page.get("iopub", lambda m: m.type == "stream" and (m.answers(cell) or m.answers(request)))
    assert told.content["text"] == "moved to 7\n"
    assert page.run(CELLS.sliderat).value == "7"


def test_widget_is_moved_by_the_program(page):
    model, _ = shown(page, CELLS.slider)
    result = page.run(CELLS.sliderto(5)).ok()
    (message,) = [m for m in result.of("comm_msg") if m.content["comm_id"] == model]
    assert message.content["data"]["method"] == "update"
    assert message.content["data"]["state"] == {"value": 5}


def test_wrong_updates(page):
    """A page may say anything."""
    model, _ = shown(page, CELLS.slider)
    for state in ({"value": "text"}, {"value": None}, {"nosuchfield": 1}, {"value": {"a": []}}, {"value": 1e300}):
        update(page, model, state)
    for data in ({}, {"method": "nosuch"}, {"method": 7}, {"method": "update"}, {"method": "update", "state": 3}):
        page.published(page.send("comm_msg", {"comm_id": model, "data": data}))
    update(page, model, {}, [["value"], ["a", 1], []], [b"1"])
    value = int(page.run(CELLS.sliderat).ok().value)
    assert 0 <= value <= 10


def test_binary_states(page):
    """Pictures travel beside the message, byte for byte."""
    model, result = shown(page, CELLS.picture("\u0000é picture"))
    (opened,) = [m for m in result.of("comm_open") if m.content["comm_id"] == model]
    assert opened.content["data"]["buffer_paths"] == [["value"]]
    assert opened.buffers == ["\u0000é picture".encode()]
    (message,) = page.run(CELLS.pictureto("another")).ok().of("comm_msg")
    assert message.content["data"]["buffer_paths"] == [["value"]]
    assert message.buffers == [b"another"]
    update(page, model, {"width": "10px"}, [["value"]], [b"from the page"])
    page.run("1").ok()


def test_click(page):
    model, result = shown(page, CELLS.button)
    data = {"method": "custom", "content": {"event": "click"}}
    request = page.send("comm_msg", {"comm_id": model, "data": data})
    cell = result.reply.parent["msg_id"]
    told = page.get("iopub", lambda m: m.type == "stream" and (m.answers(cell) or m.answers(request)))
    assert told.content["text"] == "clicked\n"


def test_states_for_a_page_that_is_loaded_again(page):
    """One message with all of them."""
    model, _ = shown(page, CELLS.slider)
    picture, _ = shown(page, CELLS.picture("dots"))
    ident = uuid.uuid4().hex
    page.published(
        page.send(
            "comm_open",
            {"comm_id": ident, "target_name": "jupyter.widget.control", "data": {}},
            metadata={"version": "1.0.0"},
        )
    )
    request = page.send("comm_msg", {"comm_id": ident, "data": {"method": "request_states"}})
    (answer,) = [m for m in page.published(request) if m.type == "comm_msg"]
    data = answer.content["data"]
    assert data["method"] == "update_states"
    assert data["states"][model]["state"]["value"] == 3
    path = data["buffer_paths"].index([picture, "state", "value"])
    assert answer.buffers[path] == b"dots"


def test_request_state(page):
    model, _ = shown(page, CELLS.slider)
    request = page.send("comm_msg", {"comm_id": model, "data": {"method": "request_state"}})
    (answer,) = [m for m in page.published(request) if m.type == "comm_msg"]
    assert answer.content["data"]["method"] == "update"
    assert answer.content["data"]["state"]["value"] == 3


def test_page_closes_a_comm(page):
    model, _ = shown(page, CELLS.slider)
    page.published(page.send("comm_close", {"comm_id": model, "data": {}}))
    assert model not in comms(page)
    page.run(CELLS.sliderto(4)).ok()
    update(page, model, {"value": 2})
    page.run(CELLS.sliderat).ok()


def test_widget_is_moved_while_a_cell_runs(page):
    """By a subshell, as JupyterLab does it."""
    if not rig.GO:
        pytest.skip("ipykernel's models print elsewhere")
    model, result = shown(page, CELLS.slider)
    cell = page.start(CELLS.endless["loop"])
    page.next(cell, "stream")
    subshell = page.ask("create_subshell_request", {}, "control").content["subshell_id"]
    data = {"method": "update", "state": {"value": 8}, "buffer_paths": []}
    page.send("comm_msg", {"comm_id": model, "data": data}, subshell_id=subshell)
    told = page.next(result.reply.parent["msg_id"], "stream")
    assert told.content["text"] == "moved to 8\n"
    page.interrupt()
    page.result(cell).failed()
