package labs

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

func flatBits(rows [][]bits) (values []float64, width int) {
	for _, row := range rows {
		for _, v := range row {
			values = append(values, float64(v))
		}
		width = len(row)
	}
	return values, width
}

// wantVectors compares a vector column, to the last digit.
func wantVectors(t *testing.T, what string, df dataframe.DataFrame, name string, want [][]bits) {
	t.Helper()
	x, err := data.Vector(df, name)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	n, _ := x.Dims()
	if n != len(want) {
		t.Errorf("%s: %d rows, Spark has %d", what, n, len(want))
		return
	}
	for i := range n {
		wantBits(t, fmt.Sprint(what, ", row ", i), x.RawRowView(i), want[i])
	}
}

// A scalerCase is what Spark's scalers gave for some rows.
type scalerCase struct {
	Rows                [][]bits
	Mean, Std, Min, Max []bits
	Standard00          [][]bits `json:"standard false false"`
	Standard01          [][]bits `json:"standard false true"`
	Standard10          [][]bits `json:"standard true false"`
	Standard11          [][]bits `json:"standard true true"`
	MinMax01            [][]bits `json:"minmax 0 1"`
	MinMax13            [][]bits `json:"minmax -1 3"`
}

func TestScalersAreSparks(t *testing.T) {
	var want struct{ Scalers map[string]scalerCase }
	golden(t, "stages.golden", &want)
	for name, c := range want.Scalers {
		values, width := flatBits(c.Rows)
		x := mat.NewDense(len(c.Rows), width, values)
		df, err := data.WithVector(dataframe.DataFrame{}, "features", x)
		if err != nil {
			t.Fatal(err)
		}
		for k, rows := range [][][]bits{c.Standard00, c.Standard01, c.Standard10, c.Standard11} {
			m, err := StandardScaler{InputCol: "features", OutputCol: "out", WithMean: k >= 2, WithoutStd: k%2 == 0}.Fit(df)
			if err != nil {
				t.Fatal(name, err)
			}
			wantBits(t, name+" mean", m.Mean, c.Mean)
			wantBits(t, name+" std", m.Std, c.Std)
			out, err := m.Transform(df)
			if err != nil {
				t.Fatal(name, err)
			}
			wantVectors(t, fmt.Sprint(name, " standard ", k), out, "out", rows)
		}
		for k, s := range []MinMaxScaler{{}, {Min: -1, Max: 3}} {
			s.InputCol, s.OutputCol = "features", "out"
			m, err := s.Fit(df)
			if err != nil {
				t.Fatal(name, err)
			}
			wantBits(t, name+" min", m.OriginalMin, c.Min)
			wantBits(t, name+" max", m.OriginalMax, c.Max)
			out, err := m.Transform(df)
			if err != nil {
				t.Fatal(name, err)
			}
			wantVectors(t, fmt.Sprint(name, " minmax ", k), out, "out", [][][]bits{c.MinMax01, c.MinMax13}[k])
		}
	}
	if len(want.Scalers) != 7 {
		t.Errorf("the golden file has %d tables", len(want.Scalers))
	}
}

