# Makes numpy-histograms.json: the intervals and counts of numpy.histogram with
# bins="auto". Run it in this folder with Python 3.11 to 3.13 and NumPy 2.4.6.
import json

import numpy as np

random = np.random.default_rng(5)
data = {
    "normal": random.normal(40, 12, 150),
    "exponential": random.exponential(3, 120),
    "few": np.array([1.5, 2.25, 9.0]),
    "one": np.array([3.5]),
    "all the same": np.full(9, -2.5),
    "no quartiles": np.concatenate([np.zeros(40), [1.25, 7.5]]),
    "two heaps": np.concatenate([random.normal(0, 0.1, 60), random.normal(100, 0.1, 60)]),
    "ints": random.poisson(4, 150),
    "many ints": random.integers(0, 1000, 100),
    "on the edges": np.arange(0, 3.01, 0.1),
}
results = {}
for name, values in data.items():
    counts, edges = np.histogram(values, bins="auto")
    density, _ = np.histogram(values, bins="auto", density=True)
    results[name] = {"values": values.tolist(), "edges": edges.tolist(), "counts": counts.tolist(), "density": density.tolist()}

with open("numpy-histograms.json", "w") as f:
    f.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in results.items()) + "\n}\n")
