"""Writes scaler.json, the numbers that scaler_test.go compares with.

Run with scikit-learn 1.9 and numpy: python scaler.py > scaler.json
"""
import json
import numpy as np
from sklearn.preprocessing import StandardScaler

nan = float("nan")
cases = {
    "plain": [[1, 2], [3, 5], [4, 9], [-2, 0.5]],
    "constant": [[1, 0.1], [1, 0.1], [1, 0.1]],
    "constant but for rounding": [[0.1 + 0.2, 1e8], [0.3, 1e8], [0.3, 1e8 + 1e-8]],
    "one row": [[3, -4, 0]],
    "missing": [[1, nan], [nan, 2], [3, 6], [5, 7]],
    "large mean": [[1e9, 1e-9], [1e9 + 1, 2e-9], [1e9 + 2, 4e-9]],
    "zero inflated": [[0, 0, 278.0], [0.64, 0, 1028.0], [0, 0.21, 2259.0], [0, 0, 1.0], [0.06, 0, 191.0]],
}


def numbers(a):
    return [None if np.isnan(v) else float(v) for v in np.ravel(a)]


out = []
for name, rows in cases.items():
    x = np.array(rows, dtype=float)
    s = StandardScaler().fit(x)
    z = s.transform(x)
    out.append({
        "name": name, "rows": x.shape[0], "cols": x.shape[1], "x": numbers(x),
        "mean": numbers(s.mean_), "var": numbers(s.var_), "scale": numbers(s.scale_),
        "transformed": numbers(z), "inverse": numbers(s.inverse_transform(z)),
        "only_scaled": numbers(StandardScaler(with_mean=False).fit_transform(x)),
        "only_centred": numbers(StandardScaler(with_std=False).fit_transform(x)),
    })
print(json.dumps(out, indent=1))
