"""Checks the sockets from the other side, with libzmq by way of pyzmq.

usage: peer.py CASE ROUTER XPUB REP [SERVERKEY]

Fails with a traceback. What it prints is for people. The server of the test
echoes to the ROUTER's peers, but for the orders ["burst", n, size], which
publishes n messages of that size and then ["end"], "restart", which closes the
sockets and binds them again, and "quit", which does a burst and ends the process.
"""
import socket
import statistics
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import zmq

PATIENCE = 30000  # ms: the machine may be busy
case, ROUTER, XPUB, REP = sys.argv[1:5]
KEY = sys.argv[5].encode() if len(sys.argv) > 5 else None
context = zmq.Context()


def connect(kind, endpoint, key=KEY, **options):
    s = context.socket(kind)
    s.linger = 0
    s.rcvtimeo = s.sndtimeo = PATIENCE
    s.rcvhwm = s.sndhwm = 0
    if key:
        s.curve_publickey, s.curve_secretkey = zmq.curve_keypair()
        s.curve_serverkey = key
    for name, value in options.items():
        setattr(s, name, value)
    s.connect(endpoint)
    return s


def want(got, *frames):
    if got != list(frames):
        raise AssertionError("received %.200r, not %.200r" % (got, frames))


def echo(s, *frames):
    s.send_multipart(frames)
    want(s.recv_multipart(), *frames)


def subscriber(topic=b"", **options):
    s = connect(zmq.SUB, XPUB, **options)
    s.subscribe(topic)
    want(s.recv_multipart(), topic, b"welcome")
    return s


def tcp_address(endpoint):
    host, port = endpoint[len("tcp://"):].rsplit(":", 1)
    return host, int(port)


def basic():
    beat = connect(zmq.REQ, REP)
    for body in ([b"ping"], [b"a", b"", b"b"], [b""]):
        beat.send_multipart(body)
        want(beat.recv_multipart(), *body)
    beat = connect(zmq.REQ, REP, req_correlate=True, req_relaxed=True)
    echo(beat, b"correlated")
    dealer = connect(zmq.DEALER, REP)
    echo(dealer, b"envelope", b"", b"ping")

    for kind, options in ((zmq.DEALER, {}), (zmq.DEALER, {"identity": b"me"}), (zmq.REQ, {"identity": b"you"}), (zmq.REQ, {})):
        s = connect(kind, ROUTER, **options)
        for size in (0, 1, 254, 255, 256, 8191, 8192, 65536, 20 << 20):
            echo(s, b"echo", b"x" * size, b"")
        s.close()

    a, all_ = subscriber(b"a"), subscriber()
    second = subscriber(b"a")
    want_topics(a, second, all_)
    a.subscribe(b"b")
    want(a.recv_multipart(), b"b", b"welcome")
    a.unsubscribe(b"a")
    a.unsubscribe(b"b")
    a.subscribe(b"z")
    want(a.recv_multipart(), b"z", b"welcome")
    orders = connect(zmq.DEALER, ROUTER)
    orders.send_multipart([b"publish", b"a1"])
    want(second.recv_multipart(), b"a1")
    orders.send_multipart([b"publish", b"z1"])
    want(a.recv_multipart(), b"z1")
    xsub = connect(zmq.XSUB, XPUB)
    xsub.send(b"\x01x")
    want(xsub.recv_multipart(), b"x", b"welcome")


def want_topics(a, second, all_):
    orders = connect(zmq.DEALER, ROUTER)
    for topic in (b"b1", b"a1", b"", b"a"):
        orders.send_multipart([b"publish", topic])
        want(all_.recv_multipart(), topic)
        if topic.startswith(b"a"):
            want(a.recv_multipart(), topic)
            want(second.recv_multipart(), topic)


def burst():
    subscribers = [subscriber(), subscriber(rcvhwm=1000)]
    orders = connect(zmq.DEALER, ROUTER)
    for n, size in ((50000, 60), (2000, 100000)):
        start = time.perf_counter()
        orders.send_multipart([b"burst", b"%d" % n, b"%d" % size])
        with ThreadPoolExecutor() as pool:  # which waits for all
            done = [pool.submit(receive_burst, s, n, size) for s in subscribers]
        for future in done:
            future.result()
        print("%d x %d B: %.0f ms to two subscribers" % (n, size, 1e3 * (time.perf_counter() - start)))


def receive_burst(s, n, size):
    for i in range(n):
        (body,) = s.recv_multipart()
        if len(body) != size or struct.unpack(">I", body[:4])[0] != i:
            raise AssertionError("message %d of %d has %d bytes and starts with %r" % (i, n, len(body), body[:4]))
    want(s.recv_multipart(), b"end")


def stuck():
    # libzmq takes what its high water mark lets it, and then reads no more.
    dead = subscriber(rcvhwm=1, rcvbuf=4096)
    good = subscriber()
    orders = connect(zmq.DEALER, ROUTER)
    orders.send_multipart([b"burst", b"2000", b"100000"])
    receive_burst(good, 2000, 100000)
    echo(orders, b"alive")
    dead.close()


