"""Writes what the real Spark answers, for the tests to compare with.

Made with pyspark 4.1.4, numpy 2.4.6 and pandas 3.1.1, Java 17.0.15, x86-64 with AVX-512:

    python spark.py stages > stages.golden     scalers, indexers, encoders
    python spark.py evaluators > evaluators.golden
    python spark.py tuning > tuning.golden     folds, grids of small networks
    python spark.py lab FILE > lab-avx512.golden    the sheet's exercise on the file spambase.data

The last one was run again with JAVA_TOOL_OPTIONS=-XX:UseAVX=2 for lab-avx2.golden, and with
JAVA_TOOL_OPTIONS="-XX:+UnlockDiagnosticVMOptions -XX:-UseLibmIntrinsic" and, in front of the class path, a
dev.ludovic.netlib.blas.InstanceBuilder whose javaBlas() returns F2jBLAS.getInstance(), for lab-fdlibm.golden.
Doubles are written in hexadecimal, so that no digit is lost; the time that the
exercise took goes to standard error. All frames are one partition. Data come from
the generator below, which the tests have, too.
"""
import json
import os
import struct
import sys
import time

from pyspark.ml import Pipeline
from pyspark.ml.classification import MultilayerPerceptronClassifier
from pyspark.ml.evaluation import (BinaryClassificationEvaluator, MulticlassClassificationEvaluator,
                                   RegressionEvaluator)
from pyspark.ml.feature import (IndexToString, MinMaxScaler, OneHotEncoder, StandardScaler, StringIndexer,
                                VectorAssembler)
from pyspark.ml.linalg import Vectors
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder, TrainValidationSplit
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

os.environ["PYSPARK_PYTHON"] = sys.executable
spark = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false").getOrCreate()
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


def frame(rows, names):
    return spark.createDataFrame(spark.sparkContext.parallelize(rows, 1), names).cache()


def numbers(n, seed):
    """n rows of four features, a label 0 or 1 that depends on them, and a fold 0 to 2."""
    g = Generator(seed)
    rows = []
    for _ in range(n):
        a, b, c, d = g.unit(), 4 * g.unit() - 2, float(g.whole(3)), 100 * g.unit()
        rows.append((a, b, c, d, float(a + b / 4 + 0.2 * g.unit() > 0.6), g.whole(3)))
    return frame(rows, ["a", "b", "c", "d", "label", "fold"])


def vectors(df, name):
    return [hexes(r[0].toArray()) for r in df.select(name).collect()]


def column(df, name):
    return [r[0] for r in df.select(name).collect()]


# stages


def stages():
    nan, inf = float("nan"), float("inf")
    tables = {
        "plain": [[1.0, -2.0, 0.0], [2.5, 0.0, 0.0], [-0.25, 1e6, 0.0], [0.1, 3.0, 0.0]],
        "constant": [[5.0, 0.1, 0.0], [5.0, 0.1, 0.0], [5.0, 0.1, 0.0]],
        "one row": [[3.0, -1.0]],
        "negative": [[-3.0, -1.0], [-2.0, 0.0], [-7.5, -0.125]],
        "nan": [[1.0, nan, 2.0], [nan, 1.0, 3.0], [4.0, 5.0, 7.0]],
        "infinite": [[1.0, 2.0], [inf, 1.0], [4.0, -inf]],
        "many": [[x / 7 for x in r[:4]] for r in numbers(60, 5).collect()],
    }
    out = {"scalers": {}}
    for name, rows in tables.items():
        df = frame([(Vectors.dense(r),) for r in rows], ["features"])
        case = {"rows": [hexes(r) for r in rows]}
        for with_mean in (False, True):
            for with_std in (False, True):
                m = StandardScaler(inputCol="features", outputCol="out", withMean=with_mean, withStd=with_std).fit(df)
                case["mean"], case["std"] = hexes(m.mean.toArray()), hexes(m.std.toArray())
                case[f"standard {with_mean} {with_std}".lower()] = vectors(m.transform(df), "out")
        for low, high in ((0.0, 1.0), (-1.0, 3.0)):
            m = MinMaxScaler(inputCol="features", outputCol="out", min=low, max=high).fit(df)
            case["min"], case["max"] = hexes(m.originalMin.toArray()), hexes(m.originalMax.toArray())
            case[f"minmax {low:g} {high:g}"] = vectors(m.transform(df), "out")
        out["scalers"][name] = case

    train = ["b", "a", "c", "a", "b", "d", "é", "Z", "d", ""]
    test = ["a", "x", "b", "", "é", "y"]
    fit, seen, more = (frame([(v,) for v in rows], ["s"]) for rows in (train, train, test))
    out["indexers"] = []
    for order in ("frequencyDesc", "frequencyAsc", "alphabetDesc", "alphabetAsc"):
        case = {"order": order}
        m = StringIndexer(inputCol="s", outputCol="i", stringOrderType=order).fit(fit)
        case["labels"] = list(m.labels)
        case["error"] = column(m.transform(seen), "i")
        for handle in ("keep", "skip"):
            t = m.setHandleInvalid(handle).transform(more)
            case[handle], case[handle + " rows"] = column(t, "i"), column(t, "s")
        out["indexers"].append(case)
    for name, values in {"doubles": [1.5, 2.0, 1e-5, 2.0, 12345678.0, 0.1, -0.0], "ints": [3, 10, 3, 2], "bools": None}.items():
        if values:
            m = StringIndexer(inputCol="s", outputCol="i").fit(frame([(v,) for v in values], ["s"]))
            out["indexed " + name] = {"values": values, "labels": list(m.labels)}
    back = IndexToString(inputCol="i", outputCol="s", labels=["x", "y", "z"])
    out["index to string"] = column(back.transform(frame([(v,) for v in (0.0, 2.0, 1.0, 1.9)], ["i"])), "s")

    out["encoders"] = []
    fit, test = frame([(v,) for v in (0.0, 2.0, 1.0, 2.0)], ["i"]), frame([(v,) for v in (3.0, 0.0, 2.0, 7.0)], ["i"])
    for drop in (True, False):
        for handle in ("error", "keep"):
            m = OneHotEncoder(inputCol="i", outputCol="v", dropLast=drop, handleInvalid=handle).fit(fit)
            case = {"drop": drop, "handle": handle, "sizes": m.categorySizes, "train": vectors(m.transform(fit), "v")}
            if handle == "keep":
                case["test"] = vectors(m.transform(test), "v")
            out["encoders"].append(case)
    return out


