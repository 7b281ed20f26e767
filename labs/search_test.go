package labs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
)

// A calling is an evaluator that calls a function.
type calling func() (float64, error)

func (c calling) Evaluate(dataframe.DataFrame) (float64, error) { return c() }
func (c calling) IsLargerBetter() bool                          { return true }

// smallSearch is a search of three candidates that differ in the layers.
func smallSearch(t testing.TB) CrossValidator {
	_, mlp, pipeline := smallPipeline()
	mlp.MaxIter = 2
	grid, err := ParamGrid(pipeline, Vary(&mlp.Layers, []int{4, 2}, []int{4, 3, 2}, []int{4, 5, 2}))
	if err != nil {
		t.Fatal(err)
	}
	return CrossValidator{Grid: grid, Evaluator: evaluatorOf(t, "accuracy"), Seed: 42}
}

func TestSearchErrors(t *testing.T) {
	df := drawn(40, 1)
	const at = "labs: CrossValidator: candidate "
	changed := func(change func(c *CrossValidator)) CrossValidator {
		c := smallSearch(t)
		change(&c)
		return c
	}
	bad := func(c *CrossValidator) {
		_, mlp, pipeline := smallPipeline()
		mlp.Layers = []int{4, 3, 1}
		c.Grid = append(c.Grid, pipeline)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	evaluate := func(f func() (float64, error)) CrossValidator {
		return changed(func(c *CrossValidator) { c.Evaluator = calling(f); c.Parallelism = 1 })
	}
	var calls atomic.Int64
	for _, tt := range []struct {
		name  string
		cv    CrossValidator
		df    dataframe.DataFrame
		parts []string
	}{
		{"grid", changed(func(c *CrossValidator) { c.Grid = nil }), df, []string{"labs: CrossValidator: parameter Grid is empty"}},
		{"evaluator", changed(func(c *CrossValidator) { c.Evaluator = nil }), df, []string{"labs: CrossValidator: parameter Evaluator is nil"}},
		{"folds", changed(func(c *CrossValidator) { c.NumFolds = 1 }), df, []string{"labs: CrossValidator: parameter NumFolds is 1, the least is 2"}},
		{"parallelism", changed(func(c *CrossValidator) { c.Parallelism = -1 }), df, []string{"labs: CrossValidator: parameter Parallelism is -1"}},
		{"fold column", changed(func(c *CrossValidator) { c.FoldCol = "nope" }), df, []string{"labs: CrossValidator: ", "nope"}},
		{"fold range", changed(func(c *CrossValidator) { c.FoldCol, c.NumFolds = "fold", 2 }), df, []string{"labs: CrossValidator: fold number must be a whole number in range [0, 2)"}},
		{"no rows", smallSearch(t), df.Subset([]int{}), []string{"labs: CrossValidator: the frame has no rows"}},
		{"too few rows", smallSearch(t), df.Subset([]int{1, 2}), []string{"labs: CrossValidator: the validation data at fold ", "2 rows for 3 folds"}},
		{"nil stage", changed(func(c *CrossValidator) { c.Grid = append(c.Grid, Pipeline{nil}) }), df, []string{"labs: CrossValidator: candidate 3: stage 1 of 1 is nil"}},
		{"candidate", changed(bad), df, []string{at + "3 (layers=[4 3 1], maxIter=12), fold 0: labs: MultilayerPerceptronClassifier: row ", "label = 1"}},
		{"context", changed(func(c *CrossValidator) { c.Context = ended }), df, []string{at + "0 (layers=[4 2]), fold 0: interrupted: context canceled"}},
		{"text", smallSearch(t), textLabels(t, df), []string{at + "0 (layers=[4 2]), fold 0: labs: MultilayerPerceptronClassifier: ", "text", "StringIndexer"}},
		{"evaluation", evaluate(func() (float64, error) { return 0, errRecorder }), df, []string{at + "0 (layers=[4 2]), fold 0: stage failed"}},
		{"later", evaluate(func() (float64, error) {
			if calls.Add(1) == 5 {
				return 0, errRecorder
			}
			return 1, nil
		}), df, []string{at + "1 (layers=[4 3 2]), fold 1: stage failed"}},
		{"panic", evaluate(func() (float64, error) { panic(errRecorder) }), df, []string{at + "0 (layers=[4 2]), fold 0: stage failed"}},
		{"panic with text", evaluate(func() (float64, error) { panic("oops") }), df, []string{at + "0 (layers=[4 2]), fold 0: panic: oops"}},
		{"Goexit", evaluate(func() (float64, error) { runtime.Goexit(); return 0, nil }), df, []string{at + "0 (layers=[4 2]), fold 0: the function ended its goroutine"}},
		{"NaN", evaluate(func() (float64, error) { return nan, nil }), df, []string{"labs: CrossValidator: the metric is NaN for all 3 candidates"}},
	} {
		_, err := tt.cv.Fit(tt.df)
		wantError(t, tt.name, err, tt.parts[0], tt.parts[1:]...)
	}
	for _, tt := range []struct {
		ratio float64
		want  string
	}{{1, "parameter TrainRatio is 1, it must be above 0 and below 1"}, {nan, "parameter TrainRatio is NaN"}, {1e-9, "the training data are empty: the frame has 40 rows, TrainRatio is 1e-09"}} {
		c := smallSearch(t)
		_, err := TrainValidationSplit{Grid: c.Grid, Evaluator: c.Evaluator, TrainRatio: tt.ratio}.Fit(df)
		wantError(t, "ratio", err, "labs: TrainValidationSplit: ", tt.want)
	}
}

// textLabels gives a frame a text for a label.
func textLabels(t *testing.T, df dataframe.DataFrame) dataframe.DataFrame {
	m, err := StringIndexer{InputCol: "label", OutputCol: "index"}.Fit(df)
	if err != nil {
		t.Fatal(err)
	}
	out, err := m.Transform(df)
	if err != nil {
		t.Fatal(err)
	}
	out, err = IndexToString{InputCol: "index", OutputCol: "text", Labels: []string{"ham", "spam"}}.Transform(out)
	if err != nil {
		t.Fatal(err)
	}
	return out.Drop("label").Rename("label", "text")
}

// TestInterruptedSearch ends the context during a fit.
func TestInterruptedSearch(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cv := smallSearch(t)
	cv.Context, cv.Parallelism = ctx, 1
	fits := 0
	cv.Evaluator = calling(func() (float64, error) {
		if fits++; fits == 9 {
			cancel()
		}
		return float64(fits), nil
	})
	_, err := cv.Fit(drawn(40, 1))
	wantError(t, "before the last fit", err, "labs: CrossValidator: interrupted before the last fit, of candidate 2 (layers=[4 5 2]) on all rows", "canceled")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v does not wrap that of the context", err)
	}
}

