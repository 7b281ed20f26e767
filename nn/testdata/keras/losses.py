"""Cases of losses: short fits, and values with gradients on given arrays."""

import numpy as np
import tensorflow as tf

import runner

FORMAT = (
    "cases: short fits, as in optimizers.json. direct: each loss called with arrays, which is what holds for probabilities that no sigmoid "
    "or softmax of the same net has made: loss {name, Keras's arguments}, y, p, values (one per row, reduction none), mean (reduction "
    "sum_over_batch_size), gradient (of mean by p), sample_weight, weighted (the mean with these weights), weighted_gradient. "
    "Tolerance of direct: 1e-6*max(1,|want|) for values, 1e-5*max(1,|want|) for gradients."
)

BINARY_Y = [[1], [0], [1], [0], [1], [0], [1], [0]]
BINARY_P = [[0.9], [0.2], [0.35], [0.7], [0], [1], [1], [0.5]]
TWO_Y = [[1, 0], [0, 1], [1, 1], [0, 0]]
TWO_P = [[0.8, 0.1], [0.4, 0.6], [0.55, 0.95], [0.3, 0.05]]
LOGITS = [[2.5], [-1.5], [-0.5], [30], [-40], [0], [0.25], [1.75]]
ONE_HOT = [[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1]]
CLASSES = [0, 2, 1, 2]
ROWS_P = [[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.5, 0, 0.5], [0.2, 0.3, 0.1]]
ROWS_Z = [[2, -1, 0.5], [0.1, 0.2, -3], [50, -20, 10], [0, 0, 0]]
SOFT = [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0, 0.5, 0.5], [0.3, 0.3, 0.4]]
REAL_Y = [[1.5, -0.5], [0, 2], [-3, 0.25], [4, 1]]
REAL_P = [[1.25, -0.75], [0.5, 2], [-1, 3.25], [4.5, -0.5]]
ABOVE_Y = [[1.5, 0.5], [0, 2], [3, 0.25], [4, 1]]
ABOVE_P = [[1.25, 0.75], [0.5, 2.5], [1, 3.25], [4.5, 0.125]]
SIGNS = [[1, -1], [-1, 1], [1, 1], [-1, -1]]
SCORES = [[0.3, -0.6], [0.9, 1.5], [-0.4, 0.2], [-2, 0.1]]

DIRECT = [
    ({"name": "binary_crossentropy"}, BINARY_Y, BINARY_P),
    ({"name": "binary_crossentropy"}, TWO_Y, TWO_P),
    ({"name": "binary_crossentropy", "label_smoothing": 0.2}, TWO_Y, TWO_P),
    ({"name": "binary_crossentropy", "from_logits": True}, BINARY_Y, LOGITS),
    ({"name": "binary_crossentropy", "from_logits": True, "label_smoothing": 0.1}, BINARY_Y, LOGITS),
    ({"name": "binary_focal_crossentropy"}, TWO_Y, TWO_P),
    ({"name": "binary_focal_crossentropy", "gamma": 3.0, "alpha": 0.4, "apply_class_balancing": True}, TWO_Y, TWO_P),
    ({"name": "binary_focal_crossentropy", "from_logits": True}, BINARY_Y, [[2.5], [-1.5], [-0.5], [3], [-4], [0], [0.25], [1.75]]),
    ({"name": "binary_focal_crossentropy", "label_smoothing": 0.1}, TWO_Y, TWO_P),
    ({"name": "categorical_crossentropy"}, ONE_HOT, ROWS_P),
    ({"name": "categorical_crossentropy"}, SOFT, ROWS_P),
    ({"name": "categorical_crossentropy", "label_smoothing": 0.1}, ONE_HOT, ROWS_P),
    ({"name": "categorical_crossentropy", "from_logits": True}, ONE_HOT, ROWS_Z),
    ({"name": "categorical_crossentropy", "from_logits": True, "label_smoothing": 0.3}, ONE_HOT, ROWS_Z),
    ({"name": "categorical_focal_crossentropy"}, ONE_HOT, ROWS_P),
    ({"name": "sparse_categorical_crossentropy"}, CLASSES, ROWS_P),
    ({"name": "sparse_categorical_crossentropy", "from_logits": True}, CLASSES, ROWS_Z),
    ({"name": "sparse_categorical_crossentropy", "ignore_class": 2}, CLASSES, ROWS_P),
    ({"name": "mean_squared_error"}, REAL_Y, REAL_P),
    ({"name": "mean_absolute_error"}, REAL_Y, REAL_P),
    ({"name": "mean_absolute_percentage_error"}, REAL_Y[:1] + REAL_Y[2:], REAL_P[:1] + REAL_P[2:]),
    ({"name": "mean_squared_logarithmic_error"}, ABOVE_Y, ABOVE_P),
    ({"name": "mean_squared_logarithmic_error"}, REAL_Y, REAL_P),
    ({"name": "huber"}, REAL_Y, REAL_P),
    ({"name": "huber", "delta": 0.4}, REAL_Y, REAL_P),
    ({"name": "log_cosh"}, REAL_Y, REAL_P),
    ({"name": "hinge"}, SIGNS, SCORES),
    ({"name": "hinge"}, TWO_Y, SCORES),
    ({"name": "squared_hinge"}, SIGNS, SCORES),
    ({"name": "squared_hinge"}, TWO_Y, SCORES),
    ({"name": "categorical_hinge"}, ONE_HOT, ROWS_P),
    ({"name": "kl_divergence"}, SOFT, ROWS_P),
    ({"name": "poisson"}, ABOVE_Y, ABOVE_P),
    ({"name": "cosine_similarity"}, REAL_Y, REAL_P),
]