func TestScalerErrors(t *testing.T) {
	df := vectors(t, frame("x", []float64{1, 2}), "features", 2, 1, 2, 3, 4)
	for _, tt := range []struct {
		in, out, want string
	}{
		{"", "out", "parameter InputCol is empty"},
		{"features", "", "parameter OutputCol is empty"},
		{"features", "x", "column x is already there"},
		{"nope", "out", "nope"},
		{"x", "out", `"x" is a column of single values`},
	} {
		_, err := StandardScaler{InputCol: tt.in, OutputCol: tt.out}.Fit(df)
		wantError(t, tt.want, err, "labs: StandardScaler: ", tt.want)
		_, err = MinMaxScaler{InputCol: tt.in, OutputCol: tt.out}.Fit(df)
		wantError(t, tt.want, err, "labs: MinMaxScaler: ", tt.want)
	}
	_, err := MinMaxScaler{InputCol: "features", OutputCol: "out", Min: 2}.Fit(df)
	wantError(t, "range", err, "labs: MinMaxScaler: parameter Min is 2, it must be less than Max, which is 1")
	m, err := MinMaxScaler{InputCol: "features", OutputCol: "out", Min: -1, ZeroMax: true}.Fit(df)
	if err != nil || m.Max != 0 || m.String() != "MinMaxScalerModel: numFeatures=2, min=-1, max=0" {
		t.Errorf("model %v, error %v", m, err)
	}
	_, err = m.Transform(vectors(t, frame("x", []float64{1}), "features", 3, 1, 2, 3))
	wantError(t, "size", err, "labs: MinMaxScalerModel: features has 3 numbers a row, the model was fitted with 2")
	_, err = (&StandardScalerModel{InputCol: "features", OutputCol: "out"}).Transform(df)
	wantError(t, "size", err, "labs: StandardScalerModel: features has 2 numbers a row, the model was fitted with 0")
	_, err = StandardScaler{InputCol: "features", OutputCol: "out"}.Fit(df.Subset([]int{}))
	wantError(t, "no rows", err, "labs: StandardScaler: the frame has no rows")
}

func TestStringIndexerIsSparks(t *testing.T) {
	var want struct {
		Indexers []struct {
			Order             string
			Labels            []string
			Error, Keep, Skip []float64
			SkipRows          []string `json:"skip rows"`
		}
		Doubles struct {
			Values []float64
			Labels []string
		} `json:"indexed doubles"`
		Ints struct {
			Values []int
			Labels []string
		} `json:"indexed ints"`
		Back []string `json:"index to string"`
	}
	golden(t, "stages.golden", &want)
	train := frame("s", []string{"b", "a", "c", "a", "b", "d", "é", "Z", "d", ""})
	test := frame("s", []string{"a", "x", "b", "", "é", "y"})
	for _, c := range want.Indexers {
		m, err := StringIndexer{InputCol: "s", OutputCol: "i", StringOrderType: c.Order}.Fit(train)
		if err != nil || !slices.Equal(m.Labels(), c.Labels) {
			t.Errorf("%s: labels %q, error %v, Spark has %q", c.Order, m.Labels(), err, c.Labels)
			continue
		}
		for handle, numbers := range map[string][]float64{"error": c.Error, "keep": c.Keep, "skip": c.Skip} {
			df := test
			if handle == "error" {
				df = train
			}
			m.HandleInvalid = handle
			out, err := m.Transform(df)
			if err != nil {
				t.Fatal(c.Order, handle, err)
			}
			wantColumn(t, out, "i", numbers...)
			if handle == "skip" && !slices.Equal(out.Col("s").Records(), c.SkipRows) {
				t.Errorf("%s, skip: rows %q, Spark has %q", c.Order, out.Col("s").Records(), c.SkipRows)
			}
		}
	}
	for _, c := range []struct {
		df   dataframe.DataFrame
		want []string
	}{{frame("s", want.Doubles.Values), want.Doubles.Labels}, {frame("s", want.Ints.Values), want.Ints.Labels}} {
		m, err := StringIndexer{InputCol: "s", OutputCol: "i"}.Fit(c.df)
		if err != nil || !slices.Equal(m.Labels(), c.want) {
			t.Errorf("labels %q, error %v, Spark has %q", m.Labels(), err, c.want)
		}
	}
	back, err := IndexToString{InputCol: "i", OutputCol: "s", Labels: []string{"x", "y", "z"}}.Transform(frame("i", []float64{0, 2, 1, 1.9}))
	if err != nil || !slices.Equal(back.Col("s").Records(), want.Back) {
		t.Errorf("back to %v, error %v, Spark has %v", back, err, want.Back)
	}
	if len(want.Indexers) != 4 || len(want.Doubles.Labels) != 6 || len(want.Ints.Labels) != 3 {
		t.Error("the golden file is not whole")
	}
}

