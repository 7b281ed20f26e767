"""Values of metrics on given arrays after several update_state calls."""

import keras
import numpy as np

import runner

FORMAT = (
    "arrays: named batches: y, p and w hold one entry per update_state call, w the weights of its rows. cases: metric {name: class, Keras's "
    "arguments}, key (the name that it has by default), arrays (which batches), results (result() after each call, without weights), weighted "
    "(the same with sample_weight=w). A result is a number or one per class or threshold. Tolerance: |got-want| <= tolerance*max(1,|want|), "
    "8 times the distance to the same metric in float64 and at least 1e-6."
)

BINARY = [
    {"name": "BinaryAccuracy"},
    {"name": "BinaryAccuracy", "threshold": 0.3},
    {"name": "AUC"},
    {"name": "AUC", "curve": "PR"},
    {"name": "AUC", "num_thresholds": 7},
    {"name": "AUC", "num_thresholds": 7, "curve": "PR"},
    {"name": "AUC", "num_thresholds": 7, "summation_method": "minoring"},
    {"name": "AUC", "num_thresholds": 7, "summation_method": "majoring"},
    {"name": "AUC", "curve": "PR", "summation_method": "minoring"},
    {"name": "AUC", "curve": "PR", "summation_method": "majoring"},
    {"name": "AUC", "thresholds": [0.25, 0.5, 0.85]},
    {"name": "Precision"},
    {"name": "Precision", "thresholds": 0.3},
    {"name": "Precision", "thresholds": [0.2, 0.5, 0.8]},
    {"name": "Recall"},
    {"name": "Recall", "thresholds": 0.7},
    {"name": "Recall", "thresholds": [0.2, 0.5, 0.8]},
    {"name": "TruePositives"},
    {"name": "TrueNegatives"},
    {"name": "FalsePositives"},
    {"name": "FalseNegatives"},
    {"name": "FalsePositives", "thresholds": [0.2, 0.5, 0.8]},
    {"name": "PrecisionAtRecall", "recall": 0.55},
    {"name": "RecallAtPrecision", "precision": 0.57},
    {"name": "SensitivityAtSpecificity", "specificity": 0.64},
    {"name": "SpecificityAtSensitivity", "sensitivity": 0.63},
    {"name": "BinaryCrossentropy"},
    {"name": "BinaryCrossentropy", "label_smoothing": 0.1},
    {"name": "MeanSquaredError"},
    {"name": "F1Score", "threshold": 0.5},
    {"name": "Hinge"},
    {"name": "SquaredHinge"},
]
LOGITS = [
    {"name": "BinaryCrossentropy", "from_logits": True},
    {"name": "AUC", "from_logits": True},
    {"name": "BinaryAccuracy", "threshold": 0.0},
    {"name": "Hinge"},
]
LABELS = [
    {"name": "BinaryAccuracy"},
    {"name": "AUC", "multi_label": True},
    {"name": "AUC", "multi_label": True, "label_weights": [1.0, 2.0, 0.5]},
    {"name": "AUC"},
    {"name": "Precision"},
    {"name": "Precision", "class_id": 1},
    {"name": "Recall", "class_id": 2},
    {"name": "F1Score", "threshold": 0.5},
    {"name": "F1Score", "threshold": 0.5, "average": "micro"},
    {"name": "F1Score", "threshold": 0.5, "average": "macro"},
    {"name": "F1Score", "threshold": 0.5, "average": "weighted"},
    {"name": "FBetaScore", "threshold": 0.4, "beta": 2.0},
    {"name": "BinaryCrossentropy"},
]
CATEGORICAL = [
    {"name": "CategoricalAccuracy"},
    {"name": "TopKCategoricalAccuracy", "k": 2},
    {"name": "CategoricalCrossentropy"},
    {"name": "CategoricalCrossentropy", "label_smoothing": 0.1},
    {"name": "CategoricalHinge"},
    {"name": "KLDivergence"},
    {"name": "F1Score"},
    {"name": "F1Score", "average": "micro"},
    {"name": "F1Score", "average": "macro"},
    {"name": "F1Score", "average": "weighted"},
    {"name": "FBetaScore", "beta": 0.5, "average": "macro"},
    {"name": "Precision", "top_k": 2},
    {"name": "Recall", "top_k": 2},
    {"name": "Precision", "top_k": 1, "class_id": 3},
]
SPARSE = [
    {"name": "SparseCategoricalAccuracy"},
    {"name": "SparseTopKCategoricalAccuracy", "k": 2},
    {"name": "SparseTopKCategoricalAccuracy"},
    {"name": "SparseCategoricalCrossentropy"},
]
REAL = [
    {"name": "MeanSquaredError"},
    {"name": "RootMeanSquaredError"},
    {"name": "MeanAbsoluteError"},
    {"name": "MeanAbsolutePercentageError"},
    {"name": "MeanSquaredLogarithmicError"},
    {"name": "LogCoshError"},
    {"name": "CosineSimilarity"},
    {"name": "R2Score"},
    {"name": "R2Score", "class_aggregation": None},
    {"name": "R2Score", "class_aggregation": "variance_weighted_average"},
    {"name": "R2Score", "num_regressors": 2},
    {"name": "Poisson"},
]
SAME = [{"name": "Accuracy"}]
VALUES = [{"name": "Mean"}, {"name": "Sum"}]


