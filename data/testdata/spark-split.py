"""Writes spark-split.json beside this file: what real Spark's randomSplit answers.

    pip install pyspark==4.1.4        (and a Java 17)
    python spark-split.py

Each case has rows of two doubles and a string (null is null, "NaN", "Infinity",
"-Infinity" and "-0.0" are written as such), weights and a seed; the answer is the
list of parts, each a list of positions in the input. Equal rows are told apart by
nothing, so a position stands for its first equal row.
"""
import json
import math
import os
import random

from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()


def rows(n, seed):
    r = random.Random(seed)
    special = [None, math.nan, math.inf, -math.inf, -0.0, 0.0]
    out = []
    for _ in range(n):
        a = r.choice(special) if r.random() < 0.25 else round(r.gauss(0, 2))
        b = r.choice(special) if r.random() < 0.25 else round(r.gauss(0, 1), 1)
        s = None if r.random() < 0.1 else r.choice(["", "a", "B", "é", "ab", "z"])
        out.append((None if a is None else float(a), None if b is None else float(b), s))
    return out


def text(x):
    if x is None or isinstance(x, str):
        return x
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    return "-0.0" if x == 0 and math.copysign(1, x) < 0 else x


def key(row):
    return tuple(map(repr, map(text, row)))


cases = []
for weights, seed, n in [
    ([0.7, 0.3], 42, 60),
    ([0.6, 0.2, 0.2], -7, 60),
    ([1.0, 2.0, 3.0, 4.0], 2**40 + 1, 80),
    ([0.0, 1.0], 0, 20),
    ([5.0], 1500, 20),
]:
    data = rows(n, seed)
    frame = spark.createDataFrame(data, "a double, b double, s string").coalesce(1)
    first = {}
    for i, row in enumerate(data):
        first.setdefault(key(row), i)
    parts = [[first[key(tuple(row))] for row in part.collect()] for part in frame.randomSplit(weights, seed)]
    cases.append({"weights": weights, "seed": seed, "rows": [[text(x) for x in row] for row in data], "parts": parts})

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "spark-split.json")
with open(path, "w", encoding="utf-8") as f:
    f.write("{\n" + f' "made_by": "Spark {spark.version}",\n "cases": [\n')
    f.write(",\n".join("  " + json.dumps(c, ensure_ascii=False) for c in cases))
    f.write("\n ]\n}\n")
spark.stop()
