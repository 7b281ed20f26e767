"""Makes the cases of keras-steps.json that this package uses, with real Keras.

    pip install tensorflow==2.21.0 keras==3.15.1
    python keras_steps.py keras-steps.json > new.json

It reads the inputs of every case (layers, optimizer, loss, fits, x, y,
x_predict, initial_weights) from the file given, fits them anew, and writes the
file again with new "expected" values. Cases, format and tolerances stay.
"""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)


def shortest(a):
    """The shortest decimals that give the float32 numbers of a back."""
    if isinstance(a, (list, tuple)):
        return [shortest(v) for v in a]
    if isinstance(a, np.ndarray) and a.ndim > 0:
        return [shortest(v) for v in a]
    return float(str(np.float32(a)))


def layer(spec):
    spec = dict(spec)
    kind = getattr(keras.layers, spec.pop("layer"))
    for which in ("kernel_regularizer", "bias_regularizer"):
        if which in spec:
            spec[which] = keras.regularizers.L1L2(**spec[which])
    return kind(**spec)


def optimizer(spec):
    spec = dict(spec)
    kind = getattr(keras.optimizers, spec.pop("name"))
    rate = spec.get("learning_rate")
    if isinstance(rate, dict):
        rate = dict(rate)
        schedule = getattr(keras.optimizers.schedules, rate.pop("name"))
        spec["learning_rate"] = schedule(**rate)
    return kind(**spec)


LOSSES = {
    "binary_crossentropy": keras.losses.BinaryCrossentropy,
    "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
    "sparse_categorical_crossentropy": keras.losses.SparseCategoricalCrossentropy,
    "mse": keras.losses.MeanSquaredError,
    "mean_squared_error": keras.losses.MeanSquaredError,
    "huber": keras.losses.Huber,
}


def loss(spec):
    spec = dict(spec)
    return LOSSES[spec.pop("name")](**spec)


def run(case):
    """Returns what Keras answers to a case."""
    x = np.array(case["x"], dtype=np.float32)
    y = np.array(case["y"], dtype=np.float32)
    model = keras.Sequential([keras.Input((case["input_dim"],))] + [layer(s) for s in case["layers"]])
    model.set_weights([np.array(w, dtype=np.float32) for w in case["initial_weights"]])
    model.compile(optimizer(case["optimizer"]), loss(case["loss"]), metrics=case["metrics"], jit_compile=False)
    history = []
    for fit in case["fits"]:
        fit = dict(fit, verbose=0)
        if "class_weight" in fit:
            fit["class_weight"] = {int(k): v for k, v in fit["class_weight"].items()}
        if "sample_weight" in fit:
            fit["sample_weight"] = np.array(fit["sample_weight"], dtype=np.float32)
        if "callbacks" in fit:
            fit["callbacks"] = [getattr(keras.callbacks, c["name"])(**c["arguments"]) for c in fit["callbacks"]]
        h = model.fit(x, y, **fit).history
        history.append({k: shortest(v) for k, v in h.items()})
    scores = model.evaluate(x, y, batch_size=7, verbose=0, return_dict=True)
    predictions = model.predict(np.array(case["x_predict"], dtype=np.float32), verbose=0)
    return {
        "history": history,
        "final_weights": [shortest(w) for w in model.get_weights()],
        "evaluate": {k: shortest(v) for k, v in scores.items()},
        "predictions": shortest(predictions),
    }


def main():
    with open(sys.argv[1]) as f:
        data = json.load(f)
    data["made_by"] = f"Keras {keras.__version__}, TensorFlow {tf.__version__} CPU, float32, graph mode, 1 thread, jit_compile=False"
    for case in data["cases"]:
        case["expected"] = run(case)
    json.dump(data, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
