package notebook

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// read reads a notebook of testdata.
func read(t testing.TB, name string) *Notebook {
	t.Helper()
	return parsed(t, content(t, name))
}

// content returns a file of testdata; crlf.ipynb is jupyter.ipynb with the line
// ends of Windows.
func content(t testing.TB, name string) string {
	t.Helper()
	if name == "crlf.ipynb" {
		return strings.ReplaceAll(content(t, "jupyter.ipynb"), "\n", "\r\n")
	}
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// parsed returns a notebook given as text.
func parsed(t testing.TB, source string) *Notebook {
	t.Helper()
	n, err := Read(strings.NewReader(source), "lab.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// What was read is written byte for byte, in whatever layout.
func TestUnchanged(t *testing.T) {
	for _, name := range []string{"jupyter.ipynb", "indent4.ipynb", "tabs.ipynb", "crlf.ipynb", "oneline.ipynb"} {
		t.Run(name, func(t *testing.T) {
			if got := string(read(t, name).Bytes()); got != content(t, name) {
				t.Errorf("got\n%s", got)
			}
		})
	}
	odd := " \n\t{\"nbformat\" : 4,\"nbformat_minor\":5 , \"metadata\":{},\n\"cells\":[ ]}\r\n \n"
	if got := string(parsed(t, "\xef\xbb\xbf"+odd).Bytes()); got != "\xef\xbb\xbf"+odd {
		t.Errorf("got %q, want %q", got, odd)
	}
}

// A change touches the lines of what changed, in the layout of the file.
func TestChangedLines(t *testing.T) {
	tests := []struct {
		name     string
		was, now []string
	}{
		{"jupyter.ipynb", []string{`    "maxIter := 100\n",`, `    "name := \"spam\"\n"`}, []string{`    "maxIter := 5\n"`}},
		{"indent4.ipynb", []string{`                "maxIter := 100\n",`, `                "name := \"spam\"\n"`}, []string{`                "maxIter := 5\n"`}},
		{"tabs.ipynb", []string{"\t\t\t\t" + `"maxIter := 100\n",`, "\t\t\t\t" + `"name := \"spam\"\n"`}, []string{"\t\t\t\t" + `"maxIter := 5\n"`}},
		{"crlf.ipynb", []string{`    "maxIter := 100\n",` + "\r", `    "name := \"spam\"\n"` + "\r"}, []string{`    "maxIter := 5\n"` + "\r"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := read(t, tt.name)
			n.Cells()[1].SetSource("maxIter := 5\n")
			want := strings.Replace(content(t, tt.name), strings.Join(tt.was, "\n"), strings.Join(tt.now, "\n"), 1)
			if got := string(n.Bytes()); got != want || got == content(t, tt.name) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// A file in one line is laid out as Jupyter does when it changes.
func TestChangedOneLine(t *testing.T) {
	n := parsed(t, `{"nbformat":4,"nbformat_minor":5,"metadata":{"\u0061":1.50,"e":[]},"cells":[{"id":"a","cell_type":"raw","metadata":{},"source":"x"}]}`)
	n.Cells()[0].SetSource("y\nz")
	want := `{
 "nbformat": 4,
 "nbformat_minor": 5,
 "metadata": {
  "\u0061": 1.50,
  "e": []
 },
 "cells": [
  {
   "id": "a",
   "cell_type": "raw",
   "metadata": {},
   "source": [
    "y\n",
    "z"
   ]
  }
 ]
}`
	if got := string(n.Bytes()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Old formats are read as 4.5, with the same ids at each reading, and differ in
// nothing else.
func TestOldFormats(t *testing.T) {
	for _, name := range []string{"v40.ipynb", "v44.ipynb"} {
		n, again := read(t, name), read(t, name)
		var ids []string
		for i, c := range n.Cells() {
			if !validID.MatchString(c.ID()) || c.ID() != again.Cells()[i].ID() {
				t.Errorf("%s: id %q, then %q", name, c.ID(), again.Cells()[i].ID())
			}
			ids = append(ids, c.ID())
		}
		if want := "3a9ad306 4d460ecf e3ab7e91 70d25f2c 0b0bd7ca"; strings.Join(ids, " ") != want {
			t.Errorf("%s: ids %q, want %s", name, ids, want)
		}
		got := string(n.Bytes())
		for _, id := range ids {
			got = strings.Replace(got, "   \"id\": \""+id+"\",\n", "", 1)
		}
		was := strings.NewReplacer(`"nbformat_minor": 0`, `"nbformat_minor": 5`, `"nbformat_minor": 4`, `"nbformat_minor": 5`).Replace(content(t, name))
		if got != was {
			t.Errorf("%s: got\n%s", name, got)
		}
	}
}

// An id that is missing, not allowed or there twice is made new; the others stay.
func TestIDs(t *testing.T) {
	n := parsed(t, `{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[
		{"id":"a","cell_type":"raw","metadata":{},"source":""},
		{"id":"a","cell_type":"raw","metadata":{},"source":""},
		{"id":"a b","cell_type":"raw","metadata":{},"source":""},
		{"id":5,"cell_type":"raw","metadata":{},"source":""},
		{"cell_type":"raw","metadata":{},"source":""},
		{"id":"b","cell_type":"raw","metadata":{},"source":""}]}`)
	seen := map[string]bool{}
	for _, c := range n.Cells() {
		if !validID.MatchString(c.ID()) || seen[c.ID()] {
			t.Errorf("id %q", c.ID())
		}
		seen[c.ID()] = true
	}
	if !seen["a"] || !seen["b"] {
		t.Errorf("ids %v", seen)
	}
	if got := string(parsed(t, string(n.Bytes())).Bytes()); got != string(n.Bytes()) {
		t.Errorf("got\n%s", got)
	}
}

func TestCells(t *testing.T) {
	for _, name := range []string{"jupyter.ipynb", "indent4.ipynb", "oneline.ipynb"} {
		cells := read(t, name).Cells()
		type shown struct {
			ID, Source string
			Code, Tag  bool
		}
		var got []shown
		for _, c := range cells {
			got = append(got, shown{c.ID(), c.Source(), c.IsCode(), c.HasTag("parameters")})
		}
		want := []shown{
			{"intro", "# Ein Titel: ä, €, 𝕏 <b>&amp;</b>\n\nline \u2028 separated", false, false},
			{"params", "maxIter := 100\nname := \"spam\"\n", true, true},
			{"print-1", "print", true, false},
			{"raw", "", false, false},
			{"empty", "", true, false},
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v\nwant %v", name, got, want)
		}
	}
}

func TestReadFails(t *testing.T) {
	frame := func(cell string) string {
		return `{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"raw","source":""},` + cell + `]}`
	}
	tests := []struct{ name, source, want string }{
		{"empty", "", "the file is empty"},
		{"blank", " \n", "the file is empty"},
		{"text", "label,word_freq\n", "line 1: not JSON: invalid character 'l' looking for beginning of value"},
		{"cut off", "{\n \"cells\": [\n", "line 3: not JSON: unexpected end of JSON input"},
		{"comma", "{\n \"cells\": [],\n}", "line 3: not JSON: invalid character '}' looking for beginning of object key string"},
		{"two", "{} {}", "line 1: not JSON: invalid character '{' after top-level value"},
		{"binary", "\x00\x01", "line 1: not JSON: invalid character '\\x00' looking for beginning of value"},
		{"list", "[]", "not a notebook: the file holds a list, not an object"},
		{"number", "12", "not a notebook: the file holds 12, not an object"},
		{"other JSON", `{"a":1}`, "not a notebook: it has no nbformat"},
		{"format of text", `{"nbformat":"4"}`, "nbformat is a text, not a number"},
		{"no minor", `{"nbformat":4}`, "nbformat_minor is missing, not a number"},
		{"format 3", `{"nbformat":3,"worksheets":[]}`, "nbformat is 3, golab reads 4.0 to 4.5; saving the notebook in Jupyter brings it up to date"},
		{"format 4.6", `{"nbformat":4,"nbformat_minor":6}`, "nbformat is 4.6, golab reads 4.0 to 4.5"},
		{"format 5.0", `{"nbformat":5,"nbformat_minor":0}`, "nbformat is 5.0, golab reads 4.0 to 4.5"},
		{"no cells", `{"nbformat":4,"nbformat_minor":5}`, "cells is missing, not a list"},
		{"metadata", `{"nbformat":4,"nbformat_minor":5,"metadata":[],"cells":[]}`, "metadata is a list, not an object"},
		{"cell", frame(`7`), "item 2 of cells: a cell is an object, this is 7"},
		{"no cell type", frame(`{}`), "item 2 of cells: cell_type is missing"},
		{"cell type", frame(`{"cell_type":"heading","source":""}`), `item 2 of cells: cell_type is "heading", not code, markdown or raw`},
		{"no source", frame(`{"cell_type":"code"}`), "item 2 of cells: source is missing, not a text or a list of texts"},
		{"source", frame(`{"cell_type":"code","source":null}`), "item 2 of cells: source is null, not a text or a list of texts"},
		{"lines", frame(`{"cell_type":"code","source":["a",1]}`), "item 2 of cells: source is a list, not a text or a list of texts"},
		{"cell metadata", frame(`{"cell_type":"code","source":"","metadata":true}`), "item 2 of cells: metadata is true, not an object"},
		{"outputs", frame(`{"cell_type":"code","source":"","outputs":{}}`), "item 2 of cells: outputs is an object, not a list"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(tt.source), "lab.ipynb")
			if want := "notebook: lab.ipynb: " + tt.want; err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
	if _, err := ReadFile("testdata/none.ipynb"); err == nil || !os.IsNotExist(unwrapped(err)) {
		t.Errorf("got %v", err)
	}
}

func unwrapped(err error) error { return err.(interface{ Unwrap() error }).Unwrap() }

func FuzzRead(f *testing.F) {
	for _, name := range []string{"jupyter.ipynb", "indent4.ipynb", "crlf.ipynb", "oneline.ipynb", "v44.ipynb"} {
		f.Add([]byte(content(f, name)))
	}
	f.Add([]byte(`{"nbformat":4,"nbformat_minor":0,"cells":[{"cell_type":"code","source":["\ud83d\n"],"id":"\u0061"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := Read(bytes.NewReader(data), "fuzz")
		if err != nil {
			return
		}
		once := n.Bytes()
		again, err := Read(bytes.NewReader(once), "fuzz")
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%q", err, once)
		}
		if twice := again.Bytes(); !bytes.Equal(once, twice) {
			t.Fatalf("first  %q\nsecond %q", once, twice)
		}
		for _, c := range n.Cells() {
			c.SetSource(c.Source() + "x")
			if err := c.SetOutputs(1, nil); err != nil {
				t.Fatal(err)
			}
		}
		n.setLanguage()
		changed := n.Bytes()
		if again, err = Read(bytes.NewReader(changed), "fuzz"); err != nil {
			t.Fatalf("what was changed cannot be read: %v\n%q", err, changed)
		}
		for i, c := range again.Cells() {
			if was := n.Cells()[i]; c.Source() != was.Source() || c.ID() != was.ID() {
				t.Fatalf("got %q, %q, want %q, %q", c.ID(), c.Source(), was.ID(), was.Source())
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	source := content(b, "jupyter.ipynb")
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		if _, err := Read(strings.NewReader(source), ""); err != nil {
			b.Fatal(err)
		}
	}
}
