package learn_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/learn"
)

// rounded draws rows with so few different numbers that many distances are equal,
// and some rows, too.
func rounded(n, p int, scale, shift float64) *mat.Dense {
	random := rand.New(rand.NewPCG(uint64(n), uint64(p)))
	x := mat.NewDense(n, p, nil)
	x.Apply(func(int, int, float64) float64 { return math.Round(random.NormFloat64()*2)*scale + shift }, x)
	return x
}

// TestKNeighbors compares both searches with the distances to all rows, sorted.
func TestKNeighbors(t *testing.T) {
	for _, c := range []struct {
		n, p         int
		scale, shift float64
	}{
		{1, 1, 1, 0}, {7, 2, 1, 0}, {63, 1, 1, 0}, {64, 3, 0.5, 0}, {65, 20, 1, 0}, {700, 2, 1, 0}, {700, 5, 1, 1e6},
		{300, 3, 1e-9, 1}, {129, 9, 1, -3}, {200, 4, 1e150, 0}, {90, 4, 1e200, 0},
	} {
		x, q := rounded(c.n, c.p, c.scale, c.shift), rounded(40, c.p, c.scale, c.shift)
		for power := 1; power <= 2; power++ {
			sorted := make([][]float64, 40)
			for i := range sorted {
				sorted[i] = naive(x, q.RawRowView(i), power)
			}
			for _, k := range []int{1, 4, min(c.n, 90)} {
				if k > c.n {
					continue
				}
				for _, algorithm := range []string{"brute", "kd_tree"} {
					name := fmt.Sprintf("%d×%d·%v+%v, P %d, %d neighbours by %s", c.n, c.p, c.scale, c.shift, power, k, algorithm)
					m, err := learn.KNeighborsClassifier{NNeighbors: k, P: power, Algorithm: algorithm}.Fit(x, make([]float64, c.n))
					if err != nil {
						t.Fatal(err)
					}
					distances, rows, err := m.KNeighbors(q, 0)
					if err != nil {
						t.Fatal(err)
					}
					for i := range rows {
						want := sorted[i]
						for j, r := range rows[i] {
							d := distanceOf(x.RawRowView(r), q.RawRowView(i), power)
							if !(math.Abs(d-want[j]) <= 1e-12*want[j]) && d != want[j] || math.Abs(distances.At(i, j)-d) > 1e-12*d {
								t.Fatalf("%s: neighbour %d of row %d is %d at %v (said to be %v), want one at %v", name, j, i, r, d, distances.At(i, j), want[j])
							}
							if c.scale <= 1 && c.shift == 0 && j > 0 && distances.At(i, j) == distances.At(i, j-1) && r < rows[i][j-1] {
								t.Fatalf("%s: rows %d and %d are as far and in the wrong order", name, rows[i][j-1], r)
							}
						}
					}
				}
			}
		}
	}
}

func distanceOf(a, b []float64, power int) float64 {
	sum := 0.0
	for j, v := range a {
		if power == 1 {
			sum += math.Abs(v - b[j])
		} else {
			sum += (v - b[j]) * (v - b[j])
		}
	}
	if power == 2 {
		return math.Sqrt(sum)
	}
	return sum
}

// naive returns the distances from q to all rows, ascending.
func naive(x *mat.Dense, q []float64, power int) []float64 {
	n, _ := x.Dims()
	d := make([]float64, n)
	for i := range d {
		d[i] = distanceOf(x.RawRowView(i), q, power)
	}
	slices.Sort(d)
	return d
}

// TestKNeighborsSearchesAgree: the same rows, ties included.
func TestKNeighborsSearchesAgree(t *testing.T) {
	x, q := rounded(500, 6, 1, 0), rounded(100, 6, 1, 0)
	for power := 1; power <= 2; power++ {
		var all [2][][]int
		for i, algorithm := range []string{"brute", "kd_tree"} {
			m, err := learn.KNeighborsClassifier{P: power, Algorithm: algorithm}.Fit(x, make([]float64, 500))
			if err != nil {
				t.Fatal(err)
			}
			if _, all[i], err = m.KNeighbors(q, 9); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.EqualFunc(all[0], all[1], slices.Equal) {
			t.Errorf("P %d: the neighbours differ", power)
		}
	}
}

func BenchmarkKNeighbors(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, p := range []int{3, 8, 15} {
		x, q := mat.NewDense(20000, p, nil), mat.NewDense(1000, p, nil)
		for _, m := range []*mat.Dense{x, q} {
			m.Apply(func(int, int, float64) float64 { return random.NormFloat64() }, m)
		}
		for _, algorithm := range []string{"brute", "kd_tree"} {
			m, err := learn.KNeighborsClassifier{Algorithm: algorithm}.Fit(x, make([]float64, 20000))
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("%d/%s", p, algorithm), func(b *testing.B) {
				for b.Loop() {
					if _, err := m.Predict(q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
