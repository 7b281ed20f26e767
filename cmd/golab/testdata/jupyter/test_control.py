"""Control while cells run: interrupts, shutdown, restart, and how a kernel ends."""

import json
import pathlib
import signal
import subprocess
import sys
import time

import psutil
import pytest

import rig
from cells import CELLS


def running(client, code):
    """Starts a cell and waits until it says that it is on."""
    cell = client.start(code)
    assert client.next(cell, "stream").content["text"].startswith("on")
    return cell


def test_control_while_a_cell_runs(client):
    cell = running(client, CELLS.endless["loop"])
    for _ in range(5):
        result = client.result(client.send("kernel_info_request", {}, "control"), "control").ok()
        assert result.types == []
    client.interrupt()
    client.result(cell).failed()


@pytest.mark.parametrize("way", ["message", "signal"])
@pytest.mark.parametrize("what", CELLS.endless)
def test_interrupt(shared, client, what, way):
    """Whatever a cell does it can be stopped, and what was before stays."""
    if not rig.GO and (what in ("channel", "lock", "waitgroup") or way == "message"):
        pytest.skip("ipykernel cannot")
    client.run(CELLS.set("state", 5)).ok()
    cell = running(client, CELLS.endless[what])
    behind = client.start(CELLS.add("state"))
    time.sleep(0.2)  # so that it is there
    began = time.monotonic()
    if way == "message":
        client.interrupt()
    else:
        shared.signal(signal.SIGINT)
    reply = client.result(cell).failed().reply
    assert time.monotonic() - began < 5
    assert reply.content["ename"] and reply.content["traceback"]
    assert client.result(behind).status == "aborted"
    time.sleep(0 if rig.GO else 0.3)
    assert client.run("state").ok().value == "5"


def test_interrupt_frees_the_processor(shared, client):
    if not rig.GO:
        pytest.skip("not a test of the tests")
    cell = running(client, CELLS.endless["loop"])
    client.interrupt()
    client.result(cell).failed()

    def used():
        return sum(sum(p.cpu_times()[:2]) for p in shared.processes())

    def idle():
        before = used()
        time.sleep(0.5)
        return used() - before < 0.2

    rig.until(idle, "idle")


@pytest.mark.parametrize("way", ["message", "signal"])
def test_interrupt_when_idle(shared, client, way):
    """It does no harm, not even to the next cell."""
    client.run(CELLS.set("state", 6)).ok()
    for _ in range(3):
        if way == "message":
            client.interrupt()
        else:
            shared.signal(signal.SIGINT)
            time.sleep(0.5)  # signals take their time
    assert client.run("state").ok().value == "6"


def test_interrupt_from_a_stranger(shared, client):
    """As front ends send it: from a socket that never spoke before, which does not
    wait for the reply."""
    cell = running(client, CELLS.endless["loop"] if rig.GO else CELLS.endless["sleep"])
    stranger = rig.Client(shared.connection)
    stranger.send("interrupt_request", {}, "control")
    if not rig.GO:
        shared.signal(signal.SIGINT)
    client.result(cell).failed()
    stranger.close()


def test_interrupts_in_a_row(client):
    if not rig.GO:
        pytest.skip("ipykernel takes the second for the next cell")
    for _ in range(10):
        cell = running(client, CELLS.endless["loop"])
        client.interrupt()
        client.interrupt()
        client.result(cell).failed()
        client.run("1").ok()


def test_queue_after_an_interrupt(client):
    """Who stops a cell stops what waits behind it, whatever that was told of errors."""
    if not rig.GO:
        pytest.skip("ipykernel goes on")
    client.run(CELLS.set("state", 1)).ok()
    cell = client.start(CELLS.endless["loop"], stop_on_error=False)
    client.next(cell, "stream")
    behind = client.start(CELLS.add("state"))
    time.sleep(0.2)  # so that it is there
    client.interrupt()
    client.result(cell).failed()
    assert client.result(behind).status == "aborted"
    assert client.run("state").value == "1"


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("busy", [False, True])
def test_shutdown(start, restart, busy):
    """The reply comes on control and says what was asked; then the kernel goes by
    itself, also when a cell runs, and leaves nothing."""
    kernel = start()
    client = kernel.client()
    client.run(CELLS.imports).ok()
    if busy and rig.GO:
        running(client, CELLS.endless["loop"])
    processes = kernel.processes()
    reply = client.ask("shutdown_request", {"restart": restart}, "control")
    assert reply.content == {"status": "ok", "restart": restart}
    began = time.monotonic()
    assert kernel.ended() == 0
    rig.gone(processes)
    assert time.monotonic() - began < 2.5, "front ends send SIGTERM after that"
    assert not list(kernel.temp.iterdir())


def test_shutdown_on_shell(start):
    """As older front ends ask."""
    kernel = start()
    client = kernel.client()
    reply = client.ask("shutdown_request", {"restart": False})
    assert reply.content["status"] == "ok"
    kernel.ended()


