"""What a kernel's processes hold, sampled again and again, and how it grows."""

import statistics

import memory

COLUMNS = ("goroutines", "descriptors", "threads", "anonymous", "pss")


class Samples:
    """Samples by process and column, taken at counts of work done."""

    def __init__(self, kernel):
        self.kernel = kernel
        self.at = []
        self.rows = {}  # (process, column) -> numbers, as many as at

    def take(self, count, **worker):
        """Adds a sample; worker holds numbers that the cells themselves tell."""
        self.at.append(count)
        processes = memory.tree(self.kernel.process.pid)
        for i, pid in enumerate(processes):
            anonymous, pss = memory.memory(pid)
            values = {
                "descriptors": memory.descriptors(pid),
                "threads": memory.threads(pid),
                "anonymous": anonymous,
                "pss": pss,
            }
            if i == len(processes) - 1:
                values.update({k: v for k, v in worker.items() if v is not None})
            for column, v in values.items():
                self.rows.setdefault((i, column), []).append(v)

    def growth(self, process, column):
        """Returns the growth for each piece of work, over the second half."""
        values = self.rows.get((process, column), [])
        half = len(values) // 2
        if len(values) != len(self.at) or half < 1:
            return None
        xs, ys = self.at[half - 1 :], values[half - 1 :]
        if len(xs) == 2:
            return (ys[1] - ys[0]) / (xs[1] - xs[0])
        return statistics.linear_regression(xs, ys).slope

    def table(self, unit):
        """Returns the samples as a Markdown table, a line for each sample."""
        names = ["kernel"] if max(i for i, _ in self.rows) == 0 else ["front", "worker", "third", "fourth"]
        keys = [k for k in sorted(self.rows, key=lambda k: (k[0], COLUMNS.index(k[1]))) if len(self.rows[k]) == len(self.at)]
        head = [unit + "s"] + [f"{names[min(i, 3)]} {c}" + (" MB" if c in ("anonymous", "pss") else "") for i, c in keys]
        lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
        for n, count in enumerate(self.at):
            cells = [str(count)] + [number(k[1], self.rows[k][n]) for k in keys]
            lines.append("| " + " | ".join(cells) + " |")
        rates = [rate(k[1], self.growth(*k)) for k in keys]
        lines.append("| growth per " + unit + " | " + " | ".join(rates) + " |")
        return "\n".join(lines)

    def leaks(self, column, tolerance):
        """Returns the processes whose column has grown from the middle to the end."""
        found = []
        for (i, c), values in self.rows.items():
            middle = values[max(len(values) // 2 - 1, 0)]
            if c == column and len(values) == len(self.at) and values[-1] - middle > tolerance:
                found.append(f"{column} of process {i}: {middle} in the middle, {values[-1]} at the end")
        return found


def number(column, value):
    return f"{value / 1e6:.1f}" if column in ("anonymous", "pss") else str(value)


def rate(column, value):
    if value is None:
        return "–"
    return f"{value:.0f} B" if column in ("anonymous", "pss") else f"{value:.4f}"
