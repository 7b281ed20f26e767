package labs

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// Candidates returns 0, 1, …: the numbers of the candidates, as the x of a plot of
// AvgMetrics.
func (m *CrossValidatorModel) Candidates() []float64 { return count(len(m.AvgMetrics)) }

// String is the table of the candidates and their metrics as text.
func (m *CrossValidatorModel) String() string { return m.scores().text() }

// MIMEBundle is the table of the candidates and their metrics, in text and HTML.
func (m *CrossValidatorModel) MIMEBundle() (map[string]any, error) { return m.scores().bundle(), nil }

func (m *CrossValidatorModel) scores() scores {
	s := scores{
		title: fmt.Sprintf("CrossValidatorModel: candidates=%d, numFolds=%d", len(m.AvgMetrics), len(m.FoldMetrics)),
		best:  m.Best,
		names: candidateNames(m.Grid, m.names),
		heads: []string{"avg " + m.metric, "std"},
	}
	s.columns = [][]float64{m.AvgMetrics, m.StdMetrics}
	for i, metrics := range m.FoldMetrics {
		s.heads = append(s.heads, fmt.Sprint("fold ", i))
		s.columns = append(s.columns, metrics)
	}
	return s
}

// Candidates returns 0, 1, …: the numbers of the candidates, as the x of a plot of
// ValidationMetrics.
func (m *TrainValidationSplitModel) Candidates() []float64 { return count(len(m.ValidationMetrics)) }

// String is the table of the candidates and their metrics as text.
func (m *TrainValidationSplitModel) String() string { return m.scores().text() }

// MIMEBundle is the table of the candidates and their metrics, in text and HTML.
func (m *TrainValidationSplitModel) MIMEBundle() (map[string]any, error) {
	return m.scores().bundle(), nil
}

func (m *TrainValidationSplitModel) scores() scores {
	return scores{
		title:   fmt.Sprintf("TrainValidationSplitModel: candidates=%d", len(m.ValidationMetrics)),
		best:    m.Best,
		names:   candidateNames(m.Grid, m.names),
		heads:   []string{m.metric},
		columns: [][]float64{m.ValidationMetrics},
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

// scores is a table of candidates.
type scores struct {
	title   string
	best    int
	names   []string    // of the candidates
	heads   []string    // of the columns of numbers
	columns [][]float64 // by column and candidate
}

func (s scores) bundle() map[string]any {
	return map[string]any{"text/plain": s.text(), "text/html": s.html()}
}

// rows returns the cells with the heads first.
func (s scores) rows() [][]string {
	rows := [][]string{append([]string{"", "candidate"}, s.heads...)}
	for j, name := range s.names {
		row := []string{fmt.Sprint(j), name}
		if j == s.best {
			row[1] += " (best)"
		}
		for _, column := range s.columns {
			row = append(row, fmt.Sprintf("%.6f", column[j]))
		}
		rows = append(rows, row)
	}
	return rows
}

// text sets the names to the left and the numbers to the right.
func (s scores) text() string {
	rows := s.rows()
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for c, cell := range row {
			widths[c] = max(widths[c], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	b.WriteString(s.title + "\n")
	for _, row := range rows {
		var line strings.Builder
		for c, cell := range row {
			blanks := strings.Repeat(" ", widths[c]-utf8.RuneCountInString(cell))
			if c == 1 {
				line.WriteString("  " + cell + blanks)
			} else {
				line.WriteString("  " + blanks + cell)
			}
		}
		b.WriteString(strings.TrimRight(strings.TrimPrefix(line.String(), "  "), " ") + "\n")
	}
	return b.String()
}

// html brings no colours, so that it follows the notebook's theme; the best candidate is
// bold.
func (s scores) html() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<div style=\"overflow-x: auto\">\n<table border=\"1\" class=\"dataframe tex2jax_ignore mathjax_ignore\">\n<caption>%s</caption>\n", html.EscapeString(s.title))
	for i, row := range s.rows() {
		tag, weight := "td", ""
		switch i {
		case 0:
			tag = "th"
		case s.best + 1:
			weight = "; font-weight: bold"
		}
		b.WriteString("<tr>")
		for c, cell := range row {
			align := "right"
			if c == 1 {
				align = "left"
			}
			fmt.Fprintf(&b, "<%s style=\"text-align: %s%s\">%s</%s>", tag, align, weight, html.EscapeString(cell), tag)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>\n</div>")
	return b.String()
}
