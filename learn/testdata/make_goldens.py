"""Writes classifiers.golden: what real scikit-learn gives where golden_test.go compares.

Made with scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1:

    go run ./learn/testdata/split spambase.data FOLDER
    python learn/testdata/make_goldens.py FOLDER learn/testdata/classifiers.golden
    python learn/testdata/make_goldens.py FOLDER --time

FOLDER gets the lab's training and test rows; none of them is written. With --time,
the least time of one core that fitting and predicting take is printed instead, for the
cases of BenchmarkClassifiers.
"""
import hashlib
import json
import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import time
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

warnings.simplefilter("ignore")


def lab(folder):
    train, test = (np.loadtxt(os.path.join(folder, f), delimiter=",") for f in ("train.csv", "test.csv"))
    split = lambda a: (np.ascontiguousarray(a[:, :57]), np.ascontiguousarray(a[:, 57]))
    x, y = split(train)
    xt, yt = split(test)
    scaler = StandardScaler().fit(x)
    return {"raw": (x, y, xt, yt), "scaled": (scaler.transform(x), y, scaler.transform(xt), yt)}


def three():
    """Three classes that overlap, of counts."""
    random = np.random.default_rng(7)
    y = np.arange(150) % 3
    x = np.round(np.abs(random.normal(size=(150, 4)) + 1.1 * ((y[:, None] + np.arange(4)) % 3)), 2)
    y = np.array([-1, 3, 7])[y]
    return x[:100], y[:100], x[100:], y[100:]


def few(x, y, xt, yt):
    """The same rows, but of the last class only each third one."""
    return [a[(y != 7) | (np.arange(len(y)) % 9 == 2)] for a in (x, y)] + [xt, yt]


tight = dict(tol=1e-10, max_iter=100000)
cases = [
    ("LogisticRegression", "raw", LogisticRegression(solver="newton-cholesky", **tight)),
    ("LogisticRegression", "scaled", LogisticRegression(solver="newton-cholesky", **tight)),
    ("LogisticRegression C=0.01", "scaled", LogisticRegression(C=0.01, solver="newton-cholesky", **tight)),
    ("LogisticRegression no intercept", "scaled", LogisticRegression(fit_intercept=False, solver="newton-cholesky", **tight)),
    ("LogisticRegression", "three", LogisticRegression(solver="newton-cholesky", **tight)),
    ("LogisticRegression no penalty", "three", LogisticRegression(C=np.inf, solver="newton-cholesky", **tight)),
    ("LogisticRegression balanced", "scaled", LogisticRegression(class_weight="balanced", solver="newton-cholesky", **tight)),
    ("LogisticRegression balanced", "few", LogisticRegression(class_weight="balanced", solver="newton-cholesky", **tight)),
    ("LinearSVC", "raw", LinearSVC(dual=False, tol=1e-13, max_iter=100000)),
    ("LinearSVC", "scaled", LinearSVC(dual=False, **tight)),
    ("LinearSVC C=0.1 scaling 10", "scaled", LinearSVC(C=0.1, intercept_scaling=10, dual=False, **tight)),
    ("LinearSVC no intercept", "scaled", LinearSVC(fit_intercept=False, dual=False, **tight)),
    ("LinearSVC", "three", LinearSVC(dual=False, **tight)),
    ("GaussianNB", "raw", GaussianNB()),
    ("GaussianNB", "scaled", GaussianNB()),
    ("GaussianNB", "three", GaussianNB()),
    ("GaussianNB priors smoothing 0.1", "three", GaussianNB(priors=[0.2, 0.5, 0.3], var_smoothing=0.1)),
    ("MultinomialNB", "raw", MultinomialNB()),
    ("MultinomialNB", "three", MultinomialNB()),
    ("MultinomialNB alpha 0.1 uniform", "three", MultinomialNB(alpha=0.1, fit_prior=False)),
    ("BernoulliNB", "raw", BernoulliNB()),
    ("BernoulliNB binarize 1", "three", BernoulliNB(binarize=1.0, alpha=0.5, class_prior=[0.2, 0.5, 0.3])),
    ("KNeighborsClassifier", "raw", KNeighborsClassifier()),
    ("KNeighborsClassifier", "scaled", KNeighborsClassifier()),
    ("KNeighborsClassifier distance", "scaled", KNeighborsClassifier(weights="distance")),
    ("KNeighborsClassifier 1", "scaled", KNeighborsClassifier(n_neighbors=1)),
    ("KNeighborsClassifier 9", "scaled", KNeighborsClassifier(n_neighbors=9)),
    ("KNeighborsClassifier manhattan", "scaled", KNeighborsClassifier(p=1)),
    ("KNeighborsClassifier", "three", KNeighborsClassifier()),
    ("KNeighborsClassifier distance", "three", KNeighborsClassifier(weights="distance")),
]


