"""Does the work that golab's nn is measured by in Keras or numpy, and answers with lines of JSON, as main.go does.

    python peer.py keras|numpy FOLDER    # the folder that golab's task "data" has written
"""

import json
import os
import sys
import time

import numpy as np

WIDE = [(784, 512), (512, 512), (512, 10)]
BATCH = 128


def read(folder, name):
    return np.fromfile(os.path.join(folder, name + ".f32"), np.float32)


def memory(request):
    found = {}
    with open("/proc/self/status") as f:
        for line in f:
            key, _, value = line.partition(":")
            if key in ("VmRSS", "VmHWM"):
                found["now" if key == "VmRSS" else "highest"] = int(value.split()[0]) * 1024
    return found


def draw(rows):
    return np.random.default_rng(7).random((rows, 57), np.float32)


def repeat(calls, work):
    """The seconds and the processor time of the fastest of so many calls, and the seconds of all of them."""
    times, cpus = [], []
    for _ in range(calls):
        start, cpu = time.perf_counter(), time.process_time()
        work()
        times.append(time.perf_counter() - start)
        cpus.append(time.process_time() - cpu)
    return {"seconds": min(times), "cpu": min(cpus), "sum": sum(times)}


class Numpy:
    """The sums that a network is made of, by numpy's BLAS."""

    def __init__(self, folder):
        rng = np.random.default_rng(1)
        self.x = None
        self.weights = [(rng.random(s, np.float32) - 0.5, np.zeros(s[1], np.float32)) for s in ((57, 20), (20, 5), (5, 1))]
        self.version = f"numpy {np.__version__}"

    def predict(self, request):
        rows = request["rows"]
        if self.x is None or len(self.x) != rows:
            self.x = draw(rows)

        def work():
            a = self.x
            for w, b in self.weights[:2]:
                a = np.maximum(a @ w + b, 0)
            w, b = self.weights[2]
            return 1 / (1 + np.exp(-(a @ w + b)))

        return repeat(request["calls"], work)

    def wide(self, request):
        """The eight products of a step through the wide network, 16 times."""
        rng = np.random.default_rng(2)
        layers = [(rng.random((BATCH, i), np.float32), rng.random((i, o), np.float32), rng.random((BATCH, o), np.float32)) for i, o in WIDE]

        def work():
            for _ in range(16):
                for n, (x, w, d) in enumerate(layers):
                    x @ w
                    x.T @ d
                    if n > 0:
                        d @ w.T

        return {**repeat(2, work), "steps": 16}


class Keras:
    """The same networks in Keras, traced before a clock is started."""

    def __init__(self, folder):
        os.environ["KERAS_BACKEND"] = "tensorflow"
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
        import keras
        import tensorflow as tf

        self.keras = keras
        self.version = f"Keras {keras.__version__}, TensorFlow {tf.__version__}"
        self.folder = folder
        self.x = self.scorer = self.wide_model = None

    def lab_net(self, **more):
        dense = self.keras.layers.Dense
        net = self.keras.Sequential([self.keras.Input((57,)), dense(20, "relu"), dense(5, "relu"), dense(1, "sigmoid")])
        net.compile("rmsprop", "binary_crossentropy", metrics=["accuracy"], **more)
        return net

    def fit(self, request):
        x, y = (read(self.folder, name) for name in ("x_train", "y_train"))
        test, labels = (read(self.folder, name) for name in ("x_test", "y_test"))
        x, test = x.reshape(-1, 57), test.reshape(-1, 57)
        self.keras.utils.set_random_seed(request["seed"])
        net = self.lab_net(steps_per_execution=27) if request.get("epoch_at_once") else self.lab_net()
        weights = net.get_weights()
        net.fit(x, y, batch_size=100, validation_split=0.2, verbose=0)
        net.set_weights(weights)
        for v in net.optimizer.variables:
            if "learning_rate" not in v.path:
                v.assign(np.zeros(v.shape, v.dtype))
        start, cpu = time.perf_counter(), time.process_time()
        net.fit(x, y, epochs=100, batch_size=100, validation_split=0.2, verbose=0)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        return {"seconds": seconds, "cpu": cpu, "steps": 2700, "accuracy": net.evaluate(test, labels, batch_size=100, verbose=0)[1]}

    def predict(self, request):
        if self.scorer is None:
            self.scorer = self.lab_net()
        rows = request["rows"]
        if self.x is None or len(self.x) != rows:
            self.x = draw(rows)

        def work():
            if request.get("whole"):
                return self.scorer.predict_on_batch(self.x)
            return self.scorer.predict(self.x, batch_size=request.get("batch_size", rows), verbose=0)

        work()
        return repeat(request["calls"], work)

    def wide(self, request):
        if self.wide_model is None:
            rng = np.random.default_rng(7)
            self.wide_x, self.wide_y = rng.random((2048, 784), np.float32), rng.integers(0, 10, 2048)
            dense = self.keras.layers.Dense
            self.wide_model = self.keras.Sequential([self.keras.Input((784,)), dense(512, "relu"), dense(512, "relu"), dense(10, "softmax")])
            self.wide_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
            self.wide_model.fit(self.wide_x, self.wide_y, batch_size=BATCH, verbose=0)
        return {**repeat(1, lambda: self.wide_model.fit(self.wide_x, self.wide_y, batch_size=BATCH, verbose=0)), "steps": 16}


def main():
    peer = {"keras": Keras, "numpy": Numpy}[sys.argv[1]](sys.argv[2])
    for line in sys.stdin:
        request = json.loads(line)
        if request["task"] == "version":
            answer = {"version": peer.version}
        elif request["task"] == "memory":
            answer = memory(request)
        else:
            answer = getattr(peer, request["task"])(request)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
