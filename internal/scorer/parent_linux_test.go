package scorer

import (
	"io"
	"os"
	"os/exec"
	"testing"
)

// role makes the test a scorer, or a program that starts one.
const role = "GOLAB_SCORER_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "scorer":
		_ = Main()
		os.Exit(0)
	case "worker":
		c := exec.Command(os.Args[0])
		c.Env, c.Stdin, c.Stdout = append(os.Environ(), role+"=scorer"), os.Stdin, os.Stdout
		_ = c.Run()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestEndsWithWorker kills the process that started a scorer. Its input stays open: it
// would wait for ever.
func TestEndsWithWorker(t *testing.T) {
	worker := exec.Command(os.Args[0])
	worker.Env = append(os.Environ(), role+"=worker")
	in := must[io.WriteCloser](t)(worker.StdinPipe())
	defer in.Close()
	out, theirs, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	worker.Stdout = theirs
	if err := worker.Start(); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	if _, err := in.Write(request(t, trials(t)[0])); err != nil {
		t.Fatal(err)
	}
	greeting := make([]byte, len(Greeting))
	if _, err := io.ReadFull(out, greeting); err != nil || string(greeting) != Greeting {
		t.Fatalf("the scorer says %q: %v", greeting, err)
	}
	if err := worker.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(out); err != nil || len(rest) > 0 { // ends when the scorer does
		t.Errorf("the scorer says %q: %v", rest, err)
	}
	_, _ = worker.Process.Wait()
}
