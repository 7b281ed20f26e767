"""Runs one case of the golden files in real Keras and measures its noise."""

import contextlib
import io
import json
import math
import os
import re
import tempfile

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)

MADE_BY = (
    f"Keras {keras.__version__}, TensorFlow {tf.__version__} CPU, float32, graph mode, "
    "1 thread, oneDNN on, jit_compile=False: make_cases.py"
)

LOSSES = {
    "binary_crossentropy": "BinaryCrossentropy",
    "binary_focal_crossentropy": "BinaryFocalCrossentropy",
    "categorical_crossentropy": "CategoricalCrossentropy",
    "categorical_focal_crossentropy": "CategoricalFocalCrossentropy",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
    "mean_squared_error": "MeanSquaredError",
    "mean_absolute_error": "MeanAbsoluteError",
    "mean_absolute_percentage_error": "MeanAbsolutePercentageError",
    "mean_squared_logarithmic_error": "MeanSquaredLogarithmicError",
    "huber": "Huber",
    "log_cosh": "LogCosh",
    "hinge": "Hinge",
    "squared_hinge": "SquaredHinge",
    "categorical_hinge": "CategoricalHinge",
    "kl_divergence": "KLDivergence",
    "poisson": "Poisson",
    "cosine_similarity": "CosineSimilarity",
}


def shortest(a):
    """The shortest decimals that give the float32 numbers of a back."""
    if isinstance(a, (list, tuple)):
        return [shortest(v) for v in a]
    if isinstance(a, np.ndarray) and a.ndim > 0:
        return [shortest(v) for v in a]
    v = float(str(np.float32(a)))
    if not math.isfinite(v):
        return str(v)  # "nan", "inf" or "-inf"
    return int(v) if v == int(v) and abs(v) < 1e6 else v


def named(module, spec):
    """The object of a {"name": class, arguments...} in a module of Keras."""
    if spec is None or isinstance(spec, str):
        return spec
    spec = dict(spec)
    return getattr(module, spec.pop("name"))(**spec)


def layer(spec):
    spec = dict(spec)
    kind = getattr(keras.layers, spec.pop("layer"))
    spec.pop("adapt", None)
    for k, v in spec.items():
        if k.endswith("_regularizer"):
            spec[k] = named(keras.regularizers, v)
        if k.endswith("_constraint"):
            spec[k] = named(keras.constraints, v)
    return kind(**spec)


def optimizer(spec):
    spec = dict(spec)
    rate = spec.get("learning_rate")
    if isinstance(rate, dict):
        spec["learning_rate"] = named(keras.optimizers.schedules, rate)
    return named(keras.optimizers, spec)


def loss(spec, **more):
    spec = dict(spec, **more)
    return getattr(keras.losses, LOSSES[spec.pop("name")])(**spec)


def callback(spec, folder):
    name, arguments = spec["name"], dict(spec.get("arguments", {}))
    if name == "CSVLogger":
        arguments["filename"] = os.path.join(folder, arguments["filename"])
    if name == "LearningRateScheduler":
        rates = arguments["schedule"]
        if isinstance(rates, dict):
            arguments["schedule"] = lambda epoch, rate: rate * rates["factor"]
        else:
            arguments["schedule"] = lambda epoch, rate: rates[epoch]
    return getattr(keras.callbacks, name)(**arguments)


def array(rows):
    """Rows as float32 numbers in the type that Keras works in."""
    return np.array(rows, dtype=np.float32).astype(keras.config.floatx())


def build(case):
    """The case's model, built and not compiled, and Normalization adapted."""
    layers = [layer(s) for s in case["layers"]]
    for made, spec in zip(layers, case["layers"]):
        if spec.get("adapt"):
            made.adapt(array(case["x"]))
    return keras.Sequential([keras.Input((case["input_dim"],))] + layers)


def draw_weights(case, seed):
    """Initial weights with few decimals; statistics and counts stay as built."""
    rng = np.random.default_rng(seed)
    drawn = []
    for v in build(case).weights:
        w, name = v.numpy(), v.path.rsplit("/", 1)[-1]
        if name in ("kernel", "embeddings"):
            w = np.round(rng.uniform(-1, 1, w.shape), 3)
        elif name in ("bias", "beta"):
            w = np.round(rng.uniform(-0.2, 0.2, w.shape), 3)
        elif name in ("gamma", "alpha"):
            w = np.round(rng.uniform(0.1, 1.2, w.shape), 3)
        drawn.append(shortest(w))
    return drawn


def times_out(text):
    """Printed text without what a clock says."""
    return re.sub(r"- \d+s - \d+(s|ms|us)/step", "- TIME - TIME/step", text)


def fit_arguments(fit, folder):
    fit = dict(fit)
    fit.setdefault("verbose", 0)
    if "class_weight" in fit:
        fit["class_weight"] = {int(k): v for k, v in fit["class_weight"].items()}
    if "sample_weight" in fit:
        fit["sample_weight"] = array(fit["sample_weight"])
    if "validation_data" in fit:
        v = fit["validation_data"]
        fit["validation_data"] = tuple(array(v[k]) for k in ("x", "y", "sample_weight") if k in v)
    fit["callbacks"] = [callback(c, folder) for c in fit.get("callbacks", [])]
    return fit


