package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An attempt is what a student may write for an exercise, and what its check is to
// say of it.
type attempt struct {
	check string // the id of the check's cell
	code  string
	want  string
}

// warmUp is what the attempts work with: searches of networks that are hardly
// trained, three of them right.
const warmUp = `xTest := must(data.Matrix(test, features...))
yTest := must(data.Column(test, "labels"))
searchGrid := func(folds int, metric string, grid []labs.Pipeline) *labs.CrossValidatorModel {
	e := evaluator
	e.MetricName = metric
	return must(labs.CrossValidator{Grid: grid, Evaluator: e, NumFolds: folds, Seed: 42}.Fit(train))
}
three := must(labs.ParamGrid(labs.Pipeline{assembler, &mlp}, labs.Vary(&mlp.Layers, []int{57, 2}, []int{57, 3, 2}, []int{57, 4, 2})))
goodSearch := searchGrid(3, "accuracy", three)
goodAccuracy := must(evaluator.Evaluate(must(goodSearch.Transform(test))))
var goodAccuracies []float64
for _, candidate := range three {
	goodAccuracies = append(goodAccuracies, must(evaluator.Evaluate(must(must(candidate.Fit(train)).Transform(test)))))
}
rightAnswer, wrongAnswer := "Yes", "no"
for _, a := range goodAccuracies {
	if a > goodAccuracy { rightAnswer, wrongAnswer = "no", "Yes" }
}
tree := must(learn.DecisionTreeClassifier{MaxDepth: 5}.Fit(xTrain, yTrain))
shallow := must(learn.DecisionTreeClassifier{MaxDepth: 1}.Fit(xTrain, yTrain))
goodPredictions := must(tree.Predict(xTest))
goodBytes := must(tree.MarshalBinary())
`

