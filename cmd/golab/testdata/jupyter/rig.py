"""A kernel under test and clients that speak with it frame by frame.

The clients use no code of jupyter_client but for starting the kernel: what a
kernel sends is looked at as it comes, and what is sent may be wrong on purpose.
"""

import dataclasses
import datetime
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import uuid

import psutil
import zmq
from jupyter_client import KernelManager

KERNEL = os.environ.get("GOLAB_KERNEL", "golab")
GO = KERNEL != "python3"

# PATIENCE is how long anything may take on a machine that does much else, in
# seconds. Only tests that fail wait that long.
PATIENCE = 30

DELIMITER = b"<IDS|MSG>"
CHANNELS = ("shell", "control", "stdin", "iopub", "hb")


class Silence(AssertionError):
    """What was waited for did not come."""


@dataclasses.dataclass
class Message:
    """A message as it came; frames are header, parent, metadata, content."""

    idents: list
    frames: list
    buffers: list

    def __post_init__(self):
        self.header, self.parent, self.metadata, self.content = map(json.loads, self.frames)

    @property
    def type(self):
        return self.header["msg_type"]

    def answers(self, msg_id):
        return self.parent.get("msg_id") == msg_id

    def __repr__(self):
        return f"{self.type} {json.dumps(self.content)[:200]}"


@dataclasses.dataclass
class Result:
    """What one request led to: the reply, and all that was published for it
    between busy and idle."""

    reply: Message
    published: list

    @property
    def status(self):
        return self.reply.content["status"]

    @property
    def types(self):
        return [m.type for m in self.published]

    def of(self, *types):
        return [m for m in self.published if m.type in types]

    def text(self, name="stdout"):
        return "".join(m.content["text"] for m in self.of("stream") if m.content["name"] == name)

    @property
    def value(self):
        """The text of the one execute_result."""
        (result,) = self.of("execute_result")
        return result.content["data"]["text/plain"]

    def ok(self):
        assert self.status == "ok", self.reply.content
        return self

    def failed(self):
        assert self.status == "error", self.reply.content
        return self


class Kernel:
    """A kernel process, started as front ends start it."""

    def __init__(self, env=None, cwd=None, start=True, **options):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="kernel-"))
        self.temp = self.home / "temp"
        self.temp.mkdir()
        self.log = open(self.home / "log", "w+")
        self.env = {**os.environ, "TMPDIR": str(self.temp), **(env or {})}
        options.setdefault("connection_file", str(self.home / "connection.json"))
        if options.get("transport") == "ipc":
            options["ip"] = str(self.home / "ipc")
        self.manager = KernelManager(kernel_name=KERNEL, **options)
        self.cwd = cwd
        self.clients = []
        if start:
            self.start()

    def start(self):
        self.manager.start_kernel(
            env=self.env, cwd=str(self.cwd or self.home), stdout=self.log, stderr=subprocess.STDOUT
        )

    @property
    def pid(self):
        return self.manager.provisioner.pid

    @property
    def connection(self):
        with open(self.manager.connection_file) as f:
            return json.load(f)

    def client(self, **options):
        """A client that has heard from the kernel on iopub."""
        client = Client(self.connection, **options)
        self.clients.append(client)
        return client.wait()

    def processes(self):
        """The kernel's process and all below it."""
        top = psutil.Process(self.pid)
        return [top, *top.children(recursive=True)]

    def signal(self, number):
        """As front ends and terminals do it: to the whole process group."""
        os.killpg(os.getpgid(self.pid), number)

    def ended(self, patience=PATIENCE):
        """Waits for the end of the process and returns its status."""
        return self.manager.provisioner.process.wait(patience)

    def said(self):
        self.log.flush()
        return (self.home / "log").read_text(errors="replace")

    def stop(self):
        """Ends the kernel politely. It must go by itself and leave nothing."""
        process = self.manager.provisioner.process
        if process is not None and process.poll() is None:
            before = self.processes()
            client = self.client()
            client.ask("shutdown_request", {"restart": False}, "control")
            self.ended()
            gone(before)
            left = [str(p.relative_to(self.temp)) for p in self.temp.rglob("*")]
            assert not left, f"left in TMPDIR: {left}"

    def close(self):
        """Ends what there still is, whatever its state."""
        for client in self.clients:
            client.close()
        try:
            processes = self.processes()
        except (psutil.NoSuchProcess, RuntimeError, AttributeError, TypeError):
            processes = []
        for process in processes:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                pass
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)


