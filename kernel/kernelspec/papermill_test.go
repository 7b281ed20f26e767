package kernelspec

import (
	"encoding/json"
	"errors"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// testPython returns the Python of the tests, which has the module.
func testPython(t *testing.T, module string) Python {
	t.Helper()
	path := os.Getenv("GOLAB_PYTHON")
	if path == "" {
		t.Skip("no Python: test.sh makes one and names it in GOLAB_PYTHON")
	}
	if err := exec.Command(path, "-c", "import "+module).Run(); err != nil {
		t.Skipf("the Python of GOLAB_PYTHON has no %s: test.sh makes one that has", module)
	}
	p, err := AskPython(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// environment makes a Python environment that sees the packages of p, but for a
// translator, and has room for its own.
func environment(t *testing.T, p Python) Python {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "venv")
	if out, err := exec.Command(p.Executable, "-m", "venv", "--without-pip", prefix).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	packages, err := os.ReadDir(p.Packages[0])
	if err != nil {
		t.Fatal(err)
	}
	seen := t.TempDir()
	for _, e := range packages {
		if strings.HasPrefix(e.Name(), "golab_papermill") {
			continue
		}
		if err := os.Symlink(filepath.Join(p.Packages[0], e.Name()), filepath.Join(seen, e.Name())); err != nil {
			t.Skip(err) // Windows has links for administrators only
		}
	}
	t.Setenv("PYTHONPATH", seen)
	s, err := Host()
	if err != nil {
		t.Fatal(err)
	}
	own, err := s.PythonIn(prefix)
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// alone runs the translator with a papermill that can register and nothing else.
// It calls the method for each line of the input, which is JSON as Python reads it,
// and prints the answers as JSON, errors as texts.
const alone = `
import json, sys, types
names = ("papermill", "papermill.translators", "papermill.models")
papermill, translators, models = modules = [types.ModuleType(name) for name in names]
registered = {}
translators.papermill_translators = types.SimpleNamespace(register=registered.__setitem__)
models.Parameter = lambda *fields: list(fields)
sys.modules.update(zip(names, modules))
sys.path.insert(0, "papermill")
import golab_papermill
go = registered["go"]
def both(pair):
    go.inspect({"source": pair[0]})
    return go.codify(pair[1])
method = both if sys.argv[1] == "both" else getattr(go, sys.argv[1])
for line in sys.stdin:
    try:
        print(json.dumps(method(json.loads(line))))
    except ValueError as e:
        print(json.dumps("error: " + str(e)))
`

// answers returns what the translator's method answers to each of the inputs.
func answers(t *testing.T, method string, inputs []string) []string {
	t.Helper()
	p := testPython(t, "json")
	cmd := exec.Command(p.Executable, "-B", "-c", alone, method)
	cmd.Stdin = strings.NewReader(strings.Join(inputs, "\n") + "\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(inputs) {
		t.Fatalf("%d answers to %d inputs\n%s", len(lines), len(inputs), out)
	}
	return lines
}

func TestTranslate(t *testing.T) {
	tests := []struct{ parameters, want string }{
		{`{"n": 5}`, "n := 5"},
		{`{"n": -5}`, "n := -5"},
		{`{"n": 9223372036854775807}`, "n := 9223372036854775807"},
		{`{"n": -9223372036854775808}`, "n := -9223372036854775808"},
		{`{"n": 9223372036854775808}`, "n := uint64(9223372036854775808)"},
		{`{"n": 18446744073709551616}`, "n := 1.8446744073709552e+19"},
		{`{"n": -9223372036854775809}`, "n := -9.223372036854776e+18"},
		{`{"rate": 0.001}`, "rate := 0.001"},
		{`{"rate": 1.0}`, "rate := 1.0"},
		{`{"rate": 1e-7}`, "rate := 1e-07"},
		{`{"rate": NaN}`, "import \"math\"\nrate := math.NaN()"},
		{`{"rate": [-Infinity, {"x": Infinity}]}`, "import \"math\"\nrate := []any{math.Inf(-1), map[string]any{\"x\": math.Inf(1)}}"},
		{`{"on": true, "off": false}`, "on := true\noff := false"},
		{`{"name": "ham"}`, `name := "ham"`},
		{`{"name": ""}`, `name := ""`},
		{`{"name": "a \"b\" \\ \n\t\r"}`, `name := "a \"b\" \\ \n\t\r"`},
		{`{"name": "\u0000\u007f\u00e4\ufeff\u2028\ud83d\ude00"}`, `name := "\u0000\u007fä\ufeff\u2028😀"`},
		{`{"name": "\ud83d\udb40\udc01"}`, "name := \"\ufffd\\U000e0001\""},
		{`{"x": null}`, "x := any(nil)"},
		{`{"x": [1, 2]}`, "x := []int{1, 2}"},
		{`{"x": [1, 2.5]}`, "x := []float64{1.0, 2.5}"},
		{`{"x": [1, 9223372036854775808]}`, "x := []any{1, uint64(9223372036854775808)}"},
		{`{"x": [true, false]}`, "x := []bool{true, false}"},
		{`{"x": ["a", "b"]}`, `x := []string{"a", "b"}`},
		{`{"x": []}`, "x := []any{}"},
		{`{"x": [1, "a", null, true]}`, `x := []any{1, "a", nil, true}`},
		{`{"x": [null]}`, "x := []any{nil}"},
		{`{"x": [[1], [2, 3]]}`, "x := [][]int{{1}, {2, 3}}"},
		{`{"x": [[1], [0.5]]}`, "x := [][]float64{{1.0}, {0.5}}"},
		{`{"x": [[[1]], [["a"]]]}`, `x := [][][]any{{{1}}, {{"a"}}}`},
		{`{"x": [[1], 2]}`, "x := []any{[]int{1}, 2}"},
		{`{"x": {}}`, "x := map[string]any{}"},
		{`{"x": {"rate": 0.1, "layers": [57, 2], "deep": {"y": null}}}`, `x := map[string]any{"rate": 0.1, "layers": []int{57, 2}, "deep": map[string]any{"y": nil}}`},
		{`{"x": [{"a": 1}]}`, `x := []map[string]any{map[string]any{"a": 1}}`},
		{`{"größe": 1}`, "größe := 1"},
		{`{"a b": 1}`, "error: golab: the parameter 'a b' is no name of a variable in Go"},
		{`{"range": 1}`, "error: golab: the parameter 'range' is no name of a variable in Go"},
		{`{}`, ""},
	}
	var inputs []string
	for _, tt := range tests {
		inputs = append(inputs, tt.parameters)
	}
	for i, answer := range answers(t, "codify", inputs) {
		want := tests[i].want
		if !strings.HasPrefix(want, "error: ") {
			want = strings.TrimSpace("// Parameters\n"+want) + "\n"
		}
		var got string
		if err := json.Unmarshal([]byte(answer), &got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s\ngot  %s\nwant %s", inputs[i], got, want)
		}
		if body := strings.Replace(got, "import \"math\"\n", "", 1); !strings.HasPrefix(got, "error: ") {
			if _, err := format.Source([]byte(body)); err != nil {
				t.Errorf("%s\n%s is not Go: %v", inputs[i], got, err)
			}
		}
	}
}

func TestInspect(t *testing.T) {
	tests := []struct{ source, want string }{
		{"rate := 0.1 // of learning", `[["rate","float64","0.1","of learning"]]`},
		{"n = 100", `[["n","int","100",""]]`},
		{"  n := -1_000", `[["n","int","-1_000",""]]`},
		{"var name string = \"a // b\" // c", `[["name","string","\"a // b\"","c"]]`},
		{"var t = `x`", "[[\"t\",\"string\",\"`x`\",\"\"]]"},
		{"const on = true", `[["on","bool","true",""]]`},
		{"layers := []int{57, 2}", `[["layers","[]int","[]int{57, 2}",""]]`},
		{"m := map[string][]float64{}", `[["m","map[string][]float64","map[string][]float64{}",""]]`},
		{"limit := 5 * time.Second", `[["limit","None","5 * time.Second",""]]`},
		{"a := 1\n\n// b := 2\nc := 3e4", `[["a","int","1",""],["c","float64","3e4",""]]`},
		{"import \"fmt\"\nfmt.Println(1)\nif x == 1 {", "[]"},
		{"", "[]"},
	}
	var inputs []string
	for _, tt := range tests {
		input, err := json.Marshal(map[string]string{"source": tt.source})
		if err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, string(input))
	}
	for i, answer := range answers(t, "inspect", inputs) {
		if got := strings.ReplaceAll(answer, `", "`, `","`); strings.ReplaceAll(got, "], [", "],[") != tests[i].want {
			t.Errorf("%s\ngot  %s\nwant %s", tests[i].source, got, tests[i].want)
		}
	}
}

// What is a float in the notebook remains one; a notebook without it knows nothing
// of the one before.
func TestTranslatorKeepsFloats(t *testing.T) {
	tests := []struct{ source, parameters, want string }{
		{"rate := 0.5", `{"rate": 2}`, "rate := 2.0"},
		{"", `{"rate": 2}`, "rate := 2"},
		{"var rate float64 = 1 // per step", `{"rate": -2}`, "rate := -2.0"},
		{"rate := 0.5", `{"rate": true}`, "rate := true"},
		{"rate := 0.5", `{"rate": null}`, "rate := any(nil)"},
		{"rate := 0.5", `{"rate": "a"}`, `rate := "a"`},
		{"n := 5\nrates := []float64{0.1}", `{"n": 2, "rates": [1, 2], "m": 3}`, "n := 2\nrates := []float64{1.0, 2.0}\nm := 3"},
		{"rates := []float64{0.1}", `{"rates": []}`, "rates := []float64{}"},
	}
	var inputs []string
	for _, tt := range tests {
		source, err := json.Marshal(tt.source)
		if err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, "["+string(source)+", "+tt.parameters+"]")
	}
	for i, answer := range answers(t, "both", inputs) {
		var got string
		if err := json.Unmarshal([]byte(answer), &got); err != nil {
			t.Fatal(err)
		}
		if want := "// Parameters\n" + tests[i].want + "\n"; got != want {
			t.Errorf("%s, %s\ngot  %q\nwant %q", tests[i].source, tests[i].parameters, got, want)
		}
	}
}

// lastLine returns the last line of a text, which of a Python's complaint says what
// is wrong.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// papermill itself finds the translator, whichever of the two is imported first,
// and no longer once it is removed.
func TestPapermillTranslates(t *testing.T) {
	p := environment(t, testPython(t, "papermill"))
	const code = `, papermill.engines, papermill.translators
print(papermill.translators.translate_parameters('golab', 'go', {'n': 5}), end='')
notebook = __import__('nbformat').from_dict({'metadata': {'kernelspec': {'name': 'golab', 'language': 'go'}}})
engine = papermill.engines.papermill_engines.get_engine('golab')
print(engine.nb_kernel_name(notebook), engine.nb_language(notebook))`
	ask := func(imports string) string {
		out, err := exec.Command(p.Executable, "-c", "import "+imports+code).CombinedOutput()
		if err != nil {
			return lastLine(string(out))
		}
		return string(out)
	}
	for range 2 { // the second time it is there already
		folder, err := p.InstallTranslator()
		if err != nil {
			t.Fatal(err)
		}
		if folder != p.Packages[0] || p.TranslatorIn() != folder {
			t.Errorf("the translator is in %s, found in %q, want %s", folder, p.TranslatorIn(), p.Packages[0])
		}
	}
	for _, imports := range []string{"papermill", "golab_papermill, papermill"} {
		if got, want := ask(imports), "// Parameters\nn := 5\ngolab go\n"; got != want {
			t.Errorf("import %s: got %q, want %q", imports, got, want)
		}
	}
	if _, err := p.RemoveTranslator(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.RemoveTranslator(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there is removed: %v", err)
	}
	if got := ask("papermill"); !strings.Contains(got, "No parameter translator functions") {
		t.Errorf("without the translator papermill says %s", got)
	}
}

func TestTranslatorNeedsPapermill(t *testing.T) {
	p := Python{Executable: "/venv/bin/python3", Prefix: "/venv", Packages: []string{t.TempDir()}}
	_, err := p.InstallTranslator()
	if want := "kernelspec: no papermill in /venv; /venv/bin/python3 -m pip install papermill brings it"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	files(t, p.Packages[0])
}

// Where the environment may not be written to, the user's own packages are.
func TestTranslatorOfTheUser(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("root may write everywhere, and Windows has other permissions")
	}
	all, own := t.TempDir(), filepath.Join(t.TempDir(), "site-packages")
	if err := os.Chmod(all, 0o555); err != nil {
		t.Fatal(err)
	}
	p := Python{Papermill: true, Packages: []string{filepath.Join(all, "site-packages"), own}}
	if folder, err := p.InstallTranslator(); folder != own || err != nil {
		t.Errorf("it is in %q, %v, want %s", folder, err, own)
	}
}

func TestTranslatorReplacesOtherVersions(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "golab_papermill-0.1.dist-info"), 0o755); err != nil {
		t.Fatal(err)
	}
	p := Python{Papermill: true, Packages: []string{folder}}
	if _, err := p.InstallTranslator(); err != nil {
		t.Fatal(err)
	}
	files(t, folder, translatorInfo, translatorFile)
	record, err := os.ReadFile(filepath.Join(folder, translatorInfo, "RECORD"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(record)) {
		name, _, _ := strings.Cut(line, ",")
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Errorf("pip would miss it: %v", err)
		}
	}
	if _, err := p.RemoveTranslator(); err != nil {
		t.Fatal(err)
	}
	files(t, folder)
}

func TestFindPython(t *testing.T) {
	p := testPython(t, "json")
	own := environment(t, p)
	s, err := Host()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		s.Env = system(s.OS, "", name, own.Prefix).Env
		if got, err := s.FindPython(); err != nil || got.Prefix != own.Prefix || !slices.Equal(got.Packages, own.Packages) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		s.Env = system(s.OS, "", name, filepath.Join(own.Prefix, "none")).Env
		if _, err := s.FindPython(); err == nil || !strings.Contains(err.Error(), "named by "+name) {
			t.Errorf("%s without an environment: %v", name, err)
		}
	}
	s.Env = system(s.OS, "").Env
	t.Setenv("PATH", filepath.Dir(own.Executable))
	if got, err := s.FindPython(); err != nil || got.Prefix != own.Prefix {
		t.Errorf("on the PATH: %+v, %v", got, err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := s.FindPython(); err == nil || !strings.Contains(err.Error(), "neither python3 nor python") {
		t.Errorf("without a Python: %v", err)
	}
}
