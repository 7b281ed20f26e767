package nn_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
)

var allNumerics = []nn.Numerics{
	nn.Spark30Java8, nn.Spark33Java8, nn.Spark33Java17, nn.Spark41AVX512, nn.Spark41AVX2, nn.SparkFdlibm, nn.Native,
}

// The exclusive or of PySpark's documentation of MultilayerPerceptronClassifier.
var (
	gateX = mat.NewDense(4, 2, []float64{0, 0, 0, 1, 1, 0, 1, 1})
	gateY = []float64{0, 1, 1, 0}
)

func xorTrainer() nn.MLPTrainer {
	return nn.MLPTrainer{Layers: []int{2, 2, 2}, MaxIter: 100, BlockSize: 1, Seed: 123, Quiet: true}
}

func ExampleMLPTrainer() {
	x := mat.NewDense(4, 2, []float64{
		0, 0,
		0, 1,
		1, 0,
		1, 1,
	})
	y := []float64{0, 1, 1, 0}
	trainer := nn.MLPTrainer{Layers: []int{2, 2, 2}, BlockSize: 1, Seed: 123}
	model, summary, err := trainer.Fit(x, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	classes, err := model.Predict(x)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(classes)
	fmt.Println(summary.TotalIterations, summary.Reason)
	// Output:
	// [0 1 1 0]
	// 37 gradient converged
}

// With every rounding the documented raw predictions come out.
func TestMLPXOR(t *testing.T) {
	for _, n := range allNumerics {
		trainer := xorTrainer()
		trainer.Numerics = n
		model, summary, err := trainer.Fit(gateX, gateY)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := model.PredictRaw(mat.NewDense(1, 2, []float64{1, 0}))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprintf("%.8f", raw.RawRowView(0)), "[-16.20797954 16.34397053]"; got != want {
			t.Errorf("%v: raw prediction of (1, 0) = %s, want %s", n, got, want)
		}
		if last := summary.ObjectiveHistory[37]; math.Abs(last-6.974459725109608e-09) > 1e-15 {
			t.Errorf("%v: loss %v, want 6.974459725109608e-09", n, last)
		}
		if summary.TotalIterations != 37 || summary.Reason != "gradient converged" || len(model.Weights) != 12 {
			t.Errorf("%v: %d iterations, %q, %d weights, want 37, gradient converged, 12", n, summary.TotalIterations, summary.Reason, len(model.Weights))
		}
	}
}

func TestMLPInitialWeightsExact(t *testing.T) {
	trainer := nn.MLPTrainer{Layers: []int{57, 20, 5, 2}, MaxIter: -1, Seed: 1500}
	model, summary, err := trainer.Fit(mat.NewDense(1, 57, nil), []float64{1})
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]float64{
		0: -0.12597672436572727, 1: -0.099142247050672178, 2: 0.14305638462829159, 3: 0.1105053545114258, 4: 0.079132137137219893,
		1160: -0.49944513694924841, 1161: -0.043479937852728946, 1162: 0.035005117383392639,
		1265: -0.0092803277829406183, 1276: -0.43609065466217622,
	}
	for i, w := range want {
		if got := model.Weights[i]; got != w {
			t.Errorf("weight %d = %v, want %v", i, got, w)
		}
	}
	if len(model.Weights) != 1277 || len(summary.ObjectiveHistory) != 1 || summary.Reason != "max iterations reached" {
		t.Errorf("%d weights, %d losses, %q, want 1277, 1, max iterations reached", len(model.Weights), len(summary.ObjectiveHistory), summary.Reason)
	}
}

// A fit from the weights of another goes on where that one was, and the trainer's own
// slice stays as it is.
func TestMLPInitialWeights(t *testing.T) {
	first, _, err := xorTrainer().Fit(gateX, gateY)
	if err != nil {
		t.Fatal(err)
	}
	start := append([]float64(nil), first.Weights...)
	for _, solver := range []string{"l-bfgs", "gd"} {
		trainer := xorTrainer()
		trainer.InitialWeights, trainer.Solver = first.Weights, solver
		_, summary, err := trainer.Fit(gateX, gateY)
		if err != nil {
			t.Fatal(err)
		}
		if got := summary.ObjectiveHistory[0]; got > 1e-8 {
			t.Errorf("%s: the loss starts at %v", solver, got)
		}
		sameBits(t, "weight", first.Weights, start)
	}
}

