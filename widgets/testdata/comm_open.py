"""Writes comm_open.json: what ipywidgets sends when widgets with default
arguments are opened, in the order in which the kernel sends it.

    python3 -m venv v && v/bin/pip install ipywidgets==8.1.9 ipykernel==7.4.0
    v/bin/python comm_open.py > comm_open.json

Ids are replaced by model-0, model-1 and so on, and buffers by base64.
"""
import base64
import json
import re

import comm

sent = []


class Recorder(comm.base_comm.BaseComm):
    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        sent.append({
            "msg_type": msg_type, "target_name": keys.get("target_name", ""), "comm_id": self.comm_id,
            "data": data or {}, "metadata": metadata or {},
            "buffers": [base64.b64encode(bytes(b)).decode() for b in buffers or []],
        })


comm.create_comm = lambda *a, **k: Recorder(*a, **k)

import ipywidgets as w  # noqa: E402, after create_comm is replaced

CASES = {
    "IntSlider": lambda: w.IntSlider(),
    "FloatSlider": lambda: w.FloatSlider(),
    "FloatLogSlider": lambda: w.FloatLogSlider(),
    "Checkbox": lambda: w.Checkbox(),
    "Dropdown": lambda: w.Dropdown(options=["relu", "tanh"]),
    "Text": lambda: w.Text(),
    "Button": lambda: w.Button(),
    "HTML": lambda: w.HTML(),
    "Label": lambda: w.Label(),
    "IntProgress": lambda: w.IntProgress(),
    "FloatProgress": lambda: w.FloatProgress(),
    "Image": lambda: w.Image(value=b"\x89PNG"),
    "VBox": lambda: w.VBox([w.Label()]),
    "HBox": lambda: w.HBox([w.Label()]),
    "Output": lambda: w.Output(),
}


def main():
    cases = {}
    for name, make in CASES.items():
        sent.clear()
        widget = make()
        messages = json.loads(json.dumps(sent))
        text = json.dumps({"messages": messages, "mimebundle": widget._repr_mimebundle_()})
        for i, m in enumerate(messages):
            text = text.replace(m["comm_id"], f"model-{i}")
        assert not re.search(r"[0-9a-f]{32}", text), text
        cases[name] = json.loads(text)
    print(json.dumps(cases, indent=1, sort_keys=True))


main()
