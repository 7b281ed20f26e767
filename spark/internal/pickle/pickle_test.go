package pickle

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// python runs a program with the pickle as its standard input.
func python(t *testing.T, program string, stdin []byte) string {
	t.Helper()
	name := os.Getenv("GOLAB_PYTHON")
	if name == "" {
		name = "python3"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip("no Python")
	}
	command := exec.Command(path, "-c", program)
	command.Stdin = bytes.NewReader(stdin)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

func TestPythonReadsIt(t *testing.T) {
	source := "import struct\ndef build(blob, options):\n    return (blob, options, __name__, struct.calcsize('>Q'))\n# ü\n"
	blob := make([]byte, 70000)
	for i := range blob {
		blob[i] = byte(i)
	}
	program := `import pickle, sys
blob, options, name, size = pickle.loads(sys.stdin.buffer.read())
print(len(blob), blob == bytes(i % 256 for i in range(70000)), repr(options), name, size)
print("build" in globals())`
	want := "70000 True '{\"a\": \"é\\\\n\"}' __golab__ 8\nFalse\n"
	if got := python(t, program, Command(source, blob, `{"a": "é\n"}`)); got != want {
		t.Errorf("Python reads %q, want %q", got, want)
	}
	if got := python(t, "import pickle, sys\nprint(pickle.loads(sys.stdin.buffer.read()))", Command("def build(*a): return a", nil, "")); got != "(b'', '')\n" {
		t.Errorf("Python reads %q", got)
	}
}

// TestInstructions reads the pickle with pickletools, which checks the stack.
func TestInstructions(t *testing.T) {
	got := python(t, `import pickletools, sys
print(*(op.name for op, _, _ in pickletools.genops(sys.stdin.buffer.read())))`, Command("s", []byte{1}, "o"))
	if want := "PROTO GLOBAL BINUNICODE TUPLE1 REDUCE BINUNICODE BINBYTES BINUNICODE TUPLE3 REDUCE STOP\n"; got != want {
		t.Errorf("instructions %q, want %q", got, want)
	}
}
