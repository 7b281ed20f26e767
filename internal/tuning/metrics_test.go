package tuning

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestBest(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, tt := range []struct {
		larger  bool
		metrics []float64
		want    int
	}{
		{true, []float64{1, 3, 3, 2}, 1},
		{false, []float64{2, 1, 1, 3}, 1},
		{true, []float64{nan, 1, 2}, 2},
		{false, []float64{nan, 2, nan}, 1},
		{true, []float64{-inf, nan}, 0},
	} {
		if got, err := Best(tt.metrics, tt.larger); err != nil || got != tt.want {
			t.Errorf("best of %v is %d, error %v, want %d", tt.metrics, got, err, tt.want)
		}
	}
	if _, err := Best([]float64{nan, nan}, true); err == nil || !strings.Contains(err.Error(), "the metric is NaN for all 2 candidates") {
		t.Errorf("NaN alone: %v", err)
	}
}

func TestAverages(t *testing.T) {
	mean, std := Averages([][]float64{{1, 0.5}, {3, 0.5}})
	if !slices.Equal(mean, []float64{2, 0.5}) || !slices.Equal(std, []float64{1, 0}) {
		t.Errorf("%v, %v", mean, std)
	}
}

// numpy adds one column of eight rows and more in eight sums.
func TestAveragesAreNumpys(t *testing.T) {
	var one, two [][]float64
	for i := range 9 {
		x := 1 / float64(i+3)
		one, two = append(one, []float64{x}), append(two, []float64{x, 0})
	}
	a, std := Averages(one)
	b, _ := Averages(two)
	if a[0] != 0.16887526054192717 || std[0] != 0.07554432942063728 || b[0] != 0.1688752605419272 {
		t.Errorf("one column %v, %v, two columns %v", a[0], std[0], b[0])
	}
}

func TestPairwise(t *testing.T) {
	for _, n := range []int{1, 7, 8, 9, 16, 100, 128, 129, 1000} {
		values := make([]float64, n)
		for i := range values {
			values[i] = float64(i)
		}
		if got, want := pairwise(values), float64(n*(n-1)/2); got != want {
			t.Errorf("the sum of 0 to %d is %v, want %v", n-1, got, want)
		}
	}
}
