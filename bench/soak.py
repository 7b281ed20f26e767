"""Ten thousand cells in one kernel: what grows? See README.md."""

import argparse
import sys
import time

from client import Kernel
from growth import Samples
from peers import peers

# Cells that students run again and again. {n} differs each time.
GO = (
    "x = x + 1",
    "y := {n}\ny * y",
    'fmt.Println("cell", {n})',
    "func f{m}(n int) int {{ return n + {n} }}\nf{m}(1)",
    "type T{m} struct {{ A, B int }}\nT{m}{{{n}, 2}}",
    'var words = strings.Split("a b c", " ")\nwords',
    "undefined{n}",
    'panic("cell {n}")',
    "done := make(chan int)\ngo func() {{ done <- {n} }}()\n<-done",
    "squares := map[int]int{{}}\nfor i := 0; i < 100; i++ {{ squares[i] = i * i }}\nlen(squares)",
)
GO_SETUP = 'import (\n\t"fmt"\n\t"runtime"\n\t"strings"\n)\nx := 0'

PYTHON = (
    "x = x + 1",
    "y = {n}\ny * y",
    "print('cell', {n})",
    "def f{m}(n): return n + {n}\nf{m}(1)",
    "class T{m}: A = {n}\nT{m}()",
    "words = 'a b c'.split()\nwords",
    "undefined{n}",
    "raise ValueError('cell {n}')",
    "import threading\nt = threading.Thread(target=lambda: {n})\nt.start()\nt.join()",
    "squares = {{i: i * i for i in range(100)}}\nlen(squares)",
)


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--cells", type=int, default=10000)
    p.add_argument("--kernel", default="golab")
    return p.parse_args()


def goroutines(kernel, language):
    """Returns the number of goroutines, as a cell says it."""
    if language != "go":
        return None
    outcome = kernel.execute("runtime.NumGoroutine()")
    return int(outcome.result) if outcome.status == "ok" else None


def soak(kernel, peer, cells, language):
    """Runs the cells and returns the samples and the seconds for each tenth."""
    kinds, setup = (GO, GO_SETUP) if language == "go" else (PYTHON, "x = 0")
    kernel.ready()
    outcome = kernel.execute(setup)
    if outcome.status != "ok":
        sys.exit(f"the first cell: {outcome.reply.content}")
    samples, times = Samples(kernel), []
    step = max(cells // 10, 1)
    samples.take(0, goroutines=goroutines(kernel, language))
    began = time.perf_counter()
    for n in range(1, cells + 1):
        code = kinds[n % len(kinds)]
        outcome = kernel.execute(code.format(n=n, m=n % 50))
        wanted = "error" if code.startswith(("undefined", "panic", "raise")) else "ok"
        if outcome.status != wanted:
            time.sleep(0.2)  # a cell aborted by the error before it
            outcome = kernel.execute(code.format(n=n, m=n % 50))
        if outcome.status != wanted:
            sys.exit(f"cell {n}: {outcome.reply.content}")
        if n % step == 0:
            times.append((time.perf_counter() - began) / step)
            samples.take(n, goroutines=goroutines(kernel, language))
            began = time.perf_counter()
    return samples, times


def main():
    args = arguments()
    peer = next((p for p in peers()[0] if p.name == args.kernel), None)
    if peer is None:
        sys.exit(f"no kernel {args.kernel} here")
    language = "python" if peer.name == "ipykernel" else "go"
    with Kernel(peer.argv, peer.interrupt_mode, peer.env) as kernel:
        samples, times = soak(kernel, peer, args.cells, language)
    print(samples.table("cell"))
    print(f"\na cell: {1e3 * times[0]:.1f} ms in the first tenth, {1e3 * times[-1]:.1f} ms in the last")
    leaks = samples.leaks("goroutines", 3) + samples.leaks("descriptors", 3) + samples.leaks("threads", 8)
    if leaks:
        sys.exit("\n".join(leaks))


if __name__ == "__main__":
    main()