func TestStringIndexerColumns(t *testing.T) {
	df := frame("a", []string{"x", "y", "x"}, "b", []float64{2, nan, 1}, "c", []bool{true, false, true})
	s := StringIndexer{InputCols: []string{"a", "b", "c"}, OutputCols: []string{"i", "j", "k"}, HandleInvalid: "skip"}
	m, err := s.Fit(df)
	if err != nil {
		t.Fatal(err)
	}
	out, err := m.Transform(df)
	if err != nil {
		t.Fatal(err)
	}
	wantColumn(t, out, "i", 0, 0)
	wantColumn(t, out, "j", 1, 0)
	wantColumn(t, out, "k", 0, 0)
	if got := fmt.Sprint(m.LabelsArray); got != "[[x y] [1.0 2.0] [true false]]" {
		t.Errorf("labels %s", got)
	}
	out, err = m.Transform(frame("c", []bool{false}))
	if err != nil || out.Ncol() != 2 {
		t.Errorf("without two of the inputs: %v, error %v", out, err)
	}
	out, err = m.Transform(frame("a", []string{"q"}))
	if err != nil || out.Nrow() != 0 {
		t.Errorf("all rows skipped: %v, error %v", out, err)
	}
}

func TestIndexerErrors(t *testing.T) {
	df := vectors(t, frame("s", []string{"a", "b"}, "x", []float64{1, 2}), "v", 2, 1, 2, 3, 4)
	for _, tt := range []struct {
		s    StringIndexer
		want string
	}{
		{StringIndexer{InputCol: "s", OutputCol: "x"}, "column x is already there"},
		{StringIndexer{OutputCol: "i"}, "parameter InputCol is empty"},
		{StringIndexer{InputCol: "s"}, "parameter OutputCol is empty"},
		{StringIndexer{InputCol: "nope", OutputCol: "i"}, "nope"},
		{StringIndexer{InputCol: "v", OutputCol: "i"}, "v is a column of vectors"},
		{StringIndexer{InputCol: "s", OutputCol: "i", StringOrderType: "random"}, `parameter StringOrderType is "random", the choices are frequencyDesc`},
		{StringIndexer{InputCol: "s", OutputCol: "i", HandleInvalid: "drop"}, `parameter HandleInvalid is "drop", the choices are error, skip, keep`},
		{StringIndexer{InputCols: []string{"s"}, OutputCols: []string{"i", "j"}}, "there are 1 InputCols for 2 OutputCols"},
		{StringIndexer{InputCols: []string{"s", "x"}, OutputCols: []string{"i", "i"}}, "two columns to be added are called i"},
		{StringIndexer{InputCol: "s", InputCols: []string{"s"}, OutputCols: []string{"i"}}, "exclude each other"},
	} {
		_, err := tt.s.Fit(df)
		wantError(t, tt.want, err, "labs: StringIndexer: ", tt.want)
	}
	m, err := StringIndexer{InputCol: "s", OutputCol: "i"}.Fit(df)
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Transform(frame("s", []string{"a", "x"}))
	wantError(t, "unseen", err, "labs: StringIndexerModel: unseen label: row 1 has s = \"x\"", "2 labels", "keep")
	_, err = m.Transform(frame("s", []string{"NaN"}))
	wantError(t, "missing", err, "labs: StringIndexerModel: row 0 has no value in s")
	_, err = IndexToString{InputCol: "x", OutputCol: "t", Labels: []string{"a", "b"}}.Transform(df)
	wantError(t, "unseen index", err, "labs: IndexToString: unseen index: row 1 has x = 2, the indices of 2 labels are 0 to 1")
	_, err = IndexToString{InputCol: "x", OutputCol: "t"}.Transform(df)
	wantError(t, "no labels", err, "labs: IndexToString: parameter Labels is empty")
}

