package labs

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A sparkAnswer is a case of testdata/classifiers.golden.
type sparkAnswer struct {
	Name, Data   string
	Params       map[string]any
	Coefficients [][]bits
	Intercepts   []bits
	History      []bits
	Pi           []bits
	Theta, Sigma [][]bits
	Importances  []bits
	Tree, Nodes  string
	Prediction   string
	Raw          [][]bits
	Probability  [][]bits
	Accuracy     float64
}

func (a sparkAnswer) String() string {
	params, _ := json.Marshal(a.Params)
	return a.Data + " " + string(params)
}

// made is the frame that testdata/classifiers.py calls table.
func made(t testing.TB, kind string, n, seed int) dataframe.DataFrame {
	t.Helper()
	g := generator{seed}
	x, y := mat.NewDense(n, 5, nil), make([]float64, n)
	for i := range n {
		a, b, c, d := g.unit(), 4*g.unit()-2, float64(g.whole(3)), 100*g.unit()
		y[i] = truth(a+b/4+0.2*g.unit() > 0.6)
		noise := float64(g.whole(3))
		row := []float64{a, b, c, d, 3}
		switch kind {
		case "three":
			y[i] = truth(a+b/4 > 0.3) + truth(a+d/100 > 1)
			if i%4 == 0 {
				y[i] = noise
			}
		case "ties":
			row = []float64{math.Floor(10 * a), math.Floor(2*b + 4), c, math.Floor(d / 10), 3}
			y[i] = noise
		case "counts", "bits":
			row = []float64{math.Floor(10 * a), math.Floor(b + 2), c, d, 3}
		}
		if kind == "bits" {
			for j, least := range []float64{4, 2, 1, 50, 1} {
				row[j] = truth(row[j] > least)
			}
		}
		x.SetRow(i, row)
	}
	df, err := data.WithVector(frame("label", y), "features", x)
	if err != nil {
		t.Fatal(err)
	}
	return df
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// madeFrames are the frames that the golden file was made of.
func madeFrames(t testing.TB) map[string]dataframe.DataFrame {
	out := map[string]dataframe.DataFrame{}
	for i, kind := range []string{"two", "three", "counts", "bits"} {
		out[kind] = made(t, kind, 240, 21+i)
	}
	out["ties"] = made(t, "ties", 240, 31)
	return out
}

// madeFrame is one of madeFrames, or of those with more rows than bins are found from.
func madeFrame(t testing.TB, kind string) dataframe.DataFrame {
	switch kind {
	case "tall":
		return made(t, "two", 12000, 26)
	case "taller":
		return made(t, "two", 30000, 27)
	}
	return madeFrames(t)[kind]
}

// configured sets the fields of a stage, given by its address, to Spark's parameters.
func configured(t *testing.T, stage Stage, params map[string]any) Stage {
	t.Helper()
	rename := map[string]string{"fitIntercept": "NoIntercept", "standardization": "NoStandardization", "bootstrap": "NoBootstrap"}
	fields := map[string]any{}
	for name, v := range params {
		text, _ := v.(string)
		number, err := strconv.ParseFloat(text, 64)
		switch {
		case rename[name] != "":
			fields[rename[name]] = text == "False"
		case name == "featureSubsetStrategy":
			fields["FeatureSubsetStrategy"] = text
		case err == nil:
			if number == 0 && name == "maxDepth" {
				number = -1 // 0 is the default here
			}
			fields[strings.ToUpper(name[:1])+name[1:]] = number
		default:
			fields[strings.ToUpper(name[:1])+name[1:]] = v
		}
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, stage); err != nil {
		t.Fatal(err)
	}
	return stage
}

// near reports whether two numbers are equal to a relative tolerance.
func near(got, want, tolerance float64) bool {
	return got == want || math.Abs(got-want) <= tolerance*max(1e-3, math.Abs(want))
}

// wantNear compares numbers to a relative tolerance.
func wantNear(t *testing.T, what string, got []float64, want []bits, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s has %d numbers, Spark has %d", what, len(got), len(want))
		return
	}
	for i, v := range got {
		if !near(v, float64(want[i]), tolerance) {
			t.Errorf("%s[%d] is %v, Spark has %v", what, i, v, float64(want[i]))
		}
	}
}

