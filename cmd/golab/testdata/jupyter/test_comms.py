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
