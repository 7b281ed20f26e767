package data

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// put writes a small file and returns its path.
func put(t *testing.T, parts ...string) string {
	t.Helper()
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("1,2\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// Each place is looked at before the next: removing what was found leads on.
func TestFindOrder(t *testing.T) {
	root, cache, named := t.TempDir(), t.TempDir(), t.TempDir()
	dir := filepath.Join(root, "course", "labs")
	const name = "table.csv"
	places := []string{
		put(t, named, name),
		put(t, dir, name),
		put(t, dir, "Data", name),
		put(t, dir, "shared", "data", name),
		put(t, root, "course", "Data", name),
		put(t, root, "course", "shared", "data", name),
		put(t, root, "Data", name),
		put(t, cache, name),
	}
	put(t, root, "course", name) // the folders above count only with Data and shared/data
	t.Setenv("GOLAB_DATA", named)
	f := Finder{Dir: dir, Cache: cache, Offline: true}
	for _, want := range places {
		got, err := f.Find(name)
		if err != nil || got != want {
			t.Errorf("%s, %v, want %s", got, err, want)
		}
		if err := os.Remove(want); err != nil {
			t.Fatal(err)
		}
	}
	_, err := f.Find(name)
	if !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "data: Find: table.csv is not in $GOLAB_DATA") {
		t.Errorf("nowhere: %v", err)
	}
}

func TestFindEnvironment(t *testing.T) {
	dir := t.TempDir()
	spam, names, other := put(t, dir, "my spam.csv"), put(t, dir, spambaseNames), put(t, dir, "other.csv")
	f := Finder{Dir: t.TempDir(), Cache: t.TempDir(), Offline: true}
	t.Setenv("GOLAB_DATA", spam)
	for name, want := range map[string]string{spambaseFile: spam, "my spam.csv": spam, spambaseNames: names, "other.csv": other} {
		if got, err := f.Find(name); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", name, got, err, want)
		}
	}
	t.Setenv("GOLAB_DATA", filepath.Join(dir, "gone"))
	if _, err := f.Find("other.csv"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "$GOLAB_DATA") {
		t.Errorf("a wrong $GOLAB_DATA: %v", err)
	}
}

