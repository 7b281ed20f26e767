package labs

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"reflect"
	"strings"
	"testing"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
)

// travellers returns a value of every kind that goes into bytes, and a frame for those
// that were fitted to one.
func travellers(t testing.TB) ([]portable, dataframe.DataFrame) {
	t.Helper()
	df := drawn(40, 1)
	_, mlp, pipeline := smallPipeline()
	mlp.MaxIter = 3
	model, err := pipeline.Fit(df)
	search := smallSearch(t)
	search.Quiet = true
	cv, err2 := search.Fit(df)
	split, err3 := TrainValidationSplit{Grid: search.Grid, Evaluator: search.Evaluator, Quiet: true}.Fit(df)
	if err := errors.Join(err, err2, err3); err != nil {
		t.Fatal(err)
	}
	network := model.Stages[2].(*MultilayerPerceptronClassificationModel)
	network.Thresholds = []float64{0.25, math.Pi}
	models := []portable{
		model, cv, split, network,
		&PipelineModel{Stages: []Transformer{&PipelineModel{}, VectorAssembler{InputCols: []string{"a"}}}},
		&CrossValidatorModel{BestModel: model}, &TrainValidationSplitModel{BestModel: model},
		&VectorAssembler{InputCols: []string{"a", "b"}, HandleInvalid: "keep"},
		&IndexToString{InputCol: "prediction", OutputCol: "word", Labels: []string{"", "über", "x\x00y"}},
		&StringIndexerModel{InputCols: []string{"s", "t"}, OutputCols: []string{"i", "j"}, HandleInvalid: "skip", LabelsArray: [][]string{{"x", "y"}, nil}},
		&OneHotEncoderModel{InputCols: []string{"i"}, OutputCols: []string{"v"}, KeepLast: true, HandleInvalid: "error", CategorySizes: []int{3}},
		&StandardScalerModel{"in", "out", true, false, []float64{1, inf, math.Copysign(0, -1)}, []float64{0.1, 5e-324, math.MaxFloat64}},
		&MinMaxScalerModel{"in", "out", -1, 1, []float64{0.1}, []float64{-inf}},
	}
	return append(models, fittedClassifiers(t)...), df
}

// again sends a model through bytes.
func again(t testing.TB, model portable) portable {
	t.Helper()
	data, err := model.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	_, read, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// open reads bytes of whatever kind.
func open(data []byte) (string, portable, error) {
	for _, p := range portables() {
		err := p.UnmarshalBinary(data)
		if err == nil || !strings.Contains(err.Error(), "the bytes hold a ") {
			return kindName(p), p, err
		}
	}
	return "", nil, errors.New("no kind")
}

func TestStagesTravel(t *testing.T) {
	models, df := travellers(t)
	seen := map[string]bool{}
	for _, model := range models {
		kind := kindName(model)
		seen[kind] = true
		read := again(t, model)
		for i, field := range model.(record).fields() {
			name := reflect.TypeOf(model).Elem().Name()
			switch field.(type) {
			case *[]Transformer, **PipelineModel, *[][]string:
				continue // compared by what they do, and by their bytes
			}
			if got := read.(record).fields()[i]; kind != "CrossValidatorModel" && kind != "TrainValidationSplitModel" && !reflect.DeepEqual(got, field) {
				t.Errorf("%s: field %d is %v, want %v", name, i, reflect.ValueOf(got).Elem(), reflect.ValueOf(field).Elem())
			}
		}
		first, _ := model.MarshalBinary()
		second, err := read.MarshalBinary()
		if err != nil || string(first) != string(second) {
			t.Errorf("%s: the bytes of what was read are others (%v)", kind, err)
		}
	}
	for _, p := range portables() {
		if !seen[kindName(p)] {
			t.Errorf("%s is not tested", kindName(p))
		}
	}
	for _, model := range models[:3] {
		want, err := model.Transform(df)
		if err != nil {
			t.Fatal(err)
		}
		got, err := again(t, model).Transform(df)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"rawPrediction[0]", "probability[1]", "prediction"} {
			a, _ := data.Column(want, name)
			b, _ := data.Column(got, name)
			if len(a) != 40 || !reflect.DeepEqual(a, b) {
				t.Errorf("%T: %s is %v, want %v", model, name, b, a)
			}
		}
	}
}

func TestSearchesTravelWithTheirTables(t *testing.T) {
	models, _ := travellers(t)
	cv, split := models[1].(*CrossValidatorModel), models[2].(*TrainValidationSplitModel)
	if got, want := again(t, again(t, cv)).(*CrossValidatorModel).String(), cv.String(); got != want {
		t.Errorf("the table is\n%s\nwant\n%s", got, want)
	}
	if got, want := again(t, split).(*TrainValidationSplitModel).String(), split.String(); got != want {
		t.Errorf("the table is\n%s\nwant\n%s", got, want)
	}
}

// A stranger is a transformer of one's own.
type stranger struct{}

