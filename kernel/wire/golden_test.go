package wire

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
)

var regen = flag.Bool("regen", false, "write testdata/frames.json anew, by the Python of $PYTHON, which has jupyter_client")

// goldenFrames is a message of jupyter_client; testdata/frames.py makes them.
type goldenFrames struct {
	Name, Key, Scheme   string
	Frames              [][]byte
	Identities, Buffers int
	MsgID               string `json:"msg_id"`
	MsgType             string `json:"msg_type"`
	Session, Username   string
	Version             string
	Metadata, Content   any
}

func goldens(t testing.TB) []goldenFrames {
	t.Helper()
	path := filepath.Join("testdata", "frames.json")
	if *regen {
		python := os.Getenv("PYTHON")
		if python == "" {
			python = "python3"
		}
		cmd := exec.Command(python, filepath.Join("testdata", "frames.py"))
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, out, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test -regen writes it", err)
	}
	var file struct{ Messages []goldenFrames }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Messages) == 0 {
		t.Fatalf("%s has no messages", path)
	}
	return file.Messages
}

// anyOf decodes JSON.
func anyOf(t *testing.T, text []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func TestFramesOfJupyterClient(t *testing.T) {
	for _, g := range goldens(t) {
		t.Run(g.Name+" "+g.Scheme, func(t *testing.T) {
			c := newCodec(t, g.Key, g.Scheme)
			m, err := c.Decode(g.Frames)
			if err != nil {
				t.Fatal(err)
			}
			got := []any{len(m.Identities), len(m.Buffers), m.Header.MsgID, m.Header.MsgType, m.Header.Session, m.Header.Username, m.Header.Version}
			want := []any{g.Identities, g.Buffers, g.MsgID, g.MsgType, g.Session, g.Username, g.Version}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			if content := anyOf(t, m.Content); !reflect.DeepEqual(content, g.Content) {
				t.Errorf("content %v, want %v", content, g.Content)
			}
			if metadata := anyOf(t, m.Metadata); !reflect.DeepEqual(metadata, g.Metadata) {
				t.Errorf("metadata %v, want %v", metadata, g.Metadata)
			}
			// Nothing is lost: the same frames come out, with the same signature.
			again := c.Encode(m)
			if len(again) != len(g.Frames) {
				t.Fatalf("%d frames, want %d", len(again), len(g.Frames))
			}
			for i := range again {
				if !bytes.Equal(again[i], g.Frames[i]) {
					t.Errorf("frame %d: %q, want %q", i, again[i], g.Frames[i])
				}
			}
		})
	}
}