func TestFindNames(t *testing.T) {
	t.Setenv("GOLAB_DATA", "")
	f := Finder{Dir: t.TempDir(), Cache: t.TempDir(), Offline: true, Notice: failOnWrite{t}}
	path, err := f.Find(spambaseNames)
	if err != nil {
		t.Fatal(err)
	}
	names, err := ReadNames(path)
	if err != nil || !slices.Equal(names, spambaseColumns()) {
		t.Errorf("%q, %v", names, err)
	}
	if err := os.WriteFile(path, []byte("spoilt"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Find(spambaseNames); err != nil {
		t.Fatal(err)
	}
	if names, err := ReadNames(path); err != nil || len(names) != 58 {
		t.Errorf("a spoilt cache gives %d names, %v", len(names), err)
	}
}

// A failOnWrite is a Notice that nothing may be written to.
type failOnWrite struct{ t *testing.T }

func (w failOnWrite) Write(p []byte) (int, error) {
	w.t.Errorf("notice %q", p)
	return len(p), nil
}

func TestFindEmptyName(t *testing.T) {
	if _, err := Find(""); err == nil || err.Error() != "data: Find: the name is empty" {
		t.Errorf("%v", err)
	}
}

// archive returns a zip file with one file in it.
func archive(t *testing.T, name string, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// serve returns the address of a server that answers all requests so, and counts them.
func serve(t *testing.T, status int, body []byte) (url string, requests *int) {
	t.Helper()
	n := new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		*n++
		w.WriteHeader(status)
		w.Write(body)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/spambase.zip", n
}

// The real file, with both kinds of line ends, is taken and kept with LF.
func TestFindDownload(t *testing.T) {
	text, err := os.ReadFile(realSpambase(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOLAB_DATA", "")
	for name, content := range map[string][]byte{
		"LF":   text,
		"CRLF": bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")),
	} {
		t.Run(name, func(t *testing.T) {
			url, requests := serve(t, http.StatusOK, archive(t, "spambase/"+spambaseFile, content))
			f := Finder{Dir: t.TempDir(), Cache: filepath.Join(t.TempDir(), "new"), URL: url, Notice: failOnWrite{t}}
			for range 2 { // the second time from the cache
				path, err := f.Find(spambaseFile)
				if err != nil {
					t.Fatal(err)
				}
				got, err := os.ReadFile(path)
				if err != nil || !bytes.Equal(got, text) || filepath.Dir(path) != f.Cache {
					t.Errorf("%s with %d bytes, %v", path, len(got), err)
				}
			}
			if *requests != 1 {
				t.Errorf("%d requests", *requests)
			}
			entries, err := os.ReadDir(f.Cache)
			if err != nil || len(entries) != 1 {
				t.Errorf("the cache has %v, %v", entries, err)
			}
			if err := os.WriteFile(filepath.Join(f.Cache, spambaseFile), text[:1000], 0o666); err != nil {
				t.Fatal(err)
			}
			if _, err := f.Find(spambaseFile); err != nil || *requests != 2 {
				t.Errorf("a file cut short in the cache: %d requests, %v", *requests, err)
			}
		})
	}
}

// Whatever goes wrong with the download, the synthetic file is there, with a word.
func TestFindSynthetic(t *testing.T) {
	t.Setenv("GOLAB_DATA", "")
	tests := []struct {
		name   string
		status int
		body   []byte
		want   string
	}{
		{"refused", http.StatusForbidden, nil, "403 Forbidden"},
		{"no archive", http.StatusOK, []byte("<html>moved</html>"), "zip: not a valid zip file"},
		{"another archive", http.StatusOK, archive(t, "iris.data", nil), "no spambase.data in it"},
		{"changed", http.StatusOK, archive(t, spambaseFile, []byte("1,2\n")), "spambase.data has changed: its SHA-256 is "},
		{"too large", http.StatusOK, make([]byte, maxDownload+1), "has more than 4194304 bytes"},
		{"too large inside", http.StatusOK, archive(t, spambaseFile, make([]byte, maxDownload+1)), "has more than 4194304 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			url, _ := serve(t, tt.status, tt.body)
			var notice bytes.Buffer
			f := Finder{Dir: t.TempDir(), Cache: t.TempDir(), URL: url, Notice: &notice}
			path, err := f.Find(spambaseFile)
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(text, syntheticSpambase()) {
				t.Errorf("%d bytes, %v", len(text), err)
			}
			for _, want := range []string{"NOT THE REAL DATA", tt.want, path, "GOLAB_DATA"} {
				if !strings.Contains(notice.String(), want) {
					t.Errorf("the notice lacks %q: %s", want, notice.String())
				}
			}
		})
	}
}

func TestFindOffline(t *testing.T) {
	t.Setenv("GOLAB_DATA", "")
	url, requests := serve(t, http.StatusOK, nil)
	var notice bytes.Buffer
	f := Finder{Dir: t.TempDir(), Cache: t.TempDir(), URL: url, Offline: true, Notice: &notice}
	if _, err := f.Find(spambaseFile); err != nil || *requests != 0 || !strings.Contains(notice.String(), "downloads are off") {
		t.Errorf("%d requests, %v, notice %s", *requests, err, notice.String())
	}
}

// A server that takes the call and says nothing costs a few seconds, no more.
func TestFindSilentServer(t *testing.T) {
	t.Setenv("GOLAB_DATA", "")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	f := Finder{Dir: t.TempDir(), Cache: t.TempDir(), URL: "https://" + listener.Addr().String(), Notice: &bytes.Buffer{}}
	start := time.Now()
	if _, err := f.Find(spambaseFile); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > connectTimeout+2*time.Second {
		t.Errorf("it took %v", took)
	}
}

// With no home to keep a cache in, the temporary files are left.
func TestFindNoHome(t *testing.T) {
	file, temp := put(t, t.TempDir(), "file"), t.TempDir()
	t.Setenv("GOLAB_DATA", "")
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, filepath.Join(file, "home"))
	}
	for _, name := range []string{"TMPDIR", "TEMP", "TMP"} {
		t.Setenv(name, temp)
	}
	path, err := Finder{Dir: t.TempDir(), Offline: true}.Find(spambaseNames)
	if err != nil || !strings.HasPrefix(path, temp) {
		t.Errorf("%s, %v", path, err)
	}
}

func TestFindCacheNotWritable(t *testing.T) {
	t.Setenv("GOLAB_DATA", "")
	file := put(t, t.TempDir(), "file")
	f := Finder{Dir: t.TempDir(), Cache: filepath.Join(file, "cache"), Offline: true, Notice: failOnWrite{t}}
	for _, name := range []string{spambaseFile, spambaseNames} {
		if _, err := f.Find(name); err == nil || !strings.HasPrefix(err.Error(), "data: Find: ") || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
