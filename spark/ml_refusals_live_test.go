package spark

import (
	"errors"
	"strings"
	"testing"

	"golab/labs"
	"golab/spark/internal/wire"
)

// What does not suit is an error of one line, also where the server would accept it: it
// trains on what it is given.
func TestLiveMLPRefusals(t *testing.T) {
	s := patient(t)
	df := s.Range(0, 8).SelectExpr("id", "double(id) AS x", "double(id) AS y", "double(id % 2) AS label", "string(id) AS text")
	assembler := VectorAssembler{InputCols: []string{"x", "y"}}
	v := assembler.Transform(df)
	mlp := MultilayerPerceptronClassifier{Layers: []int{2, 2}, MaxIter: 1}
	with := func(change func(c *MultilayerPerceptronClassifier)) MultilayerPerceptronClassifier {
		c := mlp
		change(&c)
		return c
	}
	wrong := with(func(c *MultilayerPerceptronClassifier) { c.Layers = []int{1, 2} })
	text := with(func(c *MultilayerPerceptronClassifier) { c.LabelCol = "text" })
	gd := with(func(c *MultilayerPerceptronClassifier) { c.Solver = "gd" })
	none := with(func(c *MultilayerPerceptronClassifier) { c.MaxIter = -1 })
	unnoted := v.SelectExpr("coalesce(features, features) AS features", "label")
	three := VectorAssembler{InputCols: []string{"x", "y", "id"}}.Transform(df).Select("features", "label")
	label := func(value string) *DataFrame { return v.WithColumn("label", "if(id = 7, "+value+", label)") }
	input := func(value string) *DataFrame {
		return assembler.Transform(df.WithColumn("x", "if(id = 7, "+value+", x)"))
	}
	for _, tt := range []struct {
		name string
		c    MultilayerPerceptronClassifier
		df   *DataFrame
		want string
	}{
		{"wrong size", wrong, v, "column features has 2 features, Layers begins with 1"},
		{"wrong size, not noted", wrong, unnoted, "column features has 2 features, Layers begins with 1"},
		{"sizes differ", mlp, v.Select("features", "label").Union(three), "column features has 3 features, Layers begins with 2"},
		{"no rows", mlp, v.Filter("id < 0"), "the frame has no rows"},
		{"no rows, gd", gd, v.Filter("id < 0"), "the frame has no rows"},
		{"no rows, no iterations", none, unnoted.Limit(0), "the frame has no rows"},
		{"no column", mlp, df, "there is no column features; VectorAssembler makes one"},
		{"no vector", with(func(c *MultilayerPerceptronClassifier) { c.FeaturesCol = "x" }), v, "column x is of type double, want a vector; VectorAssembler makes one"},
		{"no inputs", mlp, VectorAssembler{}.Transform(df), "spark: VectorAssembler: parameter InputCols is empty"},
		{"no input", mlp, VectorAssembler{InputCols: []string{"z"}}.Transform(df), "No such struct field `z`"},
		{"no label", mlp, v.Drop("label"), "there is no column label"},
		{"other case", with(func(c *MultilayerPerceptronClassifier) { c.LabelCol = "Label" }), v, "there is no column Label"},
		{"text", text, v, "column text is of type string, want numbers: the classes 0, 1, …"},
		{"truth", mlp, v.WithColumn("label", "label = 1"), "column label is of type boolean, want numbers: the classes 0, 1, …"},
		{"prediction", mlp, v.WithColumn("prediction", "1"), "there is a column prediction already; PredictionCol can have another name"},
		{"label 2", mlp, label("2D"), "Labels MUST be in {0, 1}, but got 2.0 ("},
		{"label -1", mlp, label("-1D"), "Labels MUST be in {0, 1}, but got -1.0 ("},
		{"label 0.5", mlp, label("0.5D"), "Labels MUST be in {0, 1}, but got 0.5 ("},
		{"label NULL", mlp, label("NULL"), "Labels MUST NOT be Null or NaN ("},
		{"label NaN", mlp, label("double('NaN')"), "Labels MUST NOT be Null or NaN ("},
		{"features NULL", mlp, v.WithColumn("features", "if(id = 7, NULL, features)"), "Vectors MUST NOT be Null ("},
		{"input NULL", mlp, input("NULL"), `Encountered null while assembling a row with handleInvalid = "error".`},
		{"input NaN", mlp, input("double('NaN')"), `Encountered NaN while assembling a row with handleInvalid = "error".`},
		{"input Inf", mlp, input("double('Infinity')"), "Vector values MUST NOT be NaN or Infinity, but got [Infinity,7.0] ("},
		{"one class", with(func(c *MultilayerPerceptronClassifier) { c.Layers = []int{2, 1} }), v, "Labels MUST be in [0, 1), but got 1.0 ("},
	} {
		_, err := tt.c.Fit(tt.df)
		if want := "spark: MultilayerPerceptronClassifier: " + tt.want; err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %s", tt.name, err, want)
		}
	}
	if left := cached(t, s); left != 0 {
		t.Errorf("the server keeps %d models of fits that failed", left)
	}
	var server *Error
	_, err := (MulticlassClassificationEvaluator{MetricName: "speed"}).Evaluate(v)
	if !errors.As(err, &server) || !strings.Contains(server.Message, "metricName") || !strings.HasPrefix(err.Error(), "spark: MulticlassClassificationEvaluator: MulticlassClassificationEvaluator_") {
		t.Errorf("unknown metric: %v", err)
	}
	if model, err := mlp.Fit(unnoted); err != nil || model.String() != "MultilayerPerceptronClassificationModel: numLayers=2, numClasses=2, numFeatures=2" {
		t.Errorf("%v, %v", model, err)
	}
}

