"""Makes the golden files of this folder with real Keras.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.6    # Python 3.11
    python make_cases.py [--quick] [GROUP...]   # optimizers losses metrics layers callbacks initializers

Each group is a module beside this one and gives the file GROUP.json. --quick
leaves out the reruns that the noise is measured by. One of them is without
oneDNN and needs a process of its own.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile

GROUPS = ["optimizers", "losses", "metrics", "layers", "callbacks", "initializers"]
HERE = os.path.dirname(os.path.abspath(__file__))
NOISE = (
    "noise: the largest |a-b|/max(1,|b|) between the case and the same case run eagerly without oneDNN, and eagerly in float64 from the "
    "same float32 inputs and weights; tolerance: 8 times that, at least 1e-5, and at least 1e-6 for accuracies"
)


def without_onednn(group):
    """The answers of the group's cases without oneDNN, by name."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "answers.json")
        env = dict(os.environ, TF_ENABLE_ONEDNN_OPTS="0")
        subprocess.run([sys.executable, __file__, "--answers", group, path], check=True, env=env)
        with open(path) as f:
            return json.load(f)


def answers(group, path):
    import runner

    found = {}

    def answer(case, wide=True):
        found[case["name"]] = runner.run(case, eager=True)
        return case

    importlib.import_module(group).make(answer)
    with open(path, "w") as f:
        json.dump(found, f)


def make(group, quick):
    import runner

    fits = group in ("optimizers", "losses", "layers", "callbacks")
    other = without_onednn(group) if fits and not quick else {}

    def answer(case, wide=True):
        if quick:
            return runner.quick_answer(case)
        runner.answer(case, other[case["name"]], wide)
        print(f"{group} {case['name']}: {case['noise']}", file=sys.stderr, flush=True)
        return case

    data, lists = importlib.import_module(group).make(answer)
    data = {"made_by": runner.MADE_BY.replace("graph mode", "run eagerly") if quick else runner.MADE_BY, **data}
    if fits and not quick:
        data = {"made_by": data.pop("made_by"), "format": data.pop("format"), "noise_note": NOISE, **data}
    runner.write(os.path.join(HERE, group + ".json"), data, lists)


def main():
    sys.path.insert(0, HERE)
    sys.dont_write_bytecode = True
    if sys.argv[1:2] == ["--answers"]:
        answers(sys.argv[2], sys.argv[3])
        return
    quick = sys.argv[1:2] == ["--quick"]
    for group in sys.argv[1 + quick :] or GROUPS:
        make(group, quick)


if __name__ == "__main__":
    main()
