"""Prints the losses and weights of fits of real Spark, every bit of them.

    pip install 'pyspark==4.1.*' numpy         # and a Java 17
    python spark-golden.py lab spambase.data > spark-4.1-java17-avx512.txt
    python spark-golden.py small             > spark-small-Spark41AVX512.txt

With 'pyspark==3.3.1' 'numpy<2' in its place they are spark-3.3-java17.txt and
spark-small-Spark33Java17.txt. (Log lines that Spark prints among them are no part.)

lab prints lines "loss INDEX DECIMAL BITS" and "w INDEX DECIMAL BITS" and, on stderr,
the hits on the test set. small prints "FIT-loss INDEX BITS" and "FIT-w INDEX BITS" of
fits on data made here. The numbers depend on the processor: on one without AVX-512,
or with JDK_JAVA_OPTIONS=-XX:UseAVX=2, they are those of AVX2.
"""

import struct
import sys
import tempfile

from pyspark.ml import Pipeline
from pyspark.ml.classification import MultilayerPerceptronClassifier
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.sql import SparkSession

# The same as smallFits in mlp_small_test.go.
SMALL = [
    ("deep", 100, dict(layers=[5, 9, 4, 3], maxIter=30, blockSize=32, seed=1)),
    ("regression", 50, dict(layers=[3, 2], maxIter=20, blockSize=1, seed=-7)),
    ("descent", 70, dict(layers=[4, 6, 2], maxIter=15, solver="gd", stepSize=0.1, seed=3)),
    ("panels", 1100, dict(layers=[40, 30, 4], maxIter=5, blockSize=2000, seed=5)),
]


def bits(value):
    return struct.pack(">d", value).hex()


def lab(spark, path):
    raw = spark.read.csv(path)
    columns = [raw[name].cast("double").alias(name) for name in raw.columns]
    features, label = raw.columns[:-1], raw.columns[-1]
    train, test = raw.select(*columns).randomSplit([0.7, 0.3], 42)

    assembler = VectorAssembler(inputCols=features, outputCol="features")
    mlp = MultilayerPerceptronClassifier(
        layers=[57, 20, 5, 2], maxIter=100, seed=1500, featuresCol="features", labelCol=label)
    model = Pipeline(stages=[assembler, mlp]).fit(train)
    fitted = model.stages[-1]

    for i, value in enumerate(fitted.summary().objectiveHistory):
        print(f"loss {i} {value:.17g} {bits(value)}")
    for i, value in enumerate(fitted.weights.toArray()):
        print(f"w {i} {value:.17g} {bits(value)}")

    evaluator = MulticlassClassificationEvaluator(labelCol=label, metricName="accuracy")
    accuracy = evaluator.evaluate(model.transform(test))
    print(f"accuracy {accuracy!r}, {round(accuracy * test.count())} hits", file=sys.stderr)


def number(i, j):
    if (i + j) % 3 == 0:
        return 0.0
    return ((i * 131 + j * 37 + i * j * 17) % 101) / 10 - 5


def small(spark):
    for name, rows, parameters in SMALL:
        features, classes = parameters["layers"][0], parameters["layers"][-1]
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            for i in range(rows):
                values = [number(i, j) for j in range(features)]
                values.append((i * 131 % 101 // 20 + i * i // 7) % classes)
                print(*values, sep=",", file=file)
            file.flush()
            raw = spark.read.csv(file.name, inferSchema=True).coalesce(1).cache()
            raw.count()
        assembler = VectorAssembler(inputCols=raw.columns[:-1], outputCol="features")
        frame = assembler.transform(raw.withColumnRenamed(raw.columns[-1], "label"))
        fitted = MultilayerPerceptronClassifier(**parameters).fit(frame)
        for i, value in enumerate(fitted.summary().objectiveHistory):
            print(f"{name}-loss {i} {bits(value)}")
        for i, value in enumerate(fitted.weights.toArray()):
            print(f"{name}-w {i} {bits(value)}")


def main(what, *arguments):
    spark = SparkSession.builder.master("local[1]").getOrCreate()
    {"lab": lab, "small": small}[what](spark, *arguments)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
