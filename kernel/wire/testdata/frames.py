"""Prints messages as jupyter_client sends them, for the tests of the codec.

    go test ./kernel/wire -run TestFramesOfJupyterClient -regen

runs it with the Python of $PYTHON, or python3, in which jupyter_client must be
installed, and writes frames.json. Each entry holds the key and the signature scheme,
the frames in base64, and what jupyter_client itself reads in them.
"""

import base64
import json

import jupyter_client
from jupyter_client.session import Session

KEY = "a0436f6c-1916-498b-8eb9-e81ab9368e84"


def entry(name, msg_type, content, scheme="hmac-sha256", key=KEY, idents=(), header=None, **kw):
    """One message, and how the same library reads it."""
    session = Session(key=key.encode(), signature_scheme=scheme, username="ada", session="client-session")
    msg = session.msg(msg_type, content, parent=kw.get("parent"), metadata=kw.get("metadata"))
    msg["header"].update(header or {})
    buffers = kw.get("buffers", [])
    frames = [bytes(f) for f in session.serialize(msg, ident=list(idents))] + buffers

    receiver = Session(key=key.encode(), signature_scheme=scheme)
    got_idents, rest = receiver.feed_identities(frames)
    got = receiver.deserialize(rest)
    return {
        "name": name,
        "key": key,
        "scheme": scheme,
        "frames": [base64.b64encode(f).decode() for f in frames],
        "identities": len(got_idents),
        "buffers": len(got["buffers"]),
        "msg_id": got["msg_id"],
        "msg_type": got["msg_type"],
        "session": got["header"]["session"],
        "username": got["header"]["username"],
        "version": got["header"]["version"],
        "metadata": got["metadata"],
        "content": got["content"],
    }


EXECUTE = {
    "code": "fmt.Println(\"ä 世 \U0001f600 <b>&\u2028\")\n",
    "silent": False,
    "store_history": True,
    "user_expressions": {"x": "1+1"},
    "allow_stdin": True,
    "stop_on_error": True,
}

entries = [
    entry("execute", "execute_request", EXECUTE, idents=[b"\x00\x80\x00\x41\xa7"]),
    entry("subshell", "execute_request", EXECUTE, header={"subshell_id": None, "future": [1, 2.5, {"a": "b"}]}),
    entry("info", "kernel_info_request", {}, key=""),
    entry("comm", "comm_msg", {"comm_id": "c", "data": {"value": 0.1}}, buffers=[b"\x00\xff<IDS|MSG>", b""]),
    entry("reply", "input_reply", {"value": "Ada"}, parent={"msg_id": "p", "msg_type": "input_request"}),
    entry("metadata", "execute_request", EXECUTE, metadata={"cellId": "7d0c", "tags": ["a"], "deletedCells": []}),
]
for name in ["sha1", "sha224", "sha384", "sha512", "md5", "sha3_256", "sha3_512"]:
    entries.append(entry(name, "interrupt_request", {}, scheme="hmac-" + name))

print(json.dumps({"jupyter_client": jupyter_client.__version__, "messages": entries}, indent=1, ensure_ascii=True))