// attempts are in the order of the notebook. What none of them declares or sets is as
// the notebook's own cells leave it.
var attempts = []attempt{
	{"exercise-1-search-check", "", "not done yet"},
	{"exercise-1-search-check", "cvModel = goodSearch", "✓ 3 candidates and 3 folds"},
	{"exercise-1-search-check", "cvModel := goodSearch", "✓ 3 candidates and 3 folds"},
	{"exercise-1-search-check", `cvModel = searchGrid(3, "accuracy", three[:2])`, "only 2 candidates, the exercise asks for three"},
	{"exercise-1-search-check", `cvModel = searchGrid(3, "accuracy", three[:1])`, "only 1 candidates, the exercise asks for three"},
	{"exercise-1-search-check", `cvModel = searchGrid(5, "accuracy", three)`, "5 folds, the exercise asks for three"},
	{"exercise-1-search-check", `cvModel = searchGrid(3, "f1", three)`, "the candidates are compared by another metric than accuracy"},
	{"exercise-1-search-check", `var grid []labs.Pipeline
candidate := mlp
for _, layers := range [][]int{{57, 2}, {57, 3, 2}, {57, 4, 2}} {
	candidate.Layers = layers
	grid = append(grid, labs.Pipeline{assembler, &candidate})
}
cvModel = searchGrid(3, "accuracy", grid)`, "only 1 different Layers among the 3 candidates, the exercise asks for three"},
	{"exercise-1-search-check", `grid := must(labs.ParamGrid(labs.Pipeline{assembler, &mlp}, labs.Vary(&mlp.MaxIter, 1, 2, 3)))
cvModel = searchGrid(3, "accuracy", grid)`, "only 1 different Layers among the 3 candidates, the exercise asks for three"},
	{"exercise-1-search-check", "cvModel := labs.CrossValidator{Grid: three}", "cvModel is a labs.CrossValidator, it has to be what the Fit of a labs.CrossValidator returns"},
	{"exercise-1-search-check", "cvModel := must(labs.TrainValidationSplit{Grid: three, Evaluator: evaluator}.Fit(train))", "cvModel is a *labs.TrainValidationSplitModel"},
	{"exercise-1-search-check", "cvModel := must(three[0].Fit(train))", "cvModel is a *labs.PipelineModel"},

	{"exercise-1-test-check", "", "not done yet"},
	{"exercise-1-test-check", "cvModel = goodSearch", "not done yet"},
	{"exercise-1-test-check", "bestAccuracy = goodAccuracy", "not done yet"},
	{"exercise-1-test-check", "cvModel := labs.CrossValidator{}\nbestAccuracy = goodAccuracy", "not done yet"},
	{"exercise-1-test-check", "cvModel, bestAccuracy = goodSearch, goodAccuracy", "✓ 0."},
	{"exercise-1-test-check", "cvModel, bestAccuracy = goodSearch, 100*goodAccuracy", "that is in per cent, a share between 0 and 1 is wanted"},
	{"exercise-1-test-check", "cvModel, bestAccuracy = goodSearch, must(evaluator.Evaluate(must(goodSearch.Transform(train))))", "that is the accuracy on the training rows"},
	{"exercise-1-test-check", "cvModel, bestAccuracy = goodSearch, goodSearch.AvgMetrics[goodSearch.Best]", "that is the average over the folds, the test rows are asked for"},
	{"exercise-1-test-check", "cvModel, bestAccuracy = goodSearch, 0.1234", "0.1234 is not the winner's accuracy on the test rows"},
	{"exercise-1-test-check", "cvModel = goodSearch\nbestAccuracy := \"0.91\"", "bestAccuracy is a string, it has to be a number"},

	{"exercise-1-winner-check", "", "not done yet"},
	{"exercise-1-winner-check", "cvModel, testAccuracies = goodSearch, goodAccuracies[:2]", "testAccuracies has 2 numbers for 3 candidates"},
	{"exercise-1-winner-check", "cvModel, testAccuracies = goodSearch, goodSearch.AvgMetrics", "is the winner's and should be 0."},
	{"exercise-1-winner-check", "cvModel, testAccuracies = goodSearch, goodAccuracies", `winnerIsBest is still to be "yes" or "no"`},
	{"exercise-1-winner-check", "cvModel, testAccuracies, winnerIsBest = goodSearch, goodAccuracies, wrongAnswer", "does not go with the numbers in testAccuracies"},
	{"exercise-1-winner-check", "cvModel, testAccuracies, winnerIsBest = goodSearch, goodAccuracies, rightAnswer", "✓ [0."},

	{"exercise-2-predictions-check", "", "not done yet"},
	{"exercise-2-predictions-check", "clf = tree", "clf is fitted, its predictions are still to come"},
	{"exercise-2-predictions-check", "clf := learn.DecisionTreeClassifier{}", "clf is a learn.DecisionTreeClassifier, it has to be what the Fit of a classifier of learn returns"},
	{"exercise-2-predictions-check", "clf := nn.NewSequential(57, nn.Dense(1, nn.Sigmoid))", "clf is a *nn.Sequential, it has to be"},
	{"exercise-2-predictions-check", "clf, clfPredictions = tree, goodPredictions[:500]", "these predictions are of 500 rows, test has "},
	{"exercise-2-predictions-check", "clf, clfPredictions = tree, must(tree.Predict(xTrain))", "rows, test has "},
	{"exercise-2-predictions-check", "clf, clfPredictions = tree, mat.Col(nil, 1, must(tree.PredictProba(xTest)))", "is no class: 0 or 1 is wanted"},
	{"exercise-2-predictions-check", "clf, clfPredictions = shallow, goodPredictions", "of these predictions are not what clf predicts for the test rows"},
	{"exercise-2-predictions-check", `narrow := must(learn.GaussianNB{}.Fit(must(data.Matrix(train, features[:5]...)), yTrain))
clf, clfPredictions = narrow, must(narrow.Predict(must(data.Matrix(test, features[:5]...))))`, "of these predictions are not what clf predicts for the test rows"},
	{"exercise-2-predictions-check", `ham := must(learn.DecisionTreeClassifier{}.Fit(xTrain, make([]float64, len(yTrain))))
clf, clfPredictions = ham, must(ham.Predict(xTest))`, "is no better than calling all mails the same"},
	{"exercise-2-predictions-check", "clf, clfPredictions = tree, goodPredictions", "✓ "},
	{"exercise-2-predictions-check", "clf := tree\nclfPredictions := goodPredictions", "✓ "},

	{"exercise-2-bytes-check", "", "not done yet"},
	{"exercise-2-bytes-check", "clf = tree", "not done yet"},
	{"exercise-2-bytes-check", "clf, clfPacked = tree, goodBytes", "the bytes are there, clfUnpacked is not a classifier yet"},
	{"exercise-2-bytes-check", "clf, clfPacked, clfUnpacked = shallow, goodBytes, tree", "clfPacked are not the bytes of clf as it is now"},
	{"exercise-2-bytes-check", "clf, clfPacked, clfUnpacked = tree, goodBytes, tree", "clfUnpacked is clf itself; make another one of the bytes"},
	{"exercise-2-bytes-check", "clf, clfPacked, clfUnpacked = tree, goodBytes, shallow", "clfUnpacked does not predict what clf predicts"},
	{"exercise-2-bytes-check", "clf, clfPacked, clfUnpacked = tree, goodBytes, &learn.DecisionTreeClassifierModel{}", "clfUnpacked does not predict what clf predicts"},
	{"exercise-2-bytes-check", "clf, clfPacked, clfUnpacked = tree, goodBytes, &learn.LogisticRegressionModel{}", "clfUnpacked does not predict what clf predicts"},
	{"exercise-2-bytes-check", "clf, clfPacked = tree, goodBytes\nvar copied learn.DecisionTreeClassifierModel\ncheck(copied.UnmarshalBinary(clfPacked))\nclfUnpacked = &copied", "bytes make a classifier that predicts the same"},

	{"exercise-2-wrapper-check", "", "not done yet"},
	{"exercise-2-wrapper-check", `needsWrapper = "yes"`, "What did it do that MarshalBinary does not?"},
	{"exercise-2-wrapper-check", `needsWrapper = "perhaps"`, `the answer is "perhaps", "yes" or "no" is wanted`},
	{"exercise-2-wrapper-check", "needsWrapper := false", `the answer is "false", "yes" or "no" is wanted`},
	{"exercise-2-wrapper-check", `needsWrapper = "No"`, "✓ "},

	{"loop-check", "", "not done yet"},
	{"loop-check", "loopNet = nn.NewSequential(57, nn.Dense(1, nn.Linear)).Init(1)", "loopLosses has 0 numbers, one for each epoch is wanted"},
	{"loop-check", "loopNet = nn.NewSequential(57, nn.Dense(1, nn.Linear)).Init(1)\nloopLosses = []float64{0.5, 0.6}", "the loss went from 0.500 to 0.600: it should fall"},
	{"loop-check", "loopNet = nn.NewSequential(57, nn.Dense(1, nn.Linear)).Init(1)\nloopLosses = []float64{0.5, math.NaN()}", "the loss is no number: is the last layer linear?"},
	{"loop-check", "loopNet = nn.NewSequential(57, nn.Dense(1, nn.Linear)).Init(1)\nloopLosses = []float64{0.6, 0.5}", "✓ the loss fell from 0.600 to 0.500 in 2 epochs"},
}