func wantNearRows(t *testing.T, what string, got *mat.Dense, want [][]bits, tolerance float64) {
	t.Helper()
	for i, row := range want {
		wantNear(t, what, got.RawRowView(i), row, tolerance)
	}
}

// wantAnswers compares what a model makes of a frame, or, with a negative tolerance, only
// nearly all of its predictions.
func wantAnswers(t *testing.T, model Transformer, df dataframe.DataFrame, want sparkAnswer, tolerance float64) {
	t.Helper()
	out, err := model.Transform(df)
	if err != nil {
		t.Fatal(err)
	}
	if tolerance < 0 {
		others := 0
		for i, c := range digits(t, out) {
			if c != rune(want.Prediction[i]) {
				others++
			}
		}
		if others > len(want.Prediction)/40 {
			t.Errorf("%d of %d predictions are not Spark's", others, len(want.Prediction))
		}
		return
	}
	got := digits(t, out)
	if len(got) > 1000 {
		got = short(got)
	}
	if got != want.Prediction {
		t.Errorf("predicts\n%s, Spark\n%s", got, want.Prediction)
	}
	for name, rows := range map[string][][]bits{"rawPrediction": want.Raw, "probability": want.Probability} {
		if len(rows) == 0 {
			continue
		}
		x, err := data.Vector(out, name)
		if err != nil {
			t.Fatal(err)
		}
		wantNearRows(t, name, x, rows, tolerance)
	}
}

// digits writes the predictions, one digit each.
func digits(t *testing.T, df dataframe.DataFrame) string {
	t.Helper()
	y, err := data.Column(df, "prediction")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, v := range y {
		b.WriteByte('0' + byte(v))
	}
	return b.String()
}

func short(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:16]
}

// withoutFirstLine is how the golden file has trees.
func withoutFirstLine(text string) string {
	_, rest, _ := strings.Cut(text, "\n")
	return rest
}

// checkClassifier fits each case of a classifier and compares what it has learned.
func checkClassifier(t *testing.T, name string, newStage func() Stage, compare func(t *testing.T, model Transformer, want sparkAnswer) (tolerance float64)) {
	var all map[string]json.RawMessage
	golden(t, "classifiers.golden", &all)
	var answers []sparkAnswer
	if err := json.Unmarshal(all[name], &answers); err != nil || len(answers) == 0 {
		t.Fatalf("%d cases of %s: %v", len(answers), name, err)
	}
	for _, want := range answers {
		t.Run(want.String(), func(t *testing.T) {
			df := madeFrame(t, want.Data)
			model, err := configured(t, newStage(), want.Params).fitStage(df)
			if err != nil {
				t.Fatal(err)
			}
			wantAnswers(t, model, df, want, compare(t, model, want))
		})
	}
}

func TestLogisticRegressionIsSparks(t *testing.T) {
	checkClassifier(t, "LogisticRegression", func() Stage { return &LogisticRegression{} }, func(t *testing.T, model Transformer, want sparkAnswer) float64 {
		m := model.(*LogisticRegressionModel)
		const tolerance = 1e-6
		wantNearRows(t, "coefficients", m.CoefficientMatrix(), want.Coefficients, tolerance)
		wantNear(t, "intercepts", m.InterceptVector(), want.Intercepts, tolerance)
		wantNear(t, "objective", m.Summary().ObjectiveHistory, want.History, 1e-12)
		return tolerance
	})
}

func TestLinearSVCIsSparks(t *testing.T) {
	checkClassifier(t, "LinearSVC", func() Stage { return &LinearSVC{} }, func(t *testing.T, model Transformer, want sparkAnswer) float64 {
		m := model.(*LinearSVCModel)
		const tolerance = 1e-6
		if want.Params["regParam"] == nil {
			// Spark and this come to a kink of the objective and leave it on different sides.
			wantNear(t, "objective", m.Summary().ObjectiveHistory[:16], want.History[:16], 1e-13)
			wantNear(t, "objective", m.Summary().ObjectiveHistory[100:], want.History[100:], 0.05)
			return -1
		}
		wantNear(t, "coefficients", m.Coefficients(), want.Coefficients[0], tolerance)
		wantNear(t, "intercept", []float64{m.Intercept()}, want.Intercepts, tolerance)
		wantNear(t, "objective", m.Summary().ObjectiveHistory, want.History, tolerance)
		return tolerance
	})
}