# evaluators


def scores(n, seed, levels):
    """n rows of a score with so many levels, a label and a weight."""
    g = Generator(seed)
    rows = []
    for _ in range(n):
        s = g.whole(levels) / levels
        rows.append((s, float(g.unit() < s), 0.25 * (1 + g.whole(4))))
    return rows


def evaluators():
    out = {"binary": [], "regression": []}
    cases = {
        "ties": scores(200, 3, 10), "distinct": scores(300, 4, 2**20), "binned": scores(5000, 5, 2**20),
        "one class": [(0.5, 1.0, 1.0), (0.25, 1.0, 1.0)], "other class": [(0.5, 0.0, 1.0), (0.25, 0.0, 1.0)],
        "one row": [(0.5, 1.0, 1.0)], "constant": [(0.5, 1.0, 1.0), (0.5, 0.0, 1.0), (0.5, 0.0, 1.0)],
    }
    for name, rows in cases.items():
        df = frame(rows, ["score", "label", "w"])
        raw = VectorAssembler(inputCols=["zero", "score"], outputCol="rawPrediction").transform(df.withColumn("zero", F.lit(0.0)))
        for metric in ("areaUnderROC", "areaUnderPR"):
            for bins in (1000, 0, 7):
                for weight in (None, "w"):
                    e = BinaryClassificationEvaluator(metricName=metric, numBins=bins)
                    if weight:
                        e = e.setWeightCol(weight)
                    value, other = e.evaluate(raw), e.setRawPredictionCol("score").evaluate(df)
                    assert value == other or value != value
                    out["binary"].append({"name": name, "rows": len(rows), "metric": metric, "bins": bins, "weighted": bool(weight),
                                          "want": hexes([value])[0]})
    g = Generator(6)
    rows = [(10 * g.unit() - 3, 0.0, 0.25 * (1 + g.whole(4))) for _ in range(150)]
    rows = [(y, y * 0.8 + g.unit(), w) for y, _, w in rows]
    for metric in ("rmse", "mse", "r2", "mae", "var"):
        for origin in (False, True):
            for weight in (None, "w"):
                e = RegressionEvaluator(metricName=metric, throughOrigin=origin)
                if weight:
                    e = e.setWeightCol(weight)
                out["regression"].append({"metric": metric, "origin": origin, "weighted": bool(weight), "larger": e.isLargerBetter(),
                                          "want": hexes([e.evaluate(frame(rows, ["label", "prediction", "w"]))])[0]})
    return out


# tuning


def rows_of(df):
    """How many rows, and FNV-1a of their numbers as 32 bits, low byte first."""
    ids = column(df, "id")
    h = 0xCBF29CE484222325
    for i in ids:
        for b in struct.pack("<I", i):
            h = (h ^ b) * 0x100000001B3 % 2**64
    return {"rows": len(ids), "hash": f"{h:016x}"}


def folds():
    out = []
    for n, k, seed in ((10, 3, 42), (100, 5, 7), (1000, 2, -1), (3288, 3, 42), (3288, 3, 7809051150349531440), (3288, 10, 0)):
        df = spark.range(0, n, 1, 1)
        pairs = CrossValidator(numFolds=k, seed=seed)._kFold(df)
        out.append({"n": n, "k": k, "seed": str(seed), "train": [rows_of(a) for a, _ in pairs], "validation": [rows_of(b) for _, b in pairs]})
    return out


