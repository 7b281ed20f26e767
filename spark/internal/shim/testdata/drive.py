# Does with the shim what Spark's Python worker does: reads pickles from the standard
# input, gives each function batches of the sizes in the arguments, and prints what comes.
# SHIM_STOP is the number of batches after which no more are asked for. When there is a
# file SHIM_HANG_UP, the connection to Spark is closed.
import gc
import os
import pickle
import socket
import sys
import tempfile
import threading
import time

import pyarrow as pa


def batches():
    row = 0
    for size in map(int, sys.argv[1:]):
        x = [float(i) for i in range(row, row + size)]
        names = pa.array([None if i % 3 == 0 else "n%d" % i for i in range(row, row + size)], pa.string())
        yield pa.RecordBatch.from_arrays([names, pa.array(x), pa.array([v * v for v in x])], names=["name", "x", "y"])
        row += size


def drive(function):
    stop = int(os.environ.get("SHIM_STOP", "1000000"))
    for i, batch in enumerate(function(batches())):
        batch.validate(full=True)
        print("batch", batch.num_rows, *["%s:%s" % (f.name, f.type) for f in batch.schema])
        for name, p in zip(batch.column(0)[:1000].to_pylist(), batch.column(3)[:1000].to_pylist()):
            print(name, p.hex() if p is not None else p)
        if i + 1 == stop:
            break


def hang_up(spark, path):
    while not os.path.exists(path):
        time.sleep(0.05)
    spark.close()


def main(infile, outfile):
    while True:
        try:
            function, kind = pickle.load(sys.stdin.buffer)
        except EOFError:
            break
        try:
            drive(function)
        except RuntimeError as e:
            print("RuntimeError:", e)
        gc.collect()
        print("type", kind, "left", [f for f in os.listdir(tempfile.gettempdir()) if f.startswith("golab")])
        print("threads", threading.active_count(), "files", len(os.listdir("/dev/fd")) - open_files)
        try:
            os.waitpid(-1, os.WNOHANG)
            print("a child is left")
        except ChildProcessError:
            print("no child")


spark, worker = socket.socketpair()
if "SHIM_HANG_UP" in os.environ:
    threading.Thread(target=hang_up, args=(spark, os.environ["SHIM_HANG_UP"]), daemon=True).start()
open_files = len(os.listdir("/dev/fd"))
main(worker.makefile("rb"), None)
