"""A Jupyter server of its own: JupyterLab and Notebook 7 over one folder."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

SETTINGS = {
    # every cell is in the page, also those out of sight
    "notebook-extension/tracker": {"windowingMode": "none", "scrollPastEnd": False},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """JupyterLab on 127.0.0.1. scratch holds its settings and its log; nothing
    of the user's is read or written."""

    def __init__(self, root, scratch):
        self.scratch = scratch
        self.port, self.token = free_port(), secrets.token_hex(16)
        for name, setting in SETTINGS.items():
            path = os.path.join(scratch, "settings", "@jupyterlab", name + ".jupyterlab-settings")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as f:
                json.dump(setting, f)
        folders = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
            "XDG_STATE_HOME": "state",
        }
        env = {**os.environ, **{k: os.path.join(scratch, v) for k, v in folders.items()}}
        argv = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
        argv += ["--JupyterNotebookApp.expose_app_in_browser=True"]
        argv += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0"]
        argv += [f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={root}"]
        self.log = open(os.path.join(scratch, "server.log"), "wb")
        self.process = subprocess.Popen(argv, stdout=self.log, stderr=self.log, env=env, cwd=root)
        self.wait(60)

    def address(self, page, path):
        return f"http://127.0.0.1:{self.port}/{page}/{path}?token={self.token}"

    def wait(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.address("api", "status"), timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError("JupyterLab does not start:\n" + self.words())

    def words(self):
        """Returns the end of the log."""
        with open(os.path.join(self.scratch, "server.log"), errors="replace") as f:
            return f.read()[-3000:]

    def close(self):
        self.process.terminate()  # ends its kernels too
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
