"""Messages that a kernel must survive: right, nearly right, and wrong in every way.

Nothing here asks a kernel to end, and no cell does more than compute and print.
"""

import json
import socket
import string
import time
import uuid

import zmq

from client import DELIMITER

CELLS = (
    "1+1",
    "x := 1",
    "x",
    "",
    "// only words",
    "for {",
    "func f() int { return 1 }\nf()",
    'panic("no")',
    "undefined",
    'import "fmt"\nfmt.Println("spam")',
    'import "fmt"\nfor i := 0; i < 1000; i++ { fmt.Println(i) }',
    'import "fmt"\nvar s string\nfmt.Scanln(&s)\ns',
    "for { }",
    'import "time"\ntime.Sleep(10 * time.Millisecond)',
    'import "time"\ntime.Sleep(time.Hour)',
    "select {}",
    'import "time"\ngo func() { time.Sleep(time.Millisecond); panic("late") }()',
    "?fmt",
    "x = \"€🙂\"",
)

REQUESTS = {
    "execute_request": ("code", "silent", "store_history", "user_expressions", "allow_stdin", "stop_on_error"),
    "complete_request": ("code", "cursor_pos"),
    "inspect_request": ("code", "cursor_pos", "detail_level"),
    "is_complete_request": ("code",),
    "history_request": ("output", "raw", "hist_access_type", "session", "start", "stop", "n", "pattern", "unique"),
    "kernel_info_request": (),
    "comm_info_request": ("target_name",),
    "comm_open": ("comm_id", "target_name", "data"),
    "comm_msg": ("comm_id", "data"),
    "comm_close": ("comm_id", "data"),
    "connect_request": (),
    "interrupt_request": (),
    "create_subshell_request": (),
    "delete_subshell_request": ("subshell_id",),
    "list_subshell_request": (),
    "usage_request": (),
    "debug_request": ("type", "seq", "command", "arguments"),
    "input_reply": ("value", "status"),
    "execute_reply": ("status",),
    "no_such_request": ("a", "b"),
}


