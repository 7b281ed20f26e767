"""Adds files of Keras 2 to a folder that networks.py made.

    python networks_keras2.py FOLDER

It needs tensorflow-cpu==2.15.1, the last with Keras 2, and tf2onnx==1.17.0, and is
run by hand when the golden files are made.
"""

import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
import tf2onnx

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

layers = tf.keras.layers
wild = tf.keras.Sequential([
    tf.keras.Input((3,)), layers.BatchNormalization(), layers.Dense(5), layers.BatchNormalization(), layers.Activation("relu"),
    layers.Dropout(0.3), layers.Dense(4, "tanh"), layers.Flatten(), layers.Dense(3, "softmax"),
])
wild.compile("adam", "sparse_categorical_crossentropy")
wild.fit(rows(3) * 3, np.arange(ROWS) % 3, epochs=20, verbose=0)
wild.save(path / "keras2_wild.h5")
tf2onnx.convert.from_keras(wild, opset=15, output_path=str(path / "keras2_wild.onnx"))
for name in ["keras2_wild.h5", "keras2_wild.onnx"]:
    expected[name] = {"width": 3, "x": flat(rows(3)), "predictions": flat(wild.predict(rows(3), verbose=0)), "outputs": 3, "for_predict": True}
(path / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")
