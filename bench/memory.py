"""What Linux says of a process and all its descendants."""

import os


def tree(pid):
    """Returns pid and its descendants, parents first."""
    found = [pid]
    for p in found:
        try:
            for task in os.listdir(f"/proc/{p}/task"):
                with open(f"/proc/{p}/task/{task}/children") as f:
                    found += [int(c) for c in f.read().split()]
        except OSError:
            pass  # it has ended
    return found


def memory(pid):
    """Returns the anonymous memory and the proportional set size in bytes."""
    sums = {"Anonymous": 0, "Pss": 0}
    with open(f"/proc/{pid}/smaps_rollup") as f:
        for line in f:
            key, _, rest = line.partition(":")
            if key in sums:
                sums[key] = int(rest.split()[0]) * 1024
    return sums["Anonymous"], sums["Pss"]


def total(pid):
    """Returns anonymous, PSS and number of processes over the whole tree."""
    processes = tree(pid)
    sums = [memory(p) for p in processes]
    return sum(s[0] for s in sums), sum(s[1] for s in sums), len(processes)


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def threads(pid):
    return len(os.listdir(f"/proc/{pid}/task"))


def name(pid):
    """Returns the command line, the folder of the program left out."""
    with open(f"/proc/{pid}/cmdline") as f:
        words = f.read().rstrip("\0").split("\0")
    return " ".join([os.path.basename(words[0]), *words[1:2]])


def cpu_seconds(pid):
    """Returns the processor time used by the tree."""
    ticks = 0
    for p in tree(pid):
        try:
            with open(f"/proc/{p}/stat") as f:
                fields = f.read().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return ticks / os.sysconf("SC_CLK_TCK")
