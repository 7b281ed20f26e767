package spark

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

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

// TestLiveScore scores on a real server, all in one session, as each begins with new
// Python workers.
func TestLiveScore(t *testing.T) {
	s := live(t)
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	s = s.WithContext(ctx)
	for name, test := range map[string]func(*testing.T, *Session){
		"models": liveModels, "classifiers": liveClassifiers, "lab": liveLab, "odd rows": liveOddRows, "partitions": livePartitions, "types": liveTypes, "failures": liveFailures, "sql": liveSQL, "program": liveProgram,
	} {
		t.Run(name, func(t *testing.T) { test(t, s) })
	}
}

// TestLiveScoreOnClusters scores where the executors are processes of their own: on the
// servers that GOLAB_SPARK_CLUSTER (of local-cluster) and GOLAB_SPARK_STANDALONE name.
func TestLiveScoreOnClusters(t *testing.T) {
	for _, variable := range []string{"GOLAB_SPARK_CLUSTER", "GOLAB_SPARK_STANDALONE"} {
		t.Run(variable, func(t *testing.T) {
			if os.Getenv(variable) == "" {
				t.Skip(variable + " names no server")
			}
			t.Setenv("GOLAB_SPARK_REMOTE", os.Getenv(variable))
			s := live(t)
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
			defer cancel()
			s = s.WithContext(ctx)
			liveModels(t, s)
			livePartitions(t, s)
		})
	}
}

