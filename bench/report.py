"""The table: rows, bars, medians and ratios, in Markdown."""

import os
import platform
import statistics
import subprocess
from dataclasses import dataclass


@dataclass
class Row:
    title: str
    key: str
    unit: str = "ms"
    bar: float = None  # for golab, in the unit
    quantile: float = 0.5


UNITS = {"ms": 1e-3, "s": 1, "MB": 1e6, "": 1}

ROWS = (
    Row("start to first execute reply", "start", "ms", 60),
    Row("trivial cell, reply and idle, p50", "cell", "ms", 0.5),
    Row("trivial cell, reply and idle, p99", "cell", "ms", 3, 0.99),
    Row("trivial cell, reply alone, p50", "reply"),
    Row("a cell of one comment, p50", "nothing"),
    Row("protocol alone (comm_info), p50", "protocol", "ms", 0.5),
    Row("protocol alone (comm_info), p99", "protocol", "ms", 3, 0.99),
    Row("idle, anonymous memory", "anonymous", "MB", 25),
    Row("idle, PSS", "pss", "MB", 80),
    Row("processes", "processes", ""),
    Row("10 000 lines printed", "print 10 000 lines", "ms", 40),
    Row("… in stream messages", "print 10 000 lines, messages", ""),
    Row("200 000 lines printed", "print 200 000 lines", "ms", 600),
    Row("… in stream messages", "print 200 000 lines, messages", ""),
    Row("10 MB in lines of 100 kB", "print 10 MB"),
    Row("… bytes that did not come", "print 10 MB, missing", ""),
    Row("10 MB in one line", "one line of 10 MB"),
    Row("… bytes that did not come", "one line of 10 MB, missing", ""),
    Row("completion, p50", "completion"),
    Row("completion, p99", "completion", "ms", None, 0.99),
    Row("control channel while a cell loops, p50", "control"),
    Row("interrupt of a busy loop", "interrupt loop", "ms", 100),
    Row("interrupt of a sleep", "interrupt sleep", "ms", 100),
    Row("interrupt of a channel nobody sends to", "interrupt channel", "ms", 100),
    Row("interrupt of a mutex that is held", "interrupt mutex", "ms", 100),
    Row("interrupt of endless printing", "interrupt printing", "ms", 100),
    Row("interrupt of a question on stdin", "interrupt stdin", "ms", 100),
)


def quantile(values, q):
    if q == 0.5:
        return statistics.median(values)
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(q * (len(ordered) - 1)))]


def figure(row, found):
    """Returns a row's number in its unit, or words, or None."""
    values = found.get(row.key)
    if values is None or isinstance(values, str):
        return values
    return quantile(values, row.quantile) / UNITS[row.unit]


def text(row, value):
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if row.unit == "" or value >= 100:
        return f"{value:.0f} {row.unit}".strip()
    return f"{value:.3g} {row.unit}"


def table(peers, results):
    """Returns the table. Ratios say how many times golab's figure a peer's is."""
    head = ["", "bar"]
    for p in peers:
        head += [f"{p.name} {p.version}".strip()] + (["×"] if p is not peers[0] else [])
    lines = [head, ["---"] * len(head)]
    for row in ROWS:
        figures = [figure(row, results[p.name]) for p in peers]
        if all(f is None for f in figures):
            continue
        own = figures[0]
        cell = text(row, own)
        if row.bar is not None and peers[0].name == "golab":
            cell += " ✓" if isinstance(own, float) and own <= row.bar else " ✗"
        cells = [row.title, "" if row.bar is None else f"≤ {row.bar:g} {row.unit}", cell]
        for f in figures[1:]:
            both = isinstance(own, float) and isinstance(f, float) and own > 0
            cells += [text(row, f), f"{f / own:.2g}" if both and row.unit else ""]
        lines.append(cells)
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join("| " + " | ".join(c.ljust(w) for c, w in zip(line, widths)) + " |" for line in lines)


def machine():
    """Returns one line on the machine and the versions."""
    cpu = platform.processor() or platform.machine()
    with open("/proc/cpuinfo") as f:
        for line in f:
            if line.startswith("model name"):
                cpu = line.partition(":")[2].strip()
                break
    go = subprocess.run(["go", "version"], capture_output=True, text=True, check=False).stdout.split()
    return (
        f"{cpu}, {os.cpu_count()} cores, Linux {platform.release()}, load {os.getloadavg()[0]:.1f}; "
        f"Python {platform.python_version()}, {go[2] if len(go) > 2 else 'no go'}"
    )
