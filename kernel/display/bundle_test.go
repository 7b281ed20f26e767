package display

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	"image/color"
	"image/png"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

type figure struct {
	bundle map[string]any
	err    error
}

func (f *figure) MIMEBundle() (map[string]any, error) { return f.bundle, f.err }

type faulty struct{}

func (faulty) MIMEBundle() (map[string]any, error) { panic("no ink") }

type frame struct{ rows int }

// frames renders frames, as data does for gota's.
func frames(v any) (map[string]any, error) {
	f, ok := v.(frame)
	switch {
	case !ok:
		return nil, nil
	case f.rows < 0:
		return nil, errors.New("no rows")
	}
	return map[string]any{MIMETypeText: "frame", MIMETypeHTML: strings.Repeat("<tr>", f.rows)}, nil
}

func TestBundle(t *testing.T) {
	tests := []struct {
		name   string
		values []any
		want   map[string]any
	}{
		{"one value", []any{42}, map[string]any{MIMETypeText: "42"}},
		{"nil", []any{nil}, map[string]any{MIMETypeText: "<nil>"}},
		{"none", nil, map[string]any{MIMETypeText: ""}},
		{"several values", []any{3, "a", true}, map[string]any{MIMETypeText: `3 "a" true`}},
		{"several values of lines", []any{1, "a\nb"}, map[string]any{MIMETypeText: "1\na\nb"}},
		{"rendered", []any{frame{2}}, map[string]any{MIMETypeText: "frame", MIMETypeHTML: "<tr><tr>"}},
		{"rendered beside a text", []any{frame{1}, "<b>"}, map[string]any{
			MIMETypeText: `frame "<b>"`, MIMETypeHTML: "<tr>\n<pre>&#34;&lt;b&gt;&#34;</pre>"}},
		{"shows itself", []any{&figure{bundle: map[string]any{MIMETypeHTML: "<b>", MIMETypeText: "b"}}},
			map[string]any{MIMETypeHTML: "<b>", MIMETypeText: "b"}},
		{"bytes of a picture", []any{&figure{bundle: map[string]any{MIMETypePNG: []byte{1, 2}}}},
			map[string]any{MIMETypePNG: "AQI=", MIMETypeText: "*display.figure"}},
		{"bytes of text", []any{&figure{bundle: map[string]any{"image/svg+xml": []byte("<svg/>")}}},
			map[string]any{"image/svg+xml": "<svg/>", MIMETypeText: "*display.figure"}},
		{"JSON is left alone", []any{&figure{bundle: map[string]any{"application/json": []int{1}}}},
			map[string]any{"application/json": []int{1}, MIMETypeText: "*display.figure"}},
		{"pictures side by side", []any{&figure{bundle: map[string]any{MIMETypePNG: []byte{1, 2}}}, 7},
			map[string]any{MIMETypeText: "*display.figure 7", MIMETypeHTML: "<img src=\"data:image/png;base64,AQI=\">\n<pre>7</pre>"}},
		{"a bundle", []any{MIMEMap{MIMETypeHTML: "<b>", MIMETypeText: "b", MIMETypePNG: []byte{1, 2}, "application/x+json": 1}},
			map[string]any{MIMETypeHTML: "<b>", MIMETypeText: "b", MIMETypePNG: "AQI=", "application/x+json": 1}},
		{"a map of other things", []any{MIMEMap{MIMETypeText: "b", "count": "1"}}, map[string]any{MIMETypeText: `map["count":"1" "text/plain":"b"]`}},
		{"a map of numbers", []any{MIMEMap{MIMETypeText: 1}}, map[string]any{MIMETypeText: `map["text/plain":1]`}},
		{"an empty map", []any{MIMEMap{}}, map[string]any{MIMETypeText: "map[]"}},
		{"nil that shows itself", []any{(*figure)(nil)}, map[string]any{MIMETypeText: "<nil>"}},
		{"shows itself by its pointer", []any{figure{}},
			map[string]any{MIMETypeText: "a copy of a display.figure, which shows itself by its pointer: &display.figure{…}"}},
		{"nil matrix", []any{(*mat.Dense)(nil)}, map[string]any{MIMETypeText: "<nil>"}},
		{"nil picture", []any{(*image.RGBA)(nil)}, map[string]any{MIMETypeText: "<nil>"}},
		{"empty picture", []any{image.NewGray(image.Rect(0, 0, 0, 4))}, map[string]any{MIMETypeText: "*image.Gray, 0×4, empty"}},
		{"endless picture", []any{image.NewUniform(color.White)},
			map[string]any{MIMETypeText: "*image.Uniform, 2000000000×2000000000, too large to show"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Bundle(tt.values, frames)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Data, tt.want) {
				t.Errorf("got  %q\nwant %q", got.Data, tt.want)
			}
		})
	}
}

