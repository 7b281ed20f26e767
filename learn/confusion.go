package learn

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A ConfusionMatrix counts how classes are taken for each other.
type ConfusionMatrix struct {
	Labels []float64 // the k classes, in ascending order
	Counts [][]int   // k×k: Counts[i][j] rows of class i were predicted as class j
}

// NewConfusionMatrix counts the classes of yTrue and yPred, one of each row. It fails
// when they are empty or differ in length, and when a class is no whole number.
//
// Source: confusion_matrix of scikit-learn 1.9, sklearn/metrics/_classification.py.
func NewConfusionMatrix(yTrue, yPred []float64) (*ConfusionMatrix, error) {
	return confusion("NewConfusionMatrix", yTrue, yPred)
}

func confusion(where string, yTrue, yPred []float64) (*ConfusionMatrix, error) {
	if err := checkPair(where, "yPred", yTrue, yPred); err != nil {
		return nil, err
	}
	if err := checkLabels(where, "yTrue", yTrue); err != nil {
		return nil, err
	}
	if err := checkLabels(where, "yPred", yPred); err != nil {
		return nil, err
	}
	labels, index := classIndex(slices.Concat(yTrue, yPred))
	m := &ConfusionMatrix{Labels: labels, Counts: make([][]int, len(labels))}
	for i := range labels {
		m.Counts[i] = make([]int, len(labels))
	}
	for i := range yTrue {
		m.Counts[index[i]][index[len(yTrue)+i]]++
	}
	return m, nil
}

// checkPair refuses yTrue when it is empty, and a partner of another length.
func checkPair(where, partner string, yTrue, other []float64) error {
	if len(yTrue) == 0 {
		return fmt.Errorf("learn: %s: yTrue is empty", where)
	}
	if len(yTrue) != len(other) {
		return fmt.Errorf("learn: %s: yTrue has %d labels, %s has %d numbers", where, len(yTrue), partner, len(other))
	}
	return nil
}

// checkLabels refuses what is no class.
func checkLabels(where, name string, y []float64) error {
	for i, v := range y {
		if math.IsInf(v, 0) || v != math.Trunc(v) {
			return fmt.Errorf("learn: %s: %s[%d] is %v: a class is a whole number", where, name, i, v)
		}
	}
	return nil
}

// String prints the counts as numpy prints scikit-learn's.
func (m *ConfusionMatrix) String() string {
	width := 0
	for _, row := range m.Counts {
		for _, n := range row {
			width = max(width, len(strconv.Itoa(n)))
		}
	}
	var b strings.Builder
	for i, row := range m.Counts {
		b.WriteString([]string{"[", "\n ["}[min(i, 1)])
		if i == 0 {
			b.WriteString("[")
		}
		for j, n := range row {
			if j > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "%*d", width, n)
		}
		b.WriteString("]")
	}
	return b.String() + "]"
}

// MIMEBundle shows the counts as a table, in text and HTML: true classes down,
// predicted classes across.
func (m *ConfusionMatrix) MIMEBundle() (map[string]any, error) {
	var t htmlTable
	head := []string{"true \\ predicted"}
	for _, l := range m.Labels {
		head = append(head, labelText(l))
	}
	t.head(head...)
	for i, row := range m.Counts {
		cells := []string{labelText(m.Labels[i])}
		for _, n := range row {
			cells = append(cells, strconv.Itoa(n))
		}
		t.row(cells...)
	}
	return map[string]any{"text/plain": m.String(), "text/html": t.text()}, nil
}

// labelText prints a class, which is a whole number, without a point.
func labelText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// An htmlTable collects the rows of a table whose first column are names. It has no
// colours of its own: those of the notebook's theme fit.
type htmlTable struct{ b strings.Builder }

func (t *htmlTable) head(cells ...string) {
	t.b.WriteString("<thead><tr>")
	for _, c := range cells {
		t.b.WriteString(`<th style="text-align:right">` + html.EscapeString(c) + "</th>")
	}
	t.b.WriteString("</tr></thead>")
}

func (t *htmlTable) row(cells ...string) {
	t.b.WriteString("<tr>")
	for i, c := range cells {
		tag := "td"
		if i == 0 {
			tag = "th"
		}
		t.b.WriteString("<" + tag + ` style="text-align:right">` + html.EscapeString(c) + "</" + tag + ">")
	}
	t.b.WriteString("</tr>")
}

func (t *htmlTable) text() string { return "<table>" + t.b.String() + "</table>" }
