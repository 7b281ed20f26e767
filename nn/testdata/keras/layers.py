"""Cases of layers, activations, regularizers and constraints."""

import keras
import numpy as np
import tensorflow as tf

import runner

FORMAT = (
    "cases: short fits, as in optimizers.json; a layer's arguments are Keras's own, a regularizer, constraint {name: class, arguments}; "
    'adapt: true means that the layer\'s adapt was called with x (initial_weights are those after it: mean, variance, count). '
    "initial_weights and final_weights are in get_weights() order (BatchNormalization: gamma, beta, moving_mean, moving_variance). "
    "activations: name and arguments, values y and slopes dy at the points x. rows: softmax and the like, which work on rows: "
    "y for each row of x, and the gradient of sum(v*y) by x. Tolerance of activations and rows: 1e-6*max(1,|want|)."
)


def dense(units, activation=None, **more):
    return {"layer": "Dense", "units": units} | ({"activation": activation} if activation else {}) | more


OUT = [dense(1, "sigmoid")]


def l1(v):
    return {"name": "L1", "l1": v}


def l2(v):
    return {"name": "L2", "l2": v}


def batchnorm(**more):
    return {"layer": "BatchNormalization", **more}


NETS = [
    ("activation-layer", [dense(4), {"layer": "Activation", "activation": "relu"}] + OUT),
    ("no-bias", [dense(4, "tanh", use_bias=False), dense(1, "sigmoid", use_bias=False)]),
    ("dropout-0", [dense(4, "tanh"), {"layer": "Dropout", "rate": 0.0}] + OUT),
    ("gaussian-noise-0", [{"layer": "GaussianNoise", "stddev": 0.0}, dense(4, "tanh")] + OUT),
    ("batchnorm-first", [batchnorm(momentum=0.8), dense(4, "relu")] + OUT),
    ("batchnorm-between", [dense(4, use_bias=False), batchnorm(momentum=0.9, epsilon=1e-4), {"layer": "Activation", "activation": "relu"}] + OUT),
    ("batchnorm-no-center", [dense(4, "tanh"), batchnorm(center=False)] + OUT),
    ("batchnorm-no-scale", [dense(4, "tanh"), batchnorm(scale=False, momentum=0.5)] + OUT),
    ("batchnorm-frozen", [dense(4, "tanh"), batchnorm(trainable=False)] + OUT),
    ("batchnorm-regularized", [dense(4, "tanh"), batchnorm(momentum=0.7, gamma_regularizer=l2(0.1), beta_constraint={"name": "NonNeg"})] + OUT),
    ("layernorm", [dense(4, "tanh"), {"layer": "LayerNormalization"}] + OUT),
    ("layernorm-no-scale", [{"layer": "LayerNormalization", "epsilon": 0.01, "scale": False}, dense(4, "tanh")] + OUT),
    ("layernorm-no-center", [dense(5), {"layer": "LayerNormalization", "center": False}, {"layer": "ReLU"}] + OUT),
    ("normalization-given", [{"layer": "Normalization", "mean": [1.0, -0.5, 0.0], "variance": [4.0, 0.25, 0.0]}, dense(4, "tanh")] + OUT),
    ("normalization-adapted", [{"layer": "Normalization", "adapt": True}, dense(4, "tanh")] + OUT),
    ("rescaling", [{"layer": "Rescaling", "scale": 0.5, "offset": -1.0}, dense(4, "tanh")] + OUT),
    ("flatten-reshape", [dense(6, "tanh"), {"layer": "Reshape", "target_shape": [2, 3]}, {"layer": "Flatten"}] + OUT),
    ("embedding", [{"layer": "Embedding", "input_dim": 6, "output_dim": 2}, {"layer": "Flatten"}] + OUT),
    ("embedding-regularized", [{"layer": "Embedding", "input_dim": 6, "output_dim": 3, "embeddings_regularizer": l2(0.01)}, {"layer": "Flatten"}, dense(3, "relu")] + OUT),
    ("relu-layer", [dense(5), {"layer": "ReLU", "max_value": 1.0, "negative_slope": 0.1, "threshold": 0.2}] + OUT),
    ("leaky-relu-layer", [dense(5), {"layer": "LeakyReLU"}, dense(3), {"layer": "LeakyReLU", "negative_slope": 0.05}] + OUT),
    ("prelu-layer", [dense(5), {"layer": "PReLU"}] + OUT),
    ("elu-layer", [dense(5), {"layer": "ELU", "alpha": 0.7}] + OUT),
    ("softmax-layer", [dense(4, "relu"), dense(3), {"layer": "Softmax"}]),
    ("softmax-inside", [dense(4, "softmax")] + OUT),
    ("log-softmax-inside", [dense(4, "log_softmax")] + OUT),
    ("l1-kernel", [dense(4, "tanh", kernel_regularizer=l1(0.01))] + OUT),
    ("l2-kernel-bias", [dense(4, "tanh", kernel_regularizer=l2(0.02), bias_regularizer=l2(0.05))] + OUT),
    ("l1l2", [dense(4, "relu", kernel_regularizer={"name": "L1L2", "l1": 0.01, "l2": 0.03})] + OUT),
    ("regularizer-strings", [dense(4, "relu", kernel_regularizer="l2", bias_regularizer="l1")] + OUT),
    ("activity-l1", [dense(4, "relu", activity_regularizer=l1(0.05))] + OUT),
    ("activity-l2-output", [dense(4, "tanh"), dense(1, "sigmoid", activity_regularizer=l2(0.1))]),
    ("activity-layer", [dense(4, "tanh"), {"layer": "ActivityRegularization", "l1": 0.02, "l2": 0.03}] + OUT),
    ("max-norm", [dense(4, "tanh", kernel_constraint={"name": "MaxNorm", "max_value": 1.0})] + OUT),
    ("max-norm-axis", [dense(4, "tanh", kernel_constraint={"name": "MaxNorm", "max_value": 0.9, "axis": 1}, bias_constraint={"name": "MaxNorm", "max_value": 0.1})] + OUT),
    ("non-neg", [dense(4, "tanh", kernel_constraint={"name": "NonNeg"}, bias_constraint={"name": "NonNeg"})] + OUT),
    ("unit-norm", [dense(4, "tanh", kernel_constraint={"name": "UnitNorm"})] + OUT),
    ("min-max-norm", [dense(4, "tanh", kernel_constraint={"name": "MinMaxNorm", "min_value": 0.8, "max_value": 1.0, "rate": 0.5})] + OUT),
    ("frozen-layer", [dense(4, "tanh", trainable=False), dense(3, "tanh")] + OUT),
    ("frozen-regularized", [dense(4, "tanh", trainable=False, kernel_regularizer=l2(0.1)), dense(3, "tanh")] + OUT),
    ("selu-deep", [dense(6, "selu"), dense(5, "swish"), dense(4, "gelu"), dense(3, "mish")] + OUT),
    ("adam-everything", [batchnorm(), dense(5, "elu", kernel_regularizer=l2(0.01)), {"layer": "LayerNormalization"}, dense(4, "leaky_relu", kernel_constraint={"name": "MaxNorm", "max_value": 1.5})] + OUT),
]

