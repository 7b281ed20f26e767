"""Measures golab's nn beside Keras and numpy, on the same work, in one run.

    bench/run.sh nn [-rounds N] [-seeds N] [-write]

In each round every program does every piece of work, one after the other, and
the figure is the least of all. The lab's fit is run once per seed, by turns.
"""

import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile

import report

HERE = os.path.dirname(os.path.abspath(__file__))
PROFILES = ["Spark30Java8", "Spark33Java8", "Spark33Java17", "Spark41AVX512", "Spark41AVX2", "SparkFdlibm", "Native"]
WIDE_FLOPS = 2 * 128 * (784 * 512 * 2 + 512 * 512 * 3 + 512 * 10 * 3)

# Rows in a call, and calls in a round; Keras's predict, which is slow, is called less.
SIZES = [(500, 200, 10), (8192, 40, 10), (100_000, 10, 5), (1_000_000, 3, 2)]

# What makes a program use one thread.
ONE = {"GOMAXPROCS": "1", "OPENBLAS_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Program:
    """A process that answers requests."""

    def __init__(self, argv, env):
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ, **env))

    def ask(self, task, **more):
        self.process.stdin.write(json.dumps({"task": task, **more}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args[0]} has ended at {task}")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Bench:
    def __init__(self, golab, folder):
        self.commands = {"golab": [golab]}
        for name in ("Keras", "numpy"):
            self.commands[name] = [sys.executable, os.path.join(HERE, "nn", "peer.py"), name.lower(), folder]
        self.best = {}  # seconds by work and program
        self.cpu = {}  # of a processor, likewise

    def start(self, name, **env):
        return Program(self.commands[name], env)

    def take(self, key, name, a, steps=1):
        for found, what in ((self.best, "seconds"), (self.cpu, "cpu")):
            v = a[what] / steps
            found[key, name] = min(v, found.get((key, name), v))

    def round(self, programs, single):
        for rows, calls, few in SIZES:
            for name, program in programs.items():
                a = program.ask("predict", rows=rows, calls=few if name == "Keras" else calls)
                self.take(rows, name, a)
            a = programs["Keras"].ask("predict", rows=rows, calls=calls, whole=True)
            self.take(rows, "on batch", a)
        for size in (500, 8192):
            a = programs["Keras"].ask("predict", rows=1_000_000, calls=1, batch_size=size)
            self.take("whole", f"Keras {size}", a)
        for key, those in (("wide", programs), ("wide, one thread", single)):
            for _ in range(8):
                for name, program in those.items():
                    a = program.ask("wide")
                    self.take(key, name, a, a["steps"])
                    if name == "golab":
                        self.wide = a
        for like in PROFILES:
            a = programs["golab"].ask("mlp", like=like)
            self.take("mlp " + like, "golab", a)
            self.iterations = a["steps"]

    def memory(self):
        """Memory after a fit, and after scoring 1 and 10 million rows in blocks, each in a fresh process."""
        self.size, self.stream = {}, {}
        for name in ("golab", "Keras"):
            with self.start(name) as p:
                p.ask("fit", seed=0)
                self.size[name] = p.ask("memory")["highest"]
            for calls in (10, 100):
                with self.start(name) as p:
                    more = {"whole": True} if name == "Keras" else {}
                    p.ask("predict", rows=100_000, calls=1, **more)
                    a = p.ask("predict", rows=100_000, calls=calls, **more)
                    self.stream[name, calls] = (a["sum"], p.ask("memory")["highest"])

    def fits(self, programs, rounds, seeds):
        """The lab's fit with each seed, by turns; Keras as it comes only in the first rounds of them."""
        self.accuracies = {"golab": [], "Keras": []}
        for seed in range(seeds):
            a = self.fit = programs["golab"].ask("fit", seed=seed)
            self.accuracies["golab"].append(a["accuracy"])
            b = programs["Keras"].ask("fit", seed=seed, epoch_at_once=True)
            self.accuracies["Keras"].append(b["accuracy"])
            found = [("golab", a), ("Keras at once", b)]
            if seed < rounds:
                found.append(("Keras", programs["Keras"].ask("fit", seed=seed)))
            for name, x in found:
                self.take("fit", name, x)


def ms(seconds):
    if seconds < 1e-3:
        return f"{seconds * 1e6:.3g} µs"
    return f"{seconds * 1e3:.3g} ms" if seconds < 0.9995 else f"{seconds:.3g} s"


def table(head, lines):
    lines = [head, ["---"] * len(head)] + lines
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join("| " + " | ".join(c.ljust(w) for c, w in zip(line, widths)) + " |" for line in lines)


def ratio(other, own):
    x = other / own
    return f"{x:.0f}" if x >= 100 else f"{x:.3g}"


def work(title, best):
    """The table of times, or of processor times."""

    def line(title, key, names):
        own = best[key, "golab"]
        cells = [title, ms(own)]
        for name in names:
            got = best.get((key, name))
            cells += ["", ""] if got is None else [ms(got), ratio(got, own)]
        return cells

    every = ("Keras", "on batch", "numpy")
    lines = [
        line("the lab's fit: 2630 rows, 100 epochs of 27 steps, validation", "fit", every),
        line("… Keras with steps_per_execution=27", "fit", ("Keras at once", "", "")),
    ]
    for rows, _, _ in SIZES:
        lines.append(line(f"57-20-5-1 predicts {rows} rows in one call", rows, every))
    for size in (500, 8192):
        got, own = best["whole", f"Keras {size}"], best[1_000_000, "golab"]
        lines.append([f"… 1000000 rows, Keras with batch_size={size}", ms(own), ms(got), ratio(got, own), "", "", "", ""])
    lines.append(line("784-512-512-10, Adam, batch 128: a step; numpy: its products", "wide", every))
    lines.append(line("… one thread each", "wide, one thread", every))
    return table([title, "golab", "Keras", "×", "predict_on_batch", "×", "numpy", "×"], lines)


def facts(b):
    """The table of what is no time."""
    lines = []
    for title, key, found in (("all threads, time", "wide", b.best), ("one thread, processor time", "wide, one thread", b.cpu)):
        products = found[key, "numpy"]
        speeds = [f"{WIDE_FLOPS / found[key, name] / 1e9:.3g} GFLOP/s, {100 * products / found[key, name]:.0f} %" for name in ("golab", "Keras")]
        lines.append([f"the products of a wide step in its whole time; share of OpenBLAS's {WIDE_FLOPS / products / 1e9:.3g} ({title})"] + speeds)
    lines += [
        ["allocations in a step of the lab's fit", f"{b.fit['mallocs']:.2g}, {b.fit['bytes']:.0f} B", ""],
        ["allocations in a step of the wide fit", f"{b.wide['mallocs']:.2g}", ""],
        ["memory of a process with the lab's fit, highest", f"{b.size['golab'] / 1e6:.0f} MB", f"{b.size['Keras'] / 1e6:.0f} MB"],
    ]
    for calls in (10, 100):
        cells = [f"{calls // 10} M rows in blocks of 100 000: time, memory at its highest"]
        for name in ("golab", "Keras"):
            seconds, size = b.stream[name, calls]
            cells.append(f"{ms(seconds)}, {size / 1e6:.0f} MB")
        lines.append(cells)
    cells = ["… 10 M rows / 1 M rows"]
    for name in ("golab", "Keras"):
        cells.append(ratio(b.stream[name, 100][0], b.stream[name, 10][0]))
    lines.append(cells)
    return table(["", "golab", "Keras"], lines)


def bands(b):
    lines = []
    for name, all_of_it in b.accuracies.items():
        figures = (statistics.mean(all_of_it), statistics.stdev(all_of_it), statistics.median(all_of_it), min(all_of_it), max(all_of_it))
        lines.append([name] + [f"{v:.4f}" for v in figures])
    return table([f"test accuracy of {len(all_of_it)} seeds", "mean", "sd", "median", "min", "max"], lines)


def profiles(b):
    lines = []
    for like in PROFILES:
        key = ("mlp " + like, "golab")
        lines.append([like, ms(b.best[key]), ms(b.cpu[key]), ratio(b.cpu[key], b.cpu["mlp Native", "golab"])])
    return table([f"MLPTrainer, 57-20-5-2, {b.iterations} iterations of L-BFGS", "time", "processor time", "× Native's"], lines)


def main():
    parser = argparse.ArgumentParser(prog="bench/run.sh nn")
    parser.add_argument("-rounds", type=int, default=3)
    parser.add_argument("-seeds", type=int, default=20, help="at least 2")
    parser.add_argument("-golab", default="golab")
    parser.add_argument("-program", required=True)
    parser.add_argument("-write", action="store_true", help="also keep the tables as bench/results/nn-DATE.md")
    o = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        b = Bench(o.program, folder)
        start = report.machine()
        with b.start("golab") as p:
            data = p.ask("data", folder=folder)
        programs = {name: b.start(name) for name in b.commands}
        single = {name: b.start(name, **ONE) for name in b.commands}
        versions = [o.golab] + [programs[name].ask("version")["version"] for name in ("Keras", "numpy")]
        for r in range(o.rounds):
            print(f"round {r + 1} of {o.rounds}", file=sys.stderr, flush=True)
            b.round(programs, single)
        print(f"{o.seeds} seeds", file=sys.stderr, flush=True)
        b.fits(programs, o.rounds, o.seeds)
        for p in (*programs.values(), *single.values()):
            p.close()
        print("memory", file=sys.stderr, flush=True)
        b.memory()
    date = datetime.date.today().isoformat()
    source = data["notice"] or "Spambase"
    text = "\n\n".join((
        f"# golab's nn, Keras and numpy, {date}",
        f"{start}, {os.getloadavg()[0]:.1f} at the end; least of {o.rounds} rounds by turns.\n"
        f"{', '.join(versions)}.\nData of the fits: {source}, {data['train']} training and {data['test']} test rows.",
        "A × says how many times golab's figure the one before it is. Keras gets float32 arrays, and has traced its functions before a clock is\n"
        "started; golab gets float64 matrices and starts from nothing.",
        work("time", b.best), work("processor time", b.cpu), facts(b), bands(b), profiles(b),
    )) + "\n"  # fmt: skip
    print(text)
    if o.write:
        with open(os.path.join(HERE, "results", f"nn-{date}.md"), "w") as f:
            f.write(text)


if __name__ == "__main__":
    main()
