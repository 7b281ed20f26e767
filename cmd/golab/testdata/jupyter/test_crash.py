"""What kills other kernels: crashes of cells, and running out of things."""

import resource

import pytest

import rig
from cells import CELLS

pytestmark = pytest.mark.skipif(not rig.GO, reason="about Go")

MAPS = """
m := map[int]int{}
for range 8 {
	go func() { for i := 0; ; i++ { m[i%10] = i } }()
}
time.Sleep(time.Minute)
"""

# Cells that fail and leave the session as it was, with a word of the error.
KEPT = {
    "os.Exit": ("os.Exit(3)", "3"),
    "os.Exit in a goroutine": ("go func() { os.Exit(3) }(); time.Sleep(time.Minute)", "3"),
    "panic": ('panic("boom")', "boom"),
    "panic of nil": ("panic(nil)", "nil"),
    "panic in a goroutine": ('go func() { panic("boom") }(); time.Sleep(time.Minute)', "boom"),
    "nil pointer": ("var p *struct{ x int }; p.x = 1", "nil pointer"),
    "nil map": ("var m map[string]int; m[`a`] = 1", "nil map"),
    "index": ("a := []int{1}; i := 5; a[i] = 1", "out of range"),
    "division": ("zero := 0; 1 / zero", "divide by zero"),
    "stack overflow": ("func f(n int) int { return f(n+1) + 1 }\nf(0)", "stack"),
    "stack overflow in a goroutine": (
        "func f(n int) int { return f(n+1) + 1 }\ngo f(0); time.Sleep(time.Minute)",
        "stack",
    ),
    "too large a slice": ("n := 1 << 62; _ = make([]byte, n)", "len out of range"),
    "closed channel": ("c := make(chan int); close(c); c <- 1", "closed channel"),
    "Goexit": ("runtime.Goexit()", ""),
    "concurrent map writes": (MAPS, "concurrent map"),
    "unlock of an unlocked mutex": ("var m sync.Mutex; m.Unlock()", "unlock"),
}

# The same in compiled code, which reflect is.
FATAL_MAPS = """
v := reflect.ValueOf(map[int]int{})
for range 8 {
	go func() { for i := 0; ; i++ { v.SetMapIndex(reflect.ValueOf(i%10), reflect.ValueOf(i)) } }()
}
time.Sleep(time.Minute)
"""

# Cells that end the process of the cells, whatever a program does about it.
LOST = {
    "concurrent map writes in compiled code": ('import "reflect"\n' + FATAL_MAPS, "concurrent map"),
    "out of memory": ("n := 1 << 39; _ = make([]byte, n)", "memory"),
}


@pytest.mark.parametrize("what", KEPT)
def test_session_kept(client, what):
    code, word = KEPT[what]
    client.run(CELLS.set("kept", 5)).ok()
    result = client.run(code).failed()
    assert word in "{ename}: {evalue}".format(**result.reply.content) + result.text("stderr"), result.reply.content
    assert len(result.of("error")) == 1
    assert client.run("kept").ok().value == "5"


def contained(client, code, word):
    """A crash is an error that says what happened, and the next cell runs."""
    client.run(CELLS.set("lost", 5)).ok()
    control = client.fence("control")
    result = client.run(code).failed()
    (error,) = result.of("error")
    told = error.content["evalue"] + "\n".join(error.content["traceback"])
    assert word in told, told
    assert "variables" in told or "session" in told or "restart" in told, told
    assert client.fence("control").header["session"] == control.header["session"]
    client.beat()
    assert client.run("lost").failed()
    client.run(CELLS.imports).ok()
    assert client.run("6 * 7").ok().value == "42"
    return result


@pytest.mark.parametrize("what", LOST)
def test_crash_is_contained(kernel, what):
    client = kernel.client()
    client.run(CELLS.imports).ok()
    count = client.run("1").reply.content["execution_count"]
    contained(client, *LOST[what])
    assert client.run("1").reply.content["execution_count"] > count
    kernel.stop()


def test_memory_that_grows(start):
    """A cell that eats all that there is, here 4 GB of addresses."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, before[1]))
    try:
        kernel = start()
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    client = kernel.client()
    client.run(CELLS.imports).ok()
    contained(client, "var all [][]byte\nfor { all = append(all, make([]byte, 1<<26)) }", "memory")
    kernel.stop()


def test_crashes_in_a_row(kernel):
    client = kernel.client()
    for _ in range(3):
        client.run(CELLS.imports).ok()
        client.run(LOST["out of memory"][0]).failed()
    assert client.run("1").ok().value == "1"
    kernel.stop()


def test_queue_behind_a_crash(kernel):
    """It is aborted, as behind every failure."""
    client = kernel.client()
    client.run(CELLS.imports).ok()
    crash = client.start(CELLS.sleep(0.5) + "\n" + LOST["out of memory"][0])
    behind = client.start("1")
    client.result(crash).failed()
    assert client.result(behind).status == "aborted"
    client.run("1").ok()


def test_crash_when_idle(kernel):
    """A goroutine that was left running can crash too: the next cells run."""
    client = kernel.client()
    client.run(CELLS.imports).ok()
    worker = [p for p in kernel.processes() if p.pid != kernel.pid]
    client.run(f'import "reflect"\ngo func() {{ time.Sleep(500*time.Millisecond)\n{FATAL_MAPS} }}()').ok()
    rig.gone(worker)
    rig.until(lambda: client.run(CELLS.imports).status == "ok", "usable again")
    assert client.run("6 * 7").ok().value == "42"
    kernel.stop()


def test_worker_killed(kernel):
    """By a person or the system, while a cell runs."""
    client = kernel.client()
    client.run(CELLS.imports).ok()
    cell = client.start(CELLS.endless["loop"])
    client.next(cell, "stream")
    for process in kernel.processes():
        if process.pid != kernel.pid:
            process.kill()
    client.result(cell).failed()
    client.run("1").ok()


def test_help_after_a_crash(kernel):
    client = kernel.client()
    client.run(CELLS.imports).ok()
    client.run(LOST["out of memory"][0]).failed()
    client.run(CELLS.imports).ok()
    code, match = CELLS.completion
    reply = client.ask("complete_request", {"code": code, "cursor_pos": len(code)})
    assert any(m.endswith(match) for m in reply.content["matches"])


def test_output_before_a_crash_is_kept(kernel):
    """But for that of the last 10 ms, which waits to be sent in one message."""
    client = kernel.client()
    client.run(CELLS.imports).ok()
    result = client.run("\n".join([CELLS.print("last words"), CELLS.sleep(0.05), LOST["out of memory"][0]])).failed()
    assert result.text() == "last words"


def test_many_goroutines(client):
    """A hundred thousand at once are no crash."""
    code = "var w sync.WaitGroup\nfor range 100_000 { w.Add(1); go func() { time.Sleep(100*time.Millisecond); w.Done() }() }\nw.Wait(); 7"
    assert client.run(code).ok().value == "7"


def test_goroutines_left_behind(client):
    """Which spin for ever do not stop the next cells."""
    client.run("for range 4 { go func() { for { } }() }").ok()
    assert client.run("6 * 7").ok().value == "42"
