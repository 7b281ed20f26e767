"""The measurements. Each takes a peer and a dict that it fills: numbers in
seconds, bytes and messages by the keys of report.ROWS, lists where several
are gathered over rounds, words where something could not be measured."""

import time

from client import Died, Kernel, Late
from memory import cpu_seconds, total


def start(peer):
    return Kernel(peer.argv, peer.interrupt_mode, peer.env)


def ready(peer):
    """Returns a kernel that has run its first cell."""
    k = start(peer)
    try:
        k.ready()
        k.execute(peer.cells["first"])
    except BaseException:
        k.close()
        raise
    return k


def gather(found, key, value):
    found.setdefault(key, []).append(value)


def expect_ok(outcome, what):
    if outcome.status != "ok":
        raise RuntimeError(f"{what}: {outcome.reply.content}")
    return outcome


def first_reply(peer, found):
    """From the start of the process to the reply to a first cell."""
    with start(peer) as k:
        gather(found, "start", k.first_reply(peer.cells["first"]))


def trivial_cells(peer, found, n=250):
    """Cells that do next to nothing, one after the other. The time is that until
    both the reply and the idle status are there."""
    with ready(peer) as k:
        expect_ok(k.execute(peer.cells["define"]), "define")
        for name, key in (("step", "cell"), ("value", "cell"), ("nothing", "nothing")):
            code = peer.cells[name]
            for _ in range(20):
                k.execute(code)
            for _ in range(n):
                outcome = expect_ok(k.execute(code), name)
                gather(found, key, outcome.seconds)
                if key == "cell":
                    gather(found, "reply", outcome.replied)


def protocol(peer, found, n=250):
    """A request that goes all the way through a kernel and runs no code."""
    with ready(peer) as k:
        try:
            for _ in range(20):
                k.request("comm_info_request", {}, 3)
            for _ in range(n):
                gather(found, "protocol", k.request("comm_info_request", {}, 3).seconds)
        except Late:
            found["protocol"] = "no answer"


def idle_memory(peer, found):
    """All processes of a kernel that has run one cell and been left alone."""
    with ready(peer) as k:
        time.sleep(3)
        anonymous, pss, processes = total(k.process.pid)
        gather(found, "anonymous", anonymous)
        gather(found, "pss", pss)
        gather(found, "processes", processes)


def prints(peer, found):
    """Cells that print much, until idle, and what came of it."""
    with ready(peer) as k:
        expect_ok(k.execute(peer.cells["imports"]), "imports")
        for name, size in (
            ("print 10 000 lines", 48890),
            ("print 200 000 lines", 1288890),
            ("print 10 MB", 10_000_000),
            ("one line of 10 MB", 10_000_001),
        ):
            outcome = expect_ok(k.execute(peer.cells[name], timeout=120), name)
            gather(found, name, outcome.seconds)
            gather(found, name + ", messages", len(outcome.streams()))
            gather(found, name + ", missing", size - len(outcome.text))


def completion(peer, found, n=50):
    """Completion after the imports, of a member and of a name."""
    with ready(peer) as k:
        expect_ok(k.execute(peer.cells["imports"]), "imports")
        for i in range(2 * n):
            code, want = peer.cells["member" if i % 2 else "name"]
            outcome = k.request("complete_request", {"code": code, "cursor_pos": len(code)})
            if not any(want in m for m in outcome.reply.content["matches"]):
                found["completion"] = f"no {want}"
                return
            gather(found, "completion", outcome.seconds)


def control(peer, found, n=50):
    """kernel_info on the control channel while a cell keeps a processor busy."""
    with ready(peer) as k:
        content = {"code": peer.cells["loop"], "silent": False, "store_history": True, "allow_stdin": False}
        k.send("shell", "execute_request", content)
        time.sleep(0.3)
        for _ in range(n):
            sent = time.perf_counter()
            msg_id = k.send("control", "kernel_info_request", {})
            try:
                while k.receive("control", 3).parent != msg_id:
                    pass
            except Late:
                found["control"] = "no answer"
                return
            gather(found, "control", time.perf_counter() - sent)


def interrupts(peer, found):
    """How long each kind of cell goes on after the interrupt."""
    for kind in ("loop", "sleep", "channel", "mutex", "printing", "stdin"):
        key = "interrupt " + kind
        if isinstance(found.get(key), str):
            continue
        try:
            value = interrupt(peer, kind)
        except Died:
            value = "kernel dies"
        except Late:
            value = "never ends"
        if isinstance(value, str):
            found[key] = value
        else:
            gather(found, key, value)


def interrupt(peer, kind):
    """Returns the seconds from the interrupt to idle, or what went wrong."""
    with ready(peer) as k:
        expect_ok(k.execute(peer.cells["define"]), "define")
        expect_ok(k.execute(peer.cells["step"]), "step")
        content = {"code": peer.cells[kind], "silent": False, "store_history": True, "allow_stdin": kind == "stdin"}
        msg_id = k.send("shell", "execute_request", content)
        if kind == "stdin":
            try:
                k.receive("stdin", 3)
            except Late:
                return "no question"
        time.sleep(0.3)
        sent = time.perf_counter()
        k.interrupt()
        outcome = k.collect(msg_id, 10, sent)
        if outcome.status == "ok":
            return "no error"
        time.sleep(0.3)  # ipykernel answers "aborted" for a moment after an error
        if k.execute(peer.cells["get"]).text.strip() != "1":
            return "state lost"
        before = cpu_seconds(k.process.pid)
        time.sleep(0.5)
        if cpu_seconds(k.process.pid) - before > 0.25:
            return "still busy"
        return outcome.seconds


# MEASURES is the order of a run: name, function, rounds.
MEASURES = (
    ("start", first_reply, 12),
    ("cells", trivial_cells, 2),
    ("protocol", protocol, 2),
    ("memory", idle_memory, 3),
    ("prints", prints, 3),
    ("completion", completion, 1),
    ("control", control, 1),
    ("interrupts", interrupts, 3),
)
