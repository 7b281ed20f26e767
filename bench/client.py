"""A kernel process and the sockets to it, with as little in between as can be.

The same client measures all kernels. It takes messages apart only as far as it
must: a content is parsed when somebody looks at it, so that a kernel that prints
much is timed and not this file.
"""

import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from datetime import datetime, timezone

import zmq

# What kernels remember of the cells goes here, not into the user's history.
STATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".cache", "bench", "state")

CHANNELS = {"shell": zmq.DEALER, "control": zmq.DEALER, "stdin": zmq.DEALER, "iopub": zmq.SUB, "hb": zmq.REQ}
DELIMITER = b"<IDS|MSG>"


class Died(Exception):
    """The kernel's process has ended."""


class Late(Exception):
    """The kernel did not answer in time."""


class Message:
    """A message as it came: the frames after the delimiter and the signature."""

    def __init__(self, frames):
        at = frames.index(DELIMITER)
        self.frames = frames[at + 2 :]
        self.header = json.loads(self.frames[0])
        self.type = self.header["msg_type"]

    @property
    def parent(self):
        return json.loads(self.frames[1]).get("msg_id")

    @property
    def content(self):
        return json.loads(self.frames[3])


class Outcome:
    """What became of a request: its reply, what was published, and when."""

    def __init__(self):
        self.reply = None
        self.published = []
        self.replied = self.idle = None  # seconds after the request was sent

    @property
    def seconds(self):
        return max(self.replied, self.idle)

    @property
    def status(self):
        return self.reply.content["status"]

    def streams(self, name="stdout"):
        return [m.content["text"] for m in self.published if m.type == "stream" and m.content["name"] == name]

    @property
    def text(self):
        return "".join(self.streams())

    @property
    def result(self):
        for m in self.published:
            if m.type == "execute_result":
                return m.content["data"]["text/plain"]
        return None


