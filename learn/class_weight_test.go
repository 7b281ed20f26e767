package learn

import (
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Rows of a class that is rare count as if there were as many as of the others: with them
// repeated, the plane is the same.
func TestBalancedIsRepeated(t *testing.T) {
	c := conformance()[1]
	x, y := c.blobs(60, 3, 0, 1)
	var rare, often []int
	for i, label := range y {
		often = append(often, i)
		if label == 1 && i%6 != 1 {
			often = often[:len(often)-1]
		} else if label == 1 {
			rare = append(rare, i)
		}
	}
	xFew, yFew := pickRows(x, y, often)
	repeated := often
	for range 2 {
		repeated = append(repeated, rare...)
	}
	xMany, yMany := pickRows(x, y, repeated)
	tight := LogisticRegression{Tol: 1e-10}
	many := must[*LogisticRegressionModel](t)(tight.Fit(xMany, yMany))
	tight.ClassWeight = "balanced"
	tight.C = float64(len(yMany)) / float64(len(yFew)) // the penalty's share is that of the rows
	few := must[*LogisticRegressionModel](t)(tight.Fit(xFew, yFew))
	if !mat.EqualApprox(few.Coef, many.Coef, 1e-6) {
		t.Errorf("balanced %v, repeated %v", mat.Formatted(few.Coef), mat.Formatted(many.Coef))
	}
	tight.ClassWeight = ""
	if plain := must[*LogisticRegressionModel](t)(tight.Fit(xFew, yFew)); mat.EqualApprox(plain.Coef, many.Coef, 1e-3) {
		t.Error("the weights change nothing")
	}
}

func TestClassWeightRejects(t *testing.T) {
	x, y := synthetic(20, 3, 2, 1)
	const want = `ClassWeight is "heavy", it must be one of ["" "balanced"]`
	_, tree := DecisionTreeClassifier{ClassWeight: "heavy"}.Fit(x, y)
	_, forest := RandomForestClassifier{ClassWeight: "heavy"}.Fit(x, y)
	_, logistic := LogisticRegression{ClassWeight: "heavy"}.Fit(x, y)
	for where, err := range map[string]error{"DecisionTreeClassifier": tree, "RandomForestClassifier": forest, "LogisticRegression": logistic} {
		if err == nil || err.Error() != "learn: "+where+".Fit: "+want {
			t.Errorf("error %v", err)
		}
	}
	_, err := AdaBoostClassifier{Estimator: DecisionTreeClassifier{ClassWeight: "balanced"}}.Fit(x, y)
	if err == nil || err.Error() != `learn: AdaBoostClassifier.Fit: Estimator.ClassWeight is "balanced", and the trees have weights of their own` {
		t.Errorf("error %v", err)
	}
}
