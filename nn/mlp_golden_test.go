package nn_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"golab/nn"
)

// The lab as Spark is told it: layers 57-20-5-2, 100 iterations, seed 1500.
func labTrainer(n nn.Numerics) nn.MLPTrainer {
	return nn.MLPTrainer{Layers: []int{57, 20, 5, 2}, MaxIter: 100, Seed: 1500, Numerics: n, Quiet: true}
}

// sparkFits are the lab's fits: hits among the 1313 test rows, and the file with
// Spark's losses and weights where there is one.
var sparkFits = []struct {
	numerics nn.Numerics
	golden   string
	hits     int
}{
	{nn.Spark30Java8, "spark-3.0-java8.txt", 1063},
	{nn.Spark33Java8, "spark-3.3-java8.txt", 1136},
	{nn.Spark33Java17, "spark-3.3-java17.txt", 1106},
	{nn.Spark41AVX512, "spark-4.1-java17-avx512.txt", 1131},
	{nn.Spark41AVX2, "spark-4.1-java17-avx2.txt", 1109},
	{nn.SparkFdlibm, "spark-fdlibm-f2j.txt", 1079},
	{nn.Numerics{Products: nn.Java8BLAS, ExpLog: nn.Fdlibm}, "", 1127},
	{nn.Numerics{Products: nn.Java11BLAS, ExpLog: nn.Fdlibm}, "", 1140},
	{nn.Numerics{Products: nn.VectorBLAS, ExpLog: nn.Fdlibm, Lanes: 8}, "", 1054},
}

// The lab's losses and weights are Spark's in every bit, and so are the hits.
func TestMLPGoldenLab(t *testing.T) {
	l := readLab(t)
	for _, tt := range sparkFits {
		t.Run(tt.numerics.String(), func(t *testing.T) {
			model, summary, err := labTrainer(tt.numerics).Fit(l.xTrain, l.yTrain)
			if err != nil {
				t.Fatal(err)
			}
			if tt.golden != "" {
				losses, weights := readSparkGolden(t, tt.golden)
				sameBits(t, "loss", summary.ObjectiveHistory, losses)
				sameBits(t, "weight", model.Weights, weights)
			}
			predicted, err := model.Predict(l.xTest)
			if err != nil {
				t.Fatal(err)
			}
			if got := hits(predicted, l.yTest); got != tt.hits {
				t.Errorf("%d hits of %d, want %d", got, len(l.yTest), tt.hits)
			}
		})
	}
}

// The number of processors does not change a bit.
func TestMLPGoldenProcessors(t *testing.T) {
	l := readLab(t)
	losses, _ := readSparkGolden(t, "spark-3.3-java8.txt")
	trainer := labTrainer(nn.Spark33Java8)
	trainer.MaxIter = 20
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first *nn.MLP
	for _, n := range []int{1, 3, 8} {
		runtime.GOMAXPROCS(n)
		model, summary, err := trainer.Fit(l.xTrain, l.yTrain)
		if err != nil {
			t.Fatal(err)
		}
		sameBits(t, fmt.Sprintf("%d processors: loss", n), summary.ObjectiveHistory, losses[:21])
		if first == nil {
			first = model
		}
		sameBits(t, fmt.Sprintf("%d processors: weight", n), model.Weights, first.Weights)
	}
}

func hits(predicted, y []float64) int {
	n := 0
	for i, v := range predicted {
		if v == y[i] {
			n++
		}
	}
	return n
}

// readSparkGolden reads lines such as "loss 0 0.75164348359137212 3fe80d76a288d8ba".
func readSparkGolden(tb testing.TB, name string) (losses, weights []float64) {
	tb.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var kind, bits string
		var index int
		var v float64
		if _, err := fmt.Sscan(s.Text(), &kind, &index, &v, &bits); err != nil {
			tb.Fatalf("%s: %q: %v", name, s.Text(), err)
		}
		if b, err := strconv.ParseUint(bits, 16, 64); err != nil || b != math.Float64bits(v) {
			tb.Fatalf("%s: %s %d: %v and %s are not the same number", name, kind, index, v, bits)
		}
		switch {
		case kind == "loss" && index == len(losses):
			losses = append(losses, v)
		case kind == "w" && index == len(weights):
			weights = append(weights, v)
		default:
			tb.Fatalf("%s: %s %d after %d losses and %d weights", name, kind, index, len(losses), len(weights))
		}
	}
	if len(losses) != 101 || len(weights) != 1277 {
		tb.Fatalf("%s: %d losses and %d weights, want 101 and 1277", name, len(losses), len(weights))
	}
	return losses, weights
}

// sameBits fails at the first number that differs in a bit.
func sameBits(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d numbers, want %d", what, len(got), len(want))
		return
	}
	for i, v := range got {
		if math.Float64bits(v) != math.Float64bits(want[i]) {
			t.Errorf("%s %d: %v (%016x), want %v (%016x)", what, i, v, math.Float64bits(v), want[i], math.Float64bits(want[i]))
			return
		}
	}
}

func BenchmarkMLPFit(b *testing.B) {
	l := readLab(b)
	for _, tt := range append(sparkFits[:6:6], struct {
		numerics nn.Numerics
		golden   string
		hits     int
	}{numerics: nn.Native}) {
		b.Run(tt.numerics.String(), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := labTrainer(tt.numerics).Fit(l.xTrain, l.yTrain); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