// Gradient descent keeps the loss before each step and after the last.
func TestMLPGradientDescent(t *testing.T) {
	tests := []struct {
		maxIter, losses int
		tol             float64
		reason          string
	}{
		{10, 11, -1, "max iterations reached"},
		{-1, 1, 0, "max iterations reached"},
		{50, 2, 1, "weights converged"}, // the first step is never tested
	}
	for _, tt := range tests {
		trainer := xorTrainer()
		trainer.Solver, trainer.MaxIter, trainer.Tol = "gd", tt.maxIter, tt.tol
		_, s, err := trainer.Fit(gateX, gateY)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.ObjectiveHistory) != tt.losses || s.TotalIterations != tt.losses-1 || s.Reason != tt.reason {
			t.Errorf("MaxIter %d: %d losses, %d iterations, %q, want %d, %q", tt.maxIter, len(s.ObjectiveHistory), s.TotalIterations, s.Reason, tt.losses, tt.reason)
		}
		for i := 1; i < len(s.ObjectiveHistory); i++ {
			if s.ObjectiveHistory[i] >= s.ObjectiveHistory[i-1] {
				t.Errorf("MaxIter %d: the loss rises: %v", tt.maxIter, s.ObjectiveHistory)
				break
			}
		}
	}
}

func TestMLPTrainerErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	x := mat.NewDense(3, 2, []float64{1, 2, 3, 4, 5, 6})
	y := []float64{0, 1, 1}
	bad := func(i, j int, v float64) *mat.Dense {
		m := mat.DenseCopyOf(x)
		m.Set(i, j, v)
		return m
	}
	tests := []struct {
		name string
		edit func(*nn.MLPTrainer)
		x    *mat.Dense
		y    []float64
		want string
	}{
		{"no layers", func(t *nn.MLPTrainer) { t.Layers = nil }, x, y, "Layers [] has 0 entries, a network needs at least 2: inputs and classes"},
		{"one layer", func(t *nn.MLPTrainer) { t.Layers = []int{1} }, x, y, "Layers [1] has 1 entries"},
		{"zero inputs", func(t *nn.MLPTrainer) { t.Layers = []int{0, 1} }, x, y, "Layers [0 1] has 0 at index 0, every layer needs at least 1"},
		{"zero classes", func(t *nn.MLPTrainer) { t.Layers = []int{1, 0} }, x, y, "Layers [1 0] has 0 at index 1"},
		{"negative layer", func(t *nn.MLPTrainer) { t.Layers = []int{2, -1, 2} }, x, y, "Layers [2 -1 2] has -1 at index 1"},
		{"huge layers", func(t *nn.MLPTrainer) { t.Layers = []int{2, math.MaxInt, math.MaxInt, 2} }, x, y, "too many weights"},
		{"first layer", func(t *nn.MLPTrainer) { t.Layers = []int{3, 2} }, x, y, "x has 2 columns, the first layer takes 3"},
		{"label too large", nil, x, []float64{0, 1, 2}, "y[2] is 2, the labels of 2 classes are 0 to 1"},
		{"label negative", nil, x, []float64{0, -1, 1}, "y[1] is -1, the labels of 2 classes are 0 to 1"},
		{"label fraction", nil, x, []float64{0.5, 1, 1}, "y[0] is 0.5, labels must be integers"},
		{"label NaN", nil, x, []float64{0, 1, nan}, "y[2] is NaN, labels must be class numbers"},
		{"label infinite", nil, x, []float64{0, 1, inf}, "y[2] is +Inf, the labels of 2 classes are 0 to 1"},
		{"one class", func(t *nn.MLPTrainer) { t.Layers = []int{2, 1} }, x, y, "y[1] is 1, the labels of 1 classes are 0 to 0"},
		{"feature NaN", nil, bad(1, 0, nan), y, "x[1, 0] is NaN, features must be finite"},
		{"feature infinite", nil, bad(2, 1, -inf), y, "x[2, 1] is -Inf, features must be finite"},
		{"nil x", nil, nil, y, "x is nil"},
		{"empty x", nil, &mat.Dense{}, nil, "x is empty"},
		{"too few labels", nil, x, y[:2], "y has 2 labels, x has 3 rows"},
		{"initial weights", func(t *nn.MLPTrainer) { t.InitialWeights = make([]float64, 3) }, x, y, "InitialWeights has 3 numbers, Layers [2 2] needs 6"},
		{"initial NaN", func(t *nn.MLPTrainer) { t.InitialWeights = []float64{0, 0, nan, 0, 0, 0} }, x, y, "InitialWeights[2] is NaN, weights must be finite"},
		{"solver", func(t *nn.MLPTrainer) { t.Solver = "sgd" }, x, y, `parameter Solver is "sgd", the solvers are "l-bfgs" and "gd"`},
		{"iterations", func(t *nn.MLPTrainer) { t.MaxIter = -2 }, x, y, "parameter MaxIter is -2, the least is 1, or -1 for no steps"},
		{"tolerance", func(t *nn.MLPTrainer) { t.Tol = -0.1 }, x, y, "parameter Tol is -0.1, the least is 0, written -1"},
		{"tolerance NaN", func(t *nn.MLPTrainer) { t.Tol = nan }, x, y, "parameter Tol is NaN"},
		{"tolerance of gd", func(t *nn.MLPTrainer) { t.Tol, t.Solver = 2, "gd" }, x, y, `parameter Tol is 2, the most is 1 for the solver "gd"`},
		{"step size", func(t *nn.MLPTrainer) { t.StepSize = -1 }, x, y, "parameter StepSize is -1, it must be more than 0"},
		{"step size NaN", func(t *nn.MLPTrainer) { t.StepSize = nan }, x, y, "parameter StepSize is NaN, it must be more than 0"},
		{"block size", func(t *nn.MLPTrainer) { t.BlockSize = -128 }, x, y, "parameter BlockSize is -128, the least is 1"},
		{"products", func(t *nn.MLPTrainer) { t.Numerics.Products = 7 }, x, y, "Numerics.Products is ProductOrder(7), the last order is NativeProducts"},
		{"exp and log", func(t *nn.MLPTrainer) { t.Numerics.ExpLog = 7 }, x, y, "Numerics.ExpLog is ExpLog(7), the last code is NativeMath"},
		{"lanes", func(t *nn.MLPTrainer) { t.Numerics.Lanes = -4 }, x, y, "Numerics.Lanes is -4, a vector has 1 to 32 lanes"},
		{"too many lanes", func(t *nn.MLPTrainer) { t.Numerics.Lanes = 1 << 40 }, x, y, "Numerics.Lanes is 1099511627776, a vector has 1 to 32 lanes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			trainer := nn.MLPTrainer{Layers: []int{2, 2}}
			if tt.edit != nil {
				tt.edit(&trainer)
			}
			model, summary, err := trainer.Fit(tt.x, tt.y)
			if err == nil || model != nil || summary != nil {
				t.Fatalf("Fit gives %v, %v, %v, want an error alone", model, summary, err)
			}
			if got := err.Error(); !strings.HasPrefix(got, "nn: MLPTrainer.Fit: ") || !strings.Contains(got, tt.want) {
				t.Errorf("error %q, want nn: MLPTrainer.Fit: … %q", got, tt.want)
			}
		})
	}
}

