package learn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// checkLearns: well separated blobs are told apart, in each fit by the same numbers.
func checkLearns(t *testing.T, c estimatorCase) {
	x, y := c.blobs(120, 4, 0, 1, 2)
	m, again := c.fit(t, x, y), c.fit(t, x, y)
	if score := must[float64](t)(m.Score(x, y)); score < 0.8 || score > 1 {
		t.Errorf("accuracy %v on the rows of the fit", score)
	}
	a, b := must[[]byte](t)(m.MarshalBinary()), must[[]byte](t)(again.MarshalBinary())
	if !slices.Equal(a, b) {
		t.Error("two fits to the same rows differ")
	}
	if got := must[float64](t)(m.Score(x, y)); got != AccuracyScore(y, must[[]float64](t)(m.Predict(x))) {
		t.Errorf("Score %v is not the accuracy of Predict", got)
	}
}

func checkImmutable(t *testing.T, c estimatorCase) {
	x, y := c.blobs(40, 3, 0, 1)
	xBefore, yBefore, eBefore := mat.DenseCopyOf(x), slices.Clone(y), fmt.Sprintf("%#v", c.estimator)
	m := c.fit(t, x, y)
	outputs(t, m, x)
	if !mat.Equal(x, xBefore) || !slices.Equal(y, yBefore) {
		t.Error("x or y changed")
	}
	if got := fmt.Sprintf("%#v", c.estimator); got != eBefore {
		t.Errorf("the estimator changed from %s to %s", eBefore, got)
	}
	want := outputs(t, m, x)
	probe := mat.DenseCopyOf(x)
	x.Zero()
	clear(y)
	if got := outputs(t, m, probe); !slices.Equal(got, want) {
		t.Error("the model changes with the x and y of its fit")
	}
	m.Classes()[0] = 99
	if m.Classes()[0] != 0 {
		t.Error("Classes gives its own memory away")
	}
}

func checkClasses(t *testing.T, c estimatorCase) {
	for _, classes := range [][]float64{{0, 1}, {-1, 1}, {7, 3}, {7, 3, -1}, {5, 4, 3, 2, 1}} {
		x, y := c.blobs(100, 4, classes...)
		m := c.fit(t, x, y)
		sorted := slices.Sorted(slices.Values(classes))
		if got := m.Classes(); !slices.Equal(got, sorted) {
			t.Errorf("Classes = %v, want %v", got, sorted)
		}
		seen := map[float64]bool{}
		for _, v := range must[[]float64](t)(m.Predict(x)) {
			seen[v] = true
			if !slices.Contains(classes, v) {
				t.Fatalf("%v is not one of the classes %v", v, classes)
			}
		}
		if len(seen) != len(classes) {
			t.Errorf("of the classes %v only %v are predicted", classes, seen)
		}
	}
}

func checkProbabilities(t *testing.T, c estimatorCase) {
	for _, classes := range [][]float64{{3, 7}, {-1, 3, 7}} {
		x, y := c.blobs(60, 3, classes...)
		m, ok := c.fit(t, x, y).(ProbabilisticClassifier)
		if !ok {
			t.Skip("has no probabilities")
		}
		proba := must[*mat.Dense](t)(m.PredictProba(x))
		yPred := must[[]float64](t)(m.Predict(x))
		if rows, cols := proba.Dims(); rows != 60 || cols != len(classes) {
			t.Fatalf("PredictProba is %d×%d", rows, cols)
		}
		for i, label := range yPred {
			row := proba.RawRowView(i)
			sum := 0.0
			for _, p := range row {
				sum += p
				if !(p >= 0 && p <= 1) {
					t.Fatalf("probability %v", p)
				}
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Errorf("row %d sums to %v", i, sum)
			}
			if row[slices.Index(m.Classes(), label)] != slices.Max(row) {
				t.Errorf("row %d: %v is predicted, the probabilities are %v", i, label, row)
			}
		}
	}
}

func checkDecisions(t *testing.T, c estimatorCase) {
	for _, classes := range [][]float64{{3, 7}, {-1, 3, 7}} {
		x, y := c.blobs(60, 3, classes...)
		m, ok := c.fit(t, x, y).(DecisionClassifier)
		if !ok {
			t.Skip("has no decision function")
		}
		scores := must[*mat.Dense](t)(m.DecisionFunction(x))
		for i, label := range must[[]float64](t)(m.Predict(x)) {
			row := scores.RawRowView(i)
			best := 0
			if len(classes) > 2 {
				best = slices.Index(row, slices.Max(row))
			} else if row[0] > 0 {
				best = 1
			}
			if m.Classes()[best] != label {
				t.Errorf("row %d: %v is predicted, the decisions are %v", i, label, row)
			}
		}
	}
}