@pytest.mark.parametrize("busy", [False, True])
def test_sigterm(start, busy):
    kernel = start()
    client = kernel.client()
    client.run(CELLS.imports).ok()
    if busy:
        running(client, CELLS.endless["loop"])
    processes = kernel.processes()
    processes[0].terminate()
    kernel.ended()
    rig.gone(processes)
    if rig.GO:
        assert not list(kernel.temp.iterdir())


def test_killed(start):
    """Nothing that the kernel started outlives it."""
    kernel = start()
    client = kernel.client()
    client.run(CELLS.imports).ok()
    running(client, CELLS.endless["loop"])
    processes = kernel.processes()
    processes[0].kill()
    kernel.ended()
    rig.gone(processes)


PARENT = """
import sys, json
from jupyter_client import KernelManager
manager = KernelManager(kernel_name=sys.argv[1], connection_file=sys.argv[2])
manager.start_kernel()
print(manager.provisioner.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("busy", [False, True])
def test_parent_dies(tmp_path, busy):
    """A kernel without anyone to serve ends itself."""
    file = tmp_path / "connection.json"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, rig.KERNEL, str(file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    kernel = psutil.Process(int(parent.stdout.readline()))
    try:
        rig.until(lambda: file.exists(), "a connection file")
        with open(file) as f:
            client = rig.Client(json.load(f)).wait()
        client.run(CELLS.imports).ok()
        if busy and rig.GO:
            running(client, CELLS.endless["loop"])
        processes = [kernel, *kernel.children(recursive=True)]
        parent.kill()
        parent.wait()
        rig.gone(processes)
        client.close()
    finally:
        parent.kill()
        parent.wait()
        if kernel.is_running():
            kernel.kill()


@pytest.mark.parametrize("now", [False, True])
def test_restart(start, now):
    """The same ports, a new session, an empty memory; twice."""
    kernel = start()
    client = kernel.client()
    connection = client.connection
    sessions = {client.fence().header["session"]}
    for _ in range(2):
        client.run(CELLS.set("x", 1)).ok()
        processes = kernel.processes()
        kernel.manager.restart_kernel(now=now, env=kernel.env, cwd=str(kernel.home))
        rig.gone(processes)
        assert kernel.connection == connection
        client.wait()
        sessions.add(client.fence().header["session"])
        result = client.run("x").failed()
        assert result.reply.content["execution_count"] == 1
    assert len(sessions) == 3
    kernel.stop()


def test_starting(start):
    """Said at most once, at the start, with no parent."""
    kernel = start(start=False)
    kernel.start()
    client = rig.Client(kernel.connection)
    kernel.clients.append(client)
    idle = {"execution_state": "idle"}
    while not any(m.content == idle for m in client.inbox["iopub"]):
        client.fence()
        client.pull("iopub", 0.1)
    client.pull("iopub", 0.5)
    starting = [m for m in client.inbox["iopub"] if m.content == {"execution_state": "starting"}]
    assert len(starting) <= 1
    assert all(m.parent == {} for m in starting)


def test_working_directory(start, tmp_path):
    """Cells run where the notebook is."""
    (tmp_path / "näme with space").mkdir()
    kernel = start(cwd=tmp_path / "näme with space")
    client = kernel.client()
    client.run(CELLS.imports).ok()
    code = "fmt.Print(must(os.Getwd()))" if rig.GO else "print(os.getcwd(), end='')"
    assert pathlib.Path(client.run(code).ok().text()).samefile(tmp_path / "näme with space")


def test_environment(start):
    """Cells see the user's environment, and no connection key in it."""
    kernel = start(env={"COURSE": "ML"})
    client = kernel.client()
    client.run(CELLS.imports).ok()
    code = 'fmt.Print(os.Getenv("COURSE"), os.Environ())' if rig.GO else "print(os.environ['COURSE'], os.environ)"
    text = client.run(code).ok().text()
    assert text.startswith("ML")
    assert client.connection["key"] not in text


def test_bad_connection_files(tmp_path):
    """A kernel that cannot start says why and ends."""
    if not rig.GO:
        pytest.skip("about golab")
    golab = rig.Kernel(start=False).manager.kernel_spec.argv[0]
    for name, content in {
        "absent": None,
        "empty": "",
        "nonsense": "nonsense",
        "no ports": "{}",
        "other transport": '{"transport":"udp","ip":"127.0.0.1","shell_port":1}',
        "no address": '{"transport":"tcp","ip":"no.such.host.invalid","shell_port":1,"iopub_port":2,"stdin_port":3,"control_port":4,"hb_port":5,"key":"","signature_scheme":"hmac-sha256"}',
        "other signatures": '{"transport":"tcp","ip":"127.0.0.1","shell_port":0,"iopub_port":0,"stdin_port":0,"control_port":0,"hb_port":0,"key":"k","signature_scheme":"hmac-md4"}',
    }.items():
        file = tmp_path / name
        if content is not None:
            file.write_text(content)
        run = subprocess.run(
            [golab, "kernel", "--connection-file", str(file)], capture_output=True, text=True, timeout=rig.PATIENCE
        )
        assert run.returncode != 0, name
        assert len(run.stderr.strip().splitlines()) == 1, (name, run.stderr)
        assert "panic" not in run.stderr
