"""Completion, help, completeness, history, and what the kernel says it is."""

import pytest

import rig
from cells import CELLS


def complete(client, code, at=None):
    return client.ask("complete_request", {"code": code, "cursor_pos": len(code) if at is None else at}).content


def inspect(client, code, at=None, detail=0):
    position = len(code) if at is None else at
    return client.ask("inspect_request", {"code": code, "cursor_pos": position, "detail_level": detail}).content


def history(client, access, **fields):
    content = {"hist_access_type": access, "output": False, "raw": True, **fields}
    return client.ask("history_request", content).content["history"]


def completed(code, reply):
    """The code for each match."""
    return [code[: reply["cursor_start"]] + m + code[reply["cursor_end"] :] for m in reply["matches"]]


def test_kernel_info(client):
    info = client.fence().content
    name, extension, mimetype = CELLS.language
    assert info["status"] == "ok"
    for field in ("protocol_version", "implementation", "implementation_version", "banner"):
        assert isinstance(info[field], str) and info[field], field
    language = info["language_info"]
    assert (language["name"], language["file_extension"], language["mimetype"]) == (name, extension, mimetype)
    assert isinstance(language["version"], str) and language["pygments_lexer"]
    for link in info["help_links"]:
        assert set(link) == {"text", "url"}
    assert "kernel subshells" in info["supported_features"]
    if rig.GO:
        assert info["debugger"] is False
        assert "debugger" not in info["supported_features"]


def test_completion(client):
    code, match = CELLS.completion
    reply = complete(client, code)
    assert reply["status"] == "ok"
    assert code.rpartition(".")[0] + "." + match in completed(code, reply)
    assert reply["cursor_end"] == len(code)
    assert isinstance(reply["metadata"], dict)


def test_completion_of_own_names(client):
    client.run(CELLS.set("peculiarName", 1)).ok()
    assert complete(client, "peculiarN")["matches"] == ["peculiarName"]


def test_completion_within_code(client):
    """Only what is before the cursor counts, and only the name is replaced."""
    code, match = CELLS.completion
    text = "1\n" + code + "(3)\n"
    reply = complete(client, text, at=2 + len(code))
    assert "1\n" + code.rpartition(".")[0] + "." + match + "(3)\n" in completed(text, reply)


def test_nothing_to_complete(client):
    for code in ("nosuchthing", CELLS.completion[0].split(".")[0] + ".nosuchthing"):
        reply = complete(client, code)
        assert reply["status"] == "ok"
        assert reply["matches"] == []
        assert isinstance(reply["metadata"], dict)


def test_completion_types(client):
    client.run(CELLS.set("peculiarName", 1)).ok()
    (entry,) = complete(client, "peculiarN")["metadata"]["_jupyter_types_experimental"]
    assert entry["text"] == "peculiarName"
    assert entry["type"]
    assert (entry["start"], entry["end"]) == (0, len("peculiarN"))
    if rig.GO:
        code, match = CELLS.completion
        (entry,) = complete(client, code)["metadata"]["_jupyter_types_experimental"]
        assert entry["type"] == "function"
        assert "io.Writer" in entry["signature"]


@pytest.mark.parametrize("before", ["😀", "é", "𝒳𝒴", "日本"])
def test_positions_are_code_points(client, before):
    """Whatever number of bytes or UTF-16 units stands before the cursor."""
    code, match = CELLS.completion
    text = f'"{before}"; {code}'
    reply = complete(client, text)
    assert reply["cursor_end"] == len(text)
    assert f'"{before}"; {code.rpartition(".")[0]}.{match}' in completed(text, reply)
    name = CELLS.inspection
    text = f'"{before}"; {name}("{before}", {CELLS.unknown})'
    assert inspect(client, text, at=text.index(name) + len(name))["found"] is True
    reply = inspect(client, text, at=text.index(CELLS.unknown) + 3)
    assert not reply["found"] or name.split(".")[-1] in reply["data"]["text/plain"]


