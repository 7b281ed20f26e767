package learn

import "fmt"

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