ACTIVATIONS = [
    ("linear", {}), ("relu", {}), ("relu", {"negative_slope": 0.1, "max_value": 2.0, "threshold": 0.5}), ("relu6", {}),
    ("leaky_relu", {}), ("leaky_relu", {"negative_slope": 0.3}), ("sigmoid", {}), ("hard_sigmoid", {}), ("tanh", {}),
    ("softplus", {}), ("softsign", {}), ("elu", {}), ("elu", {"alpha": 0.5}), ("celu", {}), ("celu", {"alpha": 2.0}), ("selu", {}),
    ("gelu", {}), ("gelu", {"approximate": True}), ("silu", {}), ("swish", {}), ("mish", {}), ("exponential", {}), ("hard_silu", {}),
    ("hard_swish", {}), ("hard_tanh", {}), ("log_sigmoid", {}), ("squareplus", {}), ("tanh_shrink", {}), ("soft_shrink", {}),
    ("hard_shrink", {}), ("sparse_plus", {}), ("sparse_sigmoid", {}), ("threshold", {"threshold": 0.5, "default_value": -1.0}),
]  # fmt: skip
GRID = [-20, -7.5, -6, -4, -3, -2.25, -1.5, -1, -0.5, -0.25, -0.01, 0, 0.01, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 6, 7.5, 20]
ROW = [[1, 2, 3, -1], [0, 0, 0, 0], [-50, 60, 0.5, 59], [0.1, -0.2, 0.3, 0.25]]
V = [0.5, -1, 2, 0.25]


def case(seed, name, layers):
    rng = np.random.default_rng(seed)
    embedded = layers[0]["layer"] == "Embedding"
    x = rng.integers(0, 6, (16, 3)) if embedded else np.round(rng.normal(0.3, 1.2, (16, 3)), 2)
    score = x @ [1.0, -0.7, 0.4] + 0.5 * rng.normal(size=16)
    score -= np.median(score)
    several = name == "softmax-layer"
    c = {
        "name": name,
        "input_dim": 3,
        "layers": layers,
        "optimizer": {"name": "Adam", "learning_rate": 0.02} if name.startswith("adam") else {"name": "SGD", "learning_rate": 0.1, "momentum": 0.5},
        "loss": {"name": "sparse_categorical_crossentropy" if several else "binary_crossentropy"},
        "metrics": ["accuracy"],
        "fits": [{"epochs": 3, "batch_size": 5, "shuffle": False} | ({"validation_split": 0.25} if seed % 2 == 0 else {})],
        "x": x[:13].tolist(),
        "y": ((score > -0.5).astype(int) + ((score > 0.5) if several else 0))[:13].tolist(),
        "x_predict": x[13:].tolist(),
    }
    c["initial_weights"] = runner.draw_weights(c, seed)
    return c


def activation(name, arguments):
    x = tf.constant(GRID, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = getattr(keras.activations, name, None) or keras.activations.get(name)
        y = y(x, **arguments)
    return {"activation": name, **arguments, "y": runner.shortest(y.numpy()), "dy": runner.shortest(tape.gradient(y, x).numpy())}


def rows(name):
    x = tf.constant(ROW, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = keras.activations.get(name)(x)
        s = tf.reduce_sum(y * tf.constant(V, tf.float32))
    return {"activation": name, "x": ROW, "v": V, "y": runner.shortest(y.numpy()), "gradient": runner.shortest(tape.gradient(s, x).numpy())}


def make(answer):
    return {
        "format": FORMAT,
        "x": GRID,
        "cases": [answer(case(400 + i, *n)) for i, n in enumerate(NETS)],
        "activations": [activation(*a) for a in ACTIVATIONS],
        "rows": [rows(n) for n in ("softmax", "log_softmax")],
    }, ["cases", "activations", "rows"]