class Noise:
    """A source of messages to one kernel, from sockets that come and go."""

    def __init__(self, rng, kernel):
        self.rng, self.kernel = rng, kernel
        self.cells = 0  # that were sent to be run
        self.sockets, self.readers, self.raw, self.old = [], [], [], []

    def close(self):
        for s in self.sockets + self.readers:
            s.close(0)
        for s in self.raw:
            s.close()
        self.sockets, self.readers, self.raw = [], [], []

    def burst(self):
        """Sends a few dozen messages and returns how many."""
        n = self.rng.randint(5, 40)
        for _ in range(n):
            self.rng.choices(
                (self.right, self.shuffled, self.broken, self.unsigned, self.replayed, self.frames, self.plain, self.reader),
                weights=(40, 20, 8, 4, 4, 8, 3, 2),
            )[0]()
        while len(self.sockets) > 8:
            self.sockets.pop(self.rng.randrange(len(self.sockets))).close(0)
        while len(self.readers) > 4:
            self.readers.pop(0).close(0)
        while len(self.raw) > 8:
            self.raw.pop(0).close()
        time.sleep(self.rng.random() * 0.05)
        self.drain()
        return n

    def drain(self):
        """Reads what the noise was answered, so that nothing piles up here."""
        for s in [*self.sockets, *self.kernel.sockets.values()]:
            if s.getsockopt(zmq.TYPE) == zmq.REQ:
                continue
            while s.poll(0):
                s.recv_multipart()

    def peer(self):
        """Returns a socket to one of the channels, new or from before."""
        if self.sockets and self.rng.random() < 0.8:
            return self.rng.choice(self.sockets)
        s = self.kernel.context.socket(zmq.DEALER)
        s.linger, s.rcvhwm, s.sndhwm = 0, 0, 0
        s.sndtimeo = 20  # two of the same identity drive each other out
        if self.rng.random() < 0.5:
            s.identity = self.rng.choice((b"twin", uuid.uuid4().bytes[:15] + b"x"))
        s.connect(f"tcp://127.0.0.1:{self.kernel.ports[self.rng.choice(('shell', 'control', 'stdin'))]}")
        self.sockets.append(s)
        return s

    def put(self, parts):
        try:
            self.peer().send_multipart(parts)
        except zmq.Again:
            pass

    def kind(self):
        kind = self.rng.choice(list(REQUESTS))
        self.cells += kind == "execute_request"
        return kind

    def header(self, kind):
        header = {
            "msg_id": uuid.uuid4().hex,
            "session": self.rng.choice((self.kernel.session, uuid.uuid4().hex)),
            "username": "noise",
            "date": "2026-11-23T10:00:00Z",
            "msg_type": kind,
            "version": "5.5",
        }
        if self.rng.random() < 0.1:
            header["subshell_id"] = self.rng.choice((None, "", "no such", 3, uuid.uuid4().hex))
        return header

    def content(self, kind):
        """Returns a content in which most fields are what they should be."""
        usual = {
            "code": self.rng.choice(CELLS),
            "cursor_pos": self.rng.randint(0, 12),
            "detail_level": self.rng.randint(0, 1),
            "hist_access_type": self.rng.choice(("tail", "range", "search")),
            "n": self.rng.randint(0, 20),
            "session": 0,
            "start": 0,
            "stop": 9,
            "pattern": "*",
            "target_name": self.rng.choice(("jupyter.widget", "jupyter.widget.control", "none")),
            "comm_id": self.rng.choice(("a", "b", uuid.uuid4().hex)),
            "data": {"method": self.rng.choice(("update", "custom", "request_states")), "state": {"value": self.value()}},
            "user_expressions": {"a": "1+1", "b": "undefined"},
            "status": "ok",
            "value": "spam",
        }
        content = {f: usual.get(f, self.value()) for f in REQUESTS[kind]}
        if kind == "execute_request":
            content.update(
                silent=self.rng.random() < 0.2,
                store_history=self.rng.random() < 0.8,
                allow_stdin=self.rng.random() < 0.5,
                stop_on_error=self.rng.random() < 0.8,
            )
        return content

    def value(self, depth=0):
        """Returns any JSON value."""
        r = self.rng
        kinds = [None, True, -1, 0, 2**31, 2**63, -(2**70), 1e300, 0.5, "", "x", "€🙂\u0000", "a" * r.choice((10, 10000)), [], {}]
        if depth < 3 and r.random() < 0.3:
            return [self.value(depth + 1) for _ in range(r.randint(0, 3))]
        if depth < 3 and r.random() < 0.3:
            return {r.choice(string.ascii_letters): self.value(depth + 1) for _ in range(r.randint(0, 3))}
        return r.choice(kinds)

    def signed(self, header, parent, metadata, content, buffers=()):
        parts = [json.dumps(p).encode() for p in (header, parent, metadata, content)]
        return [DELIMITER, self.kernel.sign(parts), *parts, *buffers]

    def right(self):
        kind = self.kind()
        buffers = [self.rng.randbytes(self.rng.choice((0, 3, 1000)))] * self.rng.choice((0, 0, 0, 1, 3))
        message = self.signed(self.header(kind), {}, {}, self.content(kind), buffers)
        self.old = [*self.old[-50:], message]
        self.put(message)

    def shuffled(self):
        """Fields are missing, superfluous or of other types."""
        kind = self.kind()
        content, header = self.content(kind), self.header(kind)
        for fields in (content, content, header):
            if fields and self.rng.random() < 0.6:
                name = self.rng.choice(list(fields))
                if self.rng.random() < 0.3:
                    del fields[name]
                elif name != "code":
                    fields[name] = self.value()
                else:
                    fields[name] = self.rng.choice((None, 3, [], {"a": 1}))
        parts = [header, self.rng.choice(({}, self.value())), self.rng.choice(({}, self.value())), content]
        if self.rng.random() < 0.1:
            parts[self.rng.randrange(4)] = self.value()
        self.put(self.signed(*parts))

    def broken(self):
        """Signed bytes that are no JSON, or JSON cut off."""
        parts = [json.dumps(p).encode() for p in (self.header("execute_request"), {}, {}, self.content("execute_request"))]
        i = self.rng.randrange(4)
        parts[i] = self.rng.choice((b"", b"{", parts[i][: len(parts[i]) // 2], self.rng.randbytes(20), b"[" * 20000, b"\xff\xfe"))
        self.put([DELIMITER, self.kernel.sign(parts), *parts])

    def unsigned(self):
        message = self.signed(self.header("kernel_info_request"), {}, {}, {})
        message[1] = self.rng.choice((b"", b"0" * 64, self.rng.randbytes(32), message[1].upper()[:-1] + b"g"))
        self.put(message)

    def replayed(self):
        if self.old:
            self.put(self.rng.choice(self.old))

    def frames(self):
        """Frames that are no message."""
        r = self.rng
        self.put([r.choice((b"", DELIMITER, b"x", r.randbytes(r.choice((1, 300, 100000))))) for _ in range(r.randint(1, 9))])

    def plain(self):
        """A connection that does not speak ZeroMQ, or stops in the middle."""
        try:
            s = socket.create_connection(("127.0.0.1", self.rng.choice(list(self.kernel.ports.values()))), timeout=1)
            s.settimeout(1)
            greeting = b"\xff" + b"\0" * 8 + b"\x7f\x03\0NULL" + b"\0" * 48
            s.send(
                self.rng.choice(
                    (b"", b"GET / HTTP/1.1\r\n\r\n", greeting[:11], greeting, greeting + b"\x04\xff", greeting + b"\x02" + b"\xff" * 8)
                    + (self.rng.randbytes(100),)
                )
            )
            self.raw.append(s)
        except OSError:
            pass

    def reader(self):
        """A subscriber that never reads."""
        s = self.kernel.context.socket(zmq.SUB)
        s.linger, s.rcvhwm = 0, 1
        s.subscribe(self.rng.choice((b"", b"stream", b"\xff")))
        s.connect(f"tcp://127.0.0.1:{self.kernel.ports['iopub']}")
        self.readers.append(s)