def gone(processes, patience=PATIENCE):
    """Waits until none of the processes runs."""
    _, alive = psutil.wait_procs(processes, timeout=patience)
    alive = [p for p in alive if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    assert not alive, f"still there: {alive}"


def until(condition, what, patience=PATIENCE):
    """Waits until condition() is true."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise Silence(f"never {what}")
        time.sleep(0.02)


class Client:
    """A front end: its sockets and what has come in on them."""

    def __init__(self, connection, topic=b"", subshell=None, identity=None):
        self.connection = connection
        self.key = connection["key"].encode()
        self.session = uuid.uuid4().hex
        self.subshell = subshell
        self.context = zmq.Context()
        self.sockets = {}
        self.inbox = {name: [] for name in CHANNELS}
        self.seen = set()
        identity = (identity or self.session).encode()
        for name, kind in zip(CHANNELS, (zmq.DEALER, zmq.DEALER, zmq.DEALER, zmq.SUB, zmq.REQ)):
            self.open(name, kind, identity, topic)

    def address(self, name):
        c = self.connection
        separator = ":" if c["transport"] == "tcp" else "-"
        return f"{c['transport']}://{c['ip']}{separator}{c[name + '_port']}"

    def open(self, name, kind, identity, topic):
        socket = self.context.socket(kind)
        socket.linger = 0
        socket.rcvhwm = socket.sndhwm = 0
        socket.reconnect_ivl = 10
        if kind == zmq.DEALER:
            socket.identity = identity
        if kind == zmq.SUB:
            socket.subscribe(topic)
        if "curve_publickey" in self.connection:
            socket.curve_publickey, socket.curve_secretkey = zmq.curve_keypair()
            socket.curve_serverkey = self.connection["curve_publickey"].encode()
        socket.connect(self.address(name))
        self.sockets[name] = socket

    def close(self):
        for socket in self.sockets.values():
            socket.close()
        self.context.term()

    # Out.

    def header(self, msg_type, **more):
        now = datetime.datetime.now(datetime.timezone.utc).isoformat()
        return {
            "msg_id": uuid.uuid4().hex,
            "session": self.session,
            "username": "tester",
            "date": now,
            "msg_type": msg_type,
            "version": "5.4",
            "subshell_id": self.subshell,
            **more,
        }

    def signed(self, *frames):
        """The signature and the frames; each may be bytes or is made JSON."""
        frames = [f if isinstance(f, bytes) else json.dumps(f).encode() for f in frames]
        if not self.key:
            return [b"", *frames]
        mac = hmac.new(self.key, digestmod=hashlib.sha256)
        for frame in frames:
            mac.update(frame)
        return [mac.hexdigest().encode(), *frames]

    def send(self, msg_type, content, channel="shell", *, parent=None, metadata=None, buffers=(), **header):
        """Sends a message and returns its id."""
        header = self.header(msg_type, **header)
        frames = [DELIMITER, *self.signed(header, parent or {}, metadata or {}, content), *buffers]
        self.sockets[channel].send_multipart(frames)
        return header["msg_id"]

    # In.

    def parse(self, frames):
        """Checks what every message must have."""
        at = frames.index(DELIMITER)
        signature, *parts = frames[at + 1 :]
        message = Message(frames[:at], parts[:4], parts[4:])
        assert signature == self.signed(*message.frames)[0], "wrong signature"
        header = message.header
        for field in ("msg_id", "session", "username", "date", "msg_type", "version"):
            assert isinstance(header[field], str), (field, header)
        assert datetime.datetime.fromisoformat(header["date"].replace("Z", "+00:00")).tzinfo, header
        assert header["msg_id"] not in self.seen, f"msg_id used twice: {header}"
        assert header["session"] != self.session, "the kernel's session is its client's"
        self.seen.add(header["msg_id"])
        for part in (message.parent, message.metadata, message.content):
            assert isinstance(part, dict), message
        CONTENTS.get(message.type, lambda content: None)(message.content)
        return message

    def pull(self, channel, patience):
        """Takes one message from the socket to the inbox."""
        socket = self.sockets[channel]
        if not socket.poll(max(0, int(patience * 1000))):
            return False
        self.inbox[channel].append(self.parse(socket.recv_multipart()))
        return True

    def get(self, channel, wanted, patience=PATIENCE):
        """The first message for which wanted is true; the others stay."""
        end = time.monotonic() + patience
        looked = 0
        inbox = self.inbox[channel]
        while True:
            for i in range(looked, len(inbox)):
                if wanted(inbox[i]):
                    return inbox.pop(i)
            looked = len(inbox)
            if not self.pull(channel, end - time.monotonic()):
                raise Silence(f"nothing came on {channel}; before: {inbox[-20:]}")

    def reply(self, msg_id, channel="shell", patience=PATIENCE):
        return self.get(channel, lambda m: m.answers(msg_id), patience)

    def next(self, msg_id, *types, patience=PATIENCE):
        """The next publication of one of the types for a request."""
        return self.get("iopub", lambda m: m.answers(msg_id) and (not types or m.type in types), patience)

    def published(self, msg_id, patience=PATIENCE):
        """What was published for a request between its busy and its idle."""
        messages = []
        while True:
            message = self.next(msg_id, patience=patience)
            if message.type == "status" and message.content["execution_state"] == "idle":
                assert messages, "idle without busy"
                assert messages[0].content == {"execution_state": "busy"}, messages[0]
                return messages[1:]
            messages.append(message)

    def result(self, msg_id, channel="shell", patience=PATIENCE):
        reply = self.reply(msg_id, channel, patience)
        return Result(reply, self.published(msg_id, patience))

    # Both.

    def ask(self, msg_type, content, channel="shell", **more):
        """Sends a request and returns the reply."""
        reply = self.reply(self.send(msg_type, content, channel, **more), channel)
        assert reply.type == msg_type.replace("_request", "_reply"), reply
        return reply

    def start(self, code, **fields):
        """Sends a cell and returns the id of the request."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        return self.send("execute_request", {**content, "allow_stdin": False, "stop_on_error": True, **fields})

    def run(self, code, **fields):
        return self.result(self.start(code, **fields))

    def wait(self):
        """Waits until the kernel is heard on shell and iopub. A subscription that
        is not there yet misses what was published before."""
        for _ in range(300):
            request = self.send("kernel_info_request", {})
            self.reply(request)
            try:
                idle = {"execution_state": "idle"}
                self.get("iopub", lambda m: m.answers(request) and m.content == idle, patience=0.1)
            except Silence:
                continue
            self.quiet()
            return self
        raise Silence("nothing comes on iopub")

    def quiet(self):
        """Forgets what came."""
        for inbox in self.inbox.values():
            inbox.clear()

    def fence(self, channel="shell"):
        """Makes sure that the kernel has dealt with all that was sent before on a
        channel, and that it lives."""
        return self.ask("kernel_info_request", {}, channel)

    def interrupt(self):
        reply = self.ask("interrupt_request", {}, "control")
        assert reply.content["status"] == "ok", reply

    def beat(self):
        """Asks the heartbeat."""
        socket = self.sockets["hb"]
        socket.send(b"ping \x00\xff")
        if not socket.poll(PATIENCE * 1000):
            raise Silence("no heartbeat")
        assert socket.recv() == b"ping \x00\xff"


def strings(*names):
    def check(content):
        for name in names:
            assert isinstance(content[name], str), (name, content)

    return check


def bundle(content):
    assert isinstance(content["data"], dict) and isinstance(content["metadata"], dict), content


def failure(content):
    strings("ename", "evalue")(content)
    assert isinstance(content["traceback"], list), content
    assert all(isinstance(line, str) for line in content["traceback"]), content


def execute_reply(content):
    assert content["status"] in ("ok", "error", "aborted"), content
    if GO and content["status"] != "aborted":
        assert isinstance(content["execution_count"], int), content
    if content["status"] == "ok":
        assert isinstance(content["payload"], list), content
        assert isinstance(content["user_expressions"], dict), content
    if content["status"] == "error":
        failure(content)


# CONTENTS checks what the pages of JupyterLab and Notebook read without looking
# whether it is there.
CONTENTS = {
    "stream": strings("name", "text"),
    "display_data": bundle,
    "update_display_data": bundle,
    "execute_result": bundle,
    "error": failure,
    "execute_reply": execute_reply,
    "status": strings("execution_state"),
    "comm_open": strings("comm_id", "target_name"),
    "comm_msg": strings("comm_id"),
    "comm_close": strings("comm_id"),
}
