package data

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/mat"
)

var regen = flag.Bool("regen", false, "write the golden files anew")

// golden compares text with the file of that name in testdata.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *regen {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, text, want)
	}
}

// shownFrames returns frames that a notebook may show.
func shownFrames(t *testing.T) map[string]dataframe.DataFrame {
	t.Helper()
	small := parse(t, CSV{Header: true}, "n,x,<name>,b\n1,1.5,\"<script>alert('é')</script>\",1\n2,,\"two\nlines & more\",0\n-3,1e-9,,0\n")
	small = small.Mutate(series.New([]bool{true, false, true}, series.Bool, "b"))
	vectors, err := WithVector(small, "features", mat.NewDense(3, 4, []float64{0, 0, 0, 2.5, 1, 2, 3, 1e-7, 0, 0, 0, 0}))
	if err != nil {
		t.Fatal(err)
	}
	wide := dataframe.DataFrame{}
	for j := range 30 {
		values := make([]float64, 61)
		for i := range values {
			values[i] = float64(i*j) / 7
		}
		if wide, err = WithColumn(wide, "column_"+string(rune('A'+j)), values); err != nil {
			t.Fatal(err)
		}
	}
	return map[string]dataframe.DataFrame{"small": small, "vectors": vectors, "wide": wide, "norows": parse(t, CSV{Header: true}, "a,b\n")}
}

func TestText(t *testing.T) {
	for name, df := range shownFrames(t) {
		text := Text(df)
		golden(t, name+".txt", text)
		for _, line := range strings.Split(text, "\n") {
			if utf8.RuneCountInString(line) > maxLine {
				t.Errorf("%s: a line of %d characters", name, utf8.RuneCountInString(line))
			}
		}
	}
}

func TestHTML(t *testing.T) {
	for name, df := range shownFrames(t) {
		html := HTML(df)
		golden(t, name+".html", html)
		if strings.Contains(html, "color") || strings.Contains(html, "background") {
			t.Errorf("%s: colours of its own", name)
		}
		if strings.Contains(html, "<script") || strings.Count(html, "<tr>") != strings.Count(html, "</tr>") {
			t.Errorf("%s: text is not escaped, or a row not closed", name)
		}
	}
}

func TestShownErrors(t *testing.T) {
	df := parse(t, CSV{}, "1\n").Select("<b>")
	if got := Text(df); !strings.HasPrefix(got, "no frame: ") {
		t.Errorf("text %q", got)
	}
	if got := HTML(df); !strings.HasPrefix(got, "<p>no frame: ") || strings.Contains(got, "<b>") {
		t.Errorf("HTML %q", got)
	}
	if got := Text(dataframe.DataFrame{}); !strings.Contains(got, "0 rows × 0 columns") {
		t.Errorf("text of the zero frame %q", got)
	}
	if got := HTML(dataframe.DataFrame{}); !strings.Contains(got, "0 rows × 0 columns") {
		t.Errorf("HTML of the zero frame %q", got)
	}
}

// Sixty rows are shown whole, one more is not.
func TestRowsShown(t *testing.T) {
	for rows, lines := range map[int]int{60: 60, 61: 11} {
		text := Text(parse(t, CSV{}, rowNumbers(rows)))
		const others = 4 // names, types, a blank line, the shape
		if got := strings.Count(text, "\n") - others; got != lines {
			t.Errorf("%d rows: %d lines", rows, got)
		}
	}
}

func TestFloatText(t *testing.T) {
	tests := []struct {
		x    float64
		want string
	}{
		{0, "0.0"}, {math.Copysign(0, -1), "-0.0"}, {1, "1.0"}, {-61, "-61.0"}, {0.64, "0.64"}, {5.191515105411881, "5.19152"},
		{0.0123456789, "0.0123457"}, {0.000123456789, "0.000123457"}, {1e-9, "1e-09"}, {1.23456789e-5, "1.23457e-05"},
		{123456.789, "123456.8"}, {1234567.89, "1234567.9"}, {999999.96, "1000000.0"}, {1e14, "100000000000000.0"}, {1e15, "1e+15"},
		{math.NaN(), "NaN"}, {math.Inf(1), "Inf"}, {math.Inf(-1), "-Inf"}, {0.99999999, "1.0"}, {2.0 / 3, "0.666667"},
	}
	for _, tt := range tests {
		if got := floatText(tt.x); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.x, got, tt.want)
		}
	}
}

func TestAlignPoints(t *testing.T) {
	tests := []struct {
		values []float64
		want   []string
	}{
		{[]float64{0, 0.64, -12.5}, []string{"0.00", "0.64", "-12.50"}},
		{[]float64{1, math.NaN(), math.Inf(-1), 0.125}, []string{"1.000", "NaN", "-Inf", "0.125"}},
		{[]float64{9. / 7, 90. / 7}, []string{"1.28571", "12.85714"}},
		{[]float64{1, 0.000122644, -0.0086478}, []string{"1.000000", "0.000123", "-0.008648"}},
		{[]float64{0.01, 0.000122644}, []string{"0.010000000", "0.000122644"}},
		{[]float64{1, 1e-9, 0.25}, []string{"1.0", "1e-09", "0.25"}},
		{[]float64{math.NaN()}, []string{"NaN"}},
		{nil, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, x := range tt.values {
			got = append(got, floatText(x))
		}
		alignPoints(got, tt.values)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%v: %v, want %v", tt.values, got, tt.want)
		}
	}
}

// The texts are Java's (Double.toString of JDK 19 and later).
func TestVectorText(t *testing.T) {
	tests := []struct {
		v    []float64
		want string
	}{
		{[]float64{0.8692566753952194, -0.36066202527354524}, "[0.8692566753952194,-0.36066202527354524]"},
		{[]float64{1, 1e7, 1e-3, 9999999}, "[1.0,1.0E7,0.001,9999999.0]"},
		{[]float64{1.5e-4, 123456789, 2e-10, math.Inf(1)}, "[1.5E-4,1.23456789E8,2.0E-10,Infinity]"},
		{[]float64{math.NaN(), math.Inf(-1)}, "[NaN,-Infinity]"},
		{[]float64{0, 0, 0, 2.5}, "(4,[3],[2.5])"},
		{[]float64{0, 0, 2.5}, "[0.0,0.0,2.5]"},
		{[]float64{0, 0}, "(2,[],[])"},
		{[]float64{0}, "[0.0]"},
	}
	for _, tt := range tests {
		if got := vectorText(tt.v); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.v, got, tt.want)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	df, err := ReadCSV(realSpambase(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		HTML(df)
	}
}
