"""The cells that the tests run: for Go, and for Python so that the tests can be
tried on ipykernel (GOLAB_KERNEL=python3). A test that ipykernel fails is as
likely wrong as right."""

import json
import types

import rig

# What each cell does is said at the Go one. Functions take what varies.
GO = types.SimpleNamespace(
    imports='import (\n"bufio"\n"errors"\n"fmt"\n"os"\n"runtime"\n"strings"\n"sync"\n"time"\n)',
    print=lambda text: f"fmt.Print({quote(text)})",
    eprint=lambda text: f"fmt.Fprint(os.Stderr, {quote(text)})",
    printrepeated=lambda text, n: f"fmt.Print(strings.Repeat({quote(text)}, {n}))",
    printlines=lambda n: f"for i := range {n} {{ fmt.Println(i) }}",
    # Two writes that have half of a character each.
    halves='os.Stdout.Write([]byte("é")[:1]); time.Sleep(300*time.Millisecond); os.Stdout.Write([]byte("é")[1:])',
    interleaved='for i := range 3 { fmt.Print("o", i); fmt.Fprint(os.Stderr, "e", i) }',
    set=lambda name, value: f"{name} := {value}",
    add=lambda name: f"{name}++",
    # An undefined name and a cell that is no program.
    unknown="nosuchname",
    invalid="var = = 1",
    # Fails while it runs, with the error's text "boom".
    fail='panic(errors.New("boom"))',
    failure="boom",
    sleep=lambda seconds: f"time.Sleep({int(seconds * 1000)}*time.Millisecond)",
    # Each says "on" and then does not end.
    endless={
        "loop": 'fmt.Println("on"); for { }',
        "sleep": 'fmt.Println("on"); time.Sleep(time.Hour)',
        "channel": 'fmt.Println("on"); <-make(chan int)',
        "lock": 'fmt.Println("on"); var m sync.Mutex; m.Lock(); m.Lock()',
        "select": 'fmt.Println("on"); select {}',
        "waitgroup": 'fmt.Println("on"); var w sync.WaitGroup; w.Add(1); w.Wait()',
        "calls": 'fmt.Println("on"); var f func(); f = func() { }; for { f() }',
        "printing": 'fmt.Println("on"); for { fmt.Println("more") }',
    },
    # A goroutine that says "late" after a while; the cell ends before.
    late=lambda seconds, text: (
        f"go func() {{ time.Sleep({int(seconds * 1000)}*time.Millisecond); fmt.Println({quote(text)}) }}()"
    ),
    # Asks for a line and prints "got:" and it.
    input='var s string; fmt.Scanln(&s); fmt.Println("got:" + s)',
    display=lambda html: f"Display(display.HTML({quote(html)}))",
    update=lambda name, html: f"display.Update({quote(name)}, display.HTML({quote(html)}))",
    clear=lambda wait: f"display.ClearOutput({str(wait).lower()})",
    # Names to complete, and what must and must not come.
    completion=("fmt.Fprintl", "Fprintln"),
    inspection="fmt.Println",
    page="?fmt.Println",
    incomplete="func f() {",
    complete="x := 1",
    # Widgets: their package; a slider from 0 to 10, at 3, which prints where it is
    # moved to; a picture of the bytes; a button that prints.
    widgets='import "golab/widgets"',
    slider='s := &widgets.IntSlider{Max: 10, Initial: 3}\ns.Observe(func(v int) { fmt.Println("moved to", v) })\ns',
    sliderat="s.Value()",
    sliderto=lambda n: f"s.SetValue({n})",
    picture=lambda text: f"i := &widgets.Image{{Initial: []byte({quote(text)})}}\ni",
    pictureto=lambda text: f"i.SetValue([]byte({quote(text)}))",
    button='b := &widgets.Button{Description: "go"}\nb.OnClick(func() { fmt.Println("clicked") })\nb',
    # Prints what papermill has set.
    parameters="fmt.Println(epochs, rate, name)",
    language=("go", ".go", "text/x-go"),
)

PYTHON = types.SimpleNamespace(
    imports="import sys, time, threading, os",
    print=lambda text: f"print({text!r}, end='')",
    eprint=lambda text: f"print({text!r}, end='', file=sys.stderr)",
    printrepeated=lambda text, n: f"print({text!r} * {n}, end='')",
    printlines=lambda n: f"for i in range({n}): print(i)",
    halves="print('é', end='')",
    interleaved="for i in range(3): print('o', i, sep='', end='', flush=True); print('e', i, sep='', end='', flush=True, file=sys.stderr)",
    set=lambda name, value: f"{name} = {value}",
    add=lambda name: f"{name} += 1",
    unknown="nosuchname",
    invalid="var = = 1",
    fail="raise ValueError('boom')",
    failure="boom",
    sleep=lambda seconds: f"time.sleep({seconds})",
    endless={
        "loop": "print('on')\nwhile True: pass",
        "sleep": "print('on'); time.sleep(3600)",
        "channel": "print('on'); threading.Event().wait()",
        "lock": "print('on'); m = threading.Lock(); m.acquire(); m.acquire()",
        "select": "import signal; print('on'); signal.pause()",
        "waitgroup": "print('on'); threading.Event().wait()",
        "calls": "print('on')\nwhile True: len([])",
        "printing": "print('on')\nwhile True: print('more')",
    },
    late=lambda seconds, text: f"threading.Thread(target=lambda: (time.sleep({seconds}), print({text!r}))).start()",
    input="print('got:' + input())",
    display=lambda html: f"from IPython.display import *; display(HTML({html!r}))",
    update=lambda name, html: (
        f"from IPython.display import *\n"
        f"{'h = display' if '0' in html else 'h.update'}(HTML({html!r}){f', display_id={name!r}' if '0' in html else ''})"
    ),
    clear=lambda wait: f"from IPython.display import *; clear_output(wait={wait})",
    completion=("sys.getrefcoun", "getrefcount"),
    inspection="print",
    page="?print",
    incomplete="def f():",
    complete="x = 1",
    widgets="import ipywidgets as widgets",
    slider="s = widgets.IntSlider(max=10, value=3)\ns.observe(lambda c: print('moved to', c['new']), 'value')\ns",
    sliderat="s.value",
    sliderto=lambda n: f"s.value = {n}",
    picture=lambda text: f"i = widgets.Image(value={text!r}.encode())\ni",
    pictureto=lambda text: f"i.value = {text!r}.encode()",
    button="b = widgets.Button(description='go')\nb.on_click(lambda b: print('clicked'))\nb",
    parameters="print(epochs, rate, name)",
    language=("python", ".py", "text/x-python"),
)


def quote(text):
    """A Go string: JSON's escapes are Go's but for surrogate pairs."""
    return json.dumps(text, ensure_ascii=False)


CELLS = GO if rig.GO else PYTHON