func (stranger) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) { return df, nil }

func TestWhatDoesNotTravel(t *testing.T) {
	for _, tt := range []struct {
		name  string
		model portable
		parts []string
	}{
		{"own stage", &PipelineModel{Stages: []Transformer{VectorAssembler{}, stranger{}}}, []string{"labs: PipelineModel.MarshalBinary: stage 2 of 2: a labs.stranger does not go into bytes", "Go functions", "StandardScalerModel"}},
		{"nil stage", &PipelineModel{Stages: []Transformer{nil}}, []string{"stage 1 of 1: it is nil"}},
		{"nil pointer", &PipelineModel{Stages: []Transformer{(*StandardScalerModel)(nil)}}, []string{"stage 1 of 1: it is nil"}},
		{"not fitted", &MultilayerPerceptronClassificationModel{}, []string{"Net is nil"}},
		{"no best", &CrossValidatorModel{}, []string{"BestModel is nil"}},
		{"lengths", &StandardScalerModel{Mean: []float64{1}}, []string{"Mean has 1 elements, Std has 0"}},
		{"no place", &OneHotEncoderModel{InputCols: []string{"i"}, OutputCols: []string{"o"}, CategorySizes: []int{1}}, []string{"CategorySizes[0] is 1"}},
	} {
		_, err := tt.model.MarshalBinary()
		wantError(t, tt.name, err, "labs: "+kindName(tt.model)+".MarshalBinary: ", tt.parts...)
	}
}

func TestDamagedStages(t *testing.T) {
	good, err := (&StandardScalerModel{"in", "out", true, false, []float64{1}, []float64{2}}).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	changed := func(change func(data []byte) []byte) []byte {
		data := change(append([]byte(nil), good[:len(good)-codecCheck]...))
		return binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data))
	}
	flipped := append([]byte(nil), good...)
	flipped[20] ^= 1
	for _, tt := range []struct {
		name string
		data []byte
		part string
	}{
		{"empty", nil, "not a stage"},
		{"magic", append([]byte("x"), good[1:]...), "not a stage"},
		{"version", changed(func(d []byte) []byte { d[8] = 9; return d }), "version 9, this golab reads version 1"},
		{"flipped", flipped, "wrong checksum"},
		{"short", changed(func(d []byte) []byte { return d[:len(d)-3] }), "1 elements in 5 bytes"},
		{"long", changed(func(d []byte) []byte { return append(d, 0) }), "1 bytes are left"},
		{"count", changed(func(d []byte) []byte { d[9] = 255; return d }), "255 elements in"},
		{"kind", changed(func(d []byte) []byte { d[17] = 'X'; return d }), "hold a XtandardScalerModel, not a StandardScalerModel"},
	} {
		m := StandardScalerModel{InputCol: "kept"}
		wantError(t, tt.name, m.UnmarshalBinary(tt.data), "labs: StandardScalerModel.UnmarshalBinary: ", tt.part)
		if m.InputCol != "kept" {
			t.Errorf("%s: the model was changed", tt.name)
		}
	}
}

func FuzzUnmarshalStage(f *testing.F) {
	models, _ := travellers(f)
	for _, model := range models {
		data, err := model.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:len(data)-codecCheck])
	}
	df := drawn(5, 2)
	f.Fuzz(func(t *testing.T, data []byte) {
		_, read, err := open(binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data)))
		if err != nil {
			return
		}
		first, err := read.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if second, err := again(t, read).MarshalBinary(); err != nil || string(first) != string(second) {
			t.Fatalf("the bytes change from one reading to the next (%v)", err)
		}
		_, _ = read.Transform(df)
	})
}

// TestHostileStagesCostLittle has bytes that ask for more than they hold.
func TestHostileStagesCostLittle(t *testing.T) {
	model := &PipelineModel{}
	for range mostNested {
		model = &PipelineModel{Stages: []Transformer{model}}
	}
	_ = again(t, model)
	data := must((&PipelineModel{Stages: []Transformer{model}}).MarshalBinary())
	wantError(t, "nested", new(PipelineModel).UnmarshalBinary(data), "labs: PipelineModel.UnmarshalBinary: ", "the stage lies in 101 others, at most 100 are possible")

	tree := must(DecisionTreeClassifier{}.Fit(made(t, "two", 30, 1)))
	tree.numFeatures = 1 << 50
	_, err := tree.MarshalBinary()
	wantError(t, "features", err, "labs: DecisionTreeClassificationModel.MarshalBinary: ", "there are 1125899906842624 features, at most 16777216 are possible")
	_, err = (&OneHotEncoderModel{InputCols: []string{"i"}, OutputCols: []string{"o"}, CategorySizes: []int{1 << 50}}).MarshalBinary()
	wantError(t, "categories", err, "labs: OneHotEncoderModel.MarshalBinary: ", "CategorySizes[0] is 1125899906842624, at most 16777216 are told apart")
}
