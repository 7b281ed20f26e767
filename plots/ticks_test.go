package plots

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func always([]tick) bool { return true }

func labels(ticks []tick) string {
	var s []string
	for _, t := range ticks {
		s = append(s, strings.ReplaceAll(t.label, minus, "-"))
	}
	return strings.Join(s, " ")
}

func TestTicksAreRound(t *testing.T) {
	tests := []struct {
		min, max float64
		want     string
	}{
		{1, 100, "0 20 40 60 80 100"},
		{0, 1, "0.0 0.2 0.4 0.6 0.8 1.0"},
		{0.55, 0.94, "0.55 0.60 0.65 0.70 0.75 0.80 0.85 0.90 0.95"},
		{0, 20, "0.0 2.5 5.0 7.5 10.0 12.5 15.0 17.5 20.0"},
		{-3, 5, "-3 -2 -1 0 1 2 3 4 5"},
		{0, 4e6, "0 5e5 1e6 1.5e6 2e6 2.5e6 3e6 3.5e6 4e6"},
		{-2e-5, 1e-5, "-2e-5 -1.5e-5 -1e-5 -5e-6 0 5e-6 1e-5"},
		{0, 10000, "0 2000 4000 6000 8000 10000"},
		{7, 7, "6.7 6.8 6.9 7.0 7.1 7.2 7.3"},
		{0, 0, "-1.00 -0.75 -0.50 -0.25 0.00 0.25 0.50 0.75 1.00"},
		{1e9, 1e9 + 4, "1e9 1.0000000005e9 1.000000001e9 1.0000000015e9 1.000000002e9 1.0000000025e9 1.000000003e9 1.0000000035e9 1.000000004e9"},
	}
	for _, tt := range tests {
		if got := labels(newAxis(span{interval: interval{tt.min, tt.max}}, always).ticks); got != tt.want {
			t.Errorf("%v to %v: ticks %s, want %s", tt.min, tt.max, got, tt.want)
		}
	}
}

// Whatever the range: the data are inside the axis, the ticks too, in order and few,
// each label says its value and differs from its neighbour's.
func TestTicksOfAnyRange(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		low := (r.Float64() - 0.5) * math.Pow(10, r.Float64()*600-300)
		high := low + r.Float64()*math.Pow(10, r.Float64()*600-300)
		if math.Abs(high) > maxMagnitude {
			continue
		}
		checkAxis(t, interval{low, high})
	}
	for _, v := range []float64{0, 5e-324, 1e-310, 1e-300, maxMagnitude, -maxMagnitude, 1, 1 + 0x1p-52} {
		checkAxis(t, interval{v, v})
		checkAxis(t, interval{v, math.Nextafter(v, math.Inf(1))})
		checkAxis(t, interval{-maxMagnitude, v})
	}
}

func checkAxis(t *testing.T, data interval) {
	t.Helper()
	a := newAxis(span{interval: data}, always)
	if !(a.min < a.max) || data.min < a.min || data.max > a.max || math.IsInf(a.max-a.min, 0) {
		t.Fatalf("%v to %v: the axis reaches from %v to %v", data.min, data.max, a.min, a.max)
	}
	if n := len(a.ticks); n < 2 || n > maxIntervals+1 {
		t.Fatalf("%v to %v: %d ticks: %s", data.min, data.max, n, labels(a.ticks))
	}
	step := a.ticks[1].value - a.ticks[0].value
	for i, k := range a.ticks {
		if at := a.at(k.value); at < -1e-6 || at > 1+1e-6 {
			t.Fatalf("%v to %v: tick %v lies outside the axis", data.min, data.max, k.value)
		}
		said, err := strconv.ParseFloat(strings.ReplaceAll(k.label, minus, "-"), 64)
		if err != nil || math.Abs(said-k.value) > 0.01*step {
			t.Fatalf("%v to %v: the tick at %v says %q", data.min, data.max, k.value, k.label)
		}
		if i > 0 && (k.value <= a.ticks[i-1].value || k.label == a.ticks[i-1].label) {
			t.Fatalf("%v to %v: ticks %s", data.min, data.max, labels(a.ticks))
		}
	}
}

// Between counts there is nothing, and an axis may end where its data do.
func TestTicksOfCounts(t *testing.T) {
	for most, want := range map[float64]string{1: "0 1", 4: "0 1 2 3 4", 17: "0 2 4 6 8 10 12 14 16", 21: "0 5 10 15 20"} {
		a := newAxis(span{interval{0, most}, true, false, true}, always)
		if got := labels(a.ticks); got != want || a.min != 0 || a.max <= most {
			t.Errorf("0 to %v: ticks %s from %v to %v, want %s", most, got, a.min, a.max, want)
		}
	}
}

func TestTicksKeepApart(t *testing.T) {
	atMost := func(n int) func([]tick) bool { return func(ticks []tick) bool { return len(ticks) <= n } }
	if got := labels(newAxis(span{interval: interval{0, 100}}, atMost(4)).ticks); got != "0 50 100" {
		t.Errorf("at most 4 ticks: %s", got)
	}
	never := func([]tick) bool { return false }
	if got := newAxis(span{interval: interval{0, 100}}, never).ticks; len(got) < 1 || len(got) > 2 {
		t.Errorf("no room at all: %s", labels(got))
	}
}
