package scorer

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"golab/data"
	"golab/labs"
	"golab/learn"
	"golab/nn"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

const width = 4

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// drawn returns n rows of counts and the class of each.
func drawn(n int) (*mat.Dense, []float64) {
	r := rand.New(rand.NewPCG(1, 2))
	x, y := mat.NewDense(n, width, nil), make([]float64, n)
	for i := range n {
		for j := range width {
			x.Set(i, j, float64(r.IntN(8))+r.Float64())
		}
		if x.At(i, 0)+x.At(i, 2) > 8+r.Float64() {
			y[i] = 1
		}
	}
	return x, y
}

func names() []string { return []string{"a", "b", "c", "d"} }

// A trial is a model and what it predicts here for rows of numbers.
type trial struct {
	name    string
	model   any
	predict func(x *mat.Dense) []float64
}

// trials returns a fitted model of every kind.
func trials(t testing.TB) []trial {
	t.Helper()
	x, y := drawn(300)
	net := nn.NewSequential(width, nn.Dense(20, nn.ReLU), nn.BatchNormalization(), nn.Dropout(0.2), nn.Dense(1, nn.Sigmoid)).Init(3)
	deep := nn.NewSequential(width, nn.Dense(7, nn.Tanh), nn.Dense(3, nn.Softmax)).Init(4)
	network := net.Compile(&nn.RMSprop{}, nn.BinaryCrossentropy)
	must[*nn.History](t)(network.Fit(x, y, nn.FitConfig{Epochs: 1, Quiet: true}))
	through := func(m *nn.Model) func(*mat.Dense) []float64 {
		return func(x *mat.Dense) []float64 { return must[*mat.Dense](t)(m.Predict(x)).RawMatrix().Data }
	}
	mlp, _, err := nn.MLPTrainer{Layers: []int{width, 5, 2}, MaxIter: 5, Quiet: true}.Fit(x, y)
	if err != nil {
		t.Fatal(err)
	}
	all := []trial{
		{"model", network, through(network)},
		{"sequential of 3 outputs", deep, through(deep.Compile(nil, nil))},
		{"mlp", mlp, func(x *mat.Dense) []float64 { return must[[]float64](t)(mlp.Predict(x)) }},
	}
	add := func(name string, m learn.Classifier, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, trial{name, m, func(x *mat.Dense) []float64 { return must[[]float64](t)(m.Predict(x)) }})
	}
	{
		m, err := learn.LogisticRegression{MaxIter: 20}.Fit(x, y)
		add("logistic", m, err)
	}
	{
		m, err := learn.LinearSVC{}.Fit(x, y)
		add("svc", m, err)
	}
	{
		m, err := learn.GaussianNB{}.Fit(x, y)
		add("gaussian", m, err)
	}
	{
		m, err := learn.MultinomialNB{}.Fit(x, y)
		add("multinomial", m, err)
	}
	{
		m, err := learn.BernoulliNB{}.Fit(x, y)
		add("bernoulli", m, err)
	}
	{
		m, err := learn.KNeighborsClassifier{}.Fit(x, y)
		add("neighbours", m, err)
	}
	{
		m, err := learn.DecisionTreeClassifier{MaxDepth: 5}.Fit(x, y)
		add("tree", m, err)
	}
	{
		m, err := learn.RandomForestClassifier{NEstimators: 5, Seed: 1}.Fit(x, y)
		add("forest", m, err)
	}
	{
		m, err := learn.AdaBoostClassifier{NEstimators: 5}.Fit(x, y)
		add("adaboost", m, err)
	}
	{
		m, err := learn.GradientBoostingClassifier{NEstimators: 5}.Fit(x, y)
		add("boosting", m, err)
	}
	{
		m, err := learn.MLPClassifier{MaxIter: 3}.Fit(x, y)
		add("perceptron of learn", m, err)
	}
	regressor := must[*learn.DecisionTreeRegressorModel](t)(learn.DecisionTreeRegressor{MaxDepth: 4}.Fit(x, mat.Col(nil, 1, x)))
	all = append(all, trial{"regression tree", regressor, func(x *mat.Dense) []float64 { return must[[]float64](t)(regressor.Predict(x)) }})
	return append(all, pipelines(t)...)
}