// liveModels compares predictions from the executors with those of this machine, in
// every bit.
func liveModels(t *testing.T, s *Session) {
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

// liveOddRows has NULL, NaN and infinity, for both engines.
func liveOddRows(t *testing.T, s *Session) {
	net := nn.NewSequential(3, nn.Dense(4, nn.ReLU), nn.Dense(1, nn.Sigmoid)).Init(1)
	two := nn.NewSequential(3, nn.Dense(4, nn.Tanh), nn.Dropout(0.5), nn.Dense(2, nn.Softmax)).Init(2)
	odd := sql(t, s, `SELECT * FROM VALUES (0, 1.5D, 2, 3.25BD), (1, NULL, 2, 3BD), (2, double('NaN'), 2, 3BD),
		(3, double('Infinity'), 2, 3BD), (4, NULL, NULL, NULL), (5, -1D, 7, 0.1BD) AS t(row, x, y, z)`)
	features := []string{"x", "y", "z"}
	for _, tt := range []struct {
		net   *nn.Sequential
		shown string
		width int
	}{{net, "prediction", 1}, {two, "prediction[1] AS prediction", 2}} {
		p := must[*mat.Dense](t)(tt.net.Compile(nil, nil).Predict(mat.NewDense(2, 3, []float64{1.5, 2, 3.25, -1, 7, 0.1})))
		first, last := p.At(0, tt.width-1), p.At(1, tt.width-1)
		for engine, tolerance := range map[Engine]float64{MapInArrow: 0, SQL: 1e-6} {
			out := scored(t)(ScoreOptions{Engine: engine}.Score(s, odd, features, tt.net)).OrderBy("row")
			null := frame(t)(out.SelectExpr("prediction IS NULL AS n").Collect())
			if got := fmt.Sprint(null.Records()); got != "[[n] [false] [true] [false] [false] [true] [false]]" {
				t.Errorf("%s: NULL where %s", engine, got)
			}
			got := must[[]float64](t)(data.Column(frame(t)(out.SelectExpr(tt.shown).Collect()), "prediction"))
			if math.Abs(got[0]-first) > tolerance || math.Abs(got[5]-last) > tolerance || !math.IsNaN(got[2]) || !math.IsNaN(got[3]) {
				t.Errorf("%s: %v, want %v, NULL, NaN, NaN, NULL, %v", engine, got, first, last)
			}
		}
	}
}

// livePartitions has few rows in many partitions, no rows at all, a session
// beside another, and a model that is too large for a plan.
func livePartitions(t *testing.T, s *Session) {
	net := nn.NewSequential(1, nn.Dense(3, nn.Tanh), nn.Dense(1, nn.Linear)).Init(1)
	want := must[*mat.Dense](t)(net.Compile(nil, nil).Predict(mat.NewDense(5, 1, []float64{0, 1, 2, 3, 4}))).RawMatrix().Data
	five := s.Range(0, 5).WithColumnRenamed("id", "row")
	for _, partitions := range []int{1, 40} {
		if got := predictions(t, scored(t)(s.Score(five.Repartition(partitions), []string{"row"}, net)), 1); !equalBits(got, want) {
			t.Errorf("%d partitions: %v, want %v", partitions, got, want)
		}
	}
	none := scored(t)(s.Score(five.Filter("row > 7"), nil, net))
	if got := text(none.Count()) + " " + text(none.Schema()); got != "0 `row` bigint, `prediction` double" {
		t.Errorf("no rows: %s", got)
	}
	second := live(t)
	again := second.Range(0, 5).WithColumnRenamed("id", "row")
	if got := predictions(t, scored(t)(second.Score(again, []string{"row"}, net)), 1); !equalBits(got, want) {
		t.Errorf("second session: %v, want %v", got, want)
	}
	if _, err := s.Score(again, nil, net); text(0, err) != "error: spark: Score: the frame belongs to another session" {
		t.Error(err)
	}
	large := nn.NewSequential(1, nn.Dense(600, nn.Tanh), nn.Dense(600, nn.ReLU), nn.Dense(1, nn.Linear)).Init(1)
	want = must[*mat.Dense](t)(large.Compile(nil, nil).Predict(mat.NewDense(5, 1, []float64{0, 1, 2, 3, 4}))).RawMatrix().Data
	if got := predictions(t, scored(t)(s.Score(five, []string{"row"}, large)), 1); !equalBits(got, want) {
		t.Errorf("large model: %v, want %v", got, want)
	}
}

// liveTypes has columns of all types that Arrow knows beside the feature.
func liveTypes(t *testing.T, s *Session) {
	net := nn.NewSequential(1, nn.Dense(1, nn.Linear)).Init(1)
	all := sql(t, s, `SELECT 1.5D AS x, 1Y AS byte, 2S AS short, 3 AS int, 4L AS long, 1.5F AS float, true AS bool, 12.34BD AS decimal, 'é' AS string,
		X'00FF' AS binary, DATE'2026-01-02' AS date, TIMESTAMP'2026-01-02 03:04:05.678901' AS timestamp, TIMESTAMP_NTZ'2026-01-02 03:04:05' AS ntz,
		array(1, NULL) AS array, array(named_struct('a', 1, 'b', array('x'))) AS nested, map('k', 1.5D, 'l', NULL) AS map, named_struct('a', 1, 'b b', 'x') AS struct,
		INTERVAL '1 02:03:04' DAY TO SECOND AS days, cast(NULL AS int) AS nothing, cast('ab' AS char(3)) AS letters`)
	out := scored(t)(s.Score(all, []string{"x"}, net))
	before := frame(t)(all.Drop("x").SelectExpr("to_json(struct(*)) AS row").Collect())
	after := frame(t)(out.Drop("x", "prediction").SelectExpr("to_json(struct(*)) AS row").Collect())
	if got, want := fmt.Sprint(after.Records()), fmt.Sprint(before.Records()); got != want || len(want) < 200 {
		t.Errorf("columns passed on:\n%s\nwant\n%s", got, want)
	}
	for _, c := range []struct {
		name     string
		df       *DataFrame
		features []string
		want     string
	}{
		{"text", all, []string{"string"}, `feature "string" is of type string, the model takes numbers and booleans: cast it, or fit a pipeline`},
		{"date", all, []string{"date"}, `feature "date" is of type date`},
		{"missing", all, []string{"nope"}, `the frame has no column "nope", it has x, byte`},
		{"too many", all, []string{"x", "byte"}, "a row of 2 features: nn: Predict: x has 2 columns, the first layer takes 1"},
		{"all", all, nil, "a row of 20 features"},
		{"prediction", all.WithColumn("prediction", "1"), []string{"x"}, `already has a column "prediction"`},
		{"interval", all.SelectExpr("x", "INTERVAL '1-2' YEAR TO MONTH AS months"), []string{"x"}, `column "months": the type interval year to month does not go through Arrow: drop the column`},
		{"twice", all.SelectExpr("x", "1 AS y", "2 AS y"), []string{"x"}, `two columns "y"`},
	} {
		_, err := s.Score(c.df, c.features, net)
		if got := text(0, err); !strings.HasPrefix(got, "error: spark: Score: ") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	closure := func(dataframe.DataFrame) dataframe.DataFrame { return dataframe.DataFrame{} }
	if _, err := s.Score(all, []string{"x"}, closure); !strings.Contains(text(0, err), "does not travel") {
		t.Error(err)
	}
}

// forward64 computes a network of dense layers in doubles, with ReLU, tanh and a sigmoid.
func forward64(net *nn.Sequential, x *mat.Dense) []float64 {
	in := x
	all := net.Variables()
	for k := 0; k < len(all); k += 2 {
		rows, inputs := in.Dims()
		units := len(all[k+1].Values)
		out := mat.NewDense(rows, units, nil)
		for i := range rows {
			for o := range units {
				z := float64(all[k+1].Values[o])
				for j := range inputs {
					z += float64(float64(all[k].Values[j*units+o]) * in.At(i, j))
				}
				switch k {
				case 0:
					z = max(z, 0)
				case 2:
					z = math.Tanh(z)
				default:
					z = 1 / (1 + math.Exp(-z))
				}
				out.Set(i, o, z)
			}
		}
		in = out
	}
	return in.RawMatrix().Data
}
