"""Networks that the tests exchange, made by the real packages.

    python networks.py make FOLDER     writes files, and expected.json beside them
    python networks.py pack FOLDER     makes networks.golden.zip of them
    python networks.py check FOLDER    reads what the tests wrote, and says what is in it

networks.golden.zip, beside this script, is what the tests read where there is no
Python. Between make and pack, networks_keras2.py adds files of Keras 2.
"""

import json
import os
import pathlib
import sys
import warnings
import zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import h5py
import keras
import numpy as np
import onnx
import onnxruntime
import safetensors.numpy
from keras import layers
from onnx import TensorProto, helper, numpy_helper

ROWS = 6


def rows(width, seed=1):
    """Rows that every test predicts: no draw of a library, so that all agree."""
    n = np.arange(1, ROWS * width + 1, dtype=np.float64) * 0.6180339887498949 * (seed + 1)
    return (2 * (n % 1) - 1).astype(np.float32).reshape(ROWS, width)


def flat(a):
    return [float(v) for v in np.asarray(a, np.float64).ravel()]


class Folder:
    """Files and what their networks predict."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        self.expected = {}

    def add(self, name, width, predict, **more):
        x = rows(width)
        self.expected[name] = {"width": width, "x": flat(x), "predictions": flat(predict(x)), **more}

    def close(self):
        (self.path / "expected.json").write_text(json.dumps(self.expected, indent=1, sort_keys=True) + "\n")


def fit(model, width, labels, epochs=3):
    y = np.arange(ROWS) % labels
    if labels > 2:
        y = np.eye(labels, dtype=np.float32)[y]
    return model.fit(rows(width), y, epochs=epochs, batch_size=4, shuffle=False, verbose=0)


def more_fit(model, width, labels):
    """What two further epochs make of the weights."""
    fit(model, width, labels, 2)
    return [flat(w) for w in model.get_weights()]


def keras_files(folder):
    keras.utils.set_random_seed(5)
    lab = keras.Sequential([keras.Input((3,)), layers.Dense(4, "relu"), layers.Dense(2, "tanh"), layers.Dense(1, "sigmoid")])
    optimizers = {
        "rmsprop": keras.optimizers.RMSprop(0.01),
        "rmsprop_all": keras.optimizers.RMSprop(0.01, rho=0.8, momentum=0.5, centered=True),
        "sgd": keras.optimizers.SGD(),
        "nesterov": keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
        "adam": keras.optimizers.Adam(0.01, beta_1=0.8),
    }
    for name, optimizer in optimizers.items():
        model = keras.models.clone_model(lab)
        model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"])
        fit(model, 3, 2)
        model.save(folder.path / f"{name}.keras")
        if name == "adam":
            model.save(folder.path / f"{name}.h5")
            model.save_weights(folder.path / f"{name}.weights.h5")
        weights = [flat(w) for w in model.get_weights()]
        x = rows(3)
        predictions = model.predict(x, verbose=0)
        after = more_fit(model, 3, 2)
        for suffix in ["keras"] + (["h5", "weights.h5"] if name == "adam" else []):
            folder.add(f"{name}.{suffix}", 3, lambda _: predictions, weights=weights, after=after, outputs=1)

    loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)
    model = keras.Sequential([keras.Input((2,)), layers.Dense(5, use_bias=False), layers.Activation("tanh"), layers.Flatten(), layers.Dense(3)])
    model.compile("adam", loss, metrics=["accuracy"])
    fit(model, 2, 3)
    model.save(folder.path / "logits.keras")
    predictions = model.predict(rows(2), verbose=0)
    weights = [flat(w) for w in model.get_weights()]
    folder.add("logits.keras", 2, lambda _: predictions, weights=weights, after=more_fit(model, 2, 3), outputs=3)

    bare = keras.models.clone_model(lab)
    bare.save(folder.path / "bare.keras")
    folder.add("bare.keras", 3, lambda x: bare.predict(x, verbose=0), weights=[flat(w) for w in bare.get_weights()], outputs=1)

    inputs = keras.Input((3,))
    x = layers.Dense(4, "sigmoid")(inputs)
    chain = keras.Model(inputs, layers.Dense(2, "softmax")(x))
    chain.save(folder.path / "functional.keras")
    folder.add("functional.keras", 3, lambda x: chain.predict(x, verbose=0), outputs=2)

    normalization = layers.Normalization()
    normalization.adapt(rows(3, 2) * 3 + 1)
    wild = keras.Sequential([
        keras.Input((3,)), normalization, layers.Dense(6, kernel_regularizer="l2"), layers.BatchNormalization(), layers.ReLU(),
        layers.Dropout(0.5), layers.Dense(4, "relu", use_bias=False), layers.BatchNormalization(scale=False), layers.GaussianNoise(0.1),
        layers.Dense(3, "tanh"), layers.Rescaling(2.0, 0.5), layers.Softmax(),
    ])
    wild.compile(keras.optimizers.AdamW(0.05), "categorical_crossentropy", metrics=["accuracy"])
    fit(wild, 3, 3, 10)
    wild.save(folder.path / "wild.keras")
    folder.add("wild.keras", 3, lambda x: wild.predict(x, verbose=0), outputs=3, for_predict=True)


def hdf5_file(folder):
    """adam.weights.h5 as the newest HDF5 writes it, in numbers of other types."""
    kinds = iter(["<f8", ">f4", "<f4", ">f8", "<f4", "<f8"])
    with h5py.File(folder.path / "adam.weights.h5") as old, h5py.File(folder.path / "latest.weights.h5", "w", libver="latest") as new:

        def copy(name, o):
            if not name.startswith("layers"):
                return
            if isinstance(o, h5py.Dataset):
                new.create_dataset(name, data=o[()], dtype=next(kinds))
            else:
                new.require_group(name).attrs.update(o.attrs)

        old.visititems(copy)
    folder.expected["latest.weights.h5"] = folder.expected["adam.weights.h5"]


def old_file(folder):
    """A file in the manner of Keras 1 and 2.0: texts of fixed length, a list of layers
    without an input layer, and a list of names in pieces, as long ones were."""
    a, b, c = matrix(3, 4), matrix(4), matrix(4, 2, seed=5)
    config = {"class_name": "Sequential", "config": [
        {"class_name": "Dense", "config": {"name": "first", "units": 4, "activation": "relu", "batch_input_shape": [None, 3], "dtype": "float32"}},
        {"class_name": "Dropout", "config": {"name": "dropout_1", "rate": 0.5}},
        {"class_name": "Dense", "config": {"name": "second", "units": 2, "use_bias": False, "activation": "linear"}},
        {"class_name": "Activation", "config": {"name": "activation_1", "activation": "sigmoid"}},
    ]}
    with h5py.File(folder.path / "old.h5", "w") as f:
        f.attrs["model_config"] = np.bytes_(json.dumps(config))
        f.attrs["keras_version"] = np.bytes_("2.0.0")
        weights = f.create_group("model_weights")
        for layer, variables in {"first": {"first/kernel:0": a, "first/bias:0": b}, "second": {"second/kernel:0": c}}.items():
            group = weights.create_group(layer)
            for i, (name, data) in enumerate(variables.items()):
                group.attrs[f"weight_names{i}"] = np.array([name], "S")
                group.create_dataset(name, data=data)
    folder.add("old.h5", 3, lambda x: 1 / (1 + np.exp(-(np.maximum(x @ a + b, 0) @ c).astype(np.float64))), outputs=2, for_predict=True)


def matrix(*dims, seed=3):
    n = np.arange(1, int(np.prod(dims)) + 1) * 0.7548776662466927 * seed
    return (2 * (n % 1) - 1).astype(np.float32).reshape(dims)


def onnx_file(folder, name, width, outputs, nodes, constants, opset=17, dims=("batch", None)):
    graph = helper.make_graph(
        nodes, "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [dims[0], width])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [dims[0], outputs])],
        [numpy_helper.from_array(v, k) for k, v in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, folder.path / name)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    folder.add(name, width, lambda x: session.run(None, {"x": x})[0], outputs=outputs)


def onnx_files(folder):
    node = helper.make_node
    # As PyTorch exports Linear layers.
    onnx_file(folder, "torch.onnx", 3, 2, [
        node("Gemm", ["x", "0.weight", "0.bias"], ["h"], transB=1),
        node("Relu", ["h"], ["a"]),
        node("Gemm", ["a", "2.weight", "2.bias"], ["z"], transB=1),
        node("Softmax", ["z"], ["y"], axis=1),
    ], {"0.weight": matrix(4, 3), "0.bias": matrix(4), "2.weight": matrix(2, 4, seed=5), "2.bias": matrix(2, seed=7)})
    # As tf2onnx exports Dense and batch normalization.
    onnx_file(folder, "tf2onnx.onnx", 3, 1, [
        node("Constant", [], ["half"], value=numpy_helper.from_array(np.array([0.5], np.float32))),
        node("MatMul", ["x", "w"], ["h"]),
        node("Add", ["h", "b"], ["hb"]),
        node("Tanh", ["hb"], ["t"]),
        node("Mul", ["t", "scale"], ["m"]),
        node("Sub", ["m", "shift"], ["s"]),
        node("Div", ["s", "half"], ["d"]),
        node("MatMul", ["d", "v"], ["z"]),
        node("Add", ["c", "z"], ["zc"]),
        node("Sigmoid", ["zc"], ["y"]),
    ], {"w": matrix(3, 4), "b": matrix(4), "scale": matrix(4, seed=9), "shift": matrix(4, seed=11), "v": matrix(4, 1, seed=5), "c": matrix(1)})
    onnx_file(folder, "all.onnx", 3, 3, [
        node("Identity", ["x"], ["x1"]),
        node("Reshape", ["x1", "shape"], ["x2"]),
        node("BatchNormalization", ["x2", "g", "b", "m", "v"], ["n"], epsilon=0.01),
        node("Gemm", ["n", "w", "c"], ["z"], alpha=2.0, beta=0.5),
        node("BatchNormalization", ["z", "g", "b", "m", "v"], ["n2"]),
        node("Relu", ["n2"], ["r"]),
        node("Flatten", ["r"], ["f"]),
        node("Sigmoid", ["f"], ["s"]),
        node("Sub", ["one", "s"], ["y"]),
    ], {"shape": np.array([-1, 3]), "g": matrix(3, seed=13), "b": matrix(3, seed=15), "m": matrix(3, seed=17), "v": np.abs(matrix(3, seed=19)),
        "w": matrix(3, 3), "c": matrix(1, seed=4), "one": np.float32(1)})


def safetensors_files(folder):
    a, b, c, d = matrix(4, 3), matrix(4), matrix(2, 4, seed=5), matrix(2, seed=7)
    predict = lambda x: 1 / (1 + np.exp(-(np.maximum(x @ a.T + b, 0) @ c.T + d).astype(np.float64)))
    torch = {"fc1.weight": a, "fc1.bias": b, "fc2.weight": c, "fc2.bias": d}
    safetensors.numpy.save_file(torch, folder.path / "torch.safetensors", {"format": "pt"})
    folder.add("torch.safetensors", 3, predict, outputs=2)
    names = {"net/dense/kernel": a.T, "net/dense/bias": b, "net/dense_1/kernel": c.T, "net/dense_1/bias": d}
    safetensors.numpy.save_file({k: np.ascontiguousarray(v, np.float64) for k, v in names.items()}, folder.path / "keras.safetensors")
    folder.add("keras.safetensors", 3, predict, outputs=2)


def make(path):
    folder = Folder(path)
    keras_files(folder)
    hdf5_file(folder)
    old_file(folder)
    onnx_files(folder)
    safetensors_files(folder)
    folder.close()


def pack(path):
    golden = pathlib.Path(__file__).with_name("networks.golden.zip")
    with zipfile.ZipFile(golden, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for file in sorted(pathlib.Path(path).iterdir()):
            z.write(file, file.name)


def check(path):
    """Prints what the real packages make of files that golab wrote to a folder."""
    path = pathlib.Path(path)
    warnings.simplefilter("error", UserWarning)  # as when an optimizer's memory does not fit
    out = {}
    for task in json.loads((path / "tasks.json").read_text()):
        try:
            out[task["file"]] = check_file(path, task)
        except Exception as e:  # the test says which file it was
            out[task["file"]] = {"error": f"{type(e).__name__}: {e}"}
    json.dump(out, sys.stdout)


def check_file(path, task):
    """What the real packages make of one file."""
    name, kind = task["file"], task["kind"]
    x = np.array(task["x"] or [], np.float32).reshape(-1, task["width"])
    got = {}
    if kind == "keras":
        model = keras.models.load_model(path / name)
        model.run_eagerly = True  # compiling takes longer than predicting six rows
        got["predictions"] = flat(model.predict(x, verbose=0))
        got["weights"] = [flat(w) for w in model.get_weights()]
        if task.get("labels"):
            got["iterations"] = int(np.asarray(model.optimizer.iterations))
            y = np.array(task["labels"], np.float32).reshape(len(x), -1)
            model.run_eagerly = bool(task.get("eager"))
            if task.get("measure"):
                measured = model.evaluate(x, y, batch_size=6, verbose=0, return_dict=True)
                history = {k: [float(v)] for k, v in measured.items()}
            else:
                epochs, batch = (1, 6) if task.get("eager") else (2, 4)
                history = model.fit(x, y, epochs=epochs, batch_size=batch, shuffle=False, verbose=0).history
            got["after"] = [flat(w) for w in model.get_weights()]
            got["history"] = history
        model.save(path / ("back_" + name))
    elif kind == "weights":
        model = keras.models.load_model(path / task["model"])
        model.run_eagerly = True
        model.set_weights([w * 0 for w in model.get_weights()])
        model.load_weights(path / name)
        got["predictions"] = flat(model.predict(x, verbose=0))
    elif kind == "onnx":
        onnx.checker.check_model(onnx.load(path / name), full_check=True)
        session = onnxruntime.InferenceSession(path / name)
        got["predictions"] = flat(session.run(None, {session.get_inputs()[0].name: x})[0])
    elif kind == "safetensors":
        got["tensors"] = {k: {"dims": list(v.shape), "numbers": flat(v)} for k, v in safetensors.numpy.load_file(path / name).items()}
    else:
        raise ValueError(kind)
    return got


if __name__ == "__main__":
    {"make": make, "pack": pack, "check": check}[sys.argv[1]](sys.argv[2])