func TestBundleFails(t *testing.T) {
	noData := errors.New("plots: no data")
	_, err := Bundle([]any{1, &figure{err: noData}})
	if !errors.Is(err, noData) {
		t.Errorf("got %v, want %v", err, noData)
	}
	if _, err := Bundle([]any{1, frame{-1}}, frames); err == nil || err.Error() != "no rows" {
		t.Errorf("a renderer fails: got %v", err)
	}
	_, err = Bundle([]any{faulty{}})
	if want := "display: showing a display.faulty: panic: no ink"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := Bundle([]any{badMatrix{}}); err == nil || err.Error() != "display: showing a display.badMatrix: panic: mat: row index out of range" {
		t.Errorf("got %v", err)
	}
}

type badMatrix struct{}

func (badMatrix) Dims() (r, c int)    { return 1, 1 }
func (badMatrix) At(i, j int) float64 { return new(mat.Dense).At(i, j) }

func TestPicture(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 3, 2))
	m.Set(1, 1, color.RGBA{255, 0, 0, 255})
	d, err := Bundle([]any{m})
	if err != nil {
		t.Fatal(err)
	}
	b := d.Data
	if got, want := slices.Sorted(maps.Keys(b)), []string{MIMETypePNG, MIMETypeText}; !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	if got, want := b[MIMETypeText], "*image.RGBA, 3×2"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	raw, err := base64.StdEncoding.DecodeString(b[MIMETypePNG].(string))
	if err != nil {
		t.Fatal(err)
	}
	back, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if back.Bounds() != m.Bounds() || color.RGBAModel.Convert(back.At(1, 1)) != m.At(1, 1) {
		t.Errorf("the picture changed: %v", back)
	}
}

func TestMatrixText(t *testing.T) {
	tests := []struct {
		name string
		m    mat.Matrix
		want string
	}{
		{"small", mat.NewDense(2, 2, []float64{1, 2, 0.5, -4}), "  1   2\n0.5  -4\n2×2 matrix"},
		{"transposed", mat.NewDense(1, 2, []float64{1, 2}).T(), "1\n2\n2×1 matrix"},
		{"vector", mat.NewVecDense(2, []float64{1.0 / 3, 1e-9}), "0.333333\n   1e-09\n2×1 matrix"},
		{"symmetric", mat.NewSymDense(2, []float64{1, 2, 2, 3}), "1  2\n2  3\n2×2 matrix"},
		{"empty", &mat.Dense{}, "0×0 matrix"},
		{"long", mat.NewDense(21, 1, nil), "0\n0\n0\n0\n0\n⋮\n0\n0\n0\n0\n0\n21×1 matrix"},
		{"not so long", mat.NewDense(20, 1, nil), strings.Repeat("0\n", 20) + "20×1 matrix"},
		{"wide", mat.NewDense(1, 57, nil), "0  0  0  0  0  …  0  0  0  0  0\n1×57 matrix"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := matrixText(tt.m); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestMatrixHTML(t *testing.T) {
	got := matrixHTML(mat.NewDense(3000, 1, []float64(make([]float64, 3000))))
	for _, want := range []string{
		"<tr><th>0</th><td>0</td></tr>\n",
		"<tr><th>…</th><td>⋮</td></tr>\n",
		"<tr><th>2999</th><td>0</td></tr>\n",
		"<p>3000×1 matrix</p>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if rows := strings.Count(got, "<tr>"); rows != 12 {
		t.Errorf("%d rows, want 12", rows)
	}
	if strings.Contains(got, "color") {
		t.Errorf("a colour of its own in\n%s", got)
	}
}

func BenchmarkBundle(b *testing.B) {
	m := mat.NewDense(3288, 57, nil)
	for b.Loop() {
		if _, err := Bundle([]any{m}); err != nil {
			b.Fatal(err)
		}
	}
}
