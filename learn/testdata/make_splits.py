"""Writes splits.golden: how real scikit-learn parts rows where split_test.go compares.

Made with scikit-learn 1.9.1, numpy 2.4.6:

    python learn/testdata/make_splits.py learn/testdata/splits.golden

The labels of the rows are those that split_test.go makes, too.
"""

import json
import sys

import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold, train_test_split

LABELS = {"six": [0, 0, 1, 2, 2, 2], "down": [7, 3, 3, -1]}


def labels(kind, n):
    return np.resize(LABELS[kind], n)


def folds(kind, n, splits, seed):
    y = labels(kind, n)
    for splitter in (KFold, StratifiedKFold):
        cv = splitter(splits, shuffle=True, random_state=seed)
        yield {
            "name": splitter.__name__, "labels": kind, "rows": n, "splits": splits, "seed": seed,
            "test": [t.tolist() for _, t in cv.split(np.zeros((n, 1)), y)],
        }  # fmt: skip


def parts(kind, n, size, seed):
    y = labels(kind, n)
    for stratify in (False, True):
        train, test = train_test_split(np.arange(n), test_size=size, random_state=seed, stratify=y if stratify else None)
        yield {
            "name": "train_test_split", "labels": kind, "rows": n, "size": size, "stratify": stratify, "seed": seed,
            "train": train.tolist(), "test": [test.tolist()],
        }  # fmt: skip


if __name__ == "__main__":
    cases = []
    for kind, n, splits, seed in [("six", 30, 5, 0), ("six", 61, 4, 42), ("down", 47, 3, 2**32 - 1), ("down", 20, 2, 7)]:
        cases += folds(kind, n, splits, seed)
    for kind, n, size, seed in [("six", 61, 0.25, 3), ("six", 30, 0.3, 0), ("down", 47, 0.5, 42), ("down", 22, 0.33, 2**32 - 1)]:
        cases += parts(kind, n, size, seed)
    with open(sys.argv[1], "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