SIGMOID = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 1, "activation": "sigmoid"}]
TWO_SIGMOIDS = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 2, "activation": "sigmoid"}]
LINEAR = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 1}]
TANH = [{"layer": "Dense", "units": 4, "activation": "relu"}, {"layer": "Dense", "units": 1, "activation": "tanh"}]
LINEAR2 = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 2}]
SOFTMAX = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 3, "activation": "softmax"}]
LOGITS3 = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 3}]
POSITIVE = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 1, "activation": "softplus"}]
SIGMOID_LAYER = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 1}, {"layer": "Activation", "activation": "sigmoid"}]
CLIPPED = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 1, "activation": "hard_sigmoid"}]
NOT_PROBABLE = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 3, "activation": "sigmoid"}]

CLASS = {"class_weight": {"0": 0.5, "1": 2.0}}
CLASS3 = {"class_weight": {"0": 1.5, "2": 0.25}}
ROWS = {"sample_weight": True}
SPLIT = {"validation_split": 0.25}

FITS = [
    ("bce-class-weight", {"name": "binary_crossentropy"}, SIGMOID, "binary", CLASS | SPLIT, {"metrics": ["accuracy"], "weighted_metrics": ["accuracy"]}),
    ("bce-sample-weight", {"name": "binary_crossentropy"}, SIGMOID, "binary", ROWS | SPLIT, {"metrics": ["accuracy"], "weighted_metrics": ["accuracy", "mse"]}),
    ("bce-smoothing", {"name": "binary_crossentropy", "label_smoothing": 0.2}, SIGMOID, "binary", {}, {"metrics": ["accuracy"]}),
    ("bce-from-logits", {"name": "binary_crossentropy", "from_logits": True}, LINEAR, "binary", SPLIT, {"metrics": ["accuracy"]}),
    ("bce-activation-layer", {"name": "binary_crossentropy"}, SIGMOID_LAYER, "binary", {}, {"metrics": ["accuracy"]}),
    ("bce-hard-sigmoid", {"name": "binary_crossentropy"}, CLIPPED, "binary", {}, {"metrics": ["accuracy"]}),
    ("bce-two-outputs", {"name": "binary_crossentropy"}, TWO_SIGMOIDS, "binary2", {}, {"metrics": ["binary_accuracy"]}),
    ("focal", {"name": "binary_focal_crossentropy"}, SIGMOID, "binary", {}, {"metrics": ["accuracy"]}),
    ("focal-balanced-class-weight", {"name": "binary_focal_crossentropy", "apply_class_balancing": True, "gamma": 1.5}, SIGMOID, "binary", CLASS, {}),
    ("cce-class-weight", {"name": "categorical_crossentropy"}, SOFTMAX, "onehot", CLASS3, {"metrics": ["accuracy"]}),
    ("cce-smoothing", {"name": "categorical_crossentropy", "label_smoothing": 0.1}, SOFTMAX, "onehot", {}, {"metrics": ["accuracy"]}),
    ("cce-from-logits", {"name": "categorical_crossentropy", "from_logits": True}, LOGITS3, "onehot", {}, {"metrics": ["accuracy"]}),
    ("cce-sigmoids", {"name": "categorical_crossentropy"}, NOT_PROBABLE, "onehot", {}, {}),
    ("focal-categorical", {"name": "categorical_focal_crossentropy"}, SOFTMAX, "onehot", {}, {}),
    ("scce-sample-weight", {"name": "sparse_categorical_crossentropy"}, SOFTMAX, "classes", ROWS | SPLIT, {"metrics": ["accuracy"]}),
    ("scce-class-weight", {"name": "sparse_categorical_crossentropy"}, SOFTMAX, "classes", CLASS3, {"metrics": ["accuracy"]}),
    ("scce-from-logits", {"name": "sparse_categorical_crossentropy", "from_logits": True}, LOGITS3, "classes", {}, {"metrics": ["accuracy"]}),
    ("scce-sigmoids", {"name": "sparse_categorical_crossentropy"}, NOT_PROBABLE, "classes", {}, {}),
    ("mse-sample-weight", {"name": "mean_squared_error"}, LINEAR, "real", ROWS | SPLIT, {"metrics": ["mae"]}),
    ("mse-two-outputs", {"name": "mean_squared_error"}, LINEAR2, "real2", {}, {"metrics": ["mae"]}),
    ("mse-sigmoid", {"name": "mean_squared_error"}, SIGMOID, "binary", CLASS, {"metrics": ["accuracy"]}),
    ("mae", {"name": "mean_absolute_error"}, LINEAR, "real", {}, {"metrics": ["mse"]}),
    ("mape", {"name": "mean_absolute_percentage_error"}, LINEAR, "away", {}, {}),
    ("msle", {"name": "mean_squared_logarithmic_error"}, POSITIVE, "count", {}, {}),
    ("huber-sample-weight", {"name": "huber", "delta": 0.6}, LINEAR, "real", ROWS, {"metrics": ["mse"]}),
    ("log-cosh", {"name": "log_cosh"}, LINEAR2, "real2", {}, {}),
    ("hinge", {"name": "hinge"}, TANH, "binary", {}, {}),
    ("squared-hinge-class-weight", {"name": "squared_hinge"}, TANH, "binary", CLASS, {}),
    ("categorical-hinge", {"name": "categorical_hinge"}, LOGITS3, "onehot", {}, {"metrics": ["accuracy"]}),
    ("kl-divergence", {"name": "kl_divergence"}, SOFTMAX, "soft", {}, {}),
    ("poisson-sample-weight", {"name": "poisson"}, POSITIVE, "count", ROWS, {}),
    ("cosine-similarity", {"name": "cosine_similarity"}, LINEAR2, "real2", SPLIT, {}),
]


