package labs

import (
	"fmt"

	"golab/internal/tuning"
)

// Candidates returns 0, 1, …: the numbers of the candidates, as the x of a plot of
// AvgMetrics.
func (m *CrossValidatorModel) Candidates() []float64 { return count(len(m.AvgMetrics)) }

// String is the table of the candidates and their metrics as text.
func (m *CrossValidatorModel) String() string { return m.scores().String() }

// MIMEBundle is the table of the candidates and their metrics, in text and HTML.
func (m *CrossValidatorModel) MIMEBundle() (map[string]any, error) { return m.scores().Bundle(), nil }

func (m *CrossValidatorModel) scores() tuning.Scores {
	s := tuning.Scores{
		Title: fmt.Sprintf("CrossValidatorModel: candidates=%d, numFolds=%d", len(m.AvgMetrics), len(m.FoldMetrics)),
		Best:  m.Best,
		Names: candidateNames(m.Grid, m.names),
		Heads: []string{"avg " + m.metric, "std"},
	}
	s.Columns = [][]float64{m.AvgMetrics, m.StdMetrics}
	for i, metrics := range m.FoldMetrics {
		s.Heads = append(s.Heads, fmt.Sprint("fold ", i))
		s.Columns = append(s.Columns, metrics)
	}
	return s
}

// Candidates returns 0, 1, …: the numbers of the candidates, as the x of a plot of
// ValidationMetrics.
func (m *TrainValidationSplitModel) Candidates() []float64 { return count(len(m.ValidationMetrics)) }

// String is the table of the candidates and their metrics as text.
func (m *TrainValidationSplitModel) String() string { return m.scores().String() }

// MIMEBundle is the table of the candidates and their metrics, in text and HTML.
func (m *TrainValidationSplitModel) MIMEBundle() (map[string]any, error) {
	return m.scores().Bundle(), nil
}

func (m *TrainValidationSplitModel) scores() tuning.Scores {
	return tuning.Scores{
		Title:   fmt.Sprintf("TrainValidationSplitModel: candidates=%d", len(m.ValidationMetrics)),
		Best:    m.Best,
		Names:   candidateNames(m.Grid, m.names),
		Heads:   []string{m.metric},
		Columns: [][]float64{m.ValidationMetrics},
	}
}

// candidateNames describes the candidates; names are those of a grid that is not there.
func candidateNames(g Grid, names []string) []string {
	if len(g) == 0 {
		return names
	}
	return g.Descriptions()
}

func count(n int) []float64 {
	numbers := make([]float64, n)
	for i := range numbers {
		numbers[i] = float64(i)
	}
	return numbers
}

// metricName says what an evaluator computes, as far as it is known.
func metricName(e Evaluator) string {
	if n, ok := e.(interface{ metricName() string }); ok {
		return n.metricName()
	}
	return "metric"
}
