"""Writes synthetic.golden and spambase.golden, what tree_golden_test.go and its
neighbours compare with.

Made by Python 3.11.7, scikit-learn 1.9.1, numpy 2.4.6:

    python make_goldens.py                 # synthetic.golden
    python make_goldens.py FOLDER          # spambase.golden as well

FOLDER holds train.csv and test.csv, the lab's split of the real Spambase, as
go run ./learn/testdata/split writes them.
"""
import hashlib
import json
import os
import sys

import numpy as np
import sklearn
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingClassifier, RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, export_text

HERE = os.path.dirname(os.path.abspath(__file__))


def synthetic(n, p, k, seed):
    """n rows of p columns and a noisy label: the same numbers as synthetic in Go."""
    state = seed

    def uniform():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 11) * 2.0**-53

    x, y = np.zeros((n, p)), np.zeros(n)
    for i in range(n):
        for j in range(p):
            x[i, j] = 2 * uniform() - 1
        score = x[i, 0] + x[i, 1] * x[i, 2] + 0.5 * uniform()
        y[i] = min(k - 1, max(0, np.floor((score + 1) / 2.5 * k)))
    return x, y


def preorder(tree):
    order, stack = [], [0]
    while stack:
        i = stack.pop()
        order.append(i)
        if tree.children_left[i] >= 0:
            stack += [tree.children_right[i], tree.children_left[i]]
    return np.array(order)


def arrays(tree):
    """The nodes of a tree in preorder; a leaf has feature -1 and threshold 0."""
    order = preorder(tree)
    feature = tree.feature[order].astype("<i4")
    threshold = tree.threshold[order].astype("<f8")
    threshold[feature < 0] = 0
    feature[feature < 0] = -1
    return feature, threshold, tree.n_node_samples[order].astype("<i4"), order


def digest(trees):
    """SHA-256 of the features, thresholds and rows of trees."""
    h = hashlib.sha256()
    for tree in trees:
        for a in arrays(tree)[:3]:
            h.update(a.tobytes())
    return h.hexdigest()


def nodes(tree):
    feature, threshold, rows, order = arrays(tree)
    return {
        "feature": feature.tolist(),
        "threshold": threshold.tolist(),
        "rows": rows.tolist(),
        "impurity": tree.impurity[order].tolist(),
        "weight": tree.weighted_n_node_samples[order].tolist(),
        "value": tree.value[order].ravel().tolist(),
    }


def trees_of(model):
    if hasattr(model, "tree_"):
        return [model.tree_]
    return [t.tree_ for t in np.ravel(model.estimators_)]


def case(name, estimator, n, p, k, seed, full, scale=1, steps=0):
    x, y = synthetic(n, p, k, seed)
    xt, yt = synthetic(60, p, k, seed + 1000)
    x, xt = x * scale, xt * scale
    if steps:
        x, xt = np.floor(x * steps), np.floor(xt * steps)
    if isinstance(estimator, DecisionTreeRegressor):
        y = y + x[:, 0] ** 3
    model = estimator.fit(x, y.astype(int) if not isinstance(estimator, DecisionTreeRegressor) else y)
    out = {"name": name, "data": [n, p, k, seed], "scale": scale, "steps": steps, "digest": digest(trees_of(model))}
    if full:
        out["trees"] = [nodes(t) for t in trees_of(model)]
    out["importances"] = model.feature_importances_.tolist()
    if isinstance(estimator, DecisionTreeRegressor):
        out["predict"] = model.predict(xt).tolist()
        out["score"] = model.score(x, y)
    else:
        out["predict"] = model.predict(xt).tolist()
        out["proba"] = model.predict_proba(xt[:20]).ravel().tolist()
    if hasattr(model, "train_score_"):
        out["train_score"] = model.train_score_.tolist()
    if hasattr(model, "decision_function"):
        out["decision"] = model.decision_function(xt[:20]).ravel().tolist()
    if hasattr(model, "staged_predict"):
        yt = yt.astype(int)
        out["staged_score"] = [float(np.mean(p == yt)) for p in model.staged_predict(xt)]
    if hasattr(model, "oob_score_"):
        out["oob_score"] = float(model.oob_score_)
    if hasattr(model, "oob_improvement_"):
        out["oob_improvement"] = model.oob_improvement_.tolist()
    if hasattr(model, "estimator_weights_"):
        out["estimator_weights"] = model.estimator_weights_.tolist()
        out["estimator_errors"] = model.estimator_errors_.tolist()
    if full and isinstance(model, DecisionTreeClassifier):
        out["text"] = export_text(model)
    if full and isinstance(model, DecisionTreeClassifier) and k > 1:  # of one class export_text knows no name
        out["text_options"] = export_text(
            model, feature_names=["f%d" % j for j in range(p)], class_names=["c%d" % c for c in range(len(model.classes_))],
            max_depth=1, spacing=1, decimals=4, show_weights=True)
    if full and isinstance(model, DecisionTreeRegressor):
        out["text"] = export_text(model)
    return out