// Two layers are a softmax regression; one class and one row are enough.
func TestMLPSmallestNetworks(t *testing.T) {
	for _, layers := range [][]int{{2, 1}, {2, 2}, {2, 1, 3}} {
		model, _, err := nn.MLPTrainer{Layers: layers, MaxIter: 5}.Fit(mat.NewDense(1, 2, []float64{1, 2}), []float64{0})
		if err != nil {
			t.Fatalf("%v: %v", layers, err)
		}
		p, err := model.PredictProbability(mat.NewDense(1, 2, []float64{1, 2}))
		if err != nil {
			t.Fatal(err)
		}
		if got := mat.Sum(p); math.Abs(got-1) > 1e-15 {
			t.Errorf("%v: probabilities add up to %v", layers, got)
		}
	}
}

// A part of a larger matrix trains and predicts as its copy does.
func TestMLPViews(t *testing.T) {
	whole := generated(60, 6)
	view := whole.Slice(5, 45, 1, 5).(*mat.Dense)
	y := generatedLabels(40, 3)
	trainer := nn.MLPTrainer{Layers: []int{4, 3, 3}, MaxIter: 10}
	a, _, err := trainer.Fit(view, y)
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := trainer.Fit(mat.DenseCopyOf(view), y)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "weight", a.Weights, b.Weights)
	got, err := a.PredictRaw(view)
	if err != nil {
		t.Fatal(err)
	}
	want, err := b.PredictRaw(mat.DenseCopyOf(view))
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "raw", got.RawMatrix().Data, want.RawMatrix().Data)
}