// frameOf returns rows of numbers as a frame.
func frameOf(t testing.TB, x *mat.Dense) dataframe.DataFrame {
	var df dataframe.DataFrame
	for j, name := range names() {
		df = must[dataframe.DataFrame](t)(data.WithColumn(df, name, mat.Col(nil, j, x)))
	}
	return df
}

// pipelines returns models of labs.
func pipelines(t testing.TB) []trial {
	x, y := drawn(300)
	df := must[dataframe.DataFrame](t)(data.WithColumn(frameOf(t, x), "label", y))
	pipeline := labs.Pipeline{
		labs.VectorAssembler{InputCols: names(), OutputCol: "raw"},
		labs.StandardScaler{InputCol: "raw", OutputCol: "features", WithMean: true},
		labs.MultilayerPerceptronClassifier{Layers: []int{width, 5, 2}, MaxIter: 5, Quiet: true},
	}
	model := must[*labs.PipelineModel](t)(pipeline.Fit(df))
	search := must[*labs.CrossValidatorModel](t)(labs.CrossValidator{
		Grid: labs.Grid{pipeline}, Evaluator: labs.MulticlassClassificationEvaluator{MetricName: "accuracy"}, Quiet: true,
	}.Fit(df))
	through := func(m labs.Transformer, before func(dataframe.DataFrame) dataframe.DataFrame) func(*mat.Dense) []float64 {
		return func(x *mat.Dense) []float64 {
			out := must[dataframe.DataFrame](t)(m.Transform(before(frameOf(t, x))))
			return must[[]float64](t)(data.Column(out, "prediction"))
		}
	}
	plain := func(df dataframe.DataFrame) dataframe.DataFrame { return df }
	vector := func(name string) func(df dataframe.DataFrame) dataframe.DataFrame {
		return func(df dataframe.DataFrame) dataframe.DataFrame {
			return must[dataframe.DataFrame](t)(labs.VectorAssembler{InputCols: names(), OutputCol: name}.Transform(df))
		}
	}
	tail := &labs.PipelineModel{Stages: model.Stages[1:]}
	return []trial{
		{"pipeline", model, through(model, plain)},
		{"search", search, through(search, plain)},
		{"search in a pipeline", &labs.PipelineModel{Stages: []labs.Transformer{search}}, through(search, plain)},
		{"classifier alone", model.Stages[2], through(model.Stages[2], vector("features"))},
		{"pipeline of a vector", tail, through(tail, vector("raw"))},
	}
}

// batchOf returns rows of numbers as a record batch of doubles.
func batchOf(x *mat.Dense) arrow.RecordBatch {
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(doubleFields(), nil))
	for j := range width {
		b.Field(j).(*array.Float64Builder).AppendValues(mat.Col(nil, j, x), nil)
	}
	return b.NewRecordBatch()
}

func doubleFields() []arrow.Field {
	var fields []arrow.Field
	for _, name := range names() {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Float64, Nullable: true})
	}
	return fields
}

// numbersOf returns the predictions in a column, and for each row whether there is one.
func numbersOf(t testing.TB, a arrow.Array, k int) (values []float64, valid []bool) {
	t.Helper()
	for i := range a.Len() {
		valid = append(valid, a.IsValid(i))
	}
	if k == 1 {
		return a.(*array.Float64).Float64Values(), valid
	}
	list := a.(*array.List)
	all := list.ListValues().(*array.Float64)
	for i := range a.Len() {
		if from, to := list.ValueOffsets(i); a.IsValid(i) && int(to-from) != k {
			t.Fatalf("row %d has %d numbers, want %d", i, to-from, k)
		}
	}
	return all.Float64Values(), valid
}

// same reports whether numbers are the same bit for bit.
func same(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if math.Float64bits(a[i]) != math.Float64bits(b[i]) {
			return false
		}
	}
	return true
}

func wantError(t *testing.T, name string, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: no error, want one that says %q", name, parts)
		return
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s: error %q does not say %q", name, err, part)
		}
	}
}
