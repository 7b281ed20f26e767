package learn_test

import (
	"fmt"
	"math"
	"testing"

	"golab/learn"
)

func TestAccuracyScore(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		name         string
		yTrue, yPred []float64
		want         float64
	}{
		{"all right", []float64{0, 1, 1}, []float64{0, 1, 1}, 1},
		{"none right", []float64{0, 1}, []float64{1, 0}, 0},
		{"two of three", []float64{0, 1, 2}, []float64{0, 1, 1}, 2.0 / 3},
		{"a NaN is wrong", []float64{nan, 1}, []float64{nan, 1}, 0.5},
		{"probabilities are not classes", []float64{1, 1}, []float64{0.9, 1}, 0.5},
	}
	for _, tt := range tests {
		if got := learn.AccuracyScore(tt.yTrue, tt.yPred); got != tt.want {
			t.Errorf("%s: AccuracyScore = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestAccuracyScorePanics(t *testing.T) {
	for _, tt := range []struct {
		yTrue, yPred []float64
		want         string
	}{
		{nil, nil, "learn: AccuracyScore: yTrue and yPred have 0 labels"},
		{[]float64{0, 1}, []float64{0}, "learn: AccuracyScore: yTrue has 2 labels, yPred 1"},
		{[]float64{0}, []float64{0, 1}, "learn: AccuracyScore: yTrue has 1 labels, yPred 2"},
	} {
		func() {
			defer func() {
				if got := recover(); got != tt.want {
					t.Errorf("%v, %v: panic %v, want %s", tt.yTrue, tt.yPred, got, tt.want)
				}
			}()
			learn.AccuracyScore(tt.yTrue, tt.yPred)
		}()
	}
}

func ExampleAccuracyScore() {
	yTest := []float64{0, 1, 1, 0}
	yPred := []float64{0, 1, 0, 0}
	fmt.Printf("Accuracy = %.6g\n", learn.AccuracyScore(yTest, yPred))
	// Output: Accuracy = 0.75
}
