"""Does the work that golab's learn is measured by in scikit-learn, and answers with lines of JSON, as main.go does.

python peer.py FOLDER    # the folder that golab's task "data" has written
"""

import gc
import json
import os
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

WHILE = 0.02
TIGHT = dict(tol=1e-10, max_iter=100000)


def estimator(name, seed):
    """The one called name, as work.go has it."""
    return {
        "LogisticRegression": lambda: LogisticRegression(),
        "LogisticRegression, tight": lambda: LogisticRegression(**TIGHT),
        "LinearSVC": lambda: LinearSVC(),
        "LinearSVC, tight": lambda: LinearSVC(dual=False, **TIGHT),
        "GaussianNB": lambda: GaussianNB(),
        "MultinomialNB": lambda: MultinomialNB(),
        "BernoulliNB": lambda: BernoulliNB(),
        "KNeighborsClassifier": lambda: KNeighborsClassifier(),
        "KNeighborsClassifier, Manhattan": lambda: KNeighborsClassifier(p=1),
        "DecisionTreeClassifier": lambda: DecisionTreeClassifier(random_state=seed),
        "RandomForestClassifier": lambda: RandomForestClassifier(random_state=seed),
        "GradientBoostingClassifier": lambda: GradientBoostingClassifier(random_state=seed),
        "AdaBoostClassifier": lambda: AdaBoostClassifier(random_state=seed),
        "MLPClassifier": lambda: MLPClassifier(random_state=seed),
        "MLPClassifier, lbfgs": lambda: MLPClassifier(solver="lbfgs", random_state=seed),
        "StandardScaler": lambda: StandardScaler(),
        "MinMaxScaler": lambda: MinMaxScaler(),
    }[name]()


class Peer:
    def __init__(self, folder):
        x, xt, y, yt = (np.fromfile(os.path.join(folder, name + ".f64")) for name in ("x_train", "x_test", "y_train", "y_test"))
        x, xt = x.reshape(-1, 57), xt.reshape(-1, 57)
        scaler = StandardScaler().fit(x)
        self.labs = {"raw": (x, y, xt, yt), "scaled": (scaler.transform(x), y, scaler.transform(xt), yt)}

    def version(self, request):
        return {"version": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}"}

    def score(self, request):
        x, y, xt, yt = self.labs[request["data"]]
        model = estimator(request["name"], request["seed"]).fit(x, y)
        return {"accuracy": float(np.mean(model.predict(xt) == yt))}

    def time(self, request):
        x, y, xt, _ = self.labs[request["data"]]
        model = estimator(request["name"], request["seed"])
        fit = per_call(lambda: model.fit(x, y))
        predict = model.predict if hasattr(model, "predict") else model.transform
        return {"fit": fit, "predict": per_call(lambda: predict(xt))}


def per_call(work):
    """The processor time of a call in seconds, on the average of so many calls that they take a while together."""
    gc.collect()
    calls = 1
    while True:
        start = time.process_time()
        for _ in range(calls):
            work()
        spent = time.process_time() - start
        if spent >= WHILE:
            return spent / calls
        calls *= 2


def main():
    warnings.simplefilter("ignore")  # of fits that did not converge
    peer = Peer(sys.argv[1])
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(getattr(peer, request["task"])(request)), flush=True)


if __name__ == "__main__":
    main()
