package nn

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"golab/internal/jvm"
)

// A fit whose clock goes forward by a second at each loss draws, redraws and ends its
// line.
func TestMLPProgress(t *testing.T) {
	var b bytes.Buffer
	p := newMLPProgress(MLPTrainer{MaxIter: 4, Progress: &b})
	now := p.start
	p.now = func() time.Time { return now }
	losses := []float64{1.25, 0.5, 0.25, 0.2, 0.125}
	for i, loss := range losses {
		p.step(i, loss)
		now = now.Add(time.Second)
	}
	p.finish(4, 0.125)
	lines := strings.Split(b.String(), "\r")
	want := []string{
		"",
		"Iteration 2/4 ━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌ 2s - objective: 0.2500",
		"Iteration 3/4 ━━━━━━━━━━━━━━━╌╌╌╌╌ 3s - objective: 0.2000",
		"Iteration 4/4 ━━━━━━━━━━━━━━━━━━━━ 4s - objective: 0.1250",
		"Iteration 4/4 ━━━━━━━━━━━━━━━━━━━━ 5s - objective: 0.1250\n",
	}
	if fmt.Sprintf("%q", lines) != fmt.Sprintf("%q", want) {
		t.Errorf("lines\n%q\nwant\n%q", lines, want)
	}
}

func TestMLPProgressQuiet(t *testing.T) {
	var b bytes.Buffer
	p := newMLPProgress(MLPTrainer{MaxIter: 4, Progress: &b, Quiet: true})
	p.now = func() time.Time { return p.start.Add(time.Hour) }
	p.step(1, 1)
	p.finish(4, 1)
	if b.Len() > 0 {
		t.Errorf("Quiet writes %q", b.String())
	}
}

// The default is os.Stdout as it is when the fit begins.
func TestMLPProgressStdout(t *testing.T) {
	before := os.Stdout
	defer func() { os.Stdout = before }()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	os.Stdout = w
	if p := newMLPProgress(MLPTrainer{}); p.w != w {
		t.Errorf("progress goes to %v, want the present os.Stdout", p.w)
	}
}

// objective returns a small training set under a network with the given layers.
func objective(t *testing.T, n Numerics, rows, block int, layers ...int) *mlpObjective {
	t.Helper()
	topology, err := newMLPTopology(layers)
	if err != nil {
		t.Fatal(err)
	}
	random := jvm.NewXORShiftRandom(9)
	x := make([]float64, rows*layers[0])
	for i := range x {
		x[i] = random.NextDouble() - 0.3
	}
	labels := make([]int, rows)
	for i := range labels {
		labels[i] = int(random.NextDouble() * float64(topology.classes()))
	}
	return newMLPObjective(newMLPNet(topology, n), x, labels, block)
}

// The gradient is that of the loss: central differences agree.
func TestMLPGradient(t *testing.T) {
	for _, n := range []Numerics{Spark30Java8, Spark33Java8, Spark41AVX2, Native} {
		o := objective(t, n, 25, 10, 4, 6, 3)
		v := o.initial(3)
		gradient, scratch := make([]float64, len(v)), make([]float64, len(v))
		o.mean(v, gradient)
		for i := range v {
			const h = 1e-6
			at := v[i]
			v[i] = at + h
			up := o.mean(v, scratch)
			v[i] = at - h
			down := o.mean(v, scratch)
			v[i] = at
			if want := (up - down) / (2 * h); math.Abs(gradient[i]-want) > 1e-8 {
				t.Errorf("%v: derivative %d = %v, want %v", n, i, gradient[i], want)
			}
		}
	}
}

// Waves and goroutines do not change a bit.
func TestMLPObjectiveExact(t *testing.T) {
	for _, n := range []Numerics{Spark30Java8, Spark33Java17, Spark41AVX512} {
		o := objective(t, n, 203, 16, 7, 9, 5, 2)
		v := o.initial(1)
		want := make([]float64, len(v))
		o.workers = make([]jvm.Workspace, 1)
		loss := o.mean(v, want)
		for _, workers := range []int{2, 5} {
			for _, perWave := range []int{1, 4, 13} {
				o.workers, o.perWave = make([]jvm.Workspace, workers), perWave
				got := make([]float64, len(v))
				if l := o.mean(v, got); l != loss {
					t.Errorf("%v, %d workers, %d blocks a wave: loss %v, want %v", n, workers, perWave, l, loss)
				}
				for i := range got {
					if math.Float64bits(got[i]) != math.Float64bits(want[i]) {
						t.Fatalf("%v, %d workers, %d blocks a wave: derivative %d = %v, want %v", n, workers, perWave, i, got[i], want[i])
					}
				}
			}
		}
	}
}

// A wrong class with probability 0 makes the loss NaN, as in Spark: 0 · log 0.
func TestMLPCrossEntropy(t *testing.T) {
	o := objective(t, Spark30Java8, 1, 1, 1, 2)
	delta := make([]float64, 2)
	if got := o.crossEntropy(delta, []float64{0.25, 0.75}, []int{1}); got != -math.Log(0.75) || delta[0] != 0.25 || delta[1] != -0.25 {
		t.Errorf("loss %v, delta %v, want %v, [0.25 -0.25]", got, delta, -math.Log(0.75))
	}
	if got := o.crossEntropy(delta, []float64{0, 1}, []int{1}); !math.IsNaN(got) || delta[0] != 0 || delta[1] != 0 {
		t.Errorf("loss %v, delta %v, want NaN, [0 0]", got, delta)
	}
	if got := o.crossEntropy(delta, []float64{0, 1}, []int{0}); !math.IsInf(got, 1) && !math.IsNaN(got) {
		t.Errorf("loss %v, want +Inf or NaN", got)
	}
}

// Memory for a wave is bounded, however many rows there are.
func TestMLPWaves(t *testing.T) {
	topology, err := newMLPTopology([]int{1, 1000, 2})
	if err != nil {
		t.Fatal(err)
	}
	rows := 100_000
	o := newMLPObjective(newMLPNet(topology, Native), make([]float64, rows), make([]int, rows), 128)
	bytes := 0
	for k := range o.depth() {
		bytes += 8 * (len(o.activations[k]) + len(o.deltas[k]))
	}
	if bytes > mlpWaveMemory || o.perWave >= o.blocks {
		t.Errorf("%d bytes for %d of %d blocks, want at most %d", bytes, o.perWave, o.blocks, mlpWaveMemory)
	}
}
