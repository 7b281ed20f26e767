"""Times scikit-learn at what BenchmarkTrees of golab does: the best of some rounds, on
one core.

    python time_peers.py FOLDER      # of make_goldens.py

Run with Python 3.11.7, scikit-learn 1.9.1, numpy 2.4.6.
"""
import os
import sys
import time

import numpy as np
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingClassifier, RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

train, test = (np.loadtxt(os.path.join(sys.argv[1], f), delimiter=",") for f in ("train.csv", "test.csv"))
x, y, xt = train[:, :57], train[:, 57].astype(int), test[:, :57]


def best(rounds, f):
    times = []
    for _ in range(rounds):
        start = time.thread_time()
        f()
        times.append(time.thread_time() - start)
    return 1000 * min(times)


for make, rounds in ((DecisionTreeClassifier, 30), (RandomForestClassifier, 5), (GradientBoostingClassifier, 3), (AdaBoostClassifier, 10)):
    print("Fit/%s %.2f ms" % (make.__name__, best(rounds, lambda: make(random_state=0).fit(x, y))))
    model = make(random_state=0).fit(x, y)
    print("Predict/%s %.3f ms" % (make.__name__, best(50, lambda: model.predict(xt))))
