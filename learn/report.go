package learn

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A ClassificationReport is precision, recall and F1 of every class and on average.
type ClassificationReport struct {
	Names       []string     // of the classes, in their ascending order
	Classes     []ClassScore // of each
	Accuracy    float64
	MacroAvg    ClassScore // the mean of the classes
	WeightedAvg ClassScore // the mean of the classes, by their rows
}

// NewClassificationReport compares the classes yPred with the true ones. The names of
// the classes, in ascending order of their numbers, are optional.
//
// It fails when yTrue and yPred are empty or differ in length, when a class is no whole
// number, and when there are names, but not one for each class.
//
// Source: classification_report of scikit-learn 1.9, sklearn/metrics/_classification.py.
func NewClassificationReport(yTrue, yPred []float64, names ...string) (*ClassificationReport, error) {
	const where = "NewClassificationReport"
	m, err := confusion(where, yTrue, yPred)
	if err != nil {
		return nil, err
	}
	if len(names) > 0 && len(names) != len(m.Labels) {
		return nil, fmt.Errorf("learn: %s: there are %d names for %d classes", where, len(names), len(m.Labels))
	}
	r := &ClassificationReport{Names: append([]string(nil), names...), Classes: m.scores(), Accuracy: m.all().Recall}
	if len(names) == 0 {
		for _, l := range m.Labels {
			r.Names = append(r.Names, labelText(l))
		}
	}
	r.MacroAvg, r.WeightedAvg = average(r.Classes, false), average(r.Classes, true)
	return r, nil
}

// reportHead are the columns behind the names.
var reportHead = [4]string{"precision", "recall", "f1-score", "support"}

// String prints the report as scikit-learn does.
func (r *ClassificationReport) String() string {
	width := len("weighted avg")
	for _, name := range r.Names {
		width = max(width, utf8.RuneCountInString(name))
	}
	var b strings.Builder
	line := func(name string, cells [4]string) {
		fmt.Fprintf(&b, "%*s ", width, name)
		for _, c := range cells {
			fmt.Fprintf(&b, " %9s", c)
		}
		b.WriteByte('\n')
	}
	line("", reportHead)
	b.WriteByte('\n')
	for i, s := range r.Classes {
		line(r.Names[i], s.cells())
	}
	b.WriteByte('\n')
	for _, s := range r.summary() {
		line(s.name, s.cells)
	}
	return b.String()
}

// cells prints the score with two digits.
func (s ClassScore) cells() [4]string {
	return [4]string{twoDigits(s.Precision), twoDigits(s.Recall), twoDigits(s.F1), strconv.Itoa(s.Support)}
}

func twoDigits(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// A namedCells is a row of a report.
type namedCells struct {
	name  string
	cells [4]string
}

// summary are the rows below the classes.
func (r *ClassificationReport) summary() []namedCells {
	return []namedCells{
		{"accuracy", [4]string{"", "", twoDigits(r.Accuracy), strconv.Itoa(r.MacroAvg.Support)}},
		{"macro avg", r.MacroAvg.cells()},
		{"weighted avg", r.WeightedAvg.cells()},
	}
}

// MIMEBundle shows the report as text and as a table in HTML.
func (r *ClassificationReport) MIMEBundle() (map[string]any, error) {
	var t htmlTable
	t.head(append([]string{""}, reportHead[:]...)...)
	rows := []namedCells{}
	for i, s := range r.Classes {
		rows = append(rows, namedCells{r.Names[i], s.cells()})
	}
	for _, row := range append(rows, r.summary()...) {
		t.row(append([]string{row.name}, row.cells[:]...)...)
	}
	return map[string]any{"text/plain": r.String(), "text/html": t.text()}, nil
}