// TestDegenerateData has what Spark takes without an error.
func TestDegenerateData(t *testing.T) {
	df := drawn(40, 1)
	one, err := data.WithColumn(df, "label", make([]float64, 40))
	if err != nil {
		t.Fatal(err)
	}
	m, err := smallSearch(t).Fit(one)
	if err != nil || fmt.Sprint(m.AvgMetrics) != "[1 1 1]" || m.Best != 0 {
		t.Errorf("one class: %v, error %v", m, err)
	}
	constant, err := data.WithColumn(df, "c", make([]float64, 40))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := smallSearch(t).Fit(constant); err != nil {
		t.Errorf("a constant column: %v", err)
	}
	missing := df.Col("c").Float()
	missing[7] = nan
	withNaN, err := data.WithColumn(df, "c", missing)
	if err != nil {
		t.Fatal(err)
	}
	_, err = smallSearch(t).Fit(withNaN)
	wantError(t, "NaN", err, "labs: CrossValidator: candidate 0 (layers=[4 2]), fold ", "labs: VectorAssembler: row ", "c = NaN")
}

func TestScores(t *testing.T) {
	m := &CrossValidatorModel{
		Grid:       Grid{{MultilayerPerceptronClassifier{Layers: []int{57, 5, 2}}}, {MultilayerPerceptronClassifier{Layers: []int{57, 20, 5, 2}}}},
		AvgMetrics: []float64{0.5, 0.75}, StdMetrics: []float64{0, 0.25}, FoldMetrics: [][]float64{{0.5, 0.5}, {0.5, 1}},
		Best: 1, metric: "accuracy",
	}
	bundle, err := m.MIMEBundle()
	if err != nil {
		t.Fatal(err)
	}
	want := `CrossValidatorModel: candidates=2, numFolds=2
   candidate                  avg accuracy       std    fold 0    fold 1
0  layers=[57 5 2]                0.500000  0.000000  0.500000  0.500000
1  layers=[57 20 5 2] (best)      0.750000  0.250000  0.500000  1.000000
`
	if bundle["text/plain"] != want || m.String() != want {
		t.Errorf("the table is\n%swant\n%s", bundle["text/plain"], want)
	}
	html := bundle["text/html"].(string)
	for _, part := range []string{"<caption>CrossValidatorModel: candidates=2, numFolds=2</caption>", ">layers=[57 5 2]</td>", "font-weight: bold\">0.750000</td>"} {
		if !strings.Contains(html, part) {
			t.Errorf("the page %s does not have %s", html, part)
		}
	}
	if strings.Contains(html, "color") || strings.Count(html, "<tr>") != 3 {
		t.Errorf("the page is %s", html)
	}
	s := &TrainValidationSplitModel{Grid: m.Grid, ValidationMetrics: []float64{0.5, 0.25}, metric: "f1"}
	want = `TrainValidationSplitModel: candidates=2
   candidate                     f1
0  layers=[57 5 2] (best)  0.500000
1  layers=[57 20 5 2]      0.250000
`
	if b, err := s.MIMEBundle(); err != nil || b["text/plain"] != want {
		t.Errorf("the table is\n%swant\n%s", b["text/plain"], want)
	}
	for _, model := range []Transformer{m, s} {
		_, err := model.Transform(frame("x", []float64{1}))
		wantError(t, "no model", err, "labs: ", "BestModel is nil")
	}
	if fmt.Sprint(s.Candidates(), m.Candidates()) != "[0 1] [0 1]" {
		t.Errorf("candidates %v and %v", s.Candidates(), m.Candidates())
	}
}