// Raw predictions, probabilities and classes belong together, whether one example is
// predicted or a thousand, in however many goroutines.
func TestMLPPredict(t *testing.T) {
	const n = 1000
	x := generated(n, 4)
	model, _, err := nn.MLPTrainer{Layers: []int{4, 5, 3}, MaxIter: 20, Numerics: nn.Spark33Java17}.Fit(x, generatedLabels(n, 3))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := model.PredictRaw(x)
	if err != nil {
		t.Fatal(err)
	}
	p, err := model.PredictProbability(x)
	if err != nil {
		t.Fatal(err)
	}
	classes, err := model.Predict(x)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			one, err := model.PredictRaw(mat.NewDense(1, 4, x.RawRowView(i)))
			if err != nil {
				t.Error(err)
				return
			}
			sameBits(t, fmt.Sprintf("row %d: raw", i), one.RawRowView(0), raw.RawRowView(i))
		})
		row, sum := p.RawRowView(i), 0.0
		for c, v := range row {
			sum += v
			if v > row[int(classes[i])] {
				t.Errorf("row %d: class %v, but class %d is likelier: %v", i, classes[i], c, row)
			}
		}
		if math.Abs(sum-1) > 1e-15 {
			t.Errorf("row %d: probabilities add up to %v", i, sum)
		}
	}
	group.Wait()
}

func TestMLPPredictErrors(t *testing.T) {
	good := nn.MLP{Layers: []int{2, 1}, Weights: make([]float64, 3)}
	x := mat.NewDense(1, 2, nil)
	tests := []struct {
		name  string
		model nn.MLP
		x     *mat.Dense
		want  string
	}{
		{"zero model", nn.MLP{}, x, "Layers [] has 0 entries"},
		{"weights", nn.MLP{Layers: []int{2, 1}, Weights: make([]float64, 2)}, x, "the model has 2 weights, Layers [2 1] needs 3"},
		{"columns", good, mat.NewDense(1, 3, nil), "x has 3 columns, the first layer takes 2"},
		{"nil", good, nil, "x is nil"},
		{"empty", good, &mat.Dense{}, "x is empty"},
		{"numerics", nn.MLP{Layers: []int{2, 1}, Weights: make([]float64, 3), Numerics: nn.Numerics{Products: 9}}, x, "ProductOrder(9)"},
	}
	for _, tt := range tests {
		_, raw := tt.model.PredictRaw(tt.x)
		_, probability := tt.model.PredictProbability(tt.x)
		_, class := tt.model.Predict(tt.x)
		for name, err := range map[string]error{"PredictRaw": raw, "PredictProbability": probability, "Predict": class} {
			if err == nil || !strings.Contains(err.Error(), "nn: MLP."+name+": ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %s gives %v, want %q", tt.name, name, err, tt.want)
			}
		}
	}
	if good.NumFeatures() != 2 || good.NumClasses() != 1 || good.String() != "MLP: numLayers=2, numClasses=1, numFeatures=2" {
		t.Errorf("%d features, %d classes, %q", good.NumFeatures(), good.NumClasses(), good.String())
	}
	if zero := (&nn.MLP{}); zero.NumFeatures() != 0 || zero.NumClasses() != 0 {
		t.Errorf("the zero model has %d features and %d classes", zero.NumFeatures(), zero.NumClasses())
	}
}