func TestNaiveBayesIsSparks(t *testing.T) {
	checkClassifier(t, "NaiveBayes", func() Stage { return &NaiveBayes{} }, func(t *testing.T, model Transformer, want sparkAnswer) float64 {
		m := model.(*NaiveBayesModel)
		const tolerance = 1e-13
		wantNear(t, "pi", m.Pi(), want.Pi, tolerance)
		wantNearRows(t, "theta", m.Theta(), want.Theta, tolerance)
		if len(want.Sigma) > 0 {
			wantNearRows(t, "sigma", m.Sigma(), want.Sigma, tolerance)
		}
		return 1e-12
	})
}

// A treeModel is one that is compared by its text.
type treeModel interface {
	ToDebugString() string
	FeatureImportances() []float64
	String() string
}

func checkTrees(t *testing.T, name string, newStage func() Stage, tolerance float64) {
	checkClassifier(t, name, newStage, func(t *testing.T, model Transformer, want sparkAnswer) float64 {
		m := model.(treeModel)
		if _, got, _ := strings.Cut(m.String(), ": "); got != want.Nodes {
			t.Errorf("the model is %s, Spark's %s", got, want.Nodes)
		}
		if got := short(withoutFirstLine(m.ToDebugString())); got != want.Tree {
			t.Errorf("the trees are not Spark's:\n%.600s", m.ToDebugString())
		}
		wantNear(t, "importances", m.FeatureImportances(), want.Importances, tolerance)
		return tolerance
	})
}

// TestTreesAreDrawnAsSparks has the texts in full.
func TestTreesAreDrawnAsSparks(t *testing.T) {
	var want struct{ Text, Boosted string }
	golden(t, "classifiers.golden", &want)
	frames := madeFrames(t)
	tree := must(DecisionTreeClassifier{MaxDepth: 3}.Fit(frames["three"]))
	if got := withoutFirstLine(tree.ToDebugString()); got != want.Text {
		t.Errorf("the tree is\n%s\nSpark's\n%s", got, want.Text)
	}
	boosted := must(GBTClassifier{MaxDepth: 2, MaxIter: 2, Seed: 1}.Fit(frames["two"]))
	if got := withoutFirstLine(boosted.ToDebugString()); got != want.Boosted {
		t.Errorf("the trees are\n%s\nSpark's\n%s", got, want.Boosted)
	}
}

func TestDecisionTreeIsSparks(t *testing.T) {
	checkTrees(t, "DecisionTreeClassifier", func() Stage { return &DecisionTreeClassifier{} }, 1e-13)
}

func TestRandomForestIsSparks(t *testing.T) {
	checkTrees(t, "RandomForestClassifier", func() Stage { return &RandomForestClassifier{} }, 1e-13)
}

func TestGBTIsSparks(t *testing.T) {
	checkTrees(t, "GBTClassifier", func() Stage { return &GBTClassifier{} }, 1e-12)
}

func TestOneVsRestIsSparks(t *testing.T) {
	var want struct{ Rest sparkAnswer }
	golden(t, "classifiers.golden", &want)
	df := madeFrames(t)["three"]
	model := must(OneVsRest{Classifier: LogisticRegression{RegParam: 0.1, Tol: 1e-10, MaxIter: 1000, LabelCol: "of its own", PredictionCol: NoColumn}}.Fit(df))
	wantAnswers(t, model, df, want.Rest, 1e-6)
	if got, want := model.String(), "OneVsRestModel: classifier=LogisticRegressionModel, numClasses=3, numFeatures=5"; got != want || len(model.Models()) != 3 {
		t.Errorf("the model is %s, want %s", got, want)
	}
}
