"""golab's kernel side by side with others, in one run: see README.md."""

import argparse
import datetime
import os
import sys

import measures
import report
from client import Died, Late
from peers import peers


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--only", help="measurements to make, with commas: " + " ".join(m[0] for m in measures.MEASURES))
    p.add_argument("--kernels", help="kernels to compare, with commas")
    p.add_argument("--rounds", type=int, help="rounds of each measurement instead of the usual number")
    p.add_argument("--write", action="store_true", help="also write results/kernel-DATE.md")
    return p.parse_args()


def progress(words):
    """Says on a terminal what is being measured."""
    if sys.stderr.isatty():
        print(f"\r{words:<60}\r", end="", file=sys.stderr, flush=True)


def run(chosen, only, rounds):
    """Returns results by kernel. In each round every kernel has its turn."""
    results = {p.name: {} for p in chosen}
    for name, measure, times in measures.MEASURES:
        if only and name not in only:
            continue
        for i in range(rounds or times):
            for p in chosen:
                progress(f"{name} {i + 1} {p.name}")
                try:
                    measure(p, results[p.name])
                except (Died, Late, RuntimeError) as e:
                    progress("")
                    print(f"{p.name}: {name}: {e}", file=sys.stderr)
    progress("")
    return results


def main():
    args = arguments()
    chosen, missing = peers()
    if args.kernels:
        chosen = [p for p in chosen if p.name in args.kernels.split(",")]
    only = args.only and args.only.split(",")
    results = run(chosen, only, args.rounds)
    lines = [report.machine(), ""] + [f"{m}." for m in missing] + [report.table(chosen, results)]
    text = "\n".join(lines) + "\n"
    print(text)
    if args.write:
        date = datetime.date.today().isoformat()
        here = os.path.dirname(os.path.abspath(__file__))
        with open(os.path.join(here, "results", f"kernel-{date}.md"), "w") as f:
            f.write(f"# golab's kernel and others, {date}\n\n{text}")


if __name__ == "__main__":
    main()
