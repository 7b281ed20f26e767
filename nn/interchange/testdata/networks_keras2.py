"""Adds files of Keras 2 to a folder that networks.py made.

    python networks_keras2.py FOLDER

It needs tensorflow-cpu==2.15.1, the last with Keras 2, and is run by hand when the
golden files are made.
"""

import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

ROWS = 6


def rows(width, seed=1):
    n = np.arange(1, ROWS * width + 1, dtype=np.float64) * 0.6180339887498949 * (seed + 1)
    return (2 * (n % 1) - 1).astype(np.float32).reshape(ROWS, width)


def flat(a):
    return [float(v) for v in np.asarray(a, np.float64).ravel()]


def fit(model, epochs):
    model.fit(rows(3), np.arange(ROWS) % 2, epochs=epochs, batch_size=4, shuffle=False, verbose=0)


path = pathlib.Path(sys.argv[1])
expected = json.loads((path / "expected.json").read_text())
tf.keras.utils.set_random_seed(5)
model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(4, "relu"), tf.keras.layers.Dense(1, "sigmoid", name="out")])
model.compile(tf.keras.optimizers.RMSprop(0.01), "binary_crossentropy", metrics=["accuracy"])
fit(model, 3)
names = ["keras2.h5", "keras2.keras"]
for name in names:
    model.save(path / name)
predictions, weights = flat(model.predict(rows(3), verbose=0)), [flat(w) for w in model.get_weights()]
fit(model, 2)
for name in names:
    expected[name] = {
        "width": 3, "x": flat(rows(3)), "predictions": predictions, "outputs": 1,
        "weights": weights, "after": [flat(w) for w in model.get_weights()],
    }
inputs = tf.keras.Input((3,))
chain = tf.keras.Model(inputs, tf.keras.layers.Dense(2, "softmax")(tf.keras.layers.Dense(4, "tanh")(inputs)))
chain.save(path / "keras2_functional.h5")
expected["keras2_functional.h5"] = {"width": 3, "x": flat(rows(3)), "predictions": flat(chain.predict(rows(3), verbose=0)), "outputs": 2}
(path / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")
