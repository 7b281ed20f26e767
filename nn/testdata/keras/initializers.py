"""Facts of initializers: moments and bounds over many draws."""

import keras
import numpy as np

import runner

FORMAT = (
    "cases: initializer {name: class, Keras's arguments}, shape, draws (arrays drawn, each with a seed of its own), mean, sd, min, max, "
    "quantiles (5, 25, 75 and 95 %) over all numbers of all draws; expected_sd and limit are what the numbers come from: the sd of the "
    "distribution, and the bound that no number passes (absent: none). Of n numbers the mean has the error sd/sqrt(n) and the sd about "
    "sd/sqrt(2n): allow 6 of them on both sides. exact: all values, for those that draw nothing. orthogonal: the largest |Q'Q - gain^2 I|."
)

SHAPE = [64, 48]
LIMIT = np.sqrt(6 / (64 + 48))
TRUNCATED = 0.87962566103423978  # the sd of a normal that is cut at 2 sd

DRAWN = [
    ({"name": "GlorotUniform"}, SHAPE, LIMIT / np.sqrt(3), LIMIT),
    ({"name": "GlorotNormal"}, SHAPE, np.sqrt(2 / 112), 2 * np.sqrt(2 / 112) / TRUNCATED),
    ({"name": "HeUniform"}, SHAPE, np.sqrt(2 / 64), np.sqrt(6 / 64)),
    ({"name": "HeNormal"}, SHAPE, np.sqrt(2 / 64), 2 * np.sqrt(2 / 64) / TRUNCATED),
    ({"name": "LecunUniform"}, SHAPE, np.sqrt(1 / 64), np.sqrt(3 / 64)),
    ({"name": "LecunNormal"}, SHAPE, np.sqrt(1 / 64), 2 * np.sqrt(1 / 64) / TRUNCATED),
    ({"name": "RandomNormal"}, SHAPE, 0.05, None),
    ({"name": "RandomNormal", "mean": 1.0, "stddev": 0.2}, SHAPE, 0.2, None),
    ({"name": "TruncatedNormal"}, SHAPE, 0.05 * TRUNCATED, 0.1),
    ({"name": "RandomUniform"}, SHAPE, 0.05 / np.sqrt(3), 0.05),
    ({"name": "RandomUniform", "minval": -1.0, "maxval": 3.0}, SHAPE, 4 / np.sqrt(12), None),
    ({"name": "VarianceScaling"}, SHAPE, np.sqrt(1 / 64), 2 * np.sqrt(1 / 64) / TRUNCATED),
    ({"name": "VarianceScaling", "scale": 3.0, "mode": "fan_out", "distribution": "uniform"}, SHAPE, np.sqrt(3 / 48), 3 / np.sqrt(48)),
    ({"name": "VarianceScaling", "scale": 0.5, "mode": "fan_avg", "distribution": "untruncated_normal"}, SHAPE, np.sqrt(0.5 / 56), None),
    ({"name": "GlorotUniform"}, [50], np.sqrt(2 / 100), np.sqrt(6 / 100)),
    ({"name": "GlorotUniform"}, [57, 20], np.sqrt(2 / 77), np.sqrt(6 / 77)),
    ({"name": "Orthogonal"}, SHAPE, np.sqrt(1 / 64), None),
    ({"name": "Orthogonal", "gain": 2.0}, [12, 30], 2 / np.sqrt(30), None),
]
EXACT = [
    ({"name": "Zeros"}, [2, 3]),
    ({"name": "Ones"}, [2, 3]),
    ({"name": "Constant"}, [2, 3]),
    ({"name": "Constant", "value": -0.75}, [2, 3]),
    ({"name": "Identity"}, [3, 3]),
    ({"name": "Identity", "gain": 0.5}, [2, 4]),
]


def drawn(spec, shape, sd, limit):
    draws = 200 if len(shape) > 1 else 4000
    arrays = [runner.named(keras.initializers, dict(spec, seed=i + 1))(shape).numpy() for i in range(draws)]
    a = np.concatenate([w.ravel() for w in arrays]).astype(float)
    c = {
        "initializer": spec,
        "shape": shape,
        "draws": draws,
        **{k: float(f"{v:.6g}") for k, v in (("mean", a.mean()), ("sd", a.std()), ("min", a.min()), ("max", a.max()))},
        "quantiles": [float(f"{v:.6g}") for v in np.quantile(a, [0.05, 0.25, 0.75, 0.95])],
        "expected_sd": float(f"{sd:.9g}"),
    }
    if limit is not None:
        c["limit"] = float(f"{limit:.9g}")
        assert abs(a).max() <= limit * (1 + 1e-6)
    assert abs(a.std() / sd - 1) < 6 / np.sqrt(2 * a.size)
    if spec["name"] == "Orthogonal":
        squares = [w @ w.T if shape[0] < shape[1] else w.T @ w for w in arrays]
        gain = spec.get("gain", 1.0)
        c["orthogonal"] = float(f"{max(abs(s - gain**2 * np.eye(len(s))).max() for s in squares):.1e}")
    return c


def exact(spec, shape):
    return {"initializer": spec, "shape": shape, "exact": runner.shortest(runner.named(keras.initializers, spec)(shape).numpy())}


def make(answer):
    return {"format": FORMAT, "cases": [drawn(*d) for d in DRAWN] + [exact(*e) for e in EXACT]}, ["cases"]
