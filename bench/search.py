"""Measures the cross-validation of the lab's first exercise, 3 lists of layers by
3 folds, in golab and in real Spark, in one run.

    bench/run.sh search [-rounds N] [-data FILE] [-write]

The rounds take turns: golab fits in a notebook that `golab run` runs, Spark in a
Python of its own whose session has started. Both have to give the same averages,
bit for bit.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time

import report

HERE = os.path.dirname(os.path.abspath(__file__))
LAYERS = [[57, 5, 2], [57, 20, 5, 2], [57, 40, 10, 2]]

CELLS = [
    """import (
	"encoding/json"
	"os"
	"time"

	"golab/data"
	"golab/labs"
	"golab/nn"
)""",
    """raw := must(data.ReadCSV(os.Getenv("SEARCH_DATA")))
names := raw.Names()
names[57] = "labels"
split := must(data.RandomSplit(must(data.Rename(raw, names)), []float64{0.7, 0.3}, 42))
assembler := labs.VectorAssembler{InputCols: names[:57], OutputCol: "features"}
mlp := labs.MultilayerPerceptronClassifier{MaxIter: 100, Seed: 1500, FeaturesCol: "features", LabelCol: "labels", Numerics: nn.Spark41()}
var grid labs.Grid
for _, layers := range LAYERS {
	mlp.Layers = layers
	grid = append(grid, labs.Pipeline{assembler, mlp})
}
evaluator := labs.MulticlassClassificationEvaluator{LabelCol: "labels", MetricName: "accuracy"}""",
    """cv := labs.CrossValidator{Grid: grid, Evaluator: evaluator, NumFolds: 3, Seed: 42, Quiet: true}
start := time.Now()
model := must(cv.Fit(split[0]))
seconds := time.Since(start).Seconds()
best := must(evaluator.Evaluate(must(model.Transform(split[1]))))
out := must(json.Marshal(map[string]any{"seconds": seconds, "avg": model.AvgMetrics, "best": model.Best, "test": best}))
check(os.WriteFile(os.Getenv("SEARCH_OUT"), out, 0o600))""",
]


def spark(path):
    """Is the peer: answers each line of its input with the result of a fit."""
    from pyspark.ml import Pipeline
    from pyspark.ml.classification import MultilayerPerceptronClassifier
    from pyspark.ml.evaluation import MulticlassClassificationEvaluator
    from pyspark.ml.feature import VectorAssembler
    from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as F

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")

    names = [f"_c{i}" for i in range(57)] + ["labels"]
    df = session.read.csv(path).toDF(*names).select(*[F.col(c).cast("double") for c in names])
    train, test = (part.cache() for part in df.randomSplit([0.7, 0.3], 42))
    assert (train.count(), test.count()) == (3288, 1313)
    assembler = VectorAssembler(inputCols=names[:57], outputCol="features")
    mlp = MultilayerPerceptronClassifier(maxIter=100, seed=1500, featuresCol="features", labelCol="labels")
    grid = ParamGridBuilder().addGrid(mlp.layers, LAYERS).build()
    evaluator = MulticlassClassificationEvaluator(labelCol="labels", metricName="accuracy")
    print(json.dumps(session.version), flush=True)
    for _ in sys.stdin:
        cv = CrossValidator(estimator=Pipeline(stages=[assembler, mlp]), estimatorParamMaps=grid, evaluator=evaluator, numFolds=3, seed=42, parallelism=2)
        start = time.monotonic()
        model = cv.fit(train)
        seconds = time.monotonic() - start
        best = LAYERS.index(model.bestModel.stages[-1].getLayers())
        print(json.dumps({"seconds": seconds, "avg": model.avgMetrics, "best": best, "test": evaluator.evaluate(model.transform(test))}), flush=True)


def golab(program, path, folder):
    """Runs the notebook once."""
    layers = "[][]int{" + ", ".join("{" + ", ".join(map(str, widths)) + "}" for widths in LAYERS) + "}"
    cells = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": source.replace("LAYERS", layers)}
        for i, source in enumerate(CELLS)
    ]
    notebook, out = os.path.join(folder, "search.ipynb"), os.path.join(folder, "search.json")
    metadata = {"kernelspec": {"name": "golab", "display_name": "Go (golab)", "language": "go"}}
    with open(notebook, "w") as f:
        json.dump({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, f)
    subprocess.run([program, "run", notebook], check=True, env=dict(os.environ, SEARCH_DATA=path, SEARCH_OUT=out))
    with open(out) as f:
        return json.load(f)


def page(found, version, rounds):
    own, peer = (min(r["seconds"] for r in found[name]) for name in ("golab", "Spark"))
    first = found["Spark"][0]["seconds"]
    lines = [
        f"| 3 lists of layers × 3 folds | golab, Spark41 | Spark {version} | × |",
        "| --- | --- | --- | --- |",
        f"| best of {rounds} | {own:.2f} s | {peer:.1f} s | {peer / own:.0f} |",
        f"| the first | {found['golab'][0]['seconds']:.2f} s | {first:.1f} s | {first / found['golab'][0]['seconds']:.0f} |",
        "",
        "| candidate | golab | Spark |",
        "| --- | --- | --- |",
    ]
    a, b = found["golab"][0], found["Spark"][0]
    lines += [f"| {layers} | {x!r} | {y!r} |" for layers, x, y in zip(LAYERS, a["avg"], b["avg"])]
    lines += [f"| the best, on the test rows | {LAYERS[a['best']]}: {a['test']!r} | {LAYERS[b['best']]}: {b['test']!r} |"]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(prog="bench/run.sh search")
    parser.add_argument("-rounds", type=int, default=2)
    parser.add_argument("-data", default=os.path.join(HERE, "..", "..", "shared", "data", "spambase.data"))
    parser.add_argument("-golab", default="golab")
    parser.add_argument("-program", required=True)
    parser.add_argument("-write", action="store_true", help="also keep the tables as bench/results/search-DATE.md")
    o = parser.parse_args()
    path = os.path.abspath(o.data)
    env = {k: v for k, v in os.environ.items() if k != "SPARK_REMOTE"}
    env.update(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
    found = {"golab": [], "Spark": []}
    with tempfile.TemporaryDirectory() as folder:
        argv = [sys.executable, os.path.abspath(__file__), "spark", path]
        peer = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env, cwd=folder)
        version = json.loads(peer.stdout.readline())
        for _ in range(o.rounds):
            found["golab"].append(golab(o.program, path, folder))
            peer.stdin.write("\n")
            peer.stdin.flush()
            found["Spark"].append(json.loads(peer.stdout.readline()))
        peer.stdin.close()
        peer.wait()
    answers = [(r["avg"], r["best"], r["test"]) for results in found.values() for r in results]
    text = page(found, version, o.rounds) + "\n\n" + report.machine() + f". {o.golab}.\n"
    print(text)
    if o.write:
        date = datetime.date.today().isoformat()
        with open(os.path.join(HERE, "results", f"search-{date}.md"), "w") as f:
            f.write("# The search of the first exercise beside Spark\n\n" + text)
    if any(a != answers[0] for a in answers):
        raise SystemExit("not the same numbers")


if __name__ == "__main__":
    if sys.argv[1:2] == ["spark"]:
        spark(sys.argv[2])
    else:
        main()