def test_inspection(client):
    reply = inspect(client, CELLS.inspection)
    assert reply["status"] == "ok" and reply["found"] is True
    assert CELLS.inspection.split(".")[-1] in reply["data"]["text/plain"]
    if rig.GO:
        assert "text/markdown" in reply["data"] or "text/html" in reply["data"]
        assert "func" in reply["data"]["text/plain"]


def test_nothing_to_inspect(client):
    for code, at in ((CELLS.unknown, None), ("", 0), ("   ", 1)):
        reply = inspect(client, code, at)
        assert reply["status"] == "ok"
        assert reply["found"] is False
        assert reply["data"] == {} and reply["metadata"] == {}


def test_inspection_in_detail(client):
    """Level 1 has the source of what was written in cells."""
    if not rig.GO:
        pytest.skip("needs a file of the source")
    client.run("// half halves.\nfunc half(x float64) float64 {\n\treturn x / 2\n}").ok()
    brief, full = (inspect(client, "half(3)", at=2, detail=level) for level in (0, 1))
    assert "func half(x float64) float64" in brief["data"]["text/plain"]
    assert "return x / 2" not in brief["data"]["text/plain"]
    assert "return x / 2" in full["data"]["text/plain"]


def test_completeness(client):
    def status(code):
        return client.ask("is_complete_request", {"code": code}).content

    assert status(CELLS.complete)["status"] == "complete"
    assert status(CELLS.invalid)["status"] == "invalid"
    incomplete = status(CELLS.incomplete)
    assert incomplete["status"] == "incomplete"
    assert incomplete["indent"].strip() == "" and incomplete["indent"]


def test_history_tail(client):
    for code in ("101", "102", "103"):
        client.run(code).ok()
    rows = history(client, "tail", n=2)
    assert [row[2] for row in rows] == ["102", "103"]
    assert rows[0][0] == rows[1][0] and rows[0][1] + 1 == rows[1][1]
    assert history(client, "tail", n=0) == []


def test_history_with_output(client):
    client.run("100 + 4").ok()
    ((_, _, row),) = history(client, "tail", n=1, output=True)
    assert row[0] == "100 + 4"
    assert row[1] is None or "104" in row[1]


def test_history_range(client):
    client.run("7001").ok()
    client.run("7002").ok()
    session, line, _ = history(client, "tail", n=1)[0]
    rows = history(client, "range", session=session, start=line - 1, stop=line + 1)
    assert [row[2] for row in rows] == ["7001", "7002"]
    if rig.GO:  # 0 is the session that runs, also in ipykernel, whose rows then say 0
        assert history(client, "range", session=0, start=line, stop=line + 1)[0][2] == "7002"


def test_history_search(client):
    for code in ("9001", "9002", "9001"):
        client.run(code).ok()
    assert [row[2] for row in history(client, "search", pattern="900*", n=3)] == ["9001", "9002", "9001"]
    assert sorted(row[2] for row in history(client, "search", pattern="900?", unique=True)) == ["9001", "9002"]
    assert [row[2] for row in history(client, "search", pattern="900*", n=1)] == ["9001"]
    assert history(client, "search", pattern="no such cell *") == []


def test_history_stays(start, tmp_path):
    """Over the end of the kernel, in the user's folders."""
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": "", "XDG_STATE_HOME": "", "JUPYTER_DATA_DIR": "", "IPYTHONDIR": ""}
    if not rig.GO:
        home["IPYTHONDIR"] = str(tmp_path)
    sessions = []
    for _ in range(2):
        kernel = start(env=home)
        client = kernel.client()
        client.run("4000 + 1").ok()
        sessions.append(history(client, "tail", n=1)[0][0])
        rows = history(client, "tail", n=10)
        kernel.stop()
    assert [row[2] for row in rows[-2:]] == ["4000 + 1", "4000 + 1"]
    assert sessions[0] != sessions[1]
    assert any(tmp_path.rglob("*"))