def targets(kind, x, rng):
    score = np.round(x @ [1.0, -0.7, 0.4] + 0.5 * rng.normal(size=len(x)), 2)
    classes = (score > -0.4).astype(int) + (score > 0.5)
    if kind == "binary":
        return (score > 0).astype(int).tolist()
    if kind == "binary2":
        return np.stack([score > 0, x[:, 0] > x[:, 1]], 1).astype(int).tolist()
    if kind == "classes":
        return classes.tolist()
    if kind == "onehot":
        return np.eye(3, dtype=int)[classes].tolist()
    if kind == "soft":
        return (np.round(np.eye(3)[classes] * 0.7 + 0.1, 2)).tolist()
    if kind == "real2":
        return np.round(np.stack([score, x[:, 0] - x[:, 2]], 1), 2).tolist()
    if kind == "away":
        return (np.round(np.abs(score) + 1, 2)).tolist()
    if kind == "count":
        return np.round(np.exp(score / 2)).astype(int).tolist()
    return score.tolist()


def case(seed, name, loss, layers, kind, fit, more):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(size=(17, 3)), 2)
    fit = {"epochs": 3, "batch_size": 5, "shuffle": False} | fit
    if fit.get("sample_weight"):
        fit["sample_weight"] = np.round(rng.uniform(0, 2, 14), 1).tolist()
    c = {
        "name": name,
        "input_dim": 3,
        "layers": layers,
        "optimizer": {"name": "SGD", "learning_rate": 0.1, "momentum": 0.5} if kind != "away" else {"name": "Adam", "learning_rate": 0.02},
        "loss": loss,
        **more,
        "fits": [fit],
        "x": x[:14].tolist(),
        "y": targets(kind, x[:14], rng),
        "x_predict": x[14:].tolist(),
    }
    c["initial_weights"] = runner.draw_weights(c, seed)
    return c


def direct(spec, y, p):
    w = [1, 0.5, 2, 0, 1.5, 1, 0.25, 3][: len(y)]
    yt, pt, wt = (tf.constant(a, tf.float32) for a in (y, p, w))
    if spec["name"] == "sparse_categorical_crossentropy":
        yt = tf.constant(y, tf.int32)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(pt)
        mean = runner.loss(spec)(yt, pt)
        weighted = runner.loss(spec)(yt, pt, sample_weight=wt)
    return {
        "loss": spec,
        "y": y,
        "p": p,
        "values": runner.shortest(runner.loss(spec, reduction="none")(yt, pt).numpy()),
        "mean": runner.shortest(mean.numpy()),
        "gradient": runner.shortest(tape.gradient(mean, pt).numpy()),
        "sample_weight": w,
        "weighted": runner.shortest(weighted.numpy()),
        "weighted_gradient": runner.shortest(tape.gradient(weighted, pt).numpy()),
    }


def make(answer):
    return {
        "format": FORMAT,
        "cases": [answer(case(300 + i, *f)) for i, f in enumerate(FITS)],
        "direct": [direct(*d) for d in DIRECT],
    }, ["cases", "direct"]
