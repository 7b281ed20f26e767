package main

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"syscall"
	"time"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
)

// labNet is the network of the lab sheet.
func labNet() *nn.Sequential {
	return nn.NewSequential(57, nn.Dense(20, nn.ReLU), nn.Dense(5, nn.ReLU), nn.Dense(1, nn.Sigmoid))
}

// A meter tells what a piece of work costs.
type meter struct {
	start  time.Time
	cpu    float64
	before runtime.MemStats
}

func newMeter() *meter {
	var m meter
	runtime.GC()
	runtime.ReadMemStats(&m.before)
	m.cpu = cpuSeconds()
	m.start = time.Now()
	return &m
}

// cpuSeconds returns the processor time that this process has used.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// figures returns the seconds since the meter was made and, for each of n steps,
// what was allocated.
func (m *meter) figures(n int) answer {
	seconds, cpu := time.Since(m.start).Seconds(), cpuSeconds()-m.cpu
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	return answer{
		"seconds": seconds,
		"cpu":     cpu,
		"steps":   n,
		"mallocs": float64(after.Mallocs-m.before.Mallocs) / float64(n),
		"bytes":   float64(after.TotalAlloc-m.before.TotalAlloc) / float64(n),
	}
}

// fitLab is the fit of the lab sheet: 100 epochs of 27 steps, a validation after each.
func (w *worker) fitLab(r request) (answer, error) {
	l, err := w.readLab()
	if err != nil {
		return nil, err
	}
	model := labNet().Init(r.Seed).Compile(&nn.RMSprop{}, nn.BinaryCrossentropy, nn.Accuracy)
	m := newMeter()
	_, err = model.Fit(l.xTrain, l.yTrain, nn.FitConfig{Epochs: 100, BatchSize: 100, ValidationSplit: 0.2, Seed: r.Seed, Quiet: true})
	if err != nil {
		return nil, err
	}
	a := m.figures(2700)
	score, err := model.Evaluate(l.xTest, l.yTest)
	a["accuracy"] = score.Accuracy
	return a, err
}

// wideData are 2048 rows of 784 numbers in ten classes.
func wideData() (*mat.Dense, []float64) {
	const rows, inputs = 2048, 784
	r := rand.New(rand.NewPCG(7, 7))
	x, y := mat.NewDense(rows, inputs, nil), make([]float64, rows)
	for i := range rows {
		y[i] = float64(r.IntN(10))
		for j := range inputs {
			x.Set(i, j, r.Float64())
		}
	}
	return x, y
}

// A wide is the wide network's model with its data.
type wide struct {
	model *nn.Model
	x     *mat.Dense
	y     []float64
}

// fitWide is an epoch of 16 steps through a network wide enough for matrix products
// to be all that counts.
func (w *worker) fitWide(request) (answer, error) {
	if w.wide.model == nil {
		w.wide.x, w.wide.y = wideData()
		w.wide.model = nn.NewSequential(784, nn.Dense(512, nn.ReLU), nn.Dense(512, nn.ReLU), nn.Dense(10, nn.Softmax)).
			Compile(&nn.Adam{}, nn.SparseCategoricalCrossentropy, nn.Accuracy)
	}
	m := newMeter()
	_, err := w.wide.model.Fit(w.wide.x, w.wide.y, nn.FitConfig{BatchSize: 128, Quiet: true})
	return m.figures(16), err
}

// numerics returns the arithmetic that MLPTrainer calls name.
func numerics(name string) (nn.Numerics, bool) {
	n, ok := map[string]nn.Numerics{
		"Spark30Java8":  nn.Spark30Java8,
		"Spark33Java8":  nn.Spark33Java8,
		"Spark33Java17": nn.Spark33Java17,
		"Spark41AVX512": nn.Spark41AVX512,
		"Spark41AVX2":   nn.Spark41AVX2,
		"SparkFdlibm":   nn.SparkFdlibm,
		"Native":        nn.Native,
	}[name]
	return n, ok
}

// fitMLP is the sheet's other network: 57-20-5-2, 100 iterations, seed 1500.
func (w *worker) fitMLP(r request) (answer, error) {
	l, err := w.readLab()
	if err != nil {
		return nil, err
	}
	like, ok := numerics(r.Like)
	if !ok {
		return nil, fmt.Errorf("there is no arithmetic %q", r.Like)
	}
	m := newMeter()
	_, summary, err := nn.MLPTrainer{Layers: []int{57, 20, 5, 2}, MaxIter: 100, Seed: 1500, Numerics: like, Quiet: true}.Fit(l.xTrain, l.yTrain)
	if err != nil {
		return nil, err
	}
	return m.figures(summary.TotalIterations), nil
}