def free_ports(n):
    sockets = [socket.socket() for _ in range(n)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def environment():
    """Returns what every kernel is told."""
    state = os.path.abspath(STATE)
    os.makedirs(state, exist_ok=True)
    return {"JPY_PARENT_PID": str(os.getpid()), "XDG_STATE_HOME": state, "IPYTHONDIR": state}


class Kernel:
    """A running kernel. argv holds {connection_file} where the file's path goes."""

    def __init__(self, argv, interrupt_mode="signal", env=None, cwd=None):
        self.interrupt_mode = interrupt_mode
        self.directory = tempfile.mkdtemp(prefix="golab-bench-")
        self.session = uuid.uuid4().hex
        self.key = uuid.uuid4().hex.encode()
        self.ports = dict(zip(CHANNELS, free_ports(len(CHANNELS))))
        path = os.path.join(self.directory, "connection.json")
        with open(path, "w") as f:
            json.dump(self.connection(), f)
        self.log = open(os.path.join(self.directory, "log"), "w+b")
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [a.replace("{connection_file}", path) for a in argv],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env={**os.environ, **environment(), **(env or {})},
            cwd=cwd or self.directory,
            start_new_session=True,
        )
        self.connect()

    def connection(self):
        ports = {f"{name}_port": port for name, port in self.ports.items()}
        return {"transport": "tcp", "ip": "127.0.0.1", "signature_scheme": "hmac-sha256", "key": self.key.decode(), **ports}

    def connect(self):
        self.context = zmq.Context()
        self.sockets = {}
        for name, kind in CHANNELS.items():
            s = self.context.socket(kind)
            s.linger = 0
            s.rcvhwm = s.sndhwm = 0  # nothing is dropped here
            s.reconnect_ivl = 2  # ms: the start is timed, and no port is open yet
            if kind == zmq.DEALER:
                s.identity = self.session.encode()
            if kind == zmq.SUB:
                s.subscribe(b"")
            s.connect(f"tcp://127.0.0.1:{self.ports[name]}")
            self.sockets[name] = s
        self.poller = zmq.Poller()
        for name in ("shell", "iopub", "stdin"):
            self.poller.register(self.sockets[name], zmq.POLLIN)

    def sign(self, parts):
        h = hmac.new(self.key, digestmod=hashlib.sha256)
        for p in parts:
            h.update(p)
        return h.hexdigest().encode()

    def send(self, channel, kind, content, parent=None):
        """Sends a request and returns its id."""
        header = {
            "msg_id": uuid.uuid4().hex,
            "session": self.session,
            "username": "bench",
            "date": datetime.now(timezone.utc).isoformat(),
            "msg_type": kind,
            "version": "5.4",
        }
        parts = [json.dumps(p).encode() for p in (header, parent or {}, {}, content)]
        self.sockets[channel].send_multipart([DELIMITER, self.sign(parts), *parts])
        return header["msg_id"]

    def receive(self, channel, timeout=60.0):
        """Returns the next message of a channel."""
        if not self.sockets[channel].poll(timeout * 1000):
            self.check()
            raise Late(f"nothing on {channel} for {timeout:g} s")
        return Message(self.sockets[channel].recv_multipart())

    def check(self):
        if self.process.poll() is not None:
            raise Died(f"exit status {self.process.returncode}")

    def collect(self, msg_id, timeout=60.0, sent=None, seen=None, answer=None):
        """Waits for the reply and the idle status of a request.

        seen, when given, is called with every message published on the way;
        answer replies to questions on stdin.
        """
        sent = sent or time.perf_counter()
        outcome, deadline = Outcome(), time.perf_counter() + timeout
        shell, iopub, stdin = (self.sockets[n] for n in ("shell", "iopub", "stdin"))
        while outcome.reply is None or outcome.idle is None:
            ready = dict(self.poller.poll(500))
            now = time.perf_counter() - sent
            if iopub in ready:
                m = Message(iopub.recv_multipart())
                if m.parent == msg_id:
                    if m.type == "status" and m.content["execution_state"] == "idle":
                        outcome.idle = now
                    outcome.published.append(m)
                    if seen:
                        seen(m)
            if shell in ready:
                m = Message(shell.recv_multipart())
                if m.parent == msg_id:
                    outcome.reply, outcome.replied = m, now
            if stdin in ready:
                m = Message(stdin.recv_multipart())
                if answer is not None:
                    self.send("stdin", "input_reply", {"status": "ok", "value": answer}, m.header)
            if not ready:
                self.check()
            if time.perf_counter() > deadline:
                raise Late(f"no {'reply' if outcome.reply is None else 'idle'} within {timeout:g} s")
        return outcome

    def request(self, kind, content, timeout=60.0, **more):
        sent = time.perf_counter()
        return self.collect(self.send("shell", kind, content), timeout, sent, **more)

    def execute(self, code, timeout=60.0, **more):
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": more.get("answer") is not None,
            "stop_on_error": True,
        }
        return self.request("execute_request", content, timeout, **more)

    def first_reply(self, code, timeout=60.0):
        """Returns the seconds from the start of the process to a cell's reply."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        msg_id = self.send("shell", "execute_request", content)
        while True:
            if self.receive("shell", timeout).parent == msg_id:
                return time.perf_counter() - self.started

    def ready(self, timeout=60.0):
        """Waits until requests are answered and what is published arrives."""
        deadline = time.perf_counter() + timeout
        while time.perf_counter() < deadline:
            try:
                return self.request("kernel_info_request", {}, timeout=1.0).reply.content
            except Late:
                self.check()
        raise Late(f"not ready within {timeout:g} s")

    def interrupt(self):
        if self.interrupt_mode == "message":
            self.send("control", "interrupt_request", {})
        else:
            os.killpg(self.process.pid, signal.SIGINT)

    def output(self):
        """Returns what the process wrote to its own stdout and stderr."""
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def close(self, grace=5.0):
        """Asks the kernel to end, then ends it, and removes its files."""
        if self.process.poll() is None:
            self.send("control", "shutdown_request", {"restart": False})
            try:
                self.process.wait(grace)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.context.destroy(linger=0)
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
