package nn

import (
	"fmt"
	"testing"
)

// BenchmarkOptimizers is a step of each optimizer with 100 000 weights.
func BenchmarkOptimizers(b *testing.B) {
	const n = 100_000
	r := newStream(1, 99)
	w, g := make([]float32, n), make([]float32, n)
	for i := range g {
		w[i], g[i] = float32(r.NormFloat64()), float32(r.NormFloat64())
	}
	for _, o := range allOptimizers() {
		b.Run(fmt.Sprintf("%T", o)[len("*nn."):], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o.Step(w, g)
			}
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mweights/s")
		})
	}
}

// BenchmarkMetrics is each kind of counter over 512 rows of one output.
func BenchmarkMetrics(b *testing.B) {
	const n = 512
	r := newStream(1, 99)
	batch := metricBatch{out: make([]float64, n), y: make([]float64, n), k: 1, labels: 1}
	for i := range n {
		batch.out[i], batch.y[i] = r.Float64(), float64(r.IntN(2))
	}
	for _, m := range []Metric{Accuracy, AUC, PrecisionMetric{Thresholds: []float64{.3, .5, .7}}, F1ScoreMetric{Threshold: .5}, R2Score, Huber, BinaryCrossentropy} {
		b.Run(m.String(), func(b *testing.B) {
			c := m.start()
			b.ReportAllocs()
			for b.Loop() {
				c.add(&batch)
			}
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}
