"""Writes mlp.golden: what real scikit-learn's MLPClassifier learns where mlp_test.go compares.

Made with scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1:

    go run ./learn/testdata/split spambase.data FOLDER
    python learn/testdata/make_mlp.py FOLDER learn/testdata/mlp.golden

FOLDER gets the lab's training and test rows; none of them is written.
"""

import json
import sys

import numpy as np
from make_goldens import lab, numbers, probe, three
from sklearn.neural_network import MLPClassifier

small = dict(hidden_layer_sizes=(6,), max_iter=40)
CASES = [
    ("adam", "three", MLPClassifier(hidden_layer_sizes=(10,), random_state=1)),
    ("adam two layers tanh", "three", MLPClassifier(hidden_layer_sizes=(7, 5), activation="tanh", batch_size=30, alpha=0.01, random_state=2, max_iter=30)),
    ("adam logistic betas", "two", MLPClassifier(**small, activation="logistic", beta_1=0.8, beta_2=0.99, epsilon=1e-6, learning_rate_init=0.01, random_state=3)),
    ("adam identity unshuffled", "two", MLPClassifier(**small, activation="identity", shuffle=False, batch_size=32, random_state=4)),
    ("adam no hidden layer", "three", MLPClassifier(hidden_layer_sizes=(), max_iter=30, random_state=5)),
    ("adam converges", "two", MLPClassifier(hidden_layer_sizes=(8,), tol=0.01, n_iter_no_change=3, learning_rate_init=0.02, random_state=6)),
    ("sgd", "three", MLPClassifier(**small, solver="sgd", learning_rate_init=0.05, random_state=7)),
    ("sgd invscaling plain", "two", MLPClassifier(**small, solver="sgd", learning_rate="invscaling", power_t=0.3, learning_rate_init=0.5, nesterovs_momentum=False, momentum=0.5, batch_size=25, random_state=8)),
    ("sgd adaptive", "two", MLPClassifier(hidden_layer_sizes=(6,), solver="sgd", learning_rate="adaptive", learning_rate_init=0.2, tol=0.005, n_iter_no_change=2, random_state=9)),
    ("early stopping two", "two", MLPClassifier(**small, early_stopping=True, validation_fraction=0.2, n_iter_no_change=5, learning_rate_init=0.02, random_state=10)),
    ("early stopping three", "three", MLPClassifier(**small, early_stopping=True, validation_fraction=0.25, learning_rate_init=0.02, random_state=11)),
    ("lbfgs", "three", MLPClassifier(hidden_layer_sizes=(5,), solver="lbfgs", alpha=1, max_iter=500, tol=1e-9, activation="tanh", random_state=12)),
    ("lbfgs logistic", "two", MLPClassifier(hidden_layer_sizes=(3,), solver="lbfgs", alpha=0.5, max_iter=500, tol=1e-9, activation="logistic", random_state=13)),
    ("lab", "scaled", MLPClassifier(max_iter=20, random_state=0)),
]


def golden(name, kind, model, data):
    x, y, xt, yt = data[kind]
    model.fit(x, y)
    out = {
        "name": name, "data": kind, "n_iter": int(model.n_iter_), "loss": float(model.loss_), "accuracy": float(model.score(xt, yt)),
        "predict_proba": numbers(model.predict_proba(probe(x.shape[1]))),
        "loss_curve": numbers(getattr(model, "loss_curve_", [])),
        "validation_scores": numbers(getattr(model, "validation_scores_", None) or []),
    }  # fmt: skip
    if kind != "scaled":
        out["coefs"] = [numbers(c) for c in model.coefs_]
        out["intercepts"] = [numbers(c) for c in model.intercepts_]
    return out


if __name__ == "__main__":
    rows = lab(sys.argv[1])
    x, y, xt, yt = rows["three"] = three()
    rows["two"] = x, (y > 0).astype(int), xt, (yt > 0).astype(int)
    with open(sys.argv[2], "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(golden(*c, rows)) for c in CASES) + "\n]\n")
