package nn_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
)

var regen = flag.Bool("regen", false, "write the golden files anew that this package makes itself")

// generated returns data that testdata/spark-golden.py makes in the same way: numbers
// from -5 to 5, a third of them zero.
func generated(rows, cols int) *mat.Dense {
	x := mat.NewDense(rows, cols, nil)
	for i := range rows {
		for j := range cols {
			if (i+j)%3 > 0 {
				x.Set(i, j, float64((i*131+j*37+i*j*17)%101)/10-5)
			}
		}
	}
	return x
}

// generatedLabels returns labels that hang on the numbers loosely.
func generatedLabels(rows, classes int) []float64 {
	y := make([]float64, rows)
	for i := range y {
		y[i] = float64((i*131%101/20 + i*i/7) % classes)
	}
	return y
}

// smallFits are fits that show each rule of blocks, solvers and large products.
var smallFits = []struct {
	name           string
	rows, features int
	trainer        nn.MLPTrainer
}{
	{"deep", 100, 5, nn.MLPTrainer{Layers: []int{5, 9, 4, 3}, MaxIter: 30, BlockSize: 32, Seed: 1}},
	{"regression", 50, 3, nn.MLPTrainer{Layers: []int{3, 2}, MaxIter: 20, BlockSize: 1, Seed: -7}},
	{"descent", 70, 4, nn.MLPTrainer{Layers: []int{4, 6, 2}, MaxIter: 15, Solver: "gd", StepSize: 0.1, Seed: 3}},
	{"panels", 1100, 40, nn.MLPTrainer{Layers: []int{40, 30, 4}, MaxIter: 5, BlockSize: 2000, Seed: 5}},
}

// Each fit, under each numerics, has the bits in testdata. Those on Java 17 are Spark's
// own.
func TestMLPGoldenSmall(t *testing.T) {
	for _, n := range allNumerics[:6] {
		t.Run(n.String(), func(t *testing.T) {
			var b strings.Builder
			for _, fit := range smallFits {
				trainer := fit.trainer
				trainer.Numerics = n
				classes := trainer.Layers[len(trainer.Layers)-1]
				model, summary, err := trainer.Fit(generated(fit.rows, fit.features), generatedLabels(fit.rows, classes))
				if err != nil {
					t.Fatal(err)
				}
				writeGolden(&b, fit.name+"-loss", summary.ObjectiveHistory)
				writeGolden(&b, fit.name+"-w", model.Weights)
			}
			file := filepath.Join("testdata", "spark-small-"+n.String()+".txt")
			if *regen && n.ExpLog != nn.IntelLibm {
				if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, lines := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
			if len(got) != len(lines) {
				t.Errorf("%d lines, want %d", len(got), len(lines))
			}
			for i := range min(len(got), len(lines)) {
				if got[i] != lines[i] {
					t.Fatalf("line %d: %s, want %s", i+1, got[i], lines[i])
				}
			}
		})
	}
}

// writeGolden writes numbers as testdata/spark-golden.py does.
func writeGolden(b *strings.Builder, kind string, numbers []float64) {
	for i, v := range numbers {
		fmt.Fprintf(b, "%s %d %016x\n", kind, i, math.Float64bits(v))
	}
}
