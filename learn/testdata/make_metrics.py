"""Writes metrics.golden: what real scikit-learn gives where metrics_golden_test.go compares.

Made with scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1:

    go run ./learn/testdata/split spambase.data FOLDER
    python learn/testdata/make_metrics.py FOLDER learn/testdata/metrics.golden

FOLDER gets the lab's training and test rows; none of them is written.
"""
import json
import sys
import warnings

import numpy as np
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_score, train_test_split
from sklearn.naive_bayes import BernoulliNB, GaussianNB
from sklearn.preprocessing import MinMaxScaler

warnings.simplefilter("ignore")


def numbers(a):
    return [None if np.isnan(v) else 1e999 if np.isinf(v) else float(v) for v in np.ravel(a)]


def averages(y, pred, kinds):
    return {
        kind: [float(f(y, pred, average=kind, zero_division=0)) for f in (metrics.precision_score, metrics.recall_score, metrics.f1_score)]
        for kind in kinds
    }


def two(name, classes, n, seed):
    random = np.random.default_rng(seed)
    y = np.array(classes)[(random.random(n) < 0.4).astype(int)]
    score = np.round(np.clip(0.3 * random.normal(size=n) + 0.35 + 0.3 * (y == classes[1]), 0, 1), 2)
    pred = np.array(classes)[(score > 0.5).astype(int)]
    fpr, tpr, t = metrics.roc_curve(y, score, pos_label=classes[1])
    precision, recall, pt = metrics.precision_recall_curve(y, score, pos_label=classes[1])
    positive = (y == classes[1]).astype(int)
    return {
        "name": name, "y": numbers(y), "pred": numbers(pred), "score": numbers(score),
        "confusion": metrics.confusion_matrix(y, pred).tolist(), "confusion_text": str(metrics.confusion_matrix(y, pred)),
        "report": metrics.classification_report(y, pred, zero_division=0),
        "named_report": metrics.classification_report(y, pred, target_names=["a name that is long", "ü"], zero_division=0),
        "averages": averages(positive, (pred == classes[1]).astype(int), ["binary"]) | averages(y, pred, ["macro", "micro", "weighted"]),
        "roc": [numbers(fpr), numbers(tpr), [-1] + numbers(t)[1:]],
        "pr": [numbers(precision), numbers(recall), numbers(pt)],
        "auc": metrics.roc_auc_score(y, score), "average_precision": metrics.average_precision_score(positive, score),
        "log_loss": metrics.log_loss(positive, score), "brier": metrics.brier_score_loss(positive, score),
    }


def many():
    random = np.random.default_rng(3)
    y = np.array([-1, 3, 7, 12])[np.minimum(random.integers(0, 5, size=60), 3)]
    raw = random.random((60, 4)) ** 2 + (y[:, None] == np.array([-1, 3, 7, 12])) * 0.3
    proba = raw / raw.sum(axis=1, keepdims=True)
    pred = np.array([-1, 3, 7, 8])[proba.argmax(axis=1)]  # 8 is never true, 12 never predicted
    return {
        "y": numbers(y), "pred": numbers(pred), "proba": numbers(proba),
        "confusion": metrics.confusion_matrix(y, pred).tolist(), "confusion_text": str(metrics.confusion_matrix(y, pred)),
        "report": metrics.classification_report(y, pred, zero_division=0),
        "averages": averages(y, pred, ["macro", "micro", "weighted"]),
        "auc_macro": metrics.roc_auc_score(y, proba, multi_class="ovr"),
        "auc_weighted": metrics.roc_auc_score(y, proba, multi_class="ovr", average="weighted"),
        "log_loss": metrics.log_loss(y, proba),
    }


def folds():
    out = []
    for y in ([0, 1] * 6, [1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0], [7, 7, 3, 3, 3, -1, -1, -1, -1, 7, 7, 3, 7]):
        for n in (2, 3, 4):
            for kind, cv in (("KFold", KFold(n)), ("StratifiedKFold", StratifiedKFold(n))):
                out.append({"kind": kind, "n": n, "y": y, "test": [test.tolist() for _, test in cv.split(np.zeros(len(y)), y)]})
    return out


def scaled():
    x = np.array([[1, 5, -3, 0.1], [2, 5, np.nan, 0.2], [4, 5, 3, 0.4]])
    probe = np.array([[0, 6, 1, 0.3], [9, 4, np.nan, -1]])
    out = []
    for kw in ({}, {"feature_range": (-1, 2)}, {"clip": True}):
        s = MinMaxScaler(**kw).fit(x)
        z = s.transform(probe)
        out.append({
            "range": list(kw.get("feature_range", (0, 0))), "clip": kw.get("clip", False), "x": numbers(x), "probe": numbers(probe),
            "min": numbers(s.min_), "scale": numbers(s.scale_), "transformed": numbers(z), "inverse": numbers(s.inverse_transform(z)),
        })
    return out


def cross_validation(folder):
    a = np.loadtxt(folder + "/train.csv", delimiter=",")
    x, y = a[:, :57], a[:, 57]
    return {
        "GaussianNB": numbers(cross_val_score(GaussianNB(), x, y)),
        "BernoulliNB 10 runs": numbers(cross_val_score(BernoulliNB(), x, y, cv=KFold(10))),
        "LogisticRegression": numbers(cross_val_score(LogisticRegression(solver="newton-cholesky", tol=1e-10), x, y, cv=3)),
    }


if __name__ == "__main__":
    result = {
        "two": [two("0 and 1", [0, 1], 60, 1), two("-1 and 1", [-1, 1], 37, 2), two("5 and 2000", [5, 2000], 250, 4)],
        "many": many(), "folds": folds(), "scaled": scaled(), "cross_validation": cross_validation(sys.argv[1]),
        "sizes": [[n, size, len(train_test_split(np.arange(n), test_size=size)[1])] for n in (3, 10, 11, 101) for size in (0.25, 0.3, 0.5)],
    }
    with open(sys.argv[2], "w") as f:
        json.dump(result, f)
        f.write("\n")
