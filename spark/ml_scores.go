package spark

// metricName says what an evaluator computes, as far as it is known.
func metricName(e Evaluator) string {
	if n, ok := e.(interface{ metricName() string }); ok {
		return n.metricName()
	}
	return "metric"
}

// candidates returns 0, 1, …, n-1.
func candidates(n int) []float64 {
	numbers := make([]float64, n)
	for i := range numbers {
		numbers[i] = float64(i)
	}
	return numbers
}