func checkOneFeature(t *testing.T, c estimatorCase) {
	x, y := c.blobs(40, 1, 0, 1)
	m := c.fit(t, x, y)
	outputs(t, m, x)
	if _, err := m.Predict(mat.NewDense(1, 2, nil)); err == nil {
		t.Error("two columns are accepted")
	}
}

func checkOneClass(t *testing.T, c estimatorCase) {
	x, y := c.blobs(20, 3, 4)
	m, err := c.estimator.fitClassifier(x, y)
	if !c.oneClass {
		if want := "y has 1 class, 4, at least 2 are needed"; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := must[[]float64](t)(m.Predict(x)); !slices.Equal(got, y) {
		t.Errorf("predicts %v", got)
	}
}

// checkConstantColumns: columns that tell nothing give no NaN.
func checkConstantColumns(t *testing.T, c estimatorCase) {
	x, y := c.blobs(60, 4, 0, 1)
	for i := range 60 {
		x.Set(i, 1, 0)
		x.Set(i, 3, 2)
	}
	for _, v := range outputs(t, c.fit(t, x, y), x) {
		if math.IsNaN(v) {
			t.Fatal("NaN")
		}
	}
	flat := mat.NewDense(60, 2, nil)
	flat.Apply(func(int, int, float64) float64 { return 1 }, flat)
	m, err := c.estimator.fitClassifier(flat, y)
	if c.noScale {
		if err == nil || !strings.Contains(err.Error(), "constant") {
			t.Errorf("no column varies: error %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range outputs(t, m, flat) {
		if math.IsNaN(v) {
			t.Fatal("NaN where no column varies")
		}
	}
}

// checkOrder: the rows of the fit may come in any order.
func checkOrder(t *testing.T, c estimatorCase) {
	if c.ordered {
		t.Skip("its random numbers depend on the order")
	}
	x, y := c.blobs(90, 3, 0, 1, 2)
	px, py := mat.NewDense(90, 3, nil), make([]float64, 90)
	for to, from := range rand.New(rand.NewPCG(5, 5)).Perm(90) {
		px.SetRow(to, x.RawRowView(from))
		py[to] = y[from]
	}
	want, got := outputs(t, c.fit(t, x, y), x), outputs(t, c.fit(t, px, py), x)
	for i, w := range want {
		if math.Abs(got[i]-w) > 1e-6*math.Max(1, math.Abs(w)) {
			t.Fatalf("output %d is %v, in another order of rows %v", i, w, got[i])
		}
	}
}

// checkViews: x may be a transpose, or a part of another matrix.
func checkViews(t *testing.T, c estimatorCase) {
	x, y := c.blobs(60, 3, 0, 1)
	big := mat.NewDense(64, 7, nil)
	big.Apply(func(int, int, float64) float64 { return math.NaN() }, big)
	part := big.Slice(2, 62, 3, 6).(*mat.Dense)
	part.Copy(x)
	want := outputs(t, c.fit(t, x, y), x)
	for name, view := range map[string]mat.Matrix{"transpose": mat.DenseCopyOf(x.T()).T(), "part": part} {
		if got := outputs(t, c.fit(t, view, y), view); !slices.Equal(got, want) {
			t.Errorf("a %s gives other numbers", name)
		}
	}
}

func checkBytes(t *testing.T, c estimatorCase) {
	for _, classes := range [][]float64{{3, 7}, {-1, 3, 7}} {
		x, y := c.blobs(60, 3, classes...)
		m := c.fit(t, x, y)
		data := must[[]byte](t)(m.MarshalBinary())
		read, err := UnmarshalModel(data)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := outputs(t, read, x), outputs(t, m, x); !slices.Equal(got, want) {
			t.Error("the model that was read gives other numbers")
		}
		if !slices.Equal(read.Classes(), m.Classes()) || read.String() != m.String() {
			t.Errorf("%v became %v", m, read)
		}
	}
	if _, err := c.empty().MarshalBinary(); err == nil || !strings.Contains(err.Error(), "not fitted") {
		t.Errorf("bytes of a model that was not fitted: error %v", err)
	}
	if _, err := c.empty().Predict(mat.NewDense(1, 1, nil)); err == nil || !strings.Contains(err.Error(), "not fitted") {
		t.Errorf("prediction of a model that was not fitted: error %v", err)
	}
}

// checkDamage: bytes that are not those of a model are an error and change nothing,
// with the right checksum, too.
func checkDamage(t *testing.T, c estimatorCase) {
	x, y := c.blobs(12, 2, 0, 1)
	m := c.fit(t, x, y)
	want := outputs(t, m, x)
	data := must[[]byte](t)(m.MarshalBinary())
	read := m.(readableClassifier).UnmarshalBinary
	for n := range data {
		if read(data[:n]) == nil {
			t.Fatalf("the first %d of %d bytes are read", n, len(data))
		}
	}
	for i := range data {
		bad := slices.Clone(data)
		bad[i] ^= 0x10
		if read(bad) == nil {
			t.Fatalf("a change of byte %d is not noticed", i)
		}
	}
	if !slices.Equal(outputs(t, m, x), want) {
		t.Error("the model changed")
	}
	body := data[:len(data)-frameCheck]
	for i := range body {
		for _, flip := range []byte{0x01, 0x80, 0xff} {
			bad := slices.Clone(body)
			bad[i] ^= flip
			tried := c.empty()
			if tried.UnmarshalBinary(framed(bad)) == nil {
				tried.Predict(x) // may be wrong or an error, but no panic
			}
		}
	}
	for n := range body {
		if c.empty().UnmarshalBinary(framed(body[:n])) == nil {
			t.Fatalf("%d of %d bytes, with their checksum, are read", n, len(body))
		}
	}
}

func checkConcurrent(t *testing.T, c estimatorCase) {
	x, y := c.blobs(60, 3, 0, 1, 2)
	m := c.fit(t, x, y)
	want := must[[]float64](t)(m.Predict(x))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				if got, err := m.Predict(x); err != nil || !slices.Equal(got, want) {
					t.Errorf("Predict beside others: %v, %v", got, err)
				}
			}
		})
	}
	wg.Wait()
}