def arrays():
    rng = np.random.default_rng(11)
    sizes = (7, 5, 9)

    def batches(make):
        return [make(n) for n in sizes]

    def probabilities(n):
        rows = []
        while len(rows) < n:
            p = np.round(rng.dirichlet([1.2] * 4), 2)
            p[0] = np.round(1 - p[1:].sum(), 2)
            if len(set(p)) == 4:
                rows.append(p.tolist())
        return rows

    found = {}
    y = batches(lambda n: rng.integers(0, 2, (n, 1)).tolist())
    p = [np.round(np.clip(0.25 + 0.4 * np.array(b) + rng.normal(0, 0.5, (len(b), 1)), 0, 1), 2).tolist() for b in y]
    p[0][0], p[0][1], p[1][2] = [0.5], p[0][2], [0.5]
    found["binary"] = {"y": y, "p": p}
    found["logits"] = {"y": y, "p": [np.round(4 * np.array(b) - 2 + rng.normal(0, 0.5, (len(b), 1)), 2).tolist() for b in p]}
    found["labels"] = {
        "y": batches(lambda n: rng.integers(0, 2, (n, 3)).tolist()),
        "p": batches(lambda n: np.round(rng.uniform(0, 1, (n, 3)), 2).tolist()),
    }
    classes = batches(lambda n: rng.integers(0, 4, n))
    p = batches(probabilities)
    found["categorical"] = {"y": [np.eye(4, dtype=int)[c].tolist() for c in classes], "p": p}
    found["sparse"] = {"y": [c.tolist() for c in classes], "p": p}
    found["real"] = {
        "y": batches(lambda n: np.round(rng.uniform(0.2, 3, (n, 2)), 2).tolist()),
        "p": batches(lambda n: np.round(rng.uniform(0.1, 3.5, (n, 2)), 2).tolist()),
    }
    found["same"] = {"y": batches(lambda n: rng.integers(0, 3, (n, 1)).tolist()), "p": batches(lambda n: rng.integers(0, 3, (n, 1)).tolist())}
    found["values"] = {"p": batches(lambda n: np.round(rng.normal(0, 3, n), 2).tolist())}
    for a in found.values():
        a["w"] = batches(lambda n: np.round(rng.uniform(0, 2, n), 1).tolist())
    return found


def results(spec, a, weights, kind="float32"):
    metric = runner.named(keras.metrics, dict(spec, dtype=kind))
    got = []
    for i in range(len(a["p"])):
        given = [np.array(a[k][i], kind) for k in ("y", "p") if k in a]
        w = np.array(a["w"][i], kind) if weights else None
        metric.update_state(*given, sample_weight=w)
        got.append(runner.shortest(np.array(metric.result())))
    return got


def wide_noise(spec, a, plain, weighted):
    with runner.floatx("float64"):
        return max(
            runner.apart(results(spec, a, False, "float64"), plain),
            runner.apart(results(spec, a, True, "float64"), weighted),
        )


def case(spec, name, a):
    key = runner.named(keras.metrics, spec).name
    plain, weighted = results(spec, a, False), results(spec, a, True)
    noise = 0
    # TopK takes float32 only, and what crossentropies clip at is float32's.
    if not any(part in spec["name"] for part in ("TopK", "Crossentropy")):
        noise = wide_noise(spec, a, plain, weighted)
    return {
        "metric": spec,
        "key": key,
        "arrays": name,
        "results": plain,
        "weighted": weighted,
        "tolerance": float(f"{max(1e-6, 8 * noise):.0e}"),
    }


def make(answer):
    groups = {"binary": BINARY, "logits": LOGITS, "labels": LABELS, "categorical": CATEGORICAL, "sparse": SPARSE, "real": REAL, "same": SAME, "values": VALUES}
    found = arrays()
    cases = []
    for name, specs in groups.items():
        for spec in specs:
            keras.backend.clear_session()
            cases.append(case(spec, name, found[name]))
    return {"format": FORMAT, "arrays": found, "cases": cases}, ["cases"]
