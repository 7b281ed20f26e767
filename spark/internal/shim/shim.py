# This runs in Spark's Python worker. build returns a function over an iterator of
# pyarrow.RecordBatch, as mapInArrow wants it, and the type of what the function yields.
# The function gives the features of each batch to a scorer, a process that answers with
# the predictions, and puts them behind the columns of the batch. The options are JSON:
#
#   schema    the type of the rows that come out
#   files     the scorer's name among the session's files, and its arguments, by platform
#   model     the model's name among the session's files, if it is not blob
#   columns   the places of the features
#   names     what the model calls them
#   patience  seconds until the scorer must have understood the model
#   silence   seconds after which a scorer that does not answer is ended
#
# What hangs is ended in three ways. A guard ends a scorer that is silent for too long, or
# whose task is over while the worker waits for it: then Spark has closed the connection.
# When a query is interrupted, Spark kills the worker; the scorer itself ends with that.


def build(blob, options):
    import json

    from pyspark.sql.types import StructType

    conf = json.loads(options)
    return lambda batches: score(batches, blob, conf), StructType.fromJson(conf["schema"])


GREETING = b"golab-scorer-1\n"


def score(batches, blob, conf):
    """Yields the batches with their predictions. There is no scorer where there are no rows."""
    batches = (batch for batch in batches if batch.num_rows > 0)
    first = next(batches, None)
    if first is None:
        return
    if conf["model"]:
        from pyspark import SparkFiles

        with open(SparkFiles.get(conf["model"]), "rb") as file:
            blob = file.read()
    scorer = Scorer(conf)
    try:
        for batch in scorer.answers(first, batches, blob):
            yield batch
    finally:
        scorer.end()


def locate(conf):
    """The command that runs the scorer on this machine."""
    import os
    import platform

    from pyspark import SparkFiles

    host = "%s-%s" % (platform.system(), platform.machine())
    if host not in conf["files"]:
        raise RuntimeError("no scorer for %s, there is one for %s" % (host, ", ".join(sorted(conf["files"]))))
    name, arguments = conf["files"][host]
    path = SparkFiles.get(name)
    if not os.path.exists(path):
        raise RuntimeError("no scorer for %s: %s is not there; is the session still the one that sent it?" % (host, path))
    return [path] + arguments


def run(command, log):
    """Starts the command, if need be from a copy that may be executed."""
    import os
    import shutil
    import subprocess
    import tempfile

    def start(command):
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=environment(), bufsize=1 << 20)

    try:
        return start(command)
    except PermissionError:  # the execute bit was lost, or the folder is mounted noexec
        handle, copy = tempfile.mkstemp(prefix="golab-scorer-")
        os.close(handle)
        try:
            shutil.copyfile(command[0], copy)
            os.chmod(copy, 0o700)
            return start([copy] + command[1:])
        finally:
            os.unlink(copy)


def environment():
    """The scorer may use the processors of the task, and one to read and write."""
    import os

    from pyspark import TaskContext

    task = TaskContext.get()
    return dict(os.environ, GOMAXPROCS=str((task.cpus() if task else 1) + 1))


