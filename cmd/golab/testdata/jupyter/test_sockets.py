"""What a kernel's sockets must bear, and what its messages must have."""

import json
import re
import socket
import threading

import pytest
import zmq

import rig
from cells import CELLS
from rig import DELIMITER

CHANNELS = ("shell", "control", "stdin")


def broken(client):
    """Messages that are wrong, by what is wrong with them."""
    header = client.header("execute_request")
    content = {"code": CELLS.set("hacked", 1), "silent": False}
    good = client.signed(header, {}, {}, content)
    deep = b"[" * 100_000
    return {
        "wrong signature": [DELIMITER, b"0" * 64, *good[1:]],
        "no signature": [DELIMITER, b"", *good[1:]],
        "signature in upper case and short": [DELIMITER, good[0].upper()[:20], *good[1:]],
        "content changed after signing": [DELIMITER, *good[:4], good[4] + b" "],
        "no delimiter": good,
        "only a delimiter": [DELIMITER],
        "an empty frame": [b""],
        "header alone": [DELIMITER, *good[:2]],
        "three frames": [DELIMITER, *good[:4]],
        "not JSON": [DELIMITER, *client.signed(b"{", b"}", b"nonsense", b"")],
        "not objects": [DELIMITER, *client.signed([], 1, "text", None)],
        "bytes that are no text": [DELIMITER, *client.signed(b"\xff\xfe", b"{}", b"{}", b"{}")],
        "header of other types": [DELIMITER, *client.signed({"msg_id": 1, "msg_type": []}, {}, {}, {})],
        "header without a type": [DELIMITER, *client.signed({"msg_id": "a"}, {}, {}, {})],
        "unknown type": [DELIMITER, *client.signed(client.header("no_such_request"), {}, {}, {})],
        "a reply": [DELIMITER, *client.signed(client.header("execute_reply"), {}, {}, {"status": "ok"})],
        "content of other types": [
            DELIMITER,
            *client.signed(client.header("execute_request"), {}, {}, {"code": 1, "silent": "yes"}),
        ],
        "complete beyond the code": [
            DELIMITER,
            *client.signed(client.header("complete_request"), {}, {}, {"code": "ab", "cursor_pos": 99}),
        ],
        "inspect before the code": [
            DELIMITER,
            *client.signed(client.header("inspect_request"), {}, {}, {"code": "ab", "cursor_pos": -7}),
        ],
        "history of nonsense": [
            DELIMITER,
            *client.signed(client.header("history_request"), {}, {}, {"hist_access_type": "x", "n": -1}),
        ],
        "comm without an id": [DELIMITER, *client.signed(client.header("comm_msg"), {}, {}, {})],
        "deep nesting": [DELIMITER, *client.signed(client.header("execute_request"), {}, {}, deep)],
        "many frames": [b"x"] * 1000,
        "a megabyte of nothing": [bytes(1 << 20)],
    }


def test_broken_messages(shared, client):
    """Each is survived on each channel, and nothing runs of what is not signed."""
    client.run(CELLS.set("hacked", 0)).ok()
    other = shared.client()
    for channel in CHANNELS:
        for what, frames in broken(other).items():
            other.sockets[channel].send_multipart(frames)
            if channel != "stdin":
                client.fence(channel)
    for channel in ("shell", "control"):
        other.fence(channel)
    client.beat()
    assert client.run("hacked").ok().value == "0"


def test_replayed_message(client):
    """The same signed bytes are obeyed once."""
    client.run(CELLS.set("count", 0)).ok()
    header = client.header("execute_request")
    frames = [DELIMITER, *client.signed(header, {}, {}, {"code": CELLS.add("count"), "silent": False})]
    for _ in range(3):
        client.sockets["shell"].send_multipart(frames)
    client.fence()
    assert client.run("count").value == "1"


