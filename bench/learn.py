"""Measures golab's learn beside scikit-learn, on the lab's split, in one run.

    bench/run.sh learn [-rounds N] [-seeds N] [-only NAME] [-write]

Each estimator has its turns: in each round golab and scikit-learn fit and predict, one after the other, and the figure is the
least processor time of all. Then both are scored on the test rows, those that draw random numbers once per seed. Exits with 1
when a bar is missed.
"""

import argparse
import datetime
import os
import statistics
import sys
import tempfile

import report
from nn import ONE, Program, ms, ratio, table

HERE = os.path.dirname(os.path.abspath(__file__))

# Estimator, rows, and how its accuracies are compared: as it is; as its minimum has it, where both end early; the mean of
# seeds; or not at all.
ESTIMATORS = [
    ("LogisticRegression", "scaled", "tight"),
    ("LinearSVC", "scaled", "tight"),
    ("GaussianNB", "raw", "same"),
    ("MultinomialNB", "raw", "same"),
    ("BernoulliNB", "raw", "same"),
    ("KNeighborsClassifier", "raw", "same"),
    ("KNeighborsClassifier", "scaled", "same"),
    ("KNeighborsClassifier, Manhattan", "scaled", "same"),
    ("DecisionTreeClassifier", "raw", "seeds"),
    ("RandomForestClassifier", "raw", "seeds"),
    ("GradientBoostingClassifier", "raw", "seeds"),
    ("AdaBoostClassifier", "raw", "seeds"),
    ("MLPClassifier", "scaled", "seeds"),
    ("MLPClassifier, lbfgs", "scaled", "seeds"),
    ("StandardScaler", "raw", None),
    ("MinMaxScaler", "raw", None),
]
WITHIN = 0.01  # of the means of seeds


class Bench:
    def __init__(self, programs, rounds, seeds):
        self.programs, self.rounds, self.seeds = programs, rounds, seeds
        self.missed = []

    def times(self, name, data):
        """The least processor time of each program's fit and prediction."""
        best = {}
        for r in range(self.rounds):
            for who, program in self.programs.items():
                a = program.ask("time", name=name, data=data, seed=0)
                for what in ("fit", "predict"):
                    best[what, who] = min(a[what], best.get((what, who), a[what]))
        return best

    def accuracies(self, name, data, kind):
        """Each program's accuracies, of one fit or of each seed."""
        seeds = range(self.seeds) if kind == "seeds" else [0]
        name += ", tight" if kind == "tight" else ""
        ask = lambda p, seed: p.ask("score", name=name, data=data, seed=seed)["accuracy"]
        return {who: [ask(p, seed) for seed in seeds] for who, p in self.programs.items()}

    def verdict(self, ok, what):
        if not ok:
            self.missed.append(what)
        return "✓" if ok else "✗"

    def line(self, name, data, kind):
        cells = [name, data]
        if kind is None:
            cells += [""] * 3
        else:
            found = self.accuracies(name, data, kind)
            own, other = (statistics.mean(found[who]) for who in ("golab", "scikit-learn"))
            ok = abs(own - other) <= WITHIN if kind == "seeds" else own == other
            cells += [f"{own:.6f}", f"{other:.6f}", self.verdict(ok, f"{name}, {data}: accuracy")]
        best = self.times(name, data)
        for what in ("fit", "predict"):
            own, other = best[what, "golab"], best[what, "scikit-learn"]
            cells += [ms(own), ms(other), f"{ratio(other, own)} {self.verdict(own <= other, f'{name}, {data}: {what}')}"]
        return cells


def main():
    parser = argparse.ArgumentParser(prog="bench/run.sh learn")
    parser.add_argument("-rounds", type=int, default=5)
    parser.add_argument("-seeds", type=int, default=10)
    parser.add_argument("-only", default="", help="part of an estimator's name")
    parser.add_argument("-golab", default="golab")
    parser.add_argument("-program", required=True)
    parser.add_argument("-write", action="store_true", help="also keep the table as bench/results/learn-DATE.md")
    o = parser.parse_args()
    start = report.machine()
    with tempfile.TemporaryDirectory() as folder:
        own = Program([o.program], ONE)
        data = own.ask("data", folder=folder)
        peer = Program([sys.executable, os.path.join(HERE, "learn", "peer.py"), folder], ONE)
        with own, peer:
            version = peer.ask("version")["version"]
            b = Bench({"golab": own, "scikit-learn": peer}, o.rounds, o.seeds)
            lines = []
            for estimator in ESTIMATORS:
                if o.only in estimator[0]:
                    print(estimator[0], file=sys.stderr, flush=True)
                    lines.append(b.line(*estimator))
    date = datetime.date.today().isoformat()
    source = data["notice"] or "Spambase"
    head = ["", "rows", "accuracy", "scikit-learn", "", "fit", "scikit-learn", "×", "predict", "scikit-learn", "×"]
    text = "\n\n".join((
        f"# golab's learn and scikit-learn, {date}",
        f"{start}, {os.getloadavg()[0]:.1f} at the end; one thread each, least processor time of {o.rounds} rounds by turns.\n"
        f"{o.golab}, {version}.\nData: {source}, {data['train']} training and {data['test']} test rows, raw or scaled by StandardScaler.",
        "All estimators have their defaults. A × says how many times golab's time scikit-learn's is; of a scaler, predict is transform.\n"
        f"Accuracies are those of the test rows: of {o.seeds} seeds the mean, where an estimator draws random numbers, ✓ within {WITHIN}; else\n"
        "✓ where they are equal, for LogisticRegression and LinearSVC with both at tol=1e-10.",
        table(head, lines),
        f"Missed: {'; '.join(b.missed) or 'nothing'}.",
    )) + "\n"  # fmt: skip
    print(text)
    if o.write:
        with open(os.path.join(HERE, "results", f"learn-{date}.md"), "w") as f:
            f.write(text)
    sys.exit(1 if b.missed else 0)


if __name__ == "__main__":
    main()