class Scorer:
    """A process that predicts."""

    def __init__(self, conf):
        import tempfile

        self.conf = conf
        command = locate(conf)
        self.name = command[0].rsplit("/", 1)[-1]
        self.log = tempfile.TemporaryFile()
        try:
            self.process = run(command, self.log)
        except OSError as e:
            self.log.close()
            raise RuntimeError("scorer %s cannot run: %s" % (command[0], e.strerror)) from None
        for pipe in (self.process.stdin, self.process.stdout):
            widen(pipe)
        self.guard = Guard(self.process)

    def answers(self, first, rest, blob):
        """Yields the batches with predictions, one behind what is written."""
        import itertools
        import struct

        import pyarrow as pa

        process, failed = self.process, None
        try:
            with self.guard.limit(self.conf["patience"], "did not greet"):
                process.stdin.write(struct.pack(">Q", len(blob)) + blob)
                process.stdin.flush()
                if process.stdout.read(len(GREETING)) != GREETING:
                    raise OSError("it did not greet")
            writer, reader, waiting = None, None, None
            for batch in itertools.chain([first], rest, [None]):
                with self.guard.limit(self.conf["silence"], "gave no answer"):
                    if batch is not None:
                        features = pa.RecordBatch.from_arrays([batch.column(i) for i in self.conf["columns"]], names=self.conf["names"])
                        if writer is None:
                            writer = pa.ipc.new_stream(process.stdin, features.schema)
                        writer.write_batch(features)
                        process.stdin.flush()
                    else:
                        writer.close()
                        process.stdin.close()
                    if waiting is not None:
                        if reader is None:
                            reader = pa.ipc.open_stream(process.stdout)
                        answer = reader.read_next_batch()
                if waiting is not None:
                    yield joined(waiting, answer)
                waiting = batch
            with self.guard.limit(self.conf["silence"], "did not end"):
                status = process.wait()
            if status == 0:
                return
        except (OSError, EOFError, StopIteration, ValueError) as e:  # pyarrow's are such
            failed = e
        raise self.failure(failed) from None

    def failure(self, cause):
        """What became of the process, and what it said."""
        import subprocess

        close(self.process.stdin)
        try:
            status = self.process.wait(timeout=2)
            if self.guard.reason:
                cause = self.guard.reason
            elif status or cause is None:
                cause = "exit status %d" % status
        except subprocess.TimeoutExpired:
            self.end()
        self.log.seek(0)
        said = self.log.read().decode("utf-8", "replace").strip()
        if len(said) > 4000:
            said = said[:1000] + " ... " + said[-3000:]
        return RuntimeError("scorer %s failed (%s): %s" % (self.name, cause, said))

    def end(self):
        """Leaves nothing behind."""
        self.guard.end()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        close(self.process.stdin)
        close(self.process.stdout)


class Guard:
    """A thread that ends a process when it is too slow, or when Spark hangs up."""

    def __init__(self, process):
        import os
        import threading

        self.process, self.reason, self.late = process, None, None
        self.until = float("inf")
        self.asleep, self.wake = os.pipe()
        self.thread = threading.Thread(target=self.watch, args=(connection(),), daemon=True)
        self.thread.start()

    def watch(self, spark):
        import os
        import select
        import time

        poll = select.poll()
        poll.register(self.asleep, 0)  # hears of the other end's being closed
        if spark is not None:
            poll.register(spark, getattr(select, "POLLRDHUP", 0))
        while self.reason is None:
            heard = [fd for fd, _ in poll.poll(1000)]
            if self.asleep in heard:
                break
            if heard:
                self.reason = "Spark has given the task up"
            elif time.monotonic() > self.until:
                self.reason = self.late
        else:
            self.process.kill()
        os.close(self.asleep)

    def limit(self, seconds, what):
        """Lets the process be slow for so long."""
        import contextlib
        import time

        self.late = "it %s within %s s" % (what, seconds)
        self.until = time.monotonic() + seconds
        stack = contextlib.ExitStack()
        stack.callback(setattr, self, "until", float("inf"))
        return stack

    def end(self):
        import os

        if self.wake is not None:
            os.close(self.wake)
            self.wake = None
            self.thread.join()


def connection():
    """The descriptor of the worker's connection to Spark, which the worker's main reads."""
    import sys

    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_name == "main" and "infile" in frame.f_locals:
            return frame.f_locals["infile"].fileno()
        frame = frame.f_back
    return None


def widen(pipe):
    """Gives a pipe room for more than 64 kB, where Linux lets it."""
    import fcntl

    try:
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)
    except (AttributeError, OSError):
        pass


def close(pipe):
    try:
        pipe.close()
    except OSError:  # what was still to be written
        pass


def joined(batch, answer):
    """The batch with the column of the answer."""
    import pyarrow as pa

    if answer.num_rows != batch.num_rows:
        raise OSError("%d predictions for %d rows" % (answer.num_rows, batch.num_rows))
    return pa.RecordBatch.from_arrays(batch.columns + answer.columns, schema=batch.schema.append(answer.schema.field(0)))
