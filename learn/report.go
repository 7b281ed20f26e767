package learn

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An Average says how the scores of several classes become one.
type Average string

const (
	Binary   Average = "binary"   // the score of the larger of two classes
	Macro    Average = "macro"    // the mean of the classes
	Weighted Average = "weighted" // the mean of the classes, by their rows
	Micro    Average = "micro"    // the score of all decisions together
)

// A ClassScore tells how well a class is found.
type ClassScore struct {
	Precision float64 // share of the rows predicted as the class that are of it; 0 if there are none
	Recall    float64 // share of the class's rows that are predicted as it; 0 if there are none
	F1        float64 // 2·Precision·Recall / (Precision + Recall); 0 if both are
	Support   int     // rows of the class
}

// classScore computes the score of a class that was predicted so often.
func classScore(right, predicted, support int) ClassScore {
	s := ClassScore{Support: support}
	if predicted > 0 {
		s.Precision = float64(right) / float64(predicted)
	}
	if support > 0 {
		s.Recall = float64(right) / float64(support)
	}
	if predicted+support > 0 {
		s.F1 = 2 * float64(right) / float64(predicted+support)
	}
	return s
}

// scores returns that of each class.
func (m *ConfusionMatrix) scores() []ClassScore {
	out := make([]ClassScore, len(m.Labels))
	for i := range out {
		predicted, support := 0, 0
		for j := range out {
			predicted += m.Counts[j][i]
			support += m.Counts[i][j]
		}
		out[i] = classScore(m.Counts[i][i], predicted, support)
	}
	return out
}

// all returns the score of all decisions together.
func (m *ConfusionMatrix) all() ClassScore {
	right, total := 0, 0
	for i, row := range m.Counts {
		right += row[i]
		for _, n := range row {
			total += n
		}
	}
	return classScore(right, total, total)
}

// average returns the mean of the scores, with weights by Support or the same ones.
func average(scores []ClassScore, bySupport bool) ClassScore {
	var sum ClassScore
	total := 0.0
	for _, s := range scores {
		w := 1.0
		if bySupport {
			w = float64(s.Support)
		}
		sum.Precision += w * s.Precision
		sum.Recall += w * s.Recall
		sum.F1 += w * s.F1
		sum.Support += s.Support
		total += w
	}
	sum.Precision /= total
	sum.Recall /= total
	sum.F1 /= total
	return sum
}

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

// PrecisionScore returns the precision of the classes yPred, averaged: TP/(TP+FP), the
// share of the rows predicted as a class that are of it, 0 if there are none.
//
// It fails when yTrue and yPred are empty or differ in length, when a class is no whole
// number, when the average is none of the four, and when it is [Binary], the default,
// and there are not two classes.
//
// Source: precision_score of scikit-learn 1.9, sklearn/metrics/_classification.py.
func PrecisionScore(yTrue, yPred []float64, by Average) (float64, error) {
	s, err := averagedScore("PrecisionScore", yTrue, yPred, by)
	return s.Precision, err
}

// RecallScore returns the recall of the classes yPred, averaged: TP/(TP+FN), the share
// of a class's rows that are predicted as it, 0 if there are none. It fails as
// [PrecisionScore] does.
//
// Source: recall_score of scikit-learn 1.9, sklearn/metrics/_classification.py.
func RecallScore(yTrue, yPred []float64, by Average) (float64, error) {
	s, err := averagedScore("RecallScore", yTrue, yPred, by)
	return s.Recall, err
}

// F1Score returns the harmonic mean of precision and recall, 2·TP/(2·TP+FP+FN),
// averaged. It fails as [PrecisionScore] does.
//
// Source: f1_score of scikit-learn 1.9, sklearn/metrics/_classification.py.
func F1Score(yTrue, yPred []float64, by Average) (float64, error) {
	s, err := averagedScore("F1Score", yTrue, yPred, by)
	return s.F1, err
}

func averagedScore(where string, yTrue, yPred []float64, by Average) (ClassScore, error) {
	m, err := confusion(where, yTrue, yPred)
	if err != nil {
		return ClassScore{}, err
	}
	switch by {
	case Binary, "":
		if len(m.Labels) != 2 {
			return ClassScore{}, fmt.Errorf("learn: %s: the number of classes is %d, the average %q is of 2", where, len(m.Labels), Binary)
		}
		return m.scores()[1], nil
	case Macro, Weighted:
		return average(m.scores(), by == Weighted), nil
	case Micro:
		return m.all(), nil
	}
	return ClassScore{}, fmt.Errorf("learn: %s: the average is %q, it must be one of %q", where, by, []Average{Binary, Macro, Weighted, Micro})
}