def run(case, eager=False):
    """What Keras answers to a case."""
    keras.backend.clear_session()
    x, y = array(case["x"]), array(case["y"])
    model = build(case)
    model.set_weights([array(w) for w in case["initial_weights"]])
    model.compile(
        optimizer(case["optimizer"]),
        loss(case["loss"]),
        metrics=[named(keras.metrics, m) for m in case.get("metrics", [])],
        weighted_metrics=[named(keras.metrics, m) for m in case["weighted_metrics"]] if "weighted_metrics" in case else None,
        jit_compile=False,
        run_eagerly=eager,
    )
    out = {"history": []}
    for fit in case["fits"]:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as text:
            arguments = fit_arguments(fit, folder)
            history = model.fit(x, y, **arguments)
            files = sorted(os.listdir(folder))
            if files:
                with open(os.path.join(folder, files[0]), newline="") as f:
                    out.setdefault("csv", []).append(f.read())
        out["history"].append({k: shortest(v) for k, v in history.history.items()})
        if case.get("show"):
            out.setdefault("printed", []).append(times_out(text.getvalue()))
            out.setdefault("epoch", []).append(history.epoch)
            for c in arguments["callbacks"]:
                if isinstance(c, keras.callbacks.EarlyStopping):
                    out.setdefault("stopped", []).append({"stopped_epoch": c.stopped_epoch, "best_epoch": c.best_epoch, "wait": c.wait})
    out["final_weights"] = [shortest(w) for w in model.get_weights()]
    scores = model.evaluate(x, y, batch_size=7, verbose=0, return_dict=True)
    out["evaluate"] = {k: shortest(v) for k, v in scores.items()}
    out["predictions"] = shortest(model.predict(array(case["x_predict"]), verbose=0))
    if case.get("show"):
        out["learning_rate"] = shortest(model.optimizer.learning_rate.numpy())
        out["iterations"] = int(model.optimizer.iterations.numpy())
    return out


def flat(a):
    if isinstance(a, dict):
        return [v for k in sorted(a) for v in flat(a[k])]
    if isinstance(a, (list, tuple)):
        return [v for w in a for v in flat(w)]
    return [float(a)]


def apart(a, b):
    """The largest |a-b|/max(1,|b|)."""
    a, b = np.array(flat(a)), np.array(flat(b))
    if a.shape != b.shape:
        return math.inf
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    with np.errstate(invalid="ignore"):
        d = np.where(same, 0, np.abs(a - b) / np.maximum(1, np.abs(b)))
    return float(np.max(d, initial=0))


def groups(out):
    """An answer by the groups that have a tolerance of their own."""
    accuracy = [{k: v for k, v in h.items() if "acc" in k} for h in out["history"]]
    rest = [{k: v for k, v in h.items() if "acc" not in k} for h in out["history"]]
    return {
        "loss": rest,
        "metric": accuracy,
        "weights": out["final_weights"],
        "predictions": out["predictions"],
        "evaluate": out["evaluate"],
    }


def noise(out, others):
    """Per group, how far the reruns are from out at the most."""
    largest = {}
    for other in others:
        for k, v in groups(other).items():
            largest[k] = max(largest.get(k, 0), apart(v, groups(out)[k]))
    return {k: float(f"{v:.1e}") for k, v in largest.items()}


def tolerance(of):
    """8 times the noise and at least 1e-5, or 1e-6 for accuracies."""
    return {k: float(f"{max(1e-6 if k == 'metric' else 1e-5, 8 * v):.0e}") for k, v in of.items()}


@contextlib.contextmanager
def floatx(name):
    before = keras.config.floatx()
    keras.config.set_floatx(name)
    try:
        yield
    finally:
        keras.config.set_floatx(before)


def close_call(case, out):
    """Whether rounding might change a figure that is printed."""
    for fit, h in zip(case["fits"], out["history"]):
        if fit.get("verbose", 0) == 0:
            continue
        for v in flat(h):
            if not math.isfinite(v) or v == 0:
                continue
            scale = 1e4 if abs(v) > 1e-3 else 10 ** (4 - math.floor(math.log10(abs(v))))
            part = abs(v) * scale % 1
            if abs(part - 0.5) < 0.005 * max(1, abs(v)):
                return True
    return False


def answer(case, other, wide):
    """Fills in what Keras answers to a case, its noise and its tolerance."""
    out = run(case)
    others = [other]
    if wide:
        with floatx("float64"):
            others.append(run(case, eager=True))
    case["expected"] = out
    case["noise"] = noise(out, others)
    case["tolerance"] = tolerance(case["noise"])
    return case


def quick_answer(case):
    """Fills in what Keras answers to a case, and a tolerance that noise has not been held against."""
    case["expected"] = run(case, eager=True)
    case["tolerance"] = tolerance({k: 0 for k in groups(case["expected"])})
    return case


def compact(a):
    return json.dumps(a, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def write(path, data, lists):
    """Writes a file of goldens, one line per entry of its lists."""
    with open(path, "w") as f:
        f.write("{\n")
        head = [f' "{k}": {compact(v)}' for k, v in data.items() if k not in lists]
        f.write(",\n".join(head))
        for k in lists:
            f.write(f',\n "{k}": [\n  ' + ",\n  ".join(compact(v) for v in data[k]) + "\n ]")
        f.write("\n}\n")
