# Makes people.csv, cities.csv and pandas-frames.json: what pandas makes of the two
# frames. Run it in this folder with Python 3.11 to 3.13, pandas 3.1.1 and NumPy 2.4.6.
import json

import numpy as np
import pandas as pd

random = np.random.default_rng(9)
n = 301
people = pd.DataFrame({
    "city": random.choice(["Tours", "Paris", "Åbo", "Oslo", None], n, p=[.4, .3, .1, .15, .05]),
    "kind": random.integers(0, 3, n),
    "age": np.where(random.random(n) < .1, np.nan, random.integers(1, 90, n)),
    "income": np.exp(random.normal(7, 2, n)),
    "height": np.where(random.random(n) < .2, np.nan, 1.7 + random.normal(0, .1, n)),
    "visits": random.poisson(2, n),
})
people["weight"] = people.income / 1e4 - 3 * people.height
people.to_csv("people.csv", index=False)
cities = pd.DataFrame({
    "city": ["Paris", "Tours", "Rome", "Tours", None],
    "visits": [2, 1, 3, 4, 5],
    "area": [105.4, 34.36, 1285.0, 0.1, 7.0],
})
cities.to_csv("cities.csv", index=False)

people, cities = pd.read_csv("people.csv"), pd.read_csv("cities.csv")


def table(df):
    rows = [[None if pd.isna(x) else x.item() if isinstance(x, np.generic) else x for x in row]
            for row in df.itertuples(index=False)]
    return {"columns": list(df.columns), "rows": rows}


def flat(groups):
    df = groups.reset_index()
    df.columns = [c if isinstance(c, str) else "_".join(filter(None, c)) for c in df.columns]
    return df


numbers = ["age", "income", "height", "visits", "weight"]
by = people.groupby(["city", "kind"])
# Counting goes by first appearance among equals; so does pandas's stable sort.
counts = people["visits"].value_counts()
small, other = people.head(7)[["city", "age", "kind"]], people.tail(4)[["income", "age", "city"]]
results = {
    "describe": people.describe().reset_index(names="statistic"),
    "describe text": people[["city"]].describe().reset_index(names="statistic"),
    "value counts": pd.DataFrame({"count": counts, "proportion": people["visits"].value_counts(normalize=True)}).reset_index(),
    "value counts of text": people["city"].value_counts().reset_index(),
    "group means": people.groupby("city").mean(numeric_only=True).reset_index(),
    "groups": flat(by.agg({"age": ["mean", "std", "median", "count"], "income": ["sum", "min", "max"], "visits": ["sum", "max", "mean"]})),
    "sizes": by.size().reset_index(name="count"),
    "missing": people.isna().sum().reset_index(name="missing").rename(columns={"index": "column"}),
    "drop missing": people.dropna(),
    "drop missing of two": people.dropna(subset=["city", "age"]),
    "fill mean": people[["age"]].fillna(people["age"].mean()),
    "fill median": people[["height"]].fillna(people["height"].median()),
    "fill mode": people[["city"]].fillna(people["city"].mode()[0]),
    "filter": people[(people.age >= 30) & (people.city != "Tours")],
    "sort": people.sort_values(["city", "age", "income"], ascending=[True, False, True], kind="stable"),
    "one hot": pd.get_dummies(people[["age", "city", "kind"]], columns=["city", "kind"], dtype=int),
    "concat": pd.concat([small, other]),
    "corr": people[numbers].corr().reset_index(names="column"),
}
for how in ["inner", "left", "right", "outer"]:
    results["join " + how] = people.head(20).merge(cities, how=how, on="city")
    results["join of two " + how] = people.head(20).merge(cities, how=how, on=["city", "visits"])
full = people[numbers].dropna()
results["corr numpy"] = pd.DataFrame(np.corrcoef(full.to_numpy().T), columns=numbers)

with open("pandas-frames.json", "w") as f:
    f.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(table(v), allow_nan=False, separators=(',', ':'))}" for k, v in results.items()) + "\n}\n")