def probes():
    held = []
    for endpoint in (ROUTER, XPUB, REP):
        for says in (b"", b"\xff", b"GET / HTTP/1.1\r\n\r\n", bytes(100), b"\xff" * 100):
            for _ in range(5):
                s = socket.create_connection(tcp_address(endpoint))
                s.sendall(says)
                held.append(s)
            reset = socket.create_connection(tcp_address(endpoint))
            reset.sendall(says)
            reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            reset.close()
    echo(connect(zmq.DEALER, ROUTER), b"hello")
    echo(connect(zmq.REQ, REP), b"hello")
    subscriber()


def heartbeats():
    options = {"heartbeat_ivl": 50, "heartbeat_timeout": 10000, "heartbeat_ttl": 10000}
    sockets = [connect(zmq.DEALER, ROUTER, **options), connect(zmq.REQ, REP, **options), subscriber(**options)]
    monitors = [s.get_monitor_socket(zmq.EVENT_DISCONNECTED) for s in sockets]
    echo(sockets[0], b"hello")
    time.sleep(1)
    echo(sockets[0], b"hello")
    echo(sockets[1], b"hello")
    for m in monitors:
        if m.poll(0):
            raise AssertionError("a peer with heartbeats is disconnected")


def many():
    dealers = [connect(zmq.DEALER, ROUTER, identity=b"client %d" % i) for i in range(100)]
    subscribers = [connect(zmq.SUB, XPUB) for _ in range(50)]
    for s in subscribers:
        s.subscribe(b"")
    for _ in range(3):
        for i, d in enumerate(dealers):
            d.send_multipart([b"echo", b"%d" % i])
        for i, d in enumerate(dealers):
            want(d.recv_multipart(), b"echo", b"%d" % i)
    for s in subscribers:
        want(s.recv_multipart(), b"", b"welcome")
    dealers[0].send_multipart([b"publish", b"all"])
    for s in subscribers:
        want(s.recv_multipart(), b"all")


def reconnect():
    sub = subscriber(b"t")
    dealer = connect(zmq.DEALER, ROUTER, identity=b"me")
    beat = connect(zmq.REQ, REP)
    for _ in range(3):
        echo(dealer, b"before")
        echo(beat, b"before")
        dealer.send(b"restart")
        want(sub.recv_multipart(), b"t", b"welcome")
        deadline = time.time() + PATIENCE / 1e3
        while True:  # what is sent into the closing connection is lost
            dealer.send(b"after")
            if dealer.poll(200):
                break
            if time.time() > deadline:
                raise AssertionError("no answer after the restart")
        while dealer.poll(200):
            want(dealer.recv_multipart(), b"after")
        echo(beat, b"after")


def quit_():
    sub = subscriber()
    dealer = connect(zmq.DEALER, ROUTER)
    dealer.send_multipart([b"quit", b"2000", b"10000"])
    receive_burst(sub, 2000, 10000)
    want(dealer.recv_multipart(), b"bye")


def wrong_key():
    for key in (None, zmq.curve_keypair()[0]):
        s = connect(zmq.DEALER, ROUTER, key=key)
        s.send(b"hello")
        if s.poll(500):
            raise AssertionError("a client with the key %r is served" % key)
    echo(connect(zmq.DEALER, ROUTER), b"hello")


LIBZMQ = """
import sys, zmq
s = zmq.Context().socket(zmq.ROUTER)
if len(sys.argv) > 1:
    s.curve_server, s.curve_secretkey = True, sys.argv[1].encode()
print(s.bind_to_random_port("tcp://127.0.0.1"), flush=True)
while True:
    s.send_multipart(s.recv_multipart())
"""


def rtt():
    ours = round_trips(ROUTER, KEY)
    public, secret = zmq.curve_keypair() if KEY else (None, b"")
    command = [sys.executable, "-c", LIBZMQ] + [secret.decode()] * bool(KEY)
    peer = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        theirs = round_trips("tcp://127.0.0.1:%d" % int(peer.stdout.readline()), public)
    finally:
        peer.kill()
        peer.wait()
    print("round trip, p50 and p99: ours %.0f %.0f us, libzmq %.0f %.0f us" % (*ours, *theirs))


def round_trips(endpoint, key):
    s = connect(zmq.DEALER, endpoint, key=key)
    times = []
    for _ in range(3000):
        start = time.perf_counter()
        echo(s, b"echo", b"x" * 50)
        times.append(1e6 * (time.perf_counter() - start))
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


{
    "basic": basic, "burst": burst, "stuck": stuck, "probes": probes, "heartbeats": heartbeats, "many": many,
    "reconnect": reconnect, "quit": quit_, "wrong key": wrong_key, "rtt": rtt,
}[case]()
print("libzmq", zmq.zmq_version(), "pyzmq", zmq.pyzmq_version())
