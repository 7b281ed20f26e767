package history

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestDefaultPath(t *testing.T) {
	root, err := filepath.Abs("/")
	if err != nil {
		t.Fatal(err)
	}
	abs := func(parts ...string) string { return filepath.Join(append([]string{root}, parts...)...) }
	home := abs("home", "ada")
	for _, c := range []struct {
		goos string
		env  map[string]string
		want string // a path, or words of the error
	}{
		{"linux", map[string]string{"HOME": home}, filepath.Join(home, ".local", "state", "golab", "history.jsonl")},
		{"linux", map[string]string{"XDG_STATE_HOME": abs("state")}, abs("state", "golab", "history.jsonl")},
		{"linux", map[string]string{"HOME": home, "XDG_STATE_HOME": "relative"}, filepath.Join(home, ".local", "state", "golab", "history.jsonl")},
		{"linux", nil, "$HOME is not set"},
		{"darwin", map[string]string{"HOME": home, "XDG_STATE_HOME": abs("state")}, filepath.Join(home, "Library", "Application Support", "golab", "history.jsonl")},
		{"darwin", nil, "$HOME is not set"},
		{"windows", map[string]string{"LOCALAPPDATA": abs("local")}, abs("local", "golab", "history.jsonl")},
		{"windows", map[string]string{"HOME": home}, "%LOCALAPPDATA% is not set"},
	} {
		got, err := defaultPath(c.goos, func(name string) string { return c.env[name] })
		if err != nil {
			got = err.Error()
		}
		if got != c.want && (err == nil || !strings.Contains(got, c.want)) {
			t.Errorf("%s %v: %s, want %s", c.goos, c.env, got, c.want)
		}
	}
}