// The line appears in fits of two seconds and more only.
func TestMLPProgressSilent(t *testing.T) {
	var b bytes.Buffer
	trainer := xorTrainer()
	trainer.Quiet, trainer.Progress = false, &b
	if _, _, err := trainer.Fit(gateX, gateY); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 0 {
		t.Errorf("a short fit writes %q", b.String())
	}
}

func TestMLPMarshal(t *testing.T) {
	for _, n := range allNumerics {
		trainer := xorTrainer()
		trainer.Numerics = n
		model, _, err := trainer.Fit(gateX, gateY)
		if err != nil {
			t.Fatal(err)
		}
		bytes, err := model.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var read nn.MLP
		if err := read.UnmarshalBinary(bytes); err != nil {
			t.Fatal(err)
		}
		sameBits(t, "weight", read.Weights, model.Weights)
		if fmt.Sprint(read.Layers) != fmt.Sprint(model.Layers) || read.Numerics != n {
			t.Errorf("read %v, %v, want %v, %v", read.Layers, read.Numerics, model.Layers, n)
		}
		// No byte may be missing or changed.
		for i := range bytes {
			if err := read.UnmarshalBinary(bytes[:i]); err == nil {
				t.Fatalf("the first %d of %d bytes are read without an error", i, len(bytes))
			}
			bytes[i] ^= 0x40
			if err := read.UnmarshalBinary(bytes); err == nil || !strings.HasPrefix(err.Error(), "nn: MLP.UnmarshalBinary: ") {
				t.Fatalf("byte %d changed: error %v", i, err)
			}
			bytes[i] ^= 0x40
		}
	}
	if _, err := (&nn.MLP{Layers: []int{2, 2}}).MarshalBinary(); err == nil {
		t.Error("a model without weights is written without an error")
	}
	if _, err := (&nn.MLP{Layers: []int{1, 1}, Weights: make([]float64, 2), Numerics: nn.Numerics{Lanes: 256}}).MarshalBinary(); err == nil {
		t.Error("256 lanes are written without an error")
	}
}

func FuzzMLPUnmarshal(f *testing.F) {
	model := nn.MLP{Layers: []int{2, 3, 2}, Weights: make([]float64, 17), Numerics: nn.Spark41AVX2}
	good, err := model.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:20])
	f.Add([]byte("golabmlp"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m nn.MLP
		if m.UnmarshalBinary(data) != nil {
			return
		}
		again, err := m.MarshalBinary()
		if err != nil {
			t.Fatalf("read, but not written: %v", err)
		}
		if !bytes.Equal(again, data) {
			t.Errorf("%x is written as %x", data, again)
		}
	})
}

func TestNumericsString(t *testing.T) {
	names := []string{"Spark30Java8", "Spark33Java8", "Spark33Java17", "Spark41AVX512", "Spark41AVX2", "SparkFdlibm", "Native"}
	for i, n := range allNumerics {
		if got := n.String(); got != names[i] {
			t.Errorf("%#v is %q, want %q", n, got, names[i])
		}
	}
	for want, n := range map[string]nn.Numerics{
		"Spark30Java8":        {},
		"Spark41AVX512":       {Products: nn.VectorBLAS, ExpLog: nn.IntelLibm},
		"Spark33Java8":        {Products: nn.Java8BLAS, Lanes: 4},
		"Java8BLAS+Fdlibm":    {Products: nn.Java8BLAS, ExpLog: nn.Fdlibm},
		"VectorBLAS(2)+X87":   {Products: nn.VectorBLAS, Lanes: 2},
		"ProductOrder(9)+X87": {Products: 9},
		"F2J+ExpLog(9)":       {ExpLog: 9},
		"F2J+NativeMath":      {ExpLog: nn.NativeMath},
	} {
		if got := n.String(); got != want {
			t.Errorf("%#v is %q, want %q", n, got, want)
		}
	}
	if n := nn.Spark41(); n != nn.Spark41AVX512 && n != nn.Spark41AVX2 {
		t.Errorf("Spark41() = %v", n)
	}
	if nn.Spark30Java8 != (nn.Numerics{}) {
		t.Error("the zero Numerics is not Spark30Java8")
	}
}
