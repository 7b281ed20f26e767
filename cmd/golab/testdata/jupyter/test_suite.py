"""The suite that the Jupyter project has for kernels, each test of it enabled."""

import jupyter_kernel_test
import pytest

import rig
from cells import CELLS

pytestmark = pytest.mark.skipif(not rig.GO, reason="the samples are in Go")


class TestSuite(jupyter_kernel_test.KernelTests):
    kernel_name = rig.KERNEL

    language_name = "go"
    file_extension = ".go"
    code_hello_world = 'fmt.Println("hello, world")'
    code_stderr = 'fmt.Fprintln(os.Stderr, "oops")'
    completion_samples = [
        {"text": "fmt.Fprintl", "matches": ["Fprintln"]},
        {"text": "strings.Repla", "matches": ["Replace", "ReplaceAll", "Replacer"]},
        {"text": "nosuchthing", "matches": []},
    ]
    complete_code_samples = ["1", 'fmt.Println("hello")', "func f() int {\n\treturn 1\n}", "x := 1 // and on", ""]
    incomplete_code_samples = ["func f() {", "for i := range 3 {", "fmt.Println(", "x := `text", "1 +", "/* more"]
    invalid_code_samples = ["var = = 1", "func )", "x := 'abc'"]
    code_page_something = "fmt.Println?"
    code_generate_error = 'panic("boom")'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": 'strings.Repeat("ab", 3)'},
        {"code": "[]int{1, 2, 3}"},
        {"code": 'display.HTML("<b>bold</b>")', "mime": "text/html", "result": "<b>bold</b>"},
    ]
    code_display_data = [
        {"code": 'Display(display.HTML("<b>bold</b>"))', "mime": "text/html"},
        {"code": 'Display(display.Markdown("*slanted*"))', "mime": "text/markdown"},
        {"code": 'Display(display.Math("x^2"))', "mime": "text/latex"},
    ]
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "fmt.Println"
    code_clear_output = "display.ClearOutput(false)"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kc.execute_interactive(CELLS.imports, timeout=rig.PATIENCE)


class TestWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = rig.KERNEL
    support_iopub_welcome = True
