package spark

import (
	"slices"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"

	"golab/data"
	"golab/labs"
	"golab/learn"
	"golab/nn"
)

// classifiers returns every classifier of labs, behind other stages, and those of learn
// that are of another kind, fitted to drawn rows.
func classifiers(t testing.TB, df dataframe.DataFrame, features []string) []rival {
	t.Helper()
	label := must[[]float64](t)(data.Column(df, "label"))
	x := must[*mat.Dense](t)(data.Matrix(df, features...))
	var all []rival
	for name, stage := range map[string]labs.Stage{
		"LogisticRegression": labs.LogisticRegression{MaxIter: 10}, "LinearSVC": labs.LinearSVC{MaxIter: 10},
		"NaiveBayes": labs.NaiveBayes{ModelType: "gaussian"}, "DecisionTree": labs.DecisionTreeClassifier{}, "RandomForest": labs.RandomForestClassifier{NumTrees: 5},
		"GBT": labs.GBTClassifier{MaxIter: 3}, "OneVsRest": labs.OneVsRest{Classifier: labs.LogisticRegression{MaxIter: 5}},
		"MLP": labs.MultilayerPerceptronClassifier{Layers: []int{len(features), 4, 2}, MaxIter: 5, Quiet: true},
	} {
		model := must[*labs.PipelineModel](t)(labs.Pipeline{
			labs.VectorAssembler{InputCols: features, OutputCol: "raw"}, labs.MinMaxScaler{InputCol: "raw", OutputCol: "features"}, stage,
		}.Fit(df))
		out := frame(t)(model.Transform(df))
		all = append(all, rival{name, model, must[[]float64](t)(data.Column(out, "prediction"))})
	}
	boosting := must[*learn.GradientBoostingClassifierModel](t)(learn.GradientBoostingClassifier{NEstimators: 5}.Fit(x, label))
	perceptron := must[*learn.MLPClassifierModel](t)(learn.MLPClassifier{MaxIter: 3}.Fit(x, label))
	for name, m := range map[string]learn.Classifier{"boosting of learn": boosting, "perceptron of learn": perceptron} {
		all = append(all, rival{name, m, must[[]float64](t)(m.Predict(x))})
	}
	return all
}

// liveClassifiers compares the classes from the executors with those of this machine. A
// query has several models, one behind the other, as each begins with new workers.
func liveClassifiers(t *testing.T, s *Session) {
	_, df, features := rivals(t, 500)
	remote := must[*DataFrame](t)(s.CreateDataFrame(df)).Coalesce(1)
	for chain := range slices.Chunk(classifiers(t, df, features), 5) {
		out := remote
		for _, tt := range chain {
			out = scored(t)(s.Score(out, features, tt.model)).WithColumnRenamed("prediction", tt.name)
		}
		got := frame(t)(out.OrderBy("row").Collect())
		for _, tt := range chain {
			p := must[[]float64](t)(data.Column(got, tt.name))
			if ones := mat.Sum(mat.NewVecDense(len(p), p)); ones == 0 || ones == float64(len(p)) {
				t.Errorf("%s: all predictions are the same", tt.name)
			}
			if !equalBits(p, tt.local) {
				t.Errorf("%s: predictions differ", tt.name)
			}
		}
	}
}

// liveLab scores all rows of the lab's data with its two networks.
func liveLab(t *testing.T, s *Session) {
	remote, local, features := spambase(t, s)
	x := must[*mat.Dense](t)(data.Matrix(local, features...))
	y := must[[]float64](t)(data.Column(local, "labels"))
	spark := must[*labs.PipelineModel](t)(labs.Pipeline{
		labs.VectorAssembler{InputCols: features, OutputCol: "features"},
		labs.MultilayerPerceptronClassifier{Layers: []int{len(features), 20, 5, 2}, LabelCol: "labels", MaxIter: 5, Quiet: true},
	}.Fit(local))
	keras := nn.NewSequential(len(features), nn.Dense(20, nn.ReLU), nn.Dense(5, nn.ReLU), nn.Dense(1, nn.Sigmoid)).Compile(&nn.RMSprop{}, nn.BinaryCrossentropy)
	must[*nn.History](t)(keras.Fit(x, y, nn.FitConfig{Epochs: 1, Quiet: true}))
	transformed, err := spark.Transform(local)
	for _, tt := range []rival{
		{"labs", spark, predicted(t, transformed, err)},
		{"nn", keras, must[*mat.Dense](t)(keras.Predict(x)).RawMatrix().Data},
	} {
		got, err := scored(t)(s.Score(remote, features, tt.model)).Select("prediction").Collect()
		if got := predicted(t, got, err); len(got) < 4000 || !equalBits(got, tt.local) {
			t.Errorf("%s: the predictions for %d rows differ", tt.name, len(got))
		}
	}
}
