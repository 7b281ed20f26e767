"""Writes what the classifiers of the real Spark answer, for the tests to compare with.

Made with pyspark 4.1.4, Java 17.0.15, x86-64:

    python classifiers.py small > classifiers.golden
    python classifiers.py lab FILE > classifiers-lab.golden    the lab's split of the file spambase.data

Doubles are written in hexadecimal, so that no digit is lost; trees as the first 16 digits of
the SHA-256 of Spark's text of them without its first line, but for one that is given in
full. All frames are one partition. Data come from the generator below, which the
tests have, too.
"""
import hashlib
import json
import os
import struct
import sys
import time

from pyspark.ml.classification import (DecisionTreeClassifier, GBTClassifier, LinearSVC, LogisticRegression, NaiveBayes,
                                       OneVsRest, RandomForestClassifier)
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.linalg import Vectors
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

os.environ["PYSPARK_PYTHON"] = sys.executable
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")


def hexes(values):
    return [struct.pack(">d", float(v)).hex() for v in values]


class Generator:
    """The generator of ANSI C's example: 31 bits."""

    def __init__(self, seed):
        self.state = seed

    def whole(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return (self.state >> 8) % n

    def unit(self):
        return self.whole(2**20) / 2**20


def table(kind, n, seed):
    """n rows of four features and a constant one, and a label: of two classes, of three, of two with features 0 and 1, or
    of three that small whole numbers as features tell nothing about."""
    g = Generator(seed)
    rows = []
    for i in range(n):
        a, b, c, d = g.unit(), 4 * g.unit() - 2, float(g.whole(3)), 100 * g.unit()
        label, noise = float(a + b / 4 + 0.2 * g.unit() > 0.6), g.whole(3)
        x = [a, b, c, d, 3.0]
        if kind == "three":
            label = float((a + b / 4 > 0.3) + (a + d / 100 > 1))
            if i % 4 == 0:
                label = float(noise)
        if kind in ("counts", "bits"):
            x = [float(int(10 * a)), float(int(b + 2)), c, d, 3.0]
        if kind == "ties":
            x, label = [float(int(10 * a)), float(int(2 * b + 4)), c, float(int(d / 10)), 3.0], float(noise)
        if kind == "bits":
            x = [float(v > t) for v, t in zip(x, (4, 2, 1, 50, 1))]
        rows.append((Vectors.dense(x), label))
    return spark.createDataFrame(spark.sparkContext.parallelize(rows, 1), ["features", "label"]).cache()


def text(tree):
    lines = tree.toDebugString.split("\n")[1:]
    return "\n".join(lines)


def short(s):
    return hashlib.sha256(s.encode()).hexdigest()[:16]


def answers(model, df, few=3):
    """Predictions as digits; the vectors of the first rows; a mean over all."""
    rows = model.transform(df).collect()
    out = {"prediction": "".join(str(int(r.prediction)) for r in rows)}
    if len(rows) > 1000:
        out["prediction"] = short(out["prediction"])
    if "rawPrediction" in rows[0]:
        out["raw"] = [hexes(r.rawPrediction.toArray()) for r in rows[:few]]
    if "probability" in rows[0]:
        out["probability"] = [hexes(r.probability.toArray()) for r in rows[:few]]
    return out


def linear(model):
    out = {}
    if hasattr(model, "coefficientMatrix"):
        out["coefficients"] = [hexes(row) for row in model.coefficientMatrix.toArray()]
        out["intercepts"] = hexes(model.interceptVector.toArray())
    else:
        out["coefficients"] = [hexes(model.coefficients.toArray())]
        out["intercepts"] = hexes([model.intercept])
    history = model.summary().objectiveHistory if callable(model.summary) else model.summary.objectiveHistory
    out["history"] = hexes(history)
    return out


def bayes(model):
    out = {"pi": hexes(model.pi.toArray()), "theta": [hexes(row) for row in model.theta.toArray()]}
    if model.sigma.numRows:
        out["sigma"] = [hexes(row) for row in model.sigma.toArray()]
    return out


def trees(model):
    out = {"importances": hexes(model.featureImportances.toArray()), "tree": short(text(model)), "nodes": str(model)}
    out["nodes"] = out["nodes"].split(", ", 1)[1]
    return out


KINDS = {"LogisticRegression": (LogisticRegression, linear), "LinearSVC": (LinearSVC, linear), "NaiveBayes": (NaiveBayes, bayes),
         "DecisionTreeClassifier": (DecisionTreeClassifier, trees), "RandomForestClassifier": (RandomForestClassifier, trees),
         "GBTClassifier": (GBTClassifier, trees)}


def fitted(make, params, df):
    params = dict(params)
    thresholds = params.pop("thresholds", None)
    estimator = make(**params)
    if thresholds:
        estimator.setThresholds(thresholds)
    return estimator.fit(df)


def cases():
    tight = dict(tol=1e-10, maxIter=1000)
    yield "LogisticRegression", [
        ("two", {}), ("two", dict(regParam=0.1, **tight)), ("two", dict(regParam=0.1, standardization=False, **tight)),
        ("two", dict(regParam=0.05, fitIntercept=False, **tight)), ("two", dict(regParam=0.02, elasticNetParam=1.0, **tight)),
        ("two", dict(regParam=0.05, elasticNetParam=0.5, standardization=False, **tight)),
        ("two", dict(regParam=0.1, family="multinomial", **tight)), ("two", dict(threshold=0.3)), ("two", dict(thresholds=[0.2, 0.9])),
        ("two", dict(maxIter=3)), ("three", {}), ("three", dict(regParam=0.1, **tight)), ("three", dict(regParam=0.02, elasticNetParam=0.7, **tight)),
        ("three", dict(fitIntercept=False, **tight)), ("three", dict(thresholds=[0.5, 0.2, 0.3]))]
    yield "LinearSVC", [("two", {}), ("two", dict(regParam=0.1)), ("two", dict(regParam=0.1, standardization=False)),
                        ("two", dict(regParam=0.01, fitIntercept=False)), ("two", dict(regParam=0.1, threshold=0.4))]
    yield "NaiveBayes", [("counts", {}), ("counts", dict(smoothing=0.25)), ("counts", dict(modelType="complement")), ("bits", dict(modelType="bernoulli")),
                         ("bits", dict(modelType="bernoulli", smoothing=0.5)), ("three", dict(modelType="gaussian")), ("two", dict(modelType="gaussian", thresholds=[0.2, 0.7]))]
    yield "DecisionTreeClassifier", [
        ("two", {}), ("two", dict(impurity="entropy", maxDepth=10)), ("two", dict(maxDepth=10, minInfoGain=0.01)), ("two", dict(minInstancesPerNode=12)),
        ("two", dict(maxBins=5)), ("two", dict(maxDepth=1)), ("two", dict(minWeightFractionPerNode=0.1)), ("three", dict(maxDepth=7)), ("three", dict(impurity="entropy")), ("counts", dict(maxBins=300, maxDepth=20)),
        ("two", dict(maxDepth=0)), ("ties", dict(impurity="entropy", maxDepth=20)), ("tall", dict(seed=159147643)), ("tall", dict(seed=-5, impurity="entropy", maxDepth=8)),
        ("tall", dict(maxBins=110)), ("taller", dict(seed=1, maxBins=7, maxDepth=8))]
    yield "RandomForestClassifier", [
        ("two", dict(seed=5)), ("two", dict(seed=5, numTrees=3, featureSubsetStrategy="log2")), ("two", dict(seed=-7, subsamplingRate=0.5)),
        ("two", dict(seed=6, bootstrap=False, subsamplingRate=0.6)), ("two", dict(seed=6, bootstrap=False)), ("two", dict(seed=9, numTrees=1)),
        ("two", dict(seed=1, featureSubsetStrategy="onethird", maxDepth=10, numTrees=40)), ("two", dict(seed=1, featureSubsetStrategy="2")),
        ("two", dict(seed=1, featureSubsetStrategy="0.5")), ("two", dict(seed=1, featureSubsetStrategy="all")), ("three", dict(seed=2, impurity="entropy", minInfoGain=0.005)), ("three", dict(seed=3, thresholds=[0.5, 0.2, 0.3])),
        ("ties", dict(seed=4, impurity="entropy", maxDepth=20, numTrees=7, featureSubsetStrategy="log2")), ("ties", dict(seed=8, subsamplingRate=0.02, minInstancesPerNode=3)),
        ("taller", dict(seed=4, numTrees=5))]
    yield "GBTClassifier", [
        ("two", dict(seed=4)), ("two", dict(seed=4, maxIter=5, stepSize=0.5, maxDepth=3)), ("two", dict(seed=4, subsamplingRate=0.7, maxIter=8)),
        ("two", dict(seed=4, featureSubsetStrategy="sqrt", maxIter=8)), ("two", dict(seed=4, maxIter=1, maxDepth=2)), ("two", dict(seed=4, maxIter=10, minInstancesPerNode=5, thresholds=[0.3, 0.7])),
        ("tall", dict(seed=3, maxIter=4))]


def small():
    frames = {kind: table(kind, 240, seed) for kind, seed in (("two", 21), ("three", 22), ("counts", 23), ("bits", 24), ("ties", 31))}
    frames |= {"tall": table("two", 12000, 26), "taller": table("two", 30000, 27)}
    out = {}
    for name, list_ in cases():
        make, told = KINDS[name]
        out[name] = []
        for kind, params in list_:
            model = fitted(make, params, frames[kind])
            case = {"data": kind, "params": {k: v if isinstance(v, list) else str(v) for k, v in params.items()}}
            case |= told(model) | answers(model, frames[kind])
            out[name].append(case)
    tree = DecisionTreeClassifier(maxDepth=3).fit(frames["three"])
    out["text"] = tree.toDebugString.split("\n", 1)[1]
    out["boosted"] = GBTClassifier(maxDepth=2, maxIter=2, seed=1).fit(frames["two"]).toDebugString.split("\n", 1)[1]
    model = OneVsRest(classifier=LogisticRegression(regParam=0.1, tol=1e-10, maxIter=1000)).fit(frames["three"])
    out["rest"] = answers(model, frames["three"])
    return out


def lab(path):
    df = spark.read.csv(path)
    features = [f"f{i}" for i in range(57)]
    df = df.toDF(*features, "label").select(*[F.col(c).cast("double") for c in features + ["label"]])
    df = VectorAssembler(inputCols=features, outputCol="features").transform(df).select("label", *features, "features")
    train, test = df.select("*").drop("features").select(*features, "label").randomSplit([0.7, 0.3], 42)
    assembler = VectorAssembler(inputCols=features, outputCol="features")
    train, test = assembler.transform(train).cache(), assembler.transform(test).cache()
    assert (train.count(), test.count()) == (3288, 1313)
    tight = dict(tol=1e-10, maxIter=1000)
    out = []
    for name, params in (("LogisticRegression", {}), ("LogisticRegression", dict(regParam=0.01, **tight)), ("LogisticRegression", dict(regParam=0.01, elasticNetParam=0.5, **tight)),
                         ("LinearSVC", {}), ("LinearSVC", dict(regParam=0.01)), ("NaiveBayes", {}), ("NaiveBayes", dict(modelType="complement")), ("NaiveBayes", dict(modelType="gaussian")),
                         ("DecisionTreeClassifier", {}), ("DecisionTreeClassifier", dict(maxDepth=12, impurity="entropy")), ("RandomForestClassifier", dict(seed=42)), ("RandomForestClassifier", dict(seed=42, maxDepth=12, numTrees=30)),
                         ("GBTClassifier", dict(seed=42)), ("GBTClassifier", dict(seed=42, maxIter=10, subsamplingRate=0.5))):
        make, told = KINDS[name]
        start = time.time()
        fitted(make, params, train)
        seconds = time.time() - start
        start = time.time()
        model = fitted(make, params, train)
        print(f"{name} {params}: first {seconds:.3f} s, again {time.time() - start:.3f} s", file=sys.stderr)
        rows = model.transform(test).select("prediction", "label").collect()
        case = {"name": name, "params": {k: str(v) for k, v in params.items()}, "accuracy": sum(r.prediction == r.label for r in rows) / len(rows),
                "prediction": short("".join(str(int(r.prediction)) for r in rows))}
        facts = told(model)
        facts.pop("theta", None), facts.pop("sigma", None), facts.pop("importances", None)
        if len(facts.get("history", ())) > 60:
            facts["history"] = facts["history"][:60]
        out.append(case | facts)
    return out


out = lab(sys.argv[2]) if sys.argv[1] == "lab" else small()
print(json.dumps(out, ensure_ascii=False, indent=None, separators=(",", ":")))
