"""Cases of callbacks, of validation, and of what is printed."""

import numpy as np

import runner

FORMAT = (
    "cases: as in optimizers.json. A callback is {name: class, arguments: Keras's own}; LearningRateScheduler's schedule is a list (the rate of "
    'epoch i) or {"factor": f} (f times the rate before). expected has besides: epoch (History.epoch per fit), printed (what each fit '
    "printed with its verbose, with TIME in place of what a clock says), csv (CSVLogger's file per fit: compare its numbers with the "
    "tolerance, its other characters exactly), stopped (EarlyStopping's attributes per fit), learning_rate and iterations of the "
    'optimizer at the end. "nan" and "inf" stand for these numbers. None of the printed figures is close to where rounding would change '
    "its last digit."
)

NET = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 1, "activation": "sigmoid"}]
LINEAR = [{"layer": "Dense", "units": 1}]
SGD = {"name": "SGD", "learning_rate": 0.5, "momentum": 0.9}
FAST = {"name": "SGD", "learning_rate": 4.0, "momentum": 0.5}
ADAM = {"name": "Adam", "learning_rate": 0.05}


def early(**arguments):
    return {"name": "EarlyStopping", "arguments": arguments}


def plateau(**arguments):
    return {"name": "ReduceLROnPlateau", "arguments": arguments}


def scheduler(schedule, **arguments):
    return {"name": "LearningRateScheduler", "arguments": {"schedule": schedule, **arguments}}


CSV = {"name": "CSVLogger", "arguments": {"filename": "log.csv"}}
SPLIT = {"validation_split": 0.3}
DATA = {"validation_data": True}
WEIGHTED = {"validation_data": "weighted"}

# name, optimizer, the fits, and what else the case has
CASES = [
    ("verbose-2", ADAM, [{"epochs": 3, "verbose": 2} | SPLIT], {}),
    ("verbose-2-one-epoch", ADAM, [{"epochs": 1, "verbose": 2}], {}),
    ("verbose-2-metrics", ADAM, [{"epochs": 2, "verbose": 2} | SPLIT], {"metrics": ["mse", "accuracy", {"name": "AUC"}], "weighted_metrics": ["accuracy"]}),
    ("early-stopping", ADAM, [{"epochs": 30, "verbose": 2, "callbacks": [early(verbose=1)]} | SPLIT], {}),
    ("early-stopping-patience", FAST, [{"epochs": 30, "verbose": 2, "callbacks": [early(monitor="loss", patience=2, verbose=1)]}], {}),
    ("early-stopping-restore", {"name": "SGD", "learning_rate": 3.0}, [{"epochs": 30, "callbacks": [early(patience=3, restore_best_weights=True, verbose=1)]} | SPLIT], {}),
    ("early-stopping-restore-never-stopped", FAST, [{"epochs": 5, "callbacks": [early(patience=50, restore_best_weights=True, verbose=1)]} | SPLIT], {}),
    ("early-stopping-min-delta", ADAM, [{"epochs": 30, "callbacks": [early(monitor="loss", min_delta=0.02, patience=1, verbose=1)]}], {}),
    ("early-stopping-accuracy", ADAM, [{"epochs": 30, "callbacks": [early(monitor="val_accuracy", patience=4, start_from_epoch=2, verbose=1)]} | SPLIT], {}),
    ("early-stopping-baseline", ADAM, [{"epochs": 30, "callbacks": [early(monitor="loss", baseline=0.3, patience=3, restore_best_weights=True, verbose=1)]}], {}),
    ("early-stopping-baseline-missed", FAST, [{"epochs": 30, "verbose": 2, "callbacks": [early(baseline=0.05, patience=3, verbose=1)]} | SPLIT], {}),
    ("early-stopping-mode-max", ADAM, [{"epochs": 30, "callbacks": [early(monitor="loss", mode="max", patience=2, restore_best_weights=True, verbose=1)]}], {}),
    ("early-stopping-twice", {"name": "SGD", "learning_rate": 3.0}, [{"epochs": 12, "callbacks": [early(patience=2, verbose=1)]} | SPLIT] * 2, {}),
    ("plateau", FAST, [{"epochs": 12, "verbose": 2, "callbacks": [plateau(patience=1, factor=0.5, verbose=1)]} | SPLIT], {}),
    ("plateau-cooldown", FAST, [{"epochs": 20, "callbacks": [plateau(monitor="loss", patience=2, factor=0.1, cooldown=3, min_lr=0.1, min_delta=0.05, verbose=1)]}], {}),
    ("plateau-accuracy", ADAM, [{"epochs": 14, "callbacks": [plateau(monitor="val_accuracy", patience=3, factor=0.3, verbose=1)]} | SPLIT], {}),
    ("scheduler-list", SGD, [{"epochs": 4, "verbose": 2, "callbacks": [scheduler([0.5, 0.25, 0.1, 0.0005], verbose=1)]}], {}),
    ("scheduler-factor", ADAM, [{"epochs": 6, "callbacks": [scheduler({"factor": 0.7})]} | SPLIT], {}),
    ("csv", ADAM, [{"epochs": 3, "callbacks": [CSV]} | SPLIT], {}),
    ("csv-scheduler-separator", ADAM, [{"epochs": 3, "callbacks": [{"name": "CSVLogger", "arguments": {"filename": "log.csv", "separator": ";"}}, scheduler({"factor": 0.5})]}], {}),
    ("csv-validation-freq", ADAM, [{"epochs": 4, "validation_freq": 2, "callbacks": [CSV]} | SPLIT], {}),
    ("terminate-on-nan", {"name": "SGD", "learning_rate": 1e25}, [{"epochs": 3, "verbose": 2, "callbacks": [{"name": "TerminateOnNaN"}]}], {"layers": LINEAR, "loss": {"name": "mean_squared_error"}, "metrics": []}),
    ("validation-freq", ADAM, [{"epochs": 7, "verbose": 2, "validation_freq": 3} | SPLIT], {}),
    ("validation-freq-list", ADAM, [{"epochs": 6, "validation_freq": [1, 4, 5]} | SPLIT], {}),
    ("validation-data", ADAM, [{"epochs": 4, "verbose": 2} | DATA], {}),
    ("validation-data-weighted", ADAM, [{"epochs": 4} | WEIGHTED], {"weighted_metrics": ["accuracy"]}),
    ("validation-batch-size", ADAM, [{"epochs": 3, "validation_batch_size": 2} | DATA], {}),
    ("initial-epoch", ADAM, [{"epochs": 5, "initial_epoch": 3, "verbose": 2} | SPLIT], {}),
    ("two-fits", ADAM, [{"epochs": 2, "verbose": 2} | SPLIT, {"epochs": 4, "initial_epoch": 2, "verbose": 2, "batch_size": 4}], {}),
    ("steps-per-epoch", ADAM, [{"epochs": 3, "steps_per_epoch": 2, "verbose": 2}], {}),
    ("small-figures", {"name": "SGD", "learning_rate": 0.2}, [{"epochs": 8, "verbose": 2, "batch_size": 20}], {"layers": LINEAR, "loss": {"name": "mean_squared_error"}, "metrics": ["mae"], "small": True}),
    ("negative-loss", ADAM, [{"epochs": 4, "verbose": 2} | SPLIT], {"layers": [{"layer": "Dense", "units": 2}], "loss": {"name": "cosine_similarity"}, "metrics": ["mse"]}),
]


