"""Random messages to one kernel: does it survive, and what grows? See README.md."""

import argparse
import random
import sys
import time

import noise
from client import Died, Kernel, Late
from growth import Samples
from peers import peers


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--seconds", type=float, default=60)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--kernel", default="golab")
    return p.parse_args()


def alive(kernel):
    """Fails unless the kernel still answers everywhere and still computes."""
    deadline = time.perf_counter() + 30
    words = "no answer"
    while True:  # what was sent before is still on its way, at work, or aborted
        kernel.interrupt()
        try:
            outcome = kernel.execute("1+1", timeout=1)
            if outcome.status == "ok" and outcome.result == "2":
                break
            words = outcome.reply.content
        except Late:
            kernel.check()
        if time.perf_counter() > deadline:
            raise Late(f"1+1 within 30 s: {words}")
        time.sleep(0.1)
    msg_id = kernel.send("control", "kernel_info_request", {})
    while kernel.receive("control", 10).parent != msg_id:
        pass
    hb = kernel.sockets["hb"]
    hb.send(b"beat")
    if not hb.poll(10000) or hb.recv() != b"beat":
        raise Late("the heart does not beat")


def fuzz(kernel, seconds, seed):
    """Sends messages until the time is over; returns the samples and the number of
    messages for each cell among them."""
    rng = random.Random(seed)
    kernel.ready()
    samples = Samples(kernel)
    source = noise.Noise(rng, kernel)
    began, sent = time.perf_counter(), 0
    bursts = 20
    for _ in range(bursts):  # the buffers and caches that come with the first of each kind
        sent += source.burst()
        alive(kernel)
    samples.take(sent)
    ticks = 1
    while (spent := time.perf_counter() - began) < seconds:
        sent += source.burst()
        alive(kernel)
        bursts += 1
        if spent > seconds * ticks / 10:
            samples.take(sent)
            ticks += 1
    source.close()
    alive(kernel)
    time.sleep(1)
    samples.take(sent)
    return samples, sent / (source.cells + bursts)


def main():
    args = arguments()
    peer = next((p for p in peers()[0] if p.name == args.kernel), None)
    if peer is None:
        sys.exit(f"no kernel {args.kernel} here")
    with Kernel(peer.argv, peer.interrupt_mode, peer.env) as kernel:
        try:
            samples, messages = fuzz(kernel, args.seconds, args.seed)
        except (Died, Late) as e:
            sys.exit(f"{type(e).__name__}: {e}\nthe kernel's own words:\n{kernel.output()[-4000:]}")
    print(samples.table("message"))
    worker = max(i for i, _ in samples.rows)
    per_cell = messages * (samples.growth(worker, "anonymous") or 0)
    print(f"\none message in {messages:.0f} ran a cell; the cells' process grew by {per_cell / 1e3:.0f} kB for each cell")
    leaks = samples.leaks("descriptors", 20)
    if per_cell > 100e3:
        leaks.append("a cell of a line should not need so much")
    if leaks:
        sys.exit("\n".join(leaks))


if __name__ == "__main__":
    main()
