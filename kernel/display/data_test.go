package display

import (
	"bytes"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

func TestDataOfGophernotes(t *testing.T) {
	png := []byte("\x89PNG\r\n\x1a\n")
	svg := filepath.Join(t.TempDir(), "a.svg")
	if err := os.WriteFile(svg, []byte(`<svg xmlns="x"/>`), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		d    Data
		want MIMEMap
	}{
		{"HTML", HTML("<b>"), MIMEMap{"text/html": "<b>", "text/plain": "<b>"}},
		{"Markdown", Markdown("*a*"), MIMEMap{"text/markdown": "*a*", "text/plain": "*a*"}},
		{"Math", Math(`e^{i\pi}`), MIMEMap{"text/latex": `$$e^{i\pi}$$`, "text/plain": `e^{i\pi}`}},
		{"Latex on a line of its own", Latex("$$x^2$$"), MIMEMap{"text/latex": "$$x^2$$", "text/plain": "$$x^2$$"}},
		{"Latex in brackets", Latex(`\[x\]`), MIMEMap{"text/latex": `\[x\]`, "text/plain": `\[x\]`}},
		{"Latex of several lines", Latex(" \\begin{align}x\\end{align}\n"), MIMEMap{"text/latex": `\begin{align}x\end{align}`, "text/plain": " \\begin{align}x\\end{align}\n"}},
		{"Math between dollar signs", Math("$x$"), MIMEMap{"text/latex": "$$x$$", "text/plain": "$x$"}},
		{"Math between two", Math("$$x$$"), MIMEMap{"text/latex": "$$x$$", "text/plain": "$$x$$"}},
		{"Latex between dollar signs", Latex("$x$"), MIMEMap{"text/latex": "$x$", "text/plain": "$x$"}},
		{"JavaScript", JavaScript("f()"), MIMEMap{"application/javascript": "f()", "text/plain": "f()"}},
		{"JSON", JSON(MIMEMap{"a": 1}), MIMEMap{"application/json": MIMEMap{"a": 1}, "text/plain": `map["a":1]`}},
		{"SVG", SVG("<svg/>"), MIMEMap{"image/svg+xml": "<svg/>", "text/plain": "image/svg+xml, 6 bytes"}},
		{"PNG", PNG(png), MIMEMap{"image/png": "iVBORw0KGgo=", "text/plain": "image/png, 8 bytes"}},
		{"JPEG", JPEG([]byte{1}), MIMEMap{"image/jpeg": "AQ==", "text/plain": "image/jpeg, 1 bytes"}},
		{"PDF", PDF([]byte{1}), MIMEMap{"application/pdf": "AQ==", "text/plain": "application/pdf, 1 bytes"}},
		{"MakeData3", MakeData3("a/b", "text", 3), MIMEMap{"a/b": 3, "text/plain": "text"}},
		{"Any of a string", Any("text/html", "<i>"), MIMEMap{"text/html": "<i>", "text/plain": "<i>"}},
		{"Any of JSON in bytes", Any("application/json", []byte(`{"a":[1]}`)),
			MIMEMap{"application/json": map[string]any{"a": []any{1.0}}, "text/plain": "application/json, 9 bytes"}},
		{"Auto of a string", Auto("a"), MIMEMap{"text/plain": "a"}},
		{"Auto of a picture's bytes", Auto(png), MIMEMap{"image/png": "iVBORw0KGgo=", "text/plain": "image/png, 8 bytes"}},
		{"Auto of text in bytes", Auto([]byte("spam")), MIMEMap{"text/plain": "spam"}},
		{"Auto of a Reader", Auto(strings.NewReader("<html><svg>")), MIMEMap{"text/html": "<html><svg>", "text/plain": "<html><svg>"}},
		{"Auto of a WriterTo", Auto(writerTo{bytes.NewBufferString("spam")}), MIMEMap{"text/plain": "spam"}},
		{"Auto of Data", Auto(HTML("<b>")), MIMEMap{"text/html": "<b>", "text/plain": "<b>"}},
		{"Auto of another value", Auto(7), MIMEMap{"text/plain": "7"}},
		{"Auto of what shows itself", Auto(heading{}), MIMEMap{"text/html": "<h1>", "text/plain": "display.heading{}"}},
		{"File", File("", svg), MIMEMap{"image/svg+xml": `<svg xmlns="x"/>`, "text/plain": `<svg xmlns="x"/>`}},
		{"Image", Image(image.NewGray(image.Rect(0, 0, 0, 1))), MIMEMap{"text/plain": "*image.Gray, 0×1, empty"}},
		{"no data", Data{}, MIMEMap{"text/plain": "{}"}},
	} {
		got, err := Bundle([]any{tt.d})
		if tt.name == "no data" {
			tt.want[MIMETypeText] = Text(tt.d)
		}
		if err != nil || !reflect.DeepEqual(got.Data, tt.want) {
			t.Errorf("%s: got %v, %v, want %v", tt.name, got.Data, err, tt.want)
		}
	}
}

// A writerTo has no method but WriteTo.
type writerTo struct{ b *bytes.Buffer }

func (w writerTo) WriteTo(to io.Writer) (int64, error) {
	return w.b.WriteTo(to)
}

func TestDataThatCannotBeRead(t *testing.T) {
	torn := errors.New("torn")
	for _, d := range []Data{Auto(iotest.ErrReader(torn)), Any("a/b", &figure{err: torn})} {
		if _, err := Bundle([]any{1, d}); !errors.Is(err, torn) {
			t.Errorf("got %v, want %v", err, torn)
		}
	}
	if err := Display(File("", "no such file")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

type heading struct{}

func (heading) HTML() string { return "<h1>" }

// A plain value is a SimpleRenderer, as Display.ipynb of gophernotes has it.
type plain struct{}

func (plain) SimpleRender() MIMEMap { return MIMEMap{MIMETypeLatex: "$x$"} }

// A full value is a Renderer that needs no import.
type full struct{}

func (full) Render() struct{ Data, Metadata, Transient map[string]any } {
	return Data{Data: MIMEMap{MIMETypePNG: []byte{1}}, Metadata: MIMEMap{"width": 3}, Transient: MIMEMap{"display_id": "x"}}
}

type many struct{ heading }

func (many) JavaScript() string      { return "f()" }
func (many) JPEG() []byte            { return []byte{1} }
func (many) JSON() map[string]any    { return MIMEMap{"a": 1} }
func (many) Latex() string           { return "$y$" }
func (many) Markdown() string        { return "# y" }
func (many) PNG() []byte             { return []byte{2} }
func (many) PDF() []byte             { return []byte{3} }
func (many) SVG() string             { return "<svg/>" }
func (many) String() string          { return "many" }
func (m many) SimpleRender() MIMEMap { return MIMEMap{"a/b": m.String()} }

func TestInterfacesOfGophernotes(t *testing.T) {
	for _, tt := range []struct {
		v    any
		want Data
	}{
		{heading{}, Data{Data: MIMEMap{MIMETypeHTML: "<h1>", MIMETypeText: "display.heading{}"}}},
		{plain{}, Data{Data: MIMEMap{MIMETypeLatex: "$x$", MIMETypeText: "display.plain{}"}}},
		{full{}, Data{
			Data:     MIMEMap{MIMETypePNG: "AQ==", MIMETypeText: "display.full{}"},
			Metadata: MIMEMap{"width": 3}, Transient: MIMEMap{"display_id": "x"},
		}},
		{many{}, Data{Data: MIMEMap{
			MIMETypeHTML: "<h1>", MIMETypeJavaScript: "f()", MIMETypeJPEG: "AQ==", MIMETypeJSON: MIMEMap{"a": 1},
			MIMETypeLatex: "$y$", MIMETypeMarkdown: "# y", MIMETypePNG: "Ag==", MIMETypePDF: "Aw==",
			MIMETypeSVG: "<svg/>", "a/b": "many", MIMETypeText: "many",
		}}},
	} {
		for _, m := range []*MIMEMap{&tt.want.Metadata, &tt.want.Transient} {
			if *m == nil {
				*m = MIMEMap{}
			}
		}
		if got, err := Bundle([]any{tt.v}); err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%T:\ngot  %v, %v\nwant %v", tt.v, got, err, tt.want)
		}
	}
}
