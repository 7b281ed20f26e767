package labs

import "testing"

// scored is the frame that testdata/spark.py calls scores.
func scored(n, seed, levels int) [3][]float64 {
	var columns [3][]float64
	g := generator{seed}
	for range n {
		s := float64(g.whole(levels)) / float64(levels)
		label := 0.0
		if g.unit() < s {
			label = 1
		}
		for j, v := range []float64{s, label, 0.25 * float64(1+g.whole(4))} {
			columns[j] = append(columns[j], v)
		}
	}
	return columns
}

func TestBinaryEvaluatorIsSparks(t *testing.T) {
	var want struct {
		Binary []struct {
			Name, Metric string
			Bins         int
			Weighted     bool
			Want         bits
		}
	}
	golden(t, "evaluators.golden", &want)
	cases := map[string][3][]float64{
		"ties": scored(200, 3, 10), "distinct": scored(300, 4, 1<<20), "binned": scored(5000, 5, 1<<20),
		"one class":   {{0.5, 0.25}, {1, 1}, {1, 1}},
		"other class": {{0.5, 0.25}, {0, 0}, {1, 1}},
		"one row":     {{0.5}, {1}, {1}},
		"constant":    {{0.5, 0.5, 0.5}, {1, 0, 0}, {1, 1, 1}},
	}
	for _, c := range want.Binary {
		columns := cases[c.Name]
		df := frame("score", columns[0], "label", columns[1], "w", columns[2])
		e := BinaryClassificationEvaluator{MetricName: c.Metric, NumBins: c.Bins, RawPredictionCol: "score"}
		if c.Bins == 0 {
			e.NumBins = -1
		}
		if c.Weighted {
			e.WeightCol = "w"
		}
		got, err := e.Evaluate(df)
		if err != nil {
			t.Fatal(c, err)
		}
		wantBits(t, c.Name+" "+c.Metric, []float64{got}, []bits{c.Want})

		vector := make([]float64, 0, 2*len(columns[0]))
		for _, score := range columns[0] {
			vector = append(vector, 0, score)
		}
		e.RawPredictionCol = ""
		if again, err := e.Evaluate(vectors(t, df, "rawPrediction", 2, vector...)); again != got || err != nil {
			t.Errorf("%v: %v from vectors, error %v", c, again, err)
		}
	}
	if len(want.Binary) != 84 {
		t.Errorf("the golden file has %d cases", len(want.Binary))
	}
}

func TestRegressionEvaluatorIsSparks(t *testing.T) {
	var want struct {
		Regression []struct {
			Metric                   string
			Origin, Weighted, Larger bool
			Want                     bits
		}
	}
	golden(t, "evaluators.golden", &want)
	g := generator{6}
	var y, p, w []float64
	for range 150 {
		y = append(y, 10*g.unit()-3)
		w = append(w, 0.25*float64(1+g.whole(4)))
	}
	for i := range y {
		p = append(p, float64(y[i]*0.8)+g.unit())
	}
	df := frame("label", y, "prediction", p, "w", w)
	for _, c := range want.Regression {
		e := RegressionEvaluator{MetricName: c.Metric, ThroughOrigin: c.Origin}
		if c.Weighted {
			e.WeightCol = "w"
		}
		got, err := e.Evaluate(df)
		if err != nil {
			t.Fatal(c, err)
		}
		wantBits(t, c.Metric, []float64{got}, []bits{c.Want})
		if e.IsLargerBetter() != c.Larger {
			t.Errorf("%s: larger is better: %t", c.Metric, e.IsLargerBetter())
		}
	}
	if len(want.Regression) != 20 {
		t.Errorf("the golden file has %d cases", len(want.Regression))
	}
}

func TestEvaluatorsErrors(t *testing.T) {
	df := frame("label", []float64{0, 1}, "prediction", []float64{0, nan}, "s", []string{"a", "b"}, "w", []float64{1, -1})
	one := vectors(t, df, "rawPrediction", 1, 1, 2)
	for _, tt := range []struct {
		name string
		e    Evaluator
		want string
	}{
		{"metric", BinaryClassificationEvaluator{MetricName: "auc"}, `parameter MetricName is "auc", the choices are areaUnderPR, areaUnderROC`},
		{"bins", BinaryClassificationEvaluator{NumBins: -2}, "parameter NumBins is -2"},
		{"one number", BinaryClassificationEvaluator{}, "rawPrediction has 1 numbers a row"},
		{"NaN", BinaryClassificationEvaluator{RawPredictionCol: "prediction"}, "row 1 has prediction = NaN"},
		{"text", BinaryClassificationEvaluator{RawPredictionCol: "s"}, "text"},
		{"no column", BinaryClassificationEvaluator{RawPredictionCol: "nope"}, "nope"},
		{"metric", RegressionEvaluator{MetricName: "r3"}, `parameter MetricName is "r3"`},
		{"label", RegressionEvaluator{LabelCol: "s"}, "text"},
		{"weight", RegressionEvaluator{WeightCol: "w"}, "row 1 has the weight w = -1"},
	} {
		_, err := tt.e.Evaluate(one)
		prefix := "labs: BinaryClassificationEvaluator: "
		if _, ok := tt.e.(RegressionEvaluator); ok {
			prefix = "labs: RegressionEvaluator: "
		}
		wantError(t, tt.name, err, prefix, tt.want)
	}
	_, err := RegressionEvaluator{}.Evaluate(one.Subset([]int{}))
	wantError(t, "no rows", err, "labs: RegressionEvaluator: ", "no rows")
}
