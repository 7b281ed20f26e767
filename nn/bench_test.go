package nn_test

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
)

// BenchmarkFitLab is the lab's fit: 2630 + 658 rows, 27 steps an epoch, 100
// epochs.
func BenchmarkFitLab(b *testing.B) {
	l := readLab(b)
	model := labNet().Compile(&nn.RMSprop{}, nn.BinaryCrossentropy, nn.Accuracy)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := model.Fit(l.xTrain, l.yTrain, labConfig(1)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPredict scores 100 000 dense rows of 57 numbers.
func BenchmarkPredict(b *testing.B) {
	const rows = 100_000
	r := rand.New(rand.NewPCG(7, 7))
	x := mat.NewDense(rows, 57, nil)
	for i := range rows {
		for j := range 57 {
			x.Set(i, j, r.Float64())
		}
	}
	model := labNet().Compile(&nn.RMSprop{}, nn.BinaryCrossentropy)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := model.Predict(x); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
}

// BenchmarkFitWide is an epoch of 16 steps through a network wide enough to be
// shared among cores: 784-512-512-10, batches of 128.
func BenchmarkFitWide(b *testing.B) {
	const rows, inputs = 2048, 784
	r := rand.New(rand.NewPCG(7, 7))
	x, y := mat.NewDense(rows, inputs, nil), make([]float64, rows)
	for i := range rows {
		y[i] = float64(r.IntN(10))
		for j := range inputs {
			x.Set(i, j, r.Float64())
		}
	}
	model := nn.NewSequential(inputs, nn.Dense(512, nn.ReLU), nn.Dense(512, nn.ReLU), nn.Dense(10, nn.Softmax)).
		Compile(&nn.Adam{}, nn.SparseCategoricalCrossentropy, nn.Accuracy)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := model.Fit(x, y, nn.FitConfig{BatchSize: 128, Quiet: true}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e3/16/float64(b.N), "ms/step")
}

// BenchmarkFitLayers is ten epochs of the lab's rows through layers of all kinds.
func BenchmarkFitLayers(b *testing.B) {
	l := readLab(b)
	norm, err := nn.Adapt(l.xTrain)
	if err != nil {
		b.Fatal(err)
	}
	model := nn.NewSequential(57, norm,
		nn.Dense(64, nn.Linear), nn.BatchNormalization(), nn.Activate(nn.ReLU), nn.Dropout(.3),
		nn.Dense(32, nn.GELU), nn.LayerNormalization(), nn.Dense(1, nn.Sigmoid),
	).Compile(&nn.Adam{}, nn.BinaryCrossentropy, nn.Accuracy)
	config := labConfig(1)
	config.Epochs = 10
	b.ReportAllocs()
	for b.Loop() {
		if _, err := model.Fit(l.xTrain, l.yTrain, config); err != nil {
			b.Fatal(err)
		}
	}
}