func TestSearchProgress(t *testing.T) {
	var out bytes.Buffer
	p := newSearchProgress(&out, false)
	now := time.Unix(0, 0)
	p.now = func() time.Time { return now }
	p.plan(3, 2, 1)
	pass := func(d time.Duration) { now = now.Add(d) }
	fit := func(j int, d time.Duration) {
		done := p.fit(j)
		pass(d)
		done()
	}
	line := func(want string) {
		t.Helper()
		if got := p.line(); got != want {
			t.Errorf("the line is %q, want %q", got, want)
		}
	}
	line("Fit 0/7 ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 0s")
	fit(0, 2*time.Second)
	line("Fit 1/7 ━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 2s, about 12s left")
	fit(1, 10*time.Second)
	line("Fit 2/7 ━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 12s, about 34s left")
	for range 2 {
		fit(0, 2*time.Second)
		fit(1, 10*time.Second)
	}
	line("Fit 6/7 ━━━━━━━━━━━━━━━━━╌╌╌ 36s, about 10s left")
	p.draw()
	fit(1, 30*time.Second)
	p.end()
	if got := out.String(); !strings.HasSuffix(got, "\rFit 7/7 ━━━━━━━━━━━━━━━━━━━━ 1:06               \n") {
		t.Errorf("written %q", got)
	}
	if clock(3600*time.Second+67*time.Second) != "1:01:07" {
		t.Errorf("clock: %s", clock(3667*time.Second))
	}
}

// TestQuietSearch writes nothing, and no stage does.
func TestQuietSearch(t *testing.T) {
	var out bytes.Buffer
	mlp := MultilayerPerceptronClassifier{Progress: &out}
	cv := CrossValidator{Progress: &out}
	tv := TrainValidationSplit{Progress: &out}
	quiet := Pipeline{mlp, Pipeline{cv}, tv, StandardScaler{}}.quieted().(Pipeline)
	if !quiet[0].(MultilayerPerceptronClassifier).Quiet || !quiet[1].(Pipeline)[0].(CrossValidator).Quiet || !quiet[2].(TrainValidationSplit).Quiet {
		t.Errorf("not quiet: %+v", quiet)
	}
	if mlp.Quiet {
		t.Error("the stage given is quiet, too")
	}
	p := newSearchProgress(&out, true)
	p.begin(1, 1, 1)
	p.fit(0)()
	p.end()
	if out.Len() > 0 {
		t.Errorf("written %q", out.String())
	}
}