// The checks of the lab say what is off with an attempt, and never fail, whatever it
// is. All attempts are tried in one session, as a student would.
func TestExerciseChecks(t *testing.T) {
	lab := map[string]string{}
	var text, given strings.Builder
	cell := func(w *strings.Builder, source string) { w.WriteString("%% code\n" + source + "\n") }
	for _, c := range readCourse(t, studentsLab) {
		lab[c.ID] = c.source()
		if c.is("locked") && !c.is("grade") && c.ID != "loop-check" {
			cell(&given, c.source())
		}
	}
	quick := strings.Replace(lab["describe"], "MaxIter:     100", "MaxIter:     3", 1)
	if quick == lab["describe"] {
		t.Fatal("the network is described otherwise")
	}
	for _, source := range []string{lab["imports"], lab["load"], lab["split"], quick, lab["fit"], lab["arrays"], warmUp} {
		cell(&text, source)
	}
	text.WriteString(given.String())
	before := strings.Count(text.String(), "%% code")
	for _, a := range attempts {
		exercise := map[string]string{"exercise-1": "exercise-1-given", "exercise-2": "exercise-2-given", "loop-check": "part-4-given"}[a.check[:10]]
		cell(&text, lab[exercise])
		cell(&text, a.code)
		cell(&text, lab[a.check])
	}
	file := filepath.Join(t.TempDir(), "attempts.ipynb")
	if err := os.WriteFile(file, cells(t, text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(golab, "run", "--inplace", file)
	run.Env = append(os.Environ(), "GOLAB_DATA="+realSpambase(t), "XDG_CACHE_HOME="+t.TempDir())
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("an attempt ends the run: %v\n%s", err, out)
	}
	ran := readCourse(t, file)[before:]
	for i, a := range attempts {
		if got := ran[3*i+2].text(); !strings.Contains(got, a.want) || strings.Count(got, "\n") != 1 {
			t.Errorf("%s of\n%s\nprints %q, want %q", a.check, a.code, got, a.want)
		}
	}
}
