"""The kernels that are compared, and the same cells in their languages."""

import os
import sys
from dataclasses import dataclass, field

BIN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".cache", "bench", "bin")


@dataclass
class Peer:
    name: str
    argv: list
    interrupt_mode: str
    cells: dict
    version: str = ""
    env: dict = field(default_factory=dict)


PYTHON = {
    "first": "1+1",
    "value": "1+1",
    "define": "x = 0",
    "step": "x = x + 1",
    "nothing": "# nothing",
    "get": "print(x)",
    "imports": "import os, json, math, collections",
    "member": ("math.co", "cos"),
    "name": ("collec", "collections"),
    "print 10 000 lines": "for i in range(10000): print(i)",
    "print 200 000 lines": "for i in range(200000): print(i)",
    "print 10 MB": "for i in range(100): print('x' * 99999)",
    "one line of 10 MB": "print('x' * 10_000_000)",
    "loop": "while True: pass",
    "sleep": "import time; time.sleep(1000)",
    "channel": "import queue; queue.Queue().get()",
    "mutex": "import threading\nm = threading.Lock()\nm.acquire()\nm.acquire()",
    "printing": "while True: print('spam')",
    "stdin": "print('got', input())",
}

GO = {
    "first": "1+1",
    "value": "1+1",
    "define": "x := 0",
    "step": "x = x + 1",
    "nothing": "// nothing",
    "get": 'import "fmt"\nfmt.Println(x)',
    "imports": 'import (\n\t"fmt"\n\t"math"\n\t"os"\n\t"strings"\n)',
    "member": ("math.Co", "Cos"),
    "name": ("strin", "strings"),
    "print 10 000 lines": "for i := 0; i < 10000; i++ { fmt.Println(i) }",
    "print 200 000 lines": "for i := 0; i < 200000; i++ { fmt.Println(i) }",
    "print 10 MB": 'for i := 0; i < 100; i++ { fmt.Println(strings.Repeat("x", 99999)) }',
    "one line of 10 MB": 'fmt.Println(strings.Repeat("x", 10000000))',
    "loop": "for { }",
    "sleep": 'import "time"\ntime.Sleep(1000 * time.Second)',
    "channel": "ch := make(chan int)\n<-ch",
    "mutex": 'import "sync"\nvar m sync.Mutex\nm.Lock()\nm.Lock()',
    "printing": 'import "fmt"\nfor { fmt.Println("spam") }',
    "stdin": 'import "fmt"\nvar line string\nfmt.Scanln(&line)\nfmt.Println("got", line)',
}


def peers():
    """Returns the kernels that can be started here, golab first, and words on the others."""
    found, missing = [], []
    golab, gophernotes = os.path.join(BIN, "golab"), os.path.join(BIN, "gophernotes")
    if os.access(golab, os.X_OK):
        argv = [golab, "kernel", "--connection-file", "{connection_file}"]
        found.append(Peer("golab", argv, "message", GO))
    else:
        missing.append("golab has not been built")
    try:
        import ipykernel

        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        env = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        found.append(Peer("ipykernel", argv, "signal", PYTHON, ipykernel.__version__, env))
    except ImportError:
        missing.append("ipykernel is not installed")
    if os.access(gophernotes, os.X_OK):
        found.append(Peer("gophernotes", [gophernotes, "{connection_file}"], "signal", GO, "0.7.5"))
    else:
        missing.append("gophernotes could not be built")
    return found, missing
