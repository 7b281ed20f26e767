package learn_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"golab/learn"

	"gonum.org/v1/gonum/mat"
)

// A scalerCase is what scikit-learn gives for one matrix; null stands for NaN.
type scalerCase struct {
	Name        string
	Rows, Cols  int
	X           []*float64
	Mean        []*float64
	Var         []*float64
	Scale       []*float64
	Transformed []*float64
	Inverse     []*float64
	OnlyScaled  []*float64 `json:"only_scaled"`
	OnlyCentred []*float64 `json:"only_centred"`
}

func TestStandardScalerAgainstScikitLearn(t *testing.T) {
	text, err := os.ReadFile("testdata/scaler.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []scalerCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 7 {
		t.Fatalf("%d cases, want at least 7", len(cases))
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			x := mat.NewDense(c.Rows, c.Cols, floats(c.X))
			before := mat.DenseCopyOf(x)
			scaler, err := learn.StandardScaler{}.Fit(x)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "mean", scaler.Mean, c.Mean)
			near(t, "variance", scaler.Var, c.Var)
			near(t, "scale", scaler.Scale, c.Scale)
			z, err := scaler.Transform(x)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "Transform", z.RawMatrix().Data, c.Transformed)
			back, err := scaler.InverseTransform(z)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "InverseTransform", back.RawMatrix().Data, c.Inverse)
			near(t, "NoMean", transformed(t, learn.StandardScaler{NoMean: true}, x), c.OnlyScaled)
			near(t, "NoStd", transformed(t, learn.StandardScaler{NoStd: true}, x), c.OnlyCentred)
			for i, v := range before.RawMatrix().Data {
				if got := x.RawMatrix().Data[i]; math.Float64bits(got) != math.Float64bits(v) {
					t.Fatalf("x[%d] changed from %v to %v", i, v, got)
				}
			}
		})
	}
}

func transformed(t *testing.T, s learn.StandardScaler, x *mat.Dense) []float64 {
	t.Helper()
	fitted, err := s.Fit(x)
	if err != nil {
		t.Fatal(err)
	}
	z, err := fitted.Transform(x)
	if err != nil {
		t.Fatal(err)
	}
	return z.RawMatrix().Data
}

func floats(ps []*float64) []float64 {
	vs := make([]float64, len(ps))
	for i, p := range ps {
		vs[i] = math.NaN()
		if p != nil {
			vs[i] = *p
		}
	}
	return vs
}

// near allows a relative difference of 1e-15 for the order in which numpy adds.
func near(t *testing.T, what string, got []float64, want []*float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s has %d numbers, want %d", what, len(got), len(want))
	}
	for i, w := range floats(want) {
		if math.IsNaN(w) != math.IsNaN(got[i]) || math.Abs(got[i]-w) > 1e-15*math.Max(1, math.Abs(w)) {
			t.Errorf("%s[%d] = %v, scikit-learn gives %v", what, i, got[i], w)
		}
	}
}

func TestStandardScalerRejects(t *testing.T) {
	fits := []struct {
		name, want string
		x          *mat.Dense
	}{
		{"nil", "learn: StandardScaler.Fit: x is empty", nil},
		{"empty", "learn: StandardScaler.Fit: x is empty", &mat.Dense{}},
		{"infinite", "learn: StandardScaler.Fit: column 1 of x: row 0 is -Inf", mat.NewDense(2, 2, []float64{1, math.Inf(-1), 2, 3})},
		{"only NaN", "learn: StandardScaler.Fit: column 0 of x: none of the 2 values is a number", mat.NewDense(2, 1, []float64{math.NaN(), math.NaN()})},
	}
	for _, tt := range fits {
		if _, err := (learn.StandardScaler{}).Fit(tt.x); err == nil || err.Error() != tt.want {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
	scaler, err := learn.StandardScaler{}.Fit(mat.NewDense(2, 2, []float64{1, 2, 3, 4}))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []*mat.Dense{nil, {}} {
		if _, err := scaler.Transform(x); err == nil || !strings.Contains(err.Error(), "x is empty") {
			t.Errorf("Transform of nothing: error %v", err)
		}
	}
	const want = "learn: StandardScaler.InverseTransform: x has 3 columns, the scaler was fitted to 2"
	if _, err := scaler.InverseTransform(mat.NewDense(1, 3, nil)); err == nil || err.Error() != want {
		t.Errorf("another width: error %v, want %q", err, want)
	}
}

// The mean of these rounds to the first of them; the variance is exact all the same.
func TestStandardScalerCorrectsTheMean(t *testing.T) {
	const a = 1e15
	scaler, err := learn.StandardScaler{}.Fit(mat.NewDense(3, 1, []float64{a, a, a + 0.125}))
	if err != nil {
		t.Fatal(err)
	}
	if want := 2.0 / 9 / 64; scaler.Mean[0] != a || math.Abs(scaler.Var[0]-want) > 1e-17 {
		t.Errorf("mean %v, variance %v, want %v and %v", scaler.Mean[0], scaler.Var[0], float64(a), want)
	}
}

func ExampleStandardScaler() {
	xTrain := mat.NewDense(4, 2, []float64{
		1, 200,
		2, 400,
		3, 400,
		4, 600,
	})
	scaler, err := learn.StandardScaler{}.Fit(xTrain)
	if err != nil {
		fmt.Println(err)
		return
	}
	z, err := scaler.Transform(xTrain)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("mean %.2f, scale %.2f\n", scaler.Mean, scaler.Scale)
	fmt.Printf("%.2f\n", mat.Formatted(z))
	// Output:
	// mean [2.50 400.00], scale [1.12 141.42]
	// ⎡-1.34  -1.41⎤
	// ⎢-0.45   0.00⎥
	// ⎢ 0.45   0.00⎥
	// ⎣ 1.34   1.41⎦
}

func BenchmarkStandardScaler(b *testing.B) {
	x := mat.NewDense(3288, 57, nil)
	x.Apply(func(i, j int, _ float64) float64 { return float64((i*31+j*17)%101) / 7 }, x)
	for b.Loop() {
		scaler, err := learn.StandardScaler{}.Fit(x)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := scaler.Transform(x); err != nil {
			b.Fatal(err)
		}
	}
}