def test_probes(shared):
    """What port scanners and careful editors do disturbs nobody, and does not make
    the kernel wait: half a connection, a web request, noise, and silence."""
    held = []
    connection = shared.connection
    for name in rig.CHANNELS:
        address = (connection["ip"], connection[name + "_port"])
        for data in (b"", b"\xff", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", bytes(range(256)) * 400, bytes(64)):
            probe = socket.create_connection(address, timeout=rig.PATIENCE)
            held.append(probe)
            try:
                probe.sendall(data)
            except OSError:
                pass  # the kernel has hung up, and may
            again = socket.create_connection(address, timeout=rig.PATIENCE)
            again.close()
    client = shared.client()
    assert client.run("1").ok().value == "1"
    client.fence("control")
    client.beat()
    for probe in held:
        probe.close()


def test_reader_that_stops(shared, client):
    """A front end that no longer reads does not hold up the others."""
    lazy = shared.client()
    result = client.run(CELLS.printrepeated("0123456789", 2_000_000)).ok()
    assert len(result.text()) == 20_000_000
    client.fence("control")
    assert lazy.run("1").ok().value == "1"


def test_fields_may_be_missing(client):
    request = client.send("execute_request", {"code": "40 + 2"})
    result = client.result(request).ok()
    assert result.value == "42"
    assert result.types == ["execute_input", "execute_result"]


def test_parent_header_is_the_request_header(client):
    """Whatever it holds, byte for byte."""
    header = client.header("kernel_info_request", unknown={"z": [1.50, None, "é\U0001f600"], "a": -0.0})
    assert "subshell_id" in header and header["subshell_id"] is None
    raw = json.dumps(header, ensure_ascii=False, indent=1).encode()
    client.sockets["shell"].send_multipart([DELIMITER, *client.signed(raw, b"{}", b"{}", b"{}")])
    reply = client.reply(header["msg_id"])
    status = client.next(header["msg_id"], "status")
    if rig.GO:
        assert reply.frames[1] == raw == status.frames[1]
    else:  # which writes it anew
        assert reply.parent["unknown"] == header["unknown"] == status.parent["unknown"]


def test_identities_are_returned(shared):
    """A reply goes to who asked, also when the request came through others."""
    client = shared.client()
    header = client.header("kernel_info_request")
    client.sockets["shell"].send_multipart([b"hop 1", b"hop 2", DELIMITER, *client.signed(header, {}, {}, {})])
    assert client.reply(header["msg_id"]).idents == [b"hop 1", b"hop 2"]


def test_headers(shared, client):
    """One session of the kernel's own for all it sends; the version that it says it
    speaks; dates finer than a second."""
    result = client.run(CELLS.print("x") + "\n" + "1").ok()
    replies = [result.reply, client.fence(), client.fence("control"), *result.published]
    assert len({m.header["session"] for m in replies}) == 1
    if rig.GO:
        assert {m.header["version"] for m in replies} == {"5.5"}
        assert client.fence().content["protocol_version"] == "5.5"
    assert any(re.search(r"\.\d", m.header["date"]) for m in replies)


def test_welcome(shared):
    """Who subscribes is welcomed, with an empty parent and the topic."""
    client = rig.Client(shared.connection, topic=b"kernel" if rig.GO else b"some topic")
    shared.clients.append(client)
    welcome = client.get("iopub", lambda m: m.type == "iopub_welcome")
    assert welcome.parent == {}
    assert welcome.content == {"subscription": "kernel" if rig.GO else "some topic"}


def test_strange_subscriptions(shared, client):
    """Topics that are no text, very long, withdrawn, given twice."""
    stranger = client.context.socket(zmq.SUB)
    stranger.connect(client.address("iopub"))
    for topic in (b"\xff\xfe", b"x" * 10_000, b"", b"", b"a"):
        stranger.subscribe(topic)
    for topic in (b"a", b"", b"\xff\xfe"):
        stranger.unsubscribe(topic)
    client.fence()
    assert client.run("1").ok().value == "1"
    stranger.close(0)


def test_each_subscriber_is_welcomed_alone(shared, client):
    """The second one too, and the first does not hear of it."""
    if not rig.GO:
        pytest.skip("ipykernel welcomes the first subscriber of a topic only")
    client.quiet()  # its own welcome may have come behind the first publications
    second = shared.client()
    second.close()
    shared.clients.remove(second)
    client.fence()
    client.run("1").ok()
    assert not [m for m in client.inbox["iopub"] if m.type == "iopub_welcome"]


def test_heartbeat_while_a_cell_runs(client):
    cell = client.start(CELLS.endless["loop"])
    client.next(cell, "stream")
    for _ in range(20):
        client.beat()
    client.interrupt()
    client.result(cell).failed()


def test_many_clients(shared):
    """Twenty at once; each gets its replies, all hear all that is published."""
    clients = [shared.client() for _ in range(20)]
    requests = [c.start(f"{i}") for i, c in enumerate(clients)]
    for i, (client, request) in enumerate(zip(clients, requests)):
        assert client.result(request).ok().value == str(i)
        for other in requests:
            if other != request:
                client.published(other)


def test_clients_that_go_at_once(shared, client):
    """As the server does while it connects: replies to those who are gone are
    dropped."""
    for _ in range(50):
        hasty = rig.Client(shared.connection)
        hasty.send("kernel_info_request", {})
        hasty.send("kernel_info_request", {}, "control")
        hasty.close()
    client.fence()
    client.fence("control")


def test_burst_of_requests(client):
    """A thousand before the first reply is read: all answered, in order."""
    requests = [client.send("kernel_info_request", {}) for _ in range(1000)]
    for request in requests:
        assert client.pull("shell", rig.PATIENCE)
    assert [m.parent["msg_id"] for m in client.inbox["shell"]] == requests


def test_no_key(start):
    """Without a key in the connection file nothing is signed nor checked."""
    kernel = start(start=False)
    kernel.manager.session.key = b""
    kernel.start()
    client = kernel.client()
    assert client.connection["key"] == ""
    assert client.run("1").ok().value == "1"
    kernel.stop()


def test_ipc(start):
    kernel = start(transport="ipc")
    client = kernel.client()
    assert client.connection["transport"] == "ipc"
    assert client.run("1").ok().value == "1"
    client.fence("control")
    client.beat()
    kernel.stop()


@pytest.mark.parametrize("transport", ["tcp", "ipc"])
def test_curve(start, transport):
    """With keys in the connection file, who has not the right one is not heard."""
    kernel = start(transport=transport, transport_encryption="required")
    client = kernel.client()
    assert client.run("1").ok().value == "1"
    client.fence("control")
    client.beat()
    plain = {k: v for k, v in client.connection.items() if not k.startswith("curve")}
    wrong = {**client.connection, "curve_publickey": zmq.curve_keypair()[0].decode()}
    for connection in (plain, wrong):
        stranger = rig.Client(connection)
        stranger.send("kernel_info_request", {})
        client.fence()
        with pytest.raises(rig.Silence):
            stranger.get("shell", lambda m: True, patience=0.5)
        stranger.close()
    assert client.run("2").ok().value == "2"
    kernel.stop()


def test_unknown_keys_in_the_connection_file(start):
    kernel = start(start=False)
    write = kernel.manager.write_connection_file

    def more(**fields):
        write(**fields)
        path = kernel.manager.connection_file
        with open(path) as f:
            content = json.load(f)
        with open(path, "w") as f:
            json.dump({**content, "new_in_2030": {"a": [1]}, "jupyter_session": "a notebook.ipynb"}, f)

    kernel.manager.write_connection_file = more
    kernel.start()
    client = kernel.client()
    assert "new_in_2030" in client.connection
    assert client.run("1").ok().value == "1"


def test_two_kernels_at_once(start):
    """They share nothing."""
    first, second = start().client(), start().client()
    first.run(CELLS.set("x", 1)).ok()
    second.run("x").failed()
    threads = [threading.Thread(target=c.run, args=("1",)) for c in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