// A model ends with Delete, with the session, or when the server forgets it; that is what
// an error says. What is here goes on working, and makes the model anew.
func TestLiveModelLife(t *testing.T) {
	s := patient(t)
	df := VectorAssembler{InputCols: []string{"x"}}.Transform(s.Range(0, 40).SelectExpr("double(id) / 40 AS x", "double(id % 2) AS label"))
	mlp := MultilayerPerceptronClassifier{Layers: []int{1, 3, 2}, MaxIter: 3}
	model, err := mlp.Fit(df)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := model.Transform(live(t).Range(0, 1)).Count(); err == nil || !strings.Contains(err.Error(), "of another session than the model") {
		t.Errorf("a frame of another session: %v", err)
	}
	scored := model.Transform(df)
	if err := model.remote.delete(); err != nil { // the server forgets it
		t.Fatal(err)
	}
	var server *Error
	_, err = MulticlassClassificationEvaluator{}.Evaluate(scored)
	const want = "spark: MulticlassClassificationEvaluator: the server no longer has the model: it was deleted, or not used for some 15 minutes"
	if err == nil || err.Error() != want || !errors.As(err, &server) || server.Class != "CONNECT_ML.CACHE_INVALID" {
		t.Errorf("forgotten: %v, want %s", err, want)
	}
	if _, err := model.remote.fetch("weights"); err == nil || !strings.Contains(err.Error(), forgotten) {
		t.Errorf("forgotten: %v", err)
	}
	if err := errors.Join(model.Delete(), model.Delete()); err != nil {
		t.Errorf("Delete of what is gone: %v", err)
	}
	if _, err := model.Transform(df).Count(); err == nil || !strings.Contains(err.Error(), "the model was deleted; Local goes on working") {
		t.Errorf("deleted: %v", err)
	}

	again := mlp
	again.MaxIter, again.InitialWeights = -1, model.Weights()
	anew, err := again.Fit(df)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, "weights", anew.Weights(), model.Weights())
	scored = anew.Transform(df)
	if _, err := scored.Count(); err != nil {
		t.Error(err)
	}
	var frames []error
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	_, err = scored.Count()
	frames = append(frames, err)
	_, err = mlp.Fit(df)
	frames = append(frames, err, anew.Delete())
	for i, err := range frames {
		if !errors.Is(err, errStopped) {
			t.Errorf("stopped, %d: %v", i, err)
		}
	}
	if net := anew.Local(); net.NumFeatures() != 1 || net.NumClasses() != 2 || net.PredictionCol == labs.NoColumn {
		t.Errorf("%+v", net)
	}
}

// cached returns how many objects of Spark ML the server holds for the session.
func cached(t *testing.T, s *Session) int {
	t.Helper()
	result, err := s.ml(&wire.MlCommand{Command: &wire.MlCommand_GetCacheInfo_{GetCacheInfo: &wire.MlCommand_GetCacheInfo{}}})
	if err != nil {
		t.Fatal(err)
	}
	return len(result.GetParam().GetSpecializedArray().GetStrings().GetValues()) + len(result.GetParam().GetArray().GetElements())
}