def cases():
    T, F, G, A, R = (DecisionTreeClassifier, RandomForestClassifier, GradientBoostingClassifier,
                     AdaBoostClassifier, DecisionTreeRegressor)
    yield case("tree", T(random_state=0), 150, 5, 2, 1, True)
    yield case("tree of entropy", T(criterion="entropy", random_state=7), 150, 5, 2, 2, True)
    yield case("tree of three classes", T(random_state=2), 150, 4, 3, 3, True)
    yield case("tree of three classes, entropy", T(criterion="log_loss", random_state=3, max_features="sqrt"), 200, 9, 3, 4, True)
    yield case("small tree", T(max_depth=3, min_samples_leaf=4, random_state=4294967295), 200, 5, 2, 5, True)
    yield case("rarely cut tree", T(min_samples_split=20, min_impurity_decrease=0.01, random_state=1), 200, 5, 2, 6, True)
    yield case("best first", T(max_leaf_nodes=9, max_features="log2", random_state=5), 200, 5, 2, 7, True)
    yield case("pruned", T(ccp_alpha=0.008, random_state=5), 200, 5, 3, 8, True)
    yield case("large tree", T(random_state=11), 9000, 6, 2, 9, False)
    yield case("values next to each other", T(random_state=12), 150, 4, 2, 13, True, scale=4e-7)
    yield case("few values", T(random_state=13), 300, 6, 2, 14, True, steps=4)
    yield case("large values", T(random_state=14, max_leaf_nodes=20), 100, 3, 3, 15, True, scale=1e38)
    yield case("forest of few values", F(n_estimators=10, random_state=15), 300, 6, 3, 16, False, steps=3)
    yield case("one class", T(random_state=0), 20, 3, 1, 10, True)
    yield case("balanced tree", T(class_weight="balanced", max_depth=6, min_samples_leaf=5, random_state=16), 200, 5, 2, 51, True)
    yield case("balanced tree of three classes", T(class_weight="balanced", random_state=17, max_leaf_nodes=15), 200, 5, 3, 52, True)
    yield case("balanced forest", F(n_estimators=10, class_weight="balanced", oob_score=True, random_state=18), 300, 6, 3, 53, False)
    yield case("balanced forest without bootstrap", F(n_estimators=5, class_weight="balanced", bootstrap=False, max_depth=4, random_state=19), 300, 6, 3, 54, False)
    yield case("regression", R(random_state=0, max_depth=5), 200, 5, 2, 11, True)
    yield case("regression, best first", R(random_state=0, max_leaf_nodes=12, min_samples_leaf=3), 200, 5, 3, 12, True)
    yield case("forest", F(n_estimators=20, oob_score=True, random_state=0), 300, 9, 2, 21, False)
    yield case("forest of three classes", F(n_estimators=20, oob_score=True, max_depth=6, random_state=1), 300, 9, 3, 22, False)
    yield case("forest without bootstrap", F(n_estimators=5, bootstrap=False, criterion="entropy", random_state=2), 300, 9, 2, 23, False)
    yield case("forest of few samples", F(n_estimators=20, max_samples=60, max_leaf_nodes=7, random_state=3), 300, 9, 2, 24, False)
    yield case("boosting", G(n_estimators=12, random_state=0), 400, 5, 2, 31, True)
    yield case("boosting of three classes", G(n_estimators=5, min_samples_leaf=5, random_state=1), 400, 5, 3, 32, True)
    yield case("stochastic boosting", G(n_estimators=12, subsample=0.6, max_features=2, learning_rate=0.3, random_state=2), 400, 5, 2, 33, True)
    yield case("stochastic boosting of three classes", G(n_estimators=5, subsample=0.8, max_depth=2, random_state=3), 400, 5, 3, 34, True)
    yield case("exponential boosting", G(n_estimators=10, loss="exponential", random_state=4), 400, 5, 2, 35, True)
    yield case("boosting, best first", G(n_estimators=8, max_leaf_nodes=5, max_depth=None, random_state=5), 400, 5, 2, 36, True)
    yield case("adaboost", A(n_estimators=20, random_state=0), 300, 5, 2, 41, True)
    yield case("adaboost of three classes", A(n_estimators=15, learning_rate=0.5, random_state=1), 300, 5, 3, 42, True)
    yield case("adaboost of deep trees", A(estimator=T(max_depth=3, min_samples_leaf=5), n_estimators=6, random_state=2), 300, 5, 2, 43, True)
    yield case("adaboost that ends early", A(estimator=T(max_depth=20), random_state=3), 100, 5, 2, 44, True)


def spambase(folder):
    train, test = (np.loadtxt(os.path.join(folder, f), delimiter=",") for f in ("train.csv", "test.csv"))
    x, y, xt, yt = train[:, :57], train[:, 57].astype(int), test[:, :57], test[:, 57].astype(int)
    for name, make in {
        "DecisionTreeClassifier": lambda s: DecisionTreeClassifier(random_state=s),
        "RandomForestClassifier": lambda s: RandomForestClassifier(random_state=s),
        "GradientBoostingClassifier": lambda s: GradientBoostingClassifier(random_state=s),
        "AdaBoostClassifier": lambda s: AdaBoostClassifier(random_state=s),
    }.items():
        models = [make(s).fit(x, y) for s in range(10)]
        scores = [m.score(xt, yt) for m in models]
        yield {"name": name, "scores": scores, "mean": float(np.mean(scores)), "digests": [digest(trees_of(m)) for m in models]}


def write(name, rows):
    with open(os.path.join(HERE, name), "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows) + "\n]\n")


assert sklearn.__version__ == "1.9.1" and np.__version__ == "2.4.6", (sklearn.__version__, np.__version__)
write("synthetic.golden", cases())
if len(sys.argv) > 1:
    write("spambase.golden", spambase(sys.argv[1]))