def probe(p):
    """Rows that anyone can make: golden_test.go does."""
    return np.array([[(i * 31 + j * 17) % 23 / 10 for j in range(p)] for i in range(5)])


def numbers(a):
    return [float(v) for v in np.ravel(a)]


def golden(name, kind, model, data):
    x, y, xt, yt = data[kind]
    model.fit(x, y)
    pred = model.predict(xt)
    out = {
        "name": name, "data": kind, "accuracy": float(np.mean(pred == yt)),
        "predictions": hashlib.sha256(" ".join(str(int(v)) for v in pred).encode()).hexdigest(),
        "probed": numbers(model.predict(probe(x.shape[1]))),
    }
    for key in ("predict_proba", "decision_function"):
        if hasattr(model, key) and not (key == "decision_function" and hasattr(model, "predict_proba")):
            out[key] = numbers(getattr(model, key)(probe(x.shape[1])))
    for key in ("coef_", "intercept_", "theta_", "var_", "class_prior_", "epsilon_", "feature_log_prob_", "class_log_prior_"):
        if hasattr(model, key):
            v = np.ravel(getattr(model, key))
            out[key] = numbers(v)
    if not getattr(model, "fit_intercept", True):
        out["intercept_"] = [0.0] * (1 if len(model.classes_) == 2 else len(model.classes_))
    return out


def least(f, rounds=7):
    """The least processor time of a call in ms."""
    best = float("inf")
    for _ in range(rounds):
        calls = 1
        while True:
            start = time.process_time()
            for _ in range(calls):
                f()
            spent = time.process_time() - start
            if spent > 0.03:
                best = min(best, spent / calls)
                break
            calls *= 2
    return best * 1e3


def timed(data):
    for name, kind, model in [
        ("LogisticRegression", "raw", LogisticRegression()),
        ("LogisticRegression", "scaled", LogisticRegression()),
        ("LogisticRegression newton-cholesky", "raw", LogisticRegression(solver="newton-cholesky")),
        ("LogisticRegression newton-cholesky", "scaled", LogisticRegression(solver="newton-cholesky")),
        ("LinearSVC", "raw", LinearSVC()),
        ("LinearSVC 1e-10", "raw", LinearSVC(tol=1e-10, max_iter=100000)),
        ("LinearSVC", "scaled", LinearSVC()),
        ("KNeighborsClassifier", "raw", KNeighborsClassifier()),
        ("KNeighborsClassifier", "scaled", KNeighborsClassifier()),
        ("KNeighborsClassifier manhattan", "scaled", KNeighborsClassifier(p=1)),
        ("GaussianNB", "raw", GaussianNB()),
        ("MultinomialNB", "raw", MultinomialNB()),
        ("BernoulliNB", "raw", BernoulliNB()),
    ]:
        x, y, xt, yt = data[kind]
        fit, predict = least(lambda: model.fit(x, y)), least(lambda: model.predict(xt))
        print(f"{name + ' ' + kind:44} fit {fit:9.3f} ms  predict {predict:9.3f} ms  accuracy {model.score(xt, yt):.6f}", flush=True)


if __name__ == "__main__":
    rows = lab(sys.argv[1])
    if sys.argv[2] == "--time":
        timed(rows)
        sys.exit()
    rows["three"] = three()
    rows["few"] = few(*rows["three"])
    x, y, xt, yt = rows["three"]
    result = {
        "three": {"x": numbers(x), "y": numbers(y), "x_test": numbers(xt), "y_test": numbers(yt)},
        "cases": [golden(name, kind, model, rows) for name, kind, model in cases],
    }
    with open(sys.argv[2], "w") as f:
        f.write('{"three": ' + json.dumps(result["three"]) + ',\n"cases": [\n')
        f.write(",\n".join(json.dumps(c) for c in result["cases"]) + "\n]}\n")