def splits():
    """TrainValidationSplit has no method that splits: these are its conditions."""
    out = []
    for n, ratio, seed in ((10, 0.75, 42), (1000, 0.6, -7), (3288, 0.75, 42)):
        df = spark.range(0, n, 1, 1).select("*", F.rand(seed).alias("r"))
        out.append({"n": n, "ratio": ratio, "seed": str(seed), "train": rows_of(df.filter(~(df.r >= ratio))), "validation": rows_of(df.filter(df.r >= ratio))})
    return out


def grids():
    df = numbers(90, 11)
    assembler = VectorAssembler(inputCols=["a", "b", "c", "d"], outputCol="raw")
    scaler = StandardScaler(inputCol="raw", outputCol="features", withMean=True)
    mlp = MultilayerPerceptronClassifier(maxIter=12, seed=3, blockSize=16)
    pipeline = Pipeline(stages=[assembler, scaler, mlp])
    layers = [[4, 2], [4, 3, 2], [4, 5, 3, 2]]
    evaluators = {
        "f1": MulticlassClassificationEvaluator(), "accuracy": MulticlassClassificationEvaluator(metricName="accuracy"),
        "logLoss": MulticlassClassificationEvaluator(metricName="logLoss"), "areaUnderROC": BinaryClassificationEvaluator(),
    }
    out = []
    for name, e in evaluators.items():
        grid = ParamGridBuilder().addGrid(mlp.layers, layers).addGrid(mlp.maxIter, [3, 12]).addGrid(scaler.withStd, [True, False]).build()
        for kind, tuner in {"random": CrossValidator(numFolds=3, seed=42), "foldCol": CrossValidator(numFolds=3, foldCol="fold"),
                            "split": TrainValidationSplit(seed=42)}.items():
            if kind != "random" and name != "accuracy":
                continue
            model = tuner.setEstimator(pipeline).setEvaluator(e).setEstimatorParamMaps(grid).fit(df)
            best = model.bestModel.stages[-1]
            case = {"metric": name, "kind": kind, "layers": best.getLayers(), "maxIter": best.getMaxIter(), "withStd": model.bestModel.stages[1].getWithStd(),
                    "weights": hexes(best.weights.toArray())}
            if kind == "split":
                case["avg"] = hexes(model.validationMetrics)
            else:
                case["avg"], case["std"] = hexes(model.avgMetrics), hexes(model.stdMetrics)
            out.append(case)
    one = ParamGridBuilder().addGrid(mlp.layers, [[4, 3, 2]]).build()
    model = CrossValidator(estimator=pipeline, estimatorParamMaps=one, evaluator=evaluators["areaUnderROC"], numFolds=9, seed=1).fit(df)
    out.append({"metric": "areaUnderROC", "kind": "one candidate, nine folds", "avg": hexes(model.avgMetrics), "std": hexes(model.stdMetrics)})
    return out


# the sheet's exercise


def lab(path):
    df = spark.read.csv(path)
    features = [f"f{i}" for i in range(57)]
    df = df.toDF(*features, "labels").select(*[F.col(c).cast("double") for c in features + ["labels"]])
    train, test = df.randomSplit([0.7, 0.3], 42)
    train, test = train.cache(), test.cache()
    assert (train.count(), test.count()) == (3288, 1313)
    assembler = VectorAssembler(inputCols=features, outputCol="features")
    mlp = MultilayerPerceptronClassifier(maxIter=100, seed=1500, featuresCol="features", labelCol="labels")
    grid = ParamGridBuilder().addGrid(mlp.layers, [[57, 5, 2], [57, 20, 5, 2], [57, 40, 10, 2]]).build()
    evaluator = MulticlassClassificationEvaluator(labelCol="labels", metricName="accuracy")
    cv = CrossValidator(estimator=Pipeline(stages=[assembler, mlp]), estimatorParamMaps=grid, evaluator=evaluator, numFolds=3, seed=42,
                        parallelism=int(sys.argv[3]) if len(sys.argv) > 3 else 2)
    start = time.time()
    model = cv.fit(train)
    print(f"{time.time() - start:.2f} s", file=sys.stderr)
    return {"avg": hexes(model.avgMetrics), "std": hexes(model.stdMetrics), "best": model.bestModel.stages[-1].getLayers(),
            "test": hexes([evaluator.evaluate(model.transform(test))])[0], "weights": hexes(model.bestModel.stages[-1].weights.toArray()[::50])}


def main():
    what = sys.argv[1]
    if what == "tuning":
        out = {"folds": folds(), "splits": splits(), "grids": grids()}
    elif what == "lab":
        out = lab(sys.argv[2])
    else:
        out = {"stages": stages, "evaluators": evaluators}[what]()
    print(json.dumps(out, ensure_ascii=False, indent=None, separators=(",", ":")))


main()
