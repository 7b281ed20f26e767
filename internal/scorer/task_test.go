package scorer

import (
	"encoding/binary"
	"math"
	"testing"

	"golab/labs"
	"golab/learn"
	"golab/nn"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// sent returns the scorer that a task becomes at the other side.
func sent(t testing.TB, model any, features ...string) *Scorer {
	t.Helper()
	task := must[*Task](t)(NewTask(model, features))
	read := new(Task)
	if err := read.UnmarshalBinary(must[[]byte](t)(task.MarshalBinary())); err != nil {
		t.Fatal(err)
	}
	if read.Output != task.Output || read.Width != task.Width {
		t.Fatalf("the task reads as %q of %d, want %q of %d", read.Output, read.Width, task.Output, task.Width)
	}
	again := must[[]byte](t)(read.MarshalBinary())
	if string(again) != string(must[[]byte](t)(task.MarshalBinary())) {
		t.Fatal("the bytes of what was read are others")
	}
	return NewScorer(read)
}

// TestScoredIsLocal compares predictions with those that the model makes by itself, in
// every bit, for batches of several sizes.
func TestScoredIsLocal(t *testing.T) {
	const rows = 1100
	x, _ := drawn(rows)
	tested := map[string]bool{}
	for _, tt := range trials(t) {
		scorer := sent(t, tt.model, names()...)
		k := scorer.task.Width
		tested[scorer.task.kind.name] = true
		want := tt.predict(x)
		if len(want) != rows*k {
			t.Fatalf("%s: %d numbers for %d rows", tt.name, len(want), rows)
		}
		for _, size := range []int{rows, 333, 7} {
			if size == 7 && scorer.task.frames != nil {
				continue
			}
			for from := 0; from < rows; from += size {
				to := min(from+size, rows)
				part := x.Slice(from, to, 0, width).(*mat.Dense)
				got, valid := numbersOf(t, must2(t)(scorer.Score(batchOf(part))), k)
				for _, ok := range valid {
					if !ok {
						t.Fatalf("%s: a NULL", tt.name)
					}
				}
				if !same(got, want[from*k:to*k]) {
					t.Fatalf("%s, batches of %d: rows %d to %d differ", tt.name, size, from, to-1)
				}
			}
		}
	}
	for _, k := range kinds() {
		if !tested[k.name] {
			t.Errorf("%s is not tested", k.name)
		}
	}
}

// A stranger is a transformer of one's own.
type stranger struct{}

func (stranger) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) { return df, nil }

func TestWhatDoesNotTravel(t *testing.T) {
	net := nn.NewSequential(width, nn.Dense(1, nn.Sigmoid)).Init(1)
	custom := nn.NewSequential(width, nn.CustomLayer{Name: "Own", Units: 1, New: func(int) nn.CustomStage { return nil }}).Init(1)
	some := &nn.MLP{Layers: []int{2, 2}, Weights: make([]float64, 6)}
	scaler := &labs.StandardScalerModel{InputCol: "features", OutputCol: "scaled"}
	for _, tt := range []struct {
		name     string
		model    any
		features []string
		parts    []string
	}{
		{"closure", func(dataframe.DataFrame) dataframe.DataFrame { panic("") }, names(), []string{"a function", "does not travel", "Go's functions", "learn.RandomForestClassifierModel"}},
		{"own type", struct{}{}, names(), []string{"a struct {} does not travel"}},
		{"own stage", stranger{}, names(), []string{"stage 1 of 1: a scorer.stranger does not go into bytes"}},
		{"own stage before", &labs.PipelineModel{Stages: []labs.Transformer{stranger{}, &labs.MultilayerPerceptronClassificationModel{Net: some}}}, names(), []string{"stage 1 of 2: a scorer.stranger does not go into bytes", "Go functions"}},
		{"not fitted", learn.LogisticRegression{}, names(), []string{"a learn.LogisticRegression, which is not fitted yet, does not travel"}},
		{"empty model", &learn.LogisticRegressionModel{}, names(), []string{"not fitted"}},
		{"nil", nil, names(), []string{"the model is nil"}},
		{"nil pointer", (*nn.Model)(nil), names(), []string{"the model is nil"}},
		{"empty network", &nn.Model{}, names(), []string{"make it with Compile"}},
		{"no best", &labs.CrossValidatorModel{}, names(), []string{"BestModel is nil"}},
		{"scaler", scaler, names(), []string{"no stage of the pipeline predicts"}},
		{"no features", net, nil, []string{"no features"}},
		{"twice", net, []string{"a", "b", "c", "a"}, []string{`features 0 and 3 are both "a"`}},
		{"too few", net, names()[:3], []string{"a row of 3 features", "the first layer takes 4"}},
		{"own layer", custom, names(), []string{"the model does not travel", "layer 1: nn.CustomLayer", "Go's functions"}},
		{"prediction", &labs.MultilayerPerceptronClassificationModel{Net: some, PredictionCol: "a"}, names(), []string{`"a" is a feature and the prediction column`}},
		{"no prediction", &labs.MultilayerPerceptronClassificationModel{Net: some, PredictionCol: labs.NoColumn}, names(), []string{"NoColumn"}},
	} {
		_, err := NewTask(tt.model, tt.features)
		wantError(t, tt.name, err, tt.parts...)
	}
}

func TestDamagedTasks(t *testing.T) {
	net := nn.NewSequential(width, nn.Dense(1, nn.Sigmoid)).Init(1)
	good := must[[]byte](t)(must[*Task](t)(NewTask(net, names())).MarshalBinary())
	with := func(head string) []byte {
		return append(binary.LittleEndian.AppendUint32(nil, uint32(len(head))), head...)
	}
	for _, tt := range []struct {
		name string
		data []byte
		part string
	}{
		{"empty", nil, "0 bytes are not a model"},
		{"length", []byte{255, 255, 255, 255, 0}, "5 bytes are not a model"},
		{"header", with("{"), "the header"},
		{"version", with(`{"version":7}`), "of version 7, this scorer reads version 1"},
		{"kind", with(`{"version":1,"kind":"nn.New"}`), `unknown kind of model "nn.New"`},
		{"model", good[:len(good)-1], "damaged"},
	} {
		task := Task{Output: "kept"}
		wantError(t, tt.name, task.UnmarshalBinary(tt.data), tt.part)
		if task.Output != "kept" {
			t.Errorf("%s: the task was changed", tt.name)
		}
	}
}

func TestInfinityWhereModelsRefuseIt(t *testing.T) {
	x, _ := drawn(5)
	for i, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		x.Set(i+1, i, v)
	}
	whole, _ := drawn(5)
	for _, tt := range trials(t) {
		scorer := sent(t, tt.model, names()...)
		k := scorer.task.Width
		out, err := scorer.Score(batchOf(x))
		if scorer.task.frames != nil {
			wantError(t, tt.name, err, "labs: ")
			continue
		}
		got, _ := numbersOf(t, must2(t)(out, err), k)
		want := tt.predict(whole)
		if tt.name == "mlp" { // refuses nothing
			if want = tt.predict(x); !same(got, want) {
				t.Errorf("%s: %v, want %v", tt.name, got, want)
			}
			continue
		}
		for i, v := range got {
			if row := i / k; math.IsNaN(v) != (row >= 1 && row <= 3) || (row == 0 || row == 4) && v != want[i] {
				t.Errorf("%s, row %d: %v", tt.name, row, v)
			}
		}
	}
}