func TestOneHotEncoderIsSparks(t *testing.T) {
	var want struct {
		Encoders []struct {
			Drop        bool
			Handle      string
			Sizes       []int
			Train, Test [][]bits
		}
	}
	golden(t, "stages.golden", &want)
	train, test := frame("i", []float64{0, 2, 1, 2}), frame("i", []float64{3, 0, 2, 7})
	for _, c := range want.Encoders {
		m, err := OneHotEncoder{InputCol: "i", OutputCol: "v", KeepLast: !c.Drop, HandleInvalid: c.Handle}.Fit(train)
		if err != nil || !slices.Equal(m.CategorySizes, c.Sizes) {
			t.Errorf("%+v: %v, error %v", c, m, err)
			continue
		}
		out, err := m.Transform(train)
		if err != nil {
			t.Fatal(err)
		}
		wantVectors(t, fmt.Sprint("train ", c.Drop, c.Handle), out, "v", c.Train)
		out, err = m.Transform(test)
		if c.Handle == "error" {
			wantError(t, "unseen", err, "labs: OneHotEncoderModel: unseen value: row 0 has i = 3, the model was fitted with 0 to 2")
			continue
		}
		wantVectors(t, fmt.Sprint("test ", c.Drop, c.Handle), out, "v", c.Test)
	}
	if len(want.Encoders) != 4 {
		t.Errorf("the golden file has %d cases", len(want.Encoders))
	}
}

func TestOneHotEncoderErrors(t *testing.T) {
	for _, tt := range []struct {
		values []float64
		want   string
	}{
		{[]float64{0, 1.5}, "row 1 has i = 1.5, categories are 0, 1, …"},
		{[]float64{-1}, "row 0 has i = -1"},
		{[]float64{math.NaN()}, "row 0 has i = NaN"},
		{[]float64{1e300}, "row 0 has i = 1e+300"},
		{[]float64{0, 0}, "i has 1 category"},
	} {
		_, err := OneHotEncoder{InputCol: "i", OutputCol: "v"}.Fit(frame("i", tt.values))
		wantError(t, tt.want, err, "labs: OneHotEncoder: ", tt.want)
	}
	_, err := OneHotEncoder{InputCol: "i", OutputCol: "v", HandleInvalid: "skip"}.Fit(frame("i", []float64{1}))
	wantError(t, "skip", err, `labs: OneHotEncoder: parameter HandleInvalid is "skip", the choices are error, keep`)
	_, err = OneHotEncoder{InputCol: "i", OutputCol: "v"}.Fit(frame("i", []string{"a"}))
	wantError(t, "text", err, "labs: OneHotEncoder: ", "text")
}

// TestStagesInAPipeline takes texts to a network and its predictions back to texts.
func TestStagesInAPipeline(t *testing.T) {
	df := frame("colour", strings.Fields("red green blue red green blue red red"), "size", []float64{1, 2, 3, 1, 2, 3, 1, 1},
		"fruit", strings.Fields("apple lime plum apple lime plum apple apple"))
	labels, err := StringIndexer{InputCol: "fruit", OutputCol: "label"}.Fit(df)
	if err != nil {
		t.Fatal(err)
	}
	model, err := Pipeline{
		labels,
		StringIndexer{InputCol: "colour", OutputCol: "number"},
		OneHotEncoder{InputCol: "number", OutputCol: "code", KeepLast: true},
		VectorAssembler{InputCols: []string{"code", "size"}, OutputCol: "raw"},
		MinMaxScaler{InputCol: "raw", OutputCol: "features"},
		MultilayerPerceptronClassifier{Layers: []int{4, 3}, Quiet: true},
		IndexToString{InputCol: "prediction", OutputCol: "guess", Labels: labels.Labels()},
	}.Fit(df)
	if err != nil {
		t.Fatal(err)
	}
	out, err := model.Transform(df.Select([]string{"colour", "size"})) // no label is needed
	if err != nil {
		t.Fatal(err)
	}
	if got, want := out.Col("guess").Records(), df.Col("fruit").Records(); !slices.Equal(got, want) {
		t.Errorf("guessed %v, want %v", got, want)
	}
}
