"""Measures scoring on a Spark cluster: golab beside PySpark with numpy and with Keras.

    bench/run.sh spark [-rounds N] [-rows N] [-python PYTHON] [-master MASTER] [-without WAY,…] [-write]

PYTHON has pyspark[connect] 4.1, tensorflow-cpu and keras; the server runs its workers
with it. In each round every way scores all rows once, one after the other, each time
beginning with another; the figure is the median of the rounds. A run before them is not
counted: it starts what is slow to start.
"""

import argparse
import datetime
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import report

HERE = os.path.dirname(os.path.abspath(__file__))
GOLAB = "golab"
WAYS = [GOLAB, "mapInArrow, numpy", "mapInPandas, numpy", "mapInPandas, Keras", "no scoring"]
BARS = {"mapInPandas, numpy": 1, "mapInPandas, Keras": 3}  # times golab's time, at least


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A Spark Connect server of its own."""

    def __init__(self, python, master, folder):
        home = subprocess.check_output([python, "-c", "import os, pyspark; print(os.path.dirname(pyspark.__file__))"], text=True).strip()
        port = free_port()
        self.remote = f"sc://127.0.0.1:{port}"
        env = {k: v for k, v in os.environ.items() if k not in ("SPARK_REMOTE", "PYTHONPATH")}
        env |= {"SPARK_HOME": home, "PYSPARK_PYTHON": python, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": folder, "SPARK_WORKER_DIR": folder}
        conf = {
            "spark.connect.grpc.binding.address": "127.0.0.1", "spark.connect.grpc.binding.port": port,
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
        }  # fmt: skip
        command = [f"{home}/bin/spark-submit", "--master", master, "--driver-memory", "2g", "--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
        for key, value in conf.items():
            command += ["--conf", f"{key}={value}"]
        self.log = os.path.join(folder, "server.log")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([*command, "spark-internal"], env=env, stdout=log, stderr=log, start_new_session=True)
        for _ in range(240):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.5)
        self.close()
        with open(self.log) as log:
            raise SystemExit("the server does not start: " + log.read()[-2000:])

    def close(self):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)  # its own group: spark-submit, Java, Python
        except ProcessLookupError:
            pass
        self.process.wait()


class Program:
    """A process that scores when it is asked."""

    def __init__(self, argv):
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, way):
        self.process.stdin.write(way + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args[0]} has ended at {way}")
        return float(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def make_rows(python, remote, rows, path):
    """Writes rows of 57 numbers as the lab's are: many zeros, few digits."""
    program = (
        "import sys; from pyspark.sql import SparkSession; s = SparkSession.builder.remote(sys.argv[1]).getOrCreate();"
        "s.range(0, int(sys.argv[2]), 1, 8).selectExpr(*['greatest(0D, floor(rand(%d) * 200 - 100) / 10) AS f%d' % (j, j) for j in range(57)])"
        ".selectExpr(*['cast(f%d AS double) AS f%d' % (j, j) for j in range(57)]).write.parquet(sys.argv[3])"
    )
    subprocess.run([python, "-c", program, remote, str(rows), path], check=True)


def main():
    p = argparse.ArgumentParser(prog="bench/run.sh spark")
    p.add_argument("-rounds", type=int, default=3)
    p.add_argument("-rows", type=int, default=2_000_000)
    p.add_argument("-master", default="local[2]")
    p.add_argument("-python", default=sys.executable)
    p.add_argument("-without", default="", help="parts of the names of ways to leave out, such as Keras,Pandas")
    p.add_argument("-program", required=True, help=argparse.SUPPRESS)
    p.add_argument("-golab", required=True, help=argparse.SUPPRESS)
    p.add_argument("-write", action="store_true")
    o = p.parse_args()
    start = report.machine()
    left_out = [part for part in o.without.split(",") if part]
    ways = [way for way in WAYS if way == GOLAB or not any(part in way for part in left_out)]
    times = {way: [] for way in ways}
    with tempfile.TemporaryDirectory(prefix="golab-bench-spark-") as folder:
        server = Server(o.python, o.master, folder)
        try:
            path, weights = os.path.join(folder, "rows.parquet"), os.path.join(folder, "weights.json")
            make_rows(o.python, server.remote, o.rows, path)
            golab = Program([o.program, "-remote", server.remote, "-parquet", path, "-weights", weights])
            golab.run("")  # which also writes the weights
            peer = Program([o.python, os.path.join(HERE, "spark", "peer.py"), server.remote, path, weights])
            run = {way: (golab if way == GOLAB else peer).run for way in ways}
            for way in ways[1:]:
                run[way](way)
            for r in range(o.rounds):
                for way in ways[r % len(ways) :] + ways[: r % len(ways)]:
                    times[way].append(run[way](way))
                    print(f"round {r + 1} of {o.rounds}: {way} {times[way][-1]:.2f} s", file=sys.stderr, flush=True)
            golab.close()
            peer.close()
        finally:
            server.close()
    date = datetime.date.today().isoformat()
    own = statistics.median(times[GOLAB])
    lines = ["| | s, median | thousand rows/s | × golab's time | bar | all rounds, s |", "|---|---|---|---|---|---|"]
    for way in ways:
        m = statistics.median(times[way])
        bar = BARS.get(way)
        verdict = "" if bar is None else f"≥ {bar} " + ("✓" if m / own >= bar else "✗")
        lines.append(f"| {way} | {m:.2f} | {o.rows / m / 1000:.0f} | {m / own:.2f} | {verdict} | {', '.join(f'{t:.2f}' for t in times[way])} |")
    text = "\n\n".join((
        f"# Scoring on Spark, {date}",
        f"{start}, {os.getloadavg()[0]:.1f} at the end; {o.golab}; {o.master}, {o.rows} rows of 57 doubles from Parquet, a network 57-20-5-1,\n"
        f"all columns and the prediction into a noop sink, {o.rounds} rounds by turns after one that is not counted.",
        "\n".join(lines),
    )) + "\n"  # fmt: skip
    print(text)
    if o.write:
        with open(os.path.join(HERE, "results", f"spark-{date}.md"), "w") as f:
            f.write(text)


if __name__ == "__main__":
    main()
