package spark

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/mat"

	"golab/data"
	"golab/labs"
	"golab/learn"
	"golab/nn"
)

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func frame(t testing.TB) func(dataframe.DataFrame, error) dataframe.DataFrame {
	return must[dataframe.DataFrame](t)
}

func scored(t testing.TB) func(*DataFrame, error) *DataFrame { return must[*DataFrame](t) }

// A rival is a model and what it predicts on this machine.
type rival struct {
	name  string
	model any
	local []float64
}

// rivals returns models fitted to drawn rows, and the rows: number, features, label.
func rivals(t testing.TB, rows int) ([]rival, dataframe.DataFrame, []string) {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 6))
	features := []string{"a", "b.c", "d e", "f`g"}
	p := len(features)
	x, y := mat.NewDense(rows, p, nil), make([]float64, rows)
	df := dataframe.New(series.New(counted(rows), series.Int, "row"))
	for i := range rows {
		for j := range p {
			x.Set(i, j, r.NormFloat64()+float64(j))
		}
		if x.At(i, 0)+x.At(i, 3) > 3+r.Float64() {
			y[i] = 1
		}
	}
	for j, name := range features {
		df = frame(t)(data.WithColumn(df, name, mat.Col(nil, j, x)))
	}
	df = frame(t)(data.WithColumn(df, "label", y))
	net := nn.NewSequential(p, nn.Dense(20, nn.ReLU), nn.Dense(5, nn.Tanh), nn.Dense(1, nn.Sigmoid)).Compile(&nn.RMSprop{}, nn.BinaryCrossentropy)
	must[*nn.History](t)(net.Fit(x, y, nn.FitConfig{Epochs: 1, Quiet: true}))
	three := nn.NewSequential(p, nn.Dense(6, nn.Sigmoid), nn.Dense(3, nn.Softmax)).Init(4).Compile(nil, nil)
	tree := must[*learn.DecisionTreeClassifierModel](t)(learn.DecisionTreeClassifier{}.Fit(x, y))
	forest := must[*learn.RandomForestClassifierModel](t)(learn.RandomForestClassifier{NEstimators: 40, Seed: 1}.Fit(x, y))
	neighbours := must[*learn.KNeighborsClassifierModel](t)(learn.KNeighborsClassifier{}.Fit(x, y))
	pipeline := must[*labs.PipelineModel](t)(labs.Pipeline{
		labs.VectorAssembler{InputCols: features},
		labs.MultilayerPerceptronClassifier{Layers: []int{p, 5, 2}, MaxIter: 10, Quiet: true},
	}.Fit(df))
	predict := func(values []float64, err error) []float64 { return must[[]float64](t)(values, err) }
	outputs := func(m *nn.Model) []float64 { return must[*mat.Dense](t)(m.Predict(x)).RawMatrix().Data }
	return []rival{
		{"network", net, outputs(net)},
		{"network of 3 outputs", three, outputs(three)},
		{"tree", tree, predict(tree.Predict(x))},
		{"forest", forest, predict(forest.Predict(x))},
		{"neighbours", neighbours, predict(neighbours.Predict(x))},
		{"pipeline", pipeline, predict(data.Column(frame(t)(pipeline.Transform(df)), "prediction"))},
	}, df, features
}

func counted(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i
	}
	return numbers
}

// predictions returns the collected predictions in the order of the rows, of an array one
// number after the other.
func predictions(t testing.TB, df *DataFrame, width int) []float64 {
	t.Helper()
	out := df.Select("row", "prediction")
	if width > 1 {
		for j := range width {
			out = out.WithColumn(fmt.Sprintf("p%d", j), fmt.Sprintf("prediction[%d]", j))
		}
		out = out.Drop("prediction")
	}
	got := frame(t)(out.Collect())
	values := make([]float64, got.Nrow()*width)
	seen := map[int]bool{}
	for i, row := range must[[]float64](t)(data.Column(got, "row")) {
		seen[int(row)] = true
		for j := range width {
			values[int(row)*width+j] = got.Elem(i, 1+j).Float()
		}
	}
	if len(seen) != got.Nrow() {
		t.Errorf("%d rows, %d of them different", got.Nrow(), len(seen))
	}
	return values
}

func equalBits(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) })
}

// TestLiveScoredIsLocal compares predictions from the executors with those of this
// machine, in every bit.
func TestLiveScoredIsLocal(t *testing.T) {
	s := live(t)
	const rows = 3000
	models, df, features := rivals(t, rows)
	remote := must[*DataFrame](t)(s.CreateDataFrame(df)).Repartition(3)
	for _, tt := range models {
		out := scored(t)(s.Score(remote, features, tt.model))
		if got := predictions(t, out, len(tt.local)/rows); !equalBits(got, tt.local) {
			t.Errorf("%s: predictions differ", tt.name)
		}
	}
}