func checkRejects(t *testing.T, c estimatorCase) {
	nan, inf := math.NaN(), math.Inf(1)
	with := func(v float64) *mat.Dense {
		x, _ := c.blobs(20, 3, 0, 1)
		x.Set(7, 2, v)
		return x
	}
	labels := func(v float64) []float64 {
		_, y := c.blobs(20, 3, 0, 1)
		y[3] = v
		return y
	}
	x, y := c.blobs(20, 3, 0, 1)
	fits := []struct {
		name, want string
		x          mat.Matrix
		y          []float64
	}{
		{"no x", "x is empty", nil, nil},
		{"a nil *mat.Dense", "x is empty", (*mat.Dense)(nil), y},
		{"an empty x", "x is empty", &mat.Dense{}, nil},
		{"fewer labels", "x has 20 rows, y has 19 labels", x, y[:19]},
		{"no labels", "x has 20 rows, y has 0 labels", x, nil},
		{"a NaN in x", "x[7,2] is NaN", with(nan), y},
		{"an infinite x", "x[7,2] is -Inf", with(-inf), y},
		{"a NaN in y", "y[3] is NaN", x, labels(nan)},
		{"an infinite y", "y[3] is +Inf", x, labels(inf)},
		{"a target of regression", "y[3] is 0.5: a class is a whole number", x, labels(0.5)},
	}
	prefix := "learn: " + c.name()
	for _, tt := range fits {
		if _, err := c.estimator.fitClassifier(tt.x, tt.y); err == nil || !strings.HasPrefix(err.Error(), prefix+".Fit: "+tt.want) {
			t.Errorf("Fit, %s: error %v, want %q", tt.name, err, tt.want)
		}
	}
	m := c.fit(t, x, y)
	for want, x := range map[string]mat.Matrix{
		"x is empty": &mat.Dense{},
		"x has 4 columns, the model was fitted to 3": mat.NewDense(2, 4, nil),
		"x[7,2] is NaN":  with(nan),
		"x[7,2] is +Inf": with(inf),
	} {
		calls := map[string]error{}
		_, calls["Predict"] = m.Predict(x)
		if p, ok := m.(ProbabilisticClassifier); ok {
			_, calls["PredictProba"] = p.PredictProba(x)
		}
		if d, ok := m.(DecisionClassifier); ok {
			_, calls["DecisionFunction"] = d.DecisionFunction(x)
		}
		for method, err := range calls {
			if full := prefix + "Model." + method + ": " + want; err == nil || err.Error() != full {
				t.Errorf("error %v, want %q", err, full)
			}
		}
	}
	if _, err := m.Score(x, y[:7]); err == nil || err.Error() != prefix+"Model.Score: x has 20 rows, y has 7 labels" {
		t.Errorf("Score of too few labels: error %v", err)
	}
}

func checkText(t *testing.T, c estimatorCase) {
	zero := reflect.Zero(reflect.TypeOf(c.estimator)).Interface()
	if got, want := fmt.Sprint(zero), c.name()+"{}"; got != want {
		t.Errorf("the zero value prints as %s, want %s", got, want)
	}
	x, y := c.blobs(20, 3, 0, 1)
	if got, want := c.fit(t, x, y).String(), c.name()+"Model{3 features, classes [0 1]}"; got != want {
		t.Errorf("the model prints as %s, want %s", got, want)
	}
}
