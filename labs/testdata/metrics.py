"""Writes metrics.json, the numbers that evaluator_test.go compares with.

Run with scikit-learn 1.9 and numpy: python metrics.py > metrics.json
Spark's names on the left, scikit-learn's functions on the right; the means run over
the labels that occur, as Spark's do. The false positive rate, which scikit-learn
lacks, is read off its confusion matrix.
"""
import json
import numpy as np
from sklearn import metrics as m


def case(name, y, p, prob, w, beta, label):
    labels = np.unique(y)
    everything = np.union1d(y, p)
    kw = dict(sample_weight=w, zero_division=0)
    some = dict(labels=labels, **kw)
    one = dict(labels=[label], average=None, **kw)
    c = m.confusion_matrix(y, p, labels=everything, sample_weight=w)
    count, fp = c.sum(axis=1), c.sum(axis=0) - np.diag(c)
    fpr = {l: fp[i] / (c.sum() - count[i]) for i, l in enumerate(everything) if l in labels}
    share = {l: count[i] / c.sum() for i, l in enumerate(everything)}
    recall = float(m.recall_score(y, p, average="weighted", **some))
    recall_one = float(m.recall_score(y, p, **one)[0])
    want = {
        "accuracy": m.accuracy_score(y, p, sample_weight=w),
        "hammingLoss": m.hamming_loss(y, p, sample_weight=w),
        "f1": m.f1_score(y, p, average="weighted", **some),
        "weightedPrecision": m.precision_score(y, p, average="weighted", **some),
        "weightedRecall": recall,
        "weightedTruePositiveRate": recall,
        "weightedFalsePositiveRate": sum(fpr[l] * share[l] for l in labels),
        "weightedFMeasure": m.fbeta_score(y, p, beta=beta, average="weighted", **some),
        "precisionByLabel": m.precision_score(y, p, **one)[0],
        "recallByLabel": recall_one,
        "truePositiveRateByLabel": recall_one,
        "falsePositiveRateByLabel": fpr[label],
        "fMeasureByLabel": m.fbeta_score(y, p, beta=beta, **one)[0],
        "logLoss": m.log_loss(y, prob, labels=np.arange(prob.shape[1]), sample_weight=w),
    }
    return dict(name=name, labels=y.tolist(), predictions=p.tolist(), weights=None if w is None else w.tolist(),
                probabilities=prob.ravel().tolist(), beta=beta, label=float(label),
                want={k: float(v) for k, v in want.items()})


r = np.random.default_rng(9)


def draw(n, k):
    y = r.integers(0, k, n).astype(float)
    prob = r.dirichlet(np.ones(k), n)
    prob[np.arange(n), y.astype(int)] += 0.3
    prob /= prob.sum(axis=1, keepdims=True)
    return y, prob.argmax(axis=1).astype(float), prob


out = []
y, p, prob = draw(200, 2)
out.append(case("two classes", y, p, prob, None, 1.0, 1))
y, p, prob = draw(150, 4)
out.append(case("four classes", y, p, prob, None, 0.5, 2))
y, p, prob = draw(150, 3)
out.append(case("weights", y, p, prob, r.random(150).round(3), 2.0, 0))
y, p, prob = draw(60, 4)
keep = y != 3
out.append(case("a class predicted that never occurs", y[keep], p[keep], prob[keep], None, 1.0, 1))
p = np.where(p == 2, 1.0, p)
out.append(case("a class that is never predicted", y[keep], p[keep], prob[keep], None, 1.0, 2))
print(json.dumps(out))