def draw(seed, name, optimizer, fits, more):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(size=(26, 3)), 2)
    small = more.get("small")
    score = x @ [1.0, -0.7, 0.4] + (0 if small else 0.9) * rng.normal(size=26)
    y = (score > 0).astype(int)
    if name == "negative-loss":
        y = np.round(np.stack([score, x[:, 1]], 1), 2)
    elif more.get("loss"):
        y = np.round(score * (0.05 if small else 0.25), 4)
    full = []
    for fit in fits:
        fit = {"epochs": 3, "batch_size": 5, "shuffle": False} | fit
        given = fit.pop("validation_data", None)
        if given:
            fit["validation_data"] = {"x": x[16:23].tolist(), "y": y[16:23].tolist()}
        if given == "weighted":
            fit["validation_data"]["sample_weight"] = [1, 0.5, 2, 0, 1, 1.5, 3]
        full.append(fit)
    c = {
        "name": name,
        "input_dim": 3,
        "layers": NET,
        "optimizer": optimizer,
        "loss": {"name": "binary_crossentropy"},
        "metrics": ["accuracy"],
        **{k: v for k, v in more.items() if k != "small"},
        "fits": full,
        "x": x[:16].tolist(),
        "y": y[:16].tolist(),
        "x_predict": x[23:].tolist(),
        "show": True,
    }
    c["initial_weights"] = runner.draw_weights(c, seed)
    if small:
        c["initial_weights"] = [[[0.12], [0], [-0.04]], [0.01]]
    return c


def case(i, name, optimizer, fits, more):
    """The first draw whose printed figures no rounding can change."""
    for turn in range(40):
        c = draw(500 + i + 100 * turn, name, optimizer, fits, more)
        out = runner.run(c, eager=True)
        if not runner.close_call(c, out):
            return c
    raise ValueError(f"{name}: every draw prints a figure that rounding may change")


def make(answer):
    cases = []
    for i, spec in enumerate(CASES):
        c = answer(case(i, *spec), wide=spec[0] != "terminate-on-nan")
        c.pop("show")
        cases.append(c)
    return {"format": FORMAT, "cases": cases}, ["cases"]
