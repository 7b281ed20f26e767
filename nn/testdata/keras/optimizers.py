"""Cases of optimizers and learning rate schedules."""

import keras
import numpy as np

import runner

FORMAT = (
    "cases: fits, with the fields that README.md lists. optimizer and schedule arguments are Keras's own, absent ones have Keras's defaults. "
    "final_weights are those after fit has ended, with use_ema therefore the averages. schedules: values of each schedule at the given steps."
)

DENSE = [{"layer": "Dense", "units": 4, "activation": "tanh"}, {"layer": "Dense", "units": 1, "activation": "sigmoid"}]
RELU = [{"layer": "Dense", "units": 5, "activation": "relu"}, {"layer": "Dense", "units": 1, "activation": "sigmoid"}]
REGRESSION = [{"layer": "Dense", "units": 3, "activation": "tanh"}, {"layer": "Dense", "units": 1}]

SCHEDULES = [
    ("exponential", {"name": "ExponentialDecay", "initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.7}),
    ("exponential-staircase", {"name": "ExponentialDecay", "initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.7, "staircase": True}),
    ("piecewise", {"name": "PiecewiseConstantDecay", "boundaries": [3, 7], "values": [0.1, 0.05, 0.01]}),
    ("polynomial", {"name": "PolynomialDecay", "initial_learning_rate": 0.1, "decay_steps": 8, "end_learning_rate": 0.01, "power": 2.0}),
    ("polynomial-cycle", {"name": "PolynomialDecay", "initial_learning_rate": 0.1, "decay_steps": 5, "end_learning_rate": 0.01, "power": 0.5, "cycle": True}),
    ("polynomial-defaults", {"name": "PolynomialDecay", "initial_learning_rate": 0.1, "decay_steps": 10}),
    ("inverse-time", {"name": "InverseTimeDecay", "initial_learning_rate": 0.1, "decay_steps": 3, "decay_rate": 0.5}),
    ("inverse-time-staircase", {"name": "InverseTimeDecay", "initial_learning_rate": 0.1, "decay_steps": 3, "decay_rate": 0.5, "staircase": True}),
    ("cosine", {"name": "CosineDecay", "initial_learning_rate": 0.1, "decay_steps": 9, "alpha": 0.1}),
    ("cosine-warmup", {"name": "CosineDecay", "initial_learning_rate": 0.01, "decay_steps": 7, "warmup_target": 0.1, "warmup_steps": 3}),
    ("cosine-restarts", {"name": "CosineDecayRestarts", "initial_learning_rate": 0.1, "first_decay_steps": 3}),
    ("cosine-restarts-mul", {"name": "CosineDecayRestarts", "initial_learning_rate": 0.1, "first_decay_steps": 3, "t_mul": 1.5, "m_mul": 0.8, "alpha": 0.05}),
]

OPTIMIZERS = [
    ("sgd", {"name": "SGD"}, {}),
    ("sgd-momentum", {"name": "SGD", "learning_rate": 0.05, "momentum": 0.9}, {"epochs": 30}),
    ("sgd-nesterov", {"name": "SGD", "learning_rate": 0.05, "momentum": 0.9, "nesterov": True}, {}),
    ("sgd-weight-decay", {"name": "SGD", "learning_rate": 0.1, "momentum": 0.5, "weight_decay": 0.05}, {}),
    ("sgd-clipnorm", {"name": "SGD", "learning_rate": 0.05, "clipnorm": 0.3}, {"mse": True}),
    ("sgd-clipvalue", {"name": "SGD", "learning_rate": 0.05, "clipvalue": 0.2}, {"mse": True}),
    ("sgd-global-clipnorm", {"name": "SGD", "learning_rate": 0.05, "global_clipnorm": 0.5}, {"mse": True}),
    ("sgd-accumulation", {"name": "SGD", "learning_rate": 0.1, "gradient_accumulation_steps": 2}, {}),
    ("rmsprop-30", {"name": "RMSprop", "learning_rate": 0.01}, {"epochs": 30, "relu": True}),
    ("rmsprop-momentum", {"name": "RMSprop", "learning_rate": 0.005, "rho": 0.8, "momentum": 0.9}, {}),
    ("rmsprop-centered", {"name": "RMSprop", "learning_rate": 0.01, "centered": True}, {}),
    ("rmsprop-momentum-centered", {"name": "RMSprop", "learning_rate": 0.005, "momentum": 0.6, "centered": True, "epsilon": 1e-4}, {"epochs": 8}),
    ("rmsprop-clipnorm-weight-decay", {"name": "RMSprop", "learning_rate": 0.01, "clipnorm": 0.1, "weight_decay": 0.1}, {"mse": True}),
    ("adam", {"name": "Adam"}, {}),
    ("adam-30", {"name": "Adam", "learning_rate": 0.02}, {"epochs": 30, "relu": True}),
    ("adam-betas", {"name": "Adam", "learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-3}, {}),
    ("adam-amsgrad", {"name": "Adam", "learning_rate": 0.05, "beta_2": 0.9, "amsgrad": True}, {"epochs": 10}),
    ("adam-weight-decay", {"name": "Adam", "learning_rate": 0.02, "weight_decay": 0.1}, {}),
    ("adam-global-clipnorm", {"name": "Adam", "learning_rate": 0.02, "global_clipnorm": 0.4}, {"mse": True}),
    ("adam-accumulation", {"name": "Adam", "learning_rate": 0.02, "gradient_accumulation_steps": 3}, {}),
    ("adamw", {"name": "AdamW"}, {}),
    ("adamw-30", {"name": "AdamW", "learning_rate": 0.02, "weight_decay": 0.05}, {"epochs": 30}),
    ("adamw-amsgrad-clipvalue", {"name": "AdamW", "learning_rate": 0.02, "amsgrad": True, "clipvalue": 0.05}, {"mse": True}),
    ("nadam", {"name": "Nadam"}, {}),
    ("nadam-30", {"name": "Nadam", "learning_rate": 0.01, "weight_decay": 0.01}, {"epochs": 30}),
    ("adamax", {"name": "Adamax"}, {}),
    ("adamax-30", {"name": "Adamax", "learning_rate": 0.02, "beta_1": 0.85, "beta_2": 0.99}, {"epochs": 30}),
    ("adagrad", {"name": "Adagrad"}, {}),
    ("adagrad-30", {"name": "Adagrad", "learning_rate": 0.1, "initial_accumulator_value": 0.01}, {"epochs": 30}),
    ("adadelta", {"name": "Adadelta"}, {}),
    ("adadelta-30", {"name": "Adadelta", "learning_rate": 1.0, "rho": 0.9, "epsilon": 1e-5}, {"epochs": 30}),
    ("ftrl", {"name": "Ftrl", "learning_rate": 0.1}, {}),
    ("ftrl-l1-l2", {"name": "Ftrl", "learning_rate": 0.1, "l1_regularization_strength": 0.01, "l2_regularization_strength": 0.02, "beta": 0.1}, {}),
    ("lion", {"name": "Lion", "learning_rate": 0.01}, {}),
    ("sgd-ema", {"name": "SGD", "learning_rate": 0.2, "use_ema": True, "ema_momentum": 0.8}, {"split": True}),
    ("adam-ema", {"name": "Adam", "learning_rate": 0.02, "use_ema": True}, {}),
    ("adam-ema-overwrite", {"name": "Adam", "learning_rate": 0.02, "use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 4}, {"split": True}),
    ("rmsprop-ema-two-fits", {"name": "RMSprop", "learning_rate": 0.02, "use_ema": True, "ema_momentum": 0.9}, {"twice": True}),
    ("adam-two-fits", {"name": "Adam", "learning_rate": 0.02}, {"twice": True}),
]


def case(name, optimizer, seed, epochs=4, relu=False, mse=False, split=False, twice=False):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(size=(17, 3)), 2)
    score = x @ [1.0, -0.7, 0.4] + 0.5 * rng.normal(size=17)
    y = np.round(3 * score, 2) if mse else (score > 0).astype(int)
    fit = {"epochs": epochs, "batch_size": 5, "shuffle": False}
    if split:
        fit["validation_split"] = 0.25
    c = {
        "name": name,
        "input_dim": 3,
        "layers": REGRESSION if mse else RELU if relu else DENSE,
        "optimizer": optimizer,
        "loss": {"name": "mean_squared_error" if mse else "binary_crossentropy"},
        "metrics": ["mae"] if mse else ["accuracy"],
        "fits": [fit] * (2 if twice else 1),
        "x": x[:13].tolist(),
        "y": y[:13].tolist(),
        "x_predict": x[13:].tolist(),
    }
    c["initial_weights"] = runner.draw_weights(c, seed)
    return c


def values(spec):
    schedule = runner.named(keras.optimizers.schedules, spec)
    steps = list(range(13)) + [20, 50]
    return {"schedule": spec, "steps": steps, "values": [runner.shortest(schedule(s).numpy() if hasattr(schedule(s), "numpy") else schedule(s)) for s in steps]}


def make(answer):
    cases = [case(n, o, 100 + i, **more) for i, (n, o, more) in enumerate(OPTIMIZERS)]
    for i, (n, s) in enumerate(SCHEDULES):
        cases.append(case(f"sgd-{n}", {"name": "SGD", "momentum": 0.5, "learning_rate": s}, 200 + i))
    cases.append(case("adam-exponential", {"name": "Adam", "learning_rate": SCHEDULES[0][1]}, 220))
    return {
        "format": FORMAT,
        "cases": [answer(c) for c in cases],
        "schedules": [values(s) for _, s in SCHEDULES],
    }, ["cases", "schedules"]
