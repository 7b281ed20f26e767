package labs

import (
	"slices"
	"testing"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
)

func TestAssemblerPutsColumnsSideBySide(t *testing.T) {
	df := vectors(t, frame("a", []float64{1, 2}, "n", []int{3, 4}, "b", []bool{true, false}), "v", 2, 5, 6, 7, 8)
	before := df.Names()
	out, err := VectorAssembler{InputCols: []string{"b", "v", "a", "n", "a"}, OutputCol: "x"}.Transform(df)
	if err != nil {
		t.Fatal(err)
	}
	x, err := data.Vector(out, "x")
	if err != nil {
		t.Fatal(err)
	}
	wantNumbers(t, "row 0", x.RawRowView(0), []float64{1, 5, 6, 1, 3, 1})
	wantNumbers(t, "row 1", x.RawRowView(1), []float64{0, 7, 8, 2, 4, 2})
	if got, want := data.Columns(out), []string{"a", "n", "b", "v", "x"}; !slices.Equal(got, want) {
		t.Errorf("columns %v, want %v", got, want)
	}
	if !slices.Equal(df.Names(), before) {
		t.Errorf("the frame given has become %v", df.Names())
	}
}

func TestAssemblerHandleInvalid(t *testing.T) {
	df := vectors(t, frame("a", []float64{1, nan, 3}), "v", 2, 0, 0, 1, 1, 2, nan)
	tests := []struct {
		handle string
		rows   int
		want   string
	}{
		{"", 0, "labs: VectorAssembler: row 1 has a = NaN or no value"},
		{"error", 0, "labs: VectorAssembler: row 1 has a = NaN or no value"},
		{"skip", 1, ""},
		{"keep", 3, ""},
		{"drop", 0, `labs: VectorAssembler: parameter HandleInvalid is "drop", the choices are "error", "skip" and "keep"`},
	}
	for _, tt := range tests {
		out, err := VectorAssembler{InputCols: []string{"v", "a"}, HandleInvalid: tt.handle}.Transform(df)
		if tt.want != "" {
			wantError(t, tt.handle, err, tt.want)
			continue
		}
		if err != nil || out.Nrow() != tt.rows {
			t.Errorf("%s: %d rows and error %v, want %d rows", tt.handle, out.Nrow(), err, tt.rows)
		}
		x, err := data.Vector(out, "features")
		if err != nil {
			t.Error(err)
			continue
		}
		wantNumbers(t, tt.handle, x.RawRowView(0), []float64{0, 0, 1})
	}
	last := df.Subset([]int{2})
	_, err := VectorAssembler{InputCols: []string{"a", "v"}}.Transform(last)
	wantError(t, "in a vector", err, "labs: VectorAssembler: row 0 has v[1] = NaN")
	_, err = VectorAssembler{InputCols: []string{"a", "v"}, HandleInvalid: "skip"}.Transform(last)
	wantError(t, "nothing left", err, "labs: VectorAssembler: each of the 1 rows has NaN")
}

func TestAssemblerRejects(t *testing.T) {
	df := vectors(t, frame("word_freq_make", []float64{1, 2}, "s", []string{"x", "y"}), "v", 1, 5, 6)
	tests := []struct {
		name string
		a    VectorAssembler
		df   dataframe.DataFrame
		want []string
	}{
		{"no inputs", VectorAssembler{}, df, []string{"InputCols is empty"}},
		{"missing column", VectorAssembler{InputCols: []string{"word_freq_mak"}}, df, []string{"word_freq_mak", "did you mean word_freq_make?"}},
		{"text", VectorAssembler{InputCols: []string{"word_freq_make", "s"}}, df, []string{`"s"`, "text"}},
		{"output is a column", VectorAssembler{InputCols: []string{"v"}, OutputCol: "s"}, df, []string{"column s is already there"}},
		{"output is a vector", VectorAssembler{InputCols: []string{"word_freq_make"}, OutputCol: "v"}, df, []string{"column v is already there"}},
		{"no rows", VectorAssembler{InputCols: []string{"v"}}, df.Subset([]int{}), []string{"no rows"}},
		{"no frame", VectorAssembler{InputCols: []string{"v"}}, dataframe.DataFrame{}, []string{"the frame has no columns"}},
		{"frame with error", VectorAssembler{InputCols: []string{"v"}}, df.Select("nope"), []string{"the frame is unusable"}},
	}
	for _, tt := range tests {
		_, err := tt.a.Transform(tt.df)
		wantError(t, tt.name, err, "labs: VectorAssembler: ", tt.want...)
	}
}
