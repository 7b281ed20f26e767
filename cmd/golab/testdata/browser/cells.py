"""The cells of the checks, in Go for golab. The Python ones try the equipment
itself, with ipykernel."""

import nbformat

GO = {
    "imports": 'import (\n\t"fmt"\n\t"image"\n\t"image/color"\n\t"strings"\n\t"time"\n\n\t"golab/kernel/display"\n)',
    "define": "kept := 42\nfmt.Println(\"defined\")",
    "function": "// Fib returns the nth Fibonacci number.\nfunc Fib(n int) int {\n\tif n < 2 {\n\t\treturn n\n\t}\n\treturn Fib(n-1) + Fib(n-2)\n}\nFib(20)",
    "typed": "",
    "progressive": 'fmt.Println("first")\ntime.Sleep(2 * time.Second)\nfmt.Println("second")',
    "endless": "for { }",
    "kept": "fmt.Println(kept)",
    "late": 'go func() {\n\ttime.Sleep(500 * time.Millisecond)\n\tfmt.Println("late")\n}()',
    "question": 'var name string\nfmt.Print("Your name: ")\nfmt.Scan(&name)\nfmt.Println("Hello,", name)',
    "picture": "img := image.NewRGBA(image.Rect(0, 0, 200, 100))\nfor x := 0; x < 200; x++ {\n\tfor y := 0; y < 100; y++ {\n\t\timg.Set(x, y, color.RGBA{uint8(x), uint8(2 * y), 128, 255})\n\t}\n}\nimg",
    "html": 'display.HTML("<b id=\'bold\'>bold</b> and <i>italic</i>")',
    "markdown": 'display.Markdown("## A heading\\n\\n- one\\n- two")',
    "math": 'display.Math(`\\sum_{i=1}^n i = \\frac{n(n+1)}{2}`)',
    "svg": 'display.SVG(`<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><circle cx="30" cy="30" r="25" fill="teal"/></svg>`)',
    "json": 'display.JSON(map[string]any{"epochs": 100, "layers": []int{57, 20, 5, 1}})',
    "failing": 'func invert(x int) int {\n\treturn 1 / x\n}\ninvert(0)',
    "wrong": 'total := "one" + 1',
    "progress": 'for range display.Progress(20) {\n\ttime.Sleep(100 * time.Millisecond)\n}',
    "update": 'for i := 1; i <= 10; i++ {\n\tdisplay.Update("counter", fmt.Sprintf("step %d", i))\n\ttime.Sleep(100 * time.Millisecond)\n}',
    "slider": 'import (\n\t"math"\n\n\t"golab/plots"\n\t"golab/widgets"\n)\n\nwidgets.Interact(func(rate float64) *plots.Figure {\n\tvar x, y []float64\n\tfor i := range 100 {\n\t\tx = append(x, float64(i))\n\t\ty = append(y, math.Exp(-rate*float64(i)))\n\t}\n\tfig := plots.New(fmt.Sprintf("rate %.2f", rate), "step", "loss")\n\tfig.Line("", x, y)\n\treturn fig\n}, &widgets.FloatSlider{Description: "rate", Max: 1, Initial: 0.1})',
    "crash": 'm := map[int]int{}\nfor i := 0; i < 8; i++ {\n\tgo func() {\n\t\tfor {\n\t\t\tm[0]++\n\t\t}\n\t}()\n}\nselect {}',
    "after": 'fmt.Println("still here")',
    "flood": 'for {\n\tfmt.Println("spam and eggs")\n}',
}

PYTHON = {
    "imports": "import time, threading, json\nfrom IPython.display import HTML, Markdown, Math, SVG, JSON, display",
    "define": "kept = 42\nprint('defined')",
    "function": "def fib(n):\n    '''The nth Fibonacci number.'''\n    return n if n < 2 else fib(n-1) + fib(n-2)\nfib(20)",
    "typed": "",
    "progressive": "print('first')\ntime.sleep(2)\nprint('second')",
    "endless": "while True: pass",
    "kept": "print(kept)",
    "late": "def f():\n    time.sleep(0.5)\n    print('late')\nthreading.Thread(target=f).start()",
    "question": "name = input('Your name: ')\nprint('Hello,', name)",
    "picture": "from IPython.display import Image\nimport base64\nImage(base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), width=100)",
    "html": "HTML(\"<b id='bold'>bold</b> and <i>italic</i>\")",
    "markdown": "Markdown('## A heading\\n\\n- one\\n- two')",
    "math": "Math(r'\\sum_{i=1}^n i = \\frac{n(n+1)}{2}')",
    "svg": "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"60\"><circle cx=\"30\" cy=\"30\" r=\"25\" fill=\"teal\"/></svg>')",
    "json": "JSON({'epochs': 100, 'layers': [57, 20, 5, 1]})",
    "failing": "def invert(x):\n    return 1 / x\ninvert(0)",
    "wrong": "total = 'one' + 1",
    "progress": "import ipywidgets\np = ipywidgets.IntProgress(max=20)\ndisplay(p)\nfor i in range(20):\n    p.value += 1\n    time.sleep(0.1)",
    "update": "d = display('step 0', display_id=True)\nfor i in range(1, 11):\n    d.update(f'step {i}')\n    time.sleep(0.1)",
    "slider": "def show(rate): print(f'rate {rate:.2f}')\nipywidgets.interact(show, rate=ipywidgets.FloatSlider(max=1, step=0.01));",
    "crash": "import ctypes\nraise SystemError('not comparable')",
    "after": "print('still here')",
    "flood": "while True: print('spam and eggs')",
}

# What is typed and asked where the languages differ.
WORDS = {
    "go": {
        "mime": "text/x-go",
        "complete": ("strings.", "Split"),
        "help": ('strings.Split("a b", " ")', ") []string"),
        "division": "divide",
    },
    "python": {
        "mime": "text/x-ipython",
        "complete": ("json.", "dumps"),
        "help": ("json.dumps({})", "Serialize"),
        "division": "division",
    },
}


def notebook(kernel, language, sources):
    """Returns a notebook of the given cells."""
    nb = nbformat.v4.new_notebook()
    nb.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": language}
    nb.cells = [nbformat.v4.new_code_cell(s) for s in sources]
    return nb
