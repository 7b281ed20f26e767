package spark

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/protobuf/proto"

	"golab/internal/goroutine"
	"golab/spark/internal/wire"
)

// countsOf returns a frame of a server that answers every query with these counts.
func countsOf(t *testing.T, counts ...int64) *DataFrame {
	t.Helper()
	f := newFake(t)
	var fields []arrow.Field
	var columns []arrow.Array
	for i, n := range counts {
		b := array.NewInt64Builder(memory.DefaultAllocator)
		b.Append(n)
		fields, columns = append(fields, arrow.Field{Name: fmt.Sprint(i), Type: arrow.PrimitiveTypes.Int64}), append(columns, b.NewArray())
	}
	batch := array.NewRecordBatch(arrow.NewSchema(fields, nil), columns, 1)
	var stream bytes.Buffer
	w := ipc.NewWriter(&stream, ipc.WithSchema(batch.Schema()))
	if err := errors.Join(w.Write(batch), w.Close()); err != nil {
		t.Fatal(err)
	}
	f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
		send(rows("a", 1, stream.Bytes()))
		send(complete("b"))
		return nil
	})
	return f.connect(t).Range(0, 1)
}

// tally counts what stubs do.
type tally struct{ fitted, deleted atomic.Int64 }

// stub is a stage, a transformer and an evaluator that needs no server.
type stub struct {
	Metric float64
	Err    error
	tally  *tally
}

func (s stub) fitStage(*DataFrame) (Transformer, error) { s.tally.fitted.Add(1); return s, s.Err }
func (s stub) Transform(df *DataFrame) *DataFrame       { return df.Limit(int(s.Metric)) }
func (s stub) Delete() error                            { s.tally.deleted.Add(1); return nil }
func (s stub) IsLargerBetter() bool                     { return s.Metric >= 0 }
func (s stub) Evaluate(df *DataFrame) (metric float64, err error) {
	if n := df.plan.GetLimit().GetLimit(); n < 9 {
		return float64(n), nil
	}
	return math.NaN(), nil
}

// judge is an evaluator that calls a function with the limit that a stub has set.
type judge func(df *DataFrame, metric float64) (float64, error)

func (j judge) IsLargerBetter() bool { return true }
func (j judge) Evaluate(df *DataFrame) (float64, error) {
	return j(df, float64(df.plan.GetLimit().GetLimit()))
}

// stubs returns a grid of candidates with the metrics.
func stubs(counts *tally, metrics ...float64) Grid {
	var grid Grid
	for _, m := range metrics {
		grid = append(grid, Pipeline{stub{Metric: m, tally: counts}})
	}
	return grid
}

func TestCrossValidator(t *testing.T) {
	df := countsOf(t, 30, 30, 10, 9, 11)
	for _, tt := range []struct {
		sign        float64
		best        int
		parallelism int
	}{{1, 2, 0}, {-1, 4, 0}, {1, 2, 4}, {-1, 4, 100}} {
		counts := &tally{}
		c := CrossValidator{Grid: stubs(counts, 3, 9, 5, 5, 2), Evaluator: stub{Metric: tt.sign}, Parallelism: tt.parallelism}
		m, err := c.Fit(df)
		if err != nil || m.Best != tt.best || len(m.FoldMetrics) != 3 || m.AvgMetrics[0] != 3 || m.StdMetrics[0] != 0 ||
			counts.deleted.Load() != 15 || counts.fitted.Load() != 16 || m.SubModels != nil {
			t.Errorf("%+v: %+v, %v, %d of %d deleted", tt, m, err, counts.deleted.Load(), counts.fitted.Load())
		}
		c.CollectSubModels = true
		if m, err = c.Fit(df); err != nil || len(m.SubModels) != 3 || counts.deleted.Load() != 15 {
			t.Fatalf("%v, %v, %d deleted", m, err, counts.deleted.Load())
		}
		for i := range m.SubModels {
			for j, model := range m.SubModels[i] {
				if got, want := model.Stages[0].(stub).Metric, c.Grid[j][0].(stub).Metric; got != want {
					t.Errorf("the model of candidate %d, fold %d, is that with %v, want %v", j, i, got, want)
				}
			}
		}
		if err := m.Delete(); err != nil || counts.deleted.Load() != 31 {
			t.Errorf("%v, %d of 31 deleted", err, counts.deleted.Load())
		}
	}
}

func TestTrainValidationSplit(t *testing.T) {
	counts := &tally{}
	tv := TrainValidationSplit{Grid: stubs(counts, 3, 9, 5), Evaluator: stub{}, Parallelism: 2, CollectSubModels: true}
	m, err := tv.Fit(countsOf(t, 30, 30, 8))
	if err != nil || m.Best != 2 || m.ValidationMetrics[0] != 3 || len(m.SubModels) != 3 || counts.fitted.Load() != 4 || counts.deleted.Load() != 0 {
		t.Fatalf("%+v, %v", m, err)
	}
	const want = `TrainValidationSplitModel: candidates=3
   candidate          metric
0  metric=3         3.000000
1  metric=9              NaN
2  metric=5 (best)  5.000000
`
	if m.String() != want {
		t.Errorf("the table is\n%swant\n%s", m, want)
	}
	if err := m.Delete(); err != nil || counts.deleted.Load() != 4 {
		t.Errorf("%v, %d of 4 deleted", err, counts.deleted.Load())
	}
	for want, tv := range map[string]TrainValidationSplit{
		"parameter TrainRatio is 1, it must be above 0 and below 1":                                  {Grid: tv.Grid, Evaluator: stub{}, TrainRatio: 1},
		"parameter TrainRatio is NaN, it must be above 0 and below 1":                                {Grid: tv.Grid, Evaluator: stub{}, TrainRatio: math.NaN()},
		"the training data at fold 0 are empty: the frame has 30 rows, TrainRatio is 1e-09":          {Grid: tv.Grid, Evaluator: stub{}, TrainRatio: 1e-9},
		"the server sent 3 counts for 5":                                                             {},
		"parameter Grid is empty, it needs at least 1 candidate":                                     {Evaluator: stub{}},
		"candidate 0 (as given), fold 0: the evaluator ended its goroutine":                          {Grid: tv.Grid[:1], Evaluator: judge(func(*DataFrame, float64) (float64, error) { runtime.Goexit(); return 0, nil })},
		"candidate 0 (as given), fold 0: panic: oops":                                                {Grid: tv.Grid[:1], Evaluator: judge(func(*DataFrame, float64) (float64, error) { panic("oops") })},
		"candidate 0 (as given), fold 0: panic: runtime error: index out of range [3] with length 1": {Grid: tv.Grid[:1], Evaluator: judge(func(_ *DataFrame, m float64) (float64, error) { return []float64{0}[int(m)], nil })},
	} {
		var err error
		switch {
		case strings.HasPrefix(want, "the server"):
			_, err = CrossValidator{Grid: stubs(counts, 1), Evaluator: stub{}}.Fit(countsOf(t, 30, 30, 8))
			want = "spark: CrossValidator: " + want
		case strings.HasPrefix(want, "the training"):
			_, err = tv.Fit(countsOf(t, 30, 30, 30))
			want = "spark: TrainValidationSplit: " + want
		default:
			_, err = tv.Fit(countsOf(t, 30, 30, 8))
			want = "spark: TrainValidationSplit: " + want
		}
		if err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if fitted, deleted := counts.fitted.Load(), counts.deleted.Load(); fitted != deleted {
		t.Errorf("%d of %d models are deleted", deleted, fitted)
	}
}

func TestCrossValidatorErrors(t *testing.T) {
	counts := &tally{}
	grid := stubs(counts, 3, 9, 5)
	failing := append(stubs(counts, 1), Pipeline{stub{Err: errors.New("no memory"), tally: &tally{}}})
	ok := []int64{30, 30, 10, 10, 10}
	for _, tt := range []struct {
		want   string
		c      CrossValidator
		counts []int64
	}{
		{"parameter Grid is empty, it needs at least 1 candidate", CrossValidator{Evaluator: stub{}}, ok},
		{"parameter Evaluator is nil; it says which candidate is the best", CrossValidator{Grid: grid}, ok},
		{"parameter NumFolds is 1, the least is 2", CrossValidator{Grid: grid, Evaluator: stub{}, NumFolds: 1}, ok},
		{"parameter Parallelism is -1, the least is 1", CrossValidator{Grid: grid, Evaluator: stub{}, Parallelism: -1}, ok},
		{"the metric is NaN for all 1 candidates", CrossValidator{Grid: grid[1:2], Evaluator: stub{}, CollectSubModels: true}, ok},
		{"candidate 1 (metric=default, err=no memory), fold 0: no memory", CrossValidator{Grid: failing, Evaluator: stub{}, CollectSubModels: true}, ok},
		{"candidate 0: stage 1 of 1 is nil", CrossValidator{Grid: Grid{{nil}}, Evaluator: stub{}, FoldCol: "f"}, ok},
		{"candidate 1: stage 1 of 1: stage 1 of 1 is nil", CrossValidator{Grid: Grid{grid[0], {Pipeline{nil}}}, Evaluator: stub{}}, ok},
		{"the frame has no rows", CrossValidator{Grid: grid, Evaluator: stub{}}, []int64{0, 0, 0, 0, 0}},
		{"the validation data at fold 1 are empty: the frame has 2 rows for 3 folds", CrossValidator{Grid: grid, Evaluator: stub{}}, []int64{2, 2, 1, 0, 1}},
		{"the training data at fold 0 are empty: the frame has 2 rows, column f", CrossValidator{Grid: grid, Evaluator: stub{}, FoldCol: "f"}, []int64{2, 2, 2, 0, 0}},
		{"fold number must be a whole number in range [0, 3), but 2 of 30 rows have another f", CrossValidator{Grid: grid, Evaluator: stub{}, FoldCol: "f"}, []int64{30, 28, 10, 8, 10}},
	} {
		if _, err := tt.c.Fit(countsOf(t, tt.counts...)); err == nil || err.Error() != "spark: CrossValidator: "+tt.want {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
	if fitted, deleted := counts.fitted.Load(), counts.deleted.Load(); fitted != deleted || fitted == 0 {
		t.Errorf("%d of %d models are deleted", deleted, fitted)
	}
}

// When a fit fails, the others that run are interrupted, and the error is its own.
func TestAFailureEndsTheOtherFits(t *testing.T) {
	counts := &tally{}
	var begun sync.WaitGroup
	begun.Add(2)
	broken := errors.New("broken")
	e := judge(func(df *DataFrame, metric float64) (float64, error) {
		begun.Done()
		begun.Wait()
		if metric == 2 {
			return 0, broken
		}
		<-df.session.ctx.Done()
		return 0, context.Cause(df.session.ctx)
	})
	_, err := CrossValidator{Grid: stubs(counts, 1, 2, 3), Evaluator: e, Parallelism: 2}.Fit(countsOf(t, 30, 30, 10, 10, 10))
	if want := "spark: CrossValidator: candidate 1 (metric=2), fold 0: broken"; err == nil || err.Error() != want || !errors.Is(err, broken) {
		t.Errorf("%v, want %s", err, want)
	}
	if counts.fitted.Load() != 2 || counts.deleted.Load() != 2 {
		t.Errorf("%d of %d models are deleted, want 2 of 2", counts.deleted.Load(), counts.fitted.Load())
	}
}

// An interrupt of the cell, and the end of the session's context, end a search; what was
// fitted is deleted all the same.
func TestAnInterruptEndsASearch(t *testing.T) {
	counts := &tally{}
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("interrupted")
	n := 0
	e := judge(func(df *DataFrame, metric float64) (float64, error) {
		if n++; n == 5 {
			cancel(stopped)
		}
		return metric, nil
	})
	df := countsOf(t, 30, 30, 10, 10, 10)
	_, err := CrossValidator{Grid: stubs(counts, 1, 2), Evaluator: e, CollectSubModels: true}.Fit(df.WithContext(ctx))
	if !errors.Is(err, stopped) || counts.fitted.Load() != 5 || counts.deleted.Load() != 5 {
		t.Errorf("%v, %d of %d deleted", err, counts.deleted.Load(), counts.fitted.Load())
	}
	cell, interrupt := context.WithCancelCause(t.Context())
	n = 0
	goroutine.Do(func(goroutine.Key) {
		goroutine.SetContext(cell)
		_, err = CrossValidator{Grid: stubs(counts, 1, 2), Evaluator: judge(func(df *DataFrame, metric float64) (float64, error) {
			if n++; n == 3 {
				interrupt(stopped)
				<-df.session.ctx.Done()
			}
			return metric, nil
		})}.Fit(df)
	})
	if !errors.Is(err, stopped) || counts.fitted.Load() != 8 || counts.deleted.Load() != 8 {
		t.Errorf("in a cell: %v, %d of %d deleted", err, counts.deleted.Load(), counts.fitted.Load())
	}
}

// A model is deleted at the server also after an interrupt.
func TestDeleteAfterAnInterrupt(t *testing.T) {
	f := newFake(t)
	var deleted atomic.Int64
	f.stream("ExecutePlan", func(request proto.Message, send func(*wire.ExecutePlanResponse)) error {
		if request.(*wire.ExecutePlanRequest).GetPlan().GetCommand().GetMlCommand().GetDelete() != nil {
			deleted.Add(1)
		}
		send(&wire.ExecutePlanResponse{ResponseId: "a", ResponseType: &wire.ExecutePlanResponse_MlCommandResult{MlCommandResult: &wire.MlCommandResult{}}})
		send(complete("b"))
		return nil
	})
	s := f.connect(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	goroutine.Do(func(goroutine.Key) {
		goroutine.SetContext(ended)
		m := &MultilayerPerceptronClassificationModel{remote: reference{s.WithContext(ended), "m"}}
		if err := errors.Join(m.Delete(), m.Delete()); err != nil || deleted.Load() != 1 {
			t.Errorf("%v, %d deleted, want 1", err, deleted.Load())
		}
		if err := m.Transform(s.Range(0, 1)).err; err == nil || !strings.Contains(err.Error(), "the model was deleted") {
			t.Errorf("the error is %v", err)
		}
	})
}

// A model that was not deleted is not taken for one that was, and a search leaves off at
// the first model that it cannot delete.
func TestDeleteThatFails(t *testing.T) {
	s := newFake(t).connect(t) // it has no result for anything
	m := &MultilayerPerceptronClassificationModel{remote: reference{s, "m"}}
	if err := m.Delete(); err == nil || m.deleted.Load() {
		t.Errorf("%v, deleted: %v", err, m.deleted.Load())
	}
	counts := &tally{}
	last := &PipelineModel{Stages: []Transformer{stub{tally: counts}}}
	models := [][]*PipelineModel{{nil, last}, {{Stages: []Transformer{m}}, last}}
	if err := deleteAll(models); err == nil || counts.deleted.Load() != 1 {
		t.Errorf("%v, %d deleted", err, counts.deleted.Load())
	}
	none := &CrossValidatorModel{}
	if err := none.Delete(); err != nil {
		t.Error(err)
	}
	if err := none.Transform(unconnected()).err; err == nil || err.Error() != "spark: PipelineModel: the model is nil" {
		t.Errorf("no model: %v", err)
	}
}

func TestSearchProgress(t *testing.T) {
	var out bytes.Buffer
	s := &Session{ctx: t.Context(), link: &link{progress: &out}}
	p := newSearchProgress(s)
	now := time.Unix(0, 0)
	p.now = func() time.Time { return now }
	p.begin(7)
	for _, want := range []string{
		"Fit 0/7 ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 0s",
		"Fit 1/7 ━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 20s, about 2:00 left",
		"Fit 2/7 ━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 40s, about 1:40 left",
	} {
		if got := p.line(); got != want {
			t.Errorf("the line is %q, want %q", got, want)
		}
		p.step()
		now = now.Add(20 * time.Second)
	}
	p.draw()
	for range 4 {
		p.step()
	}
	p.end()
	const want = "\rFit 3/7 ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌ 1:00, about 1:20 left\rFit 7/7 ━━━━━━━━━━━━━━━━━━━━ 1:00                 \n"
	if out.String() != want {
		t.Errorf("written %q, want %q", out.String(), want)
	}
	quiet := newSearchProgress(s.WithContext(silently(t.Context())))
	if quiet.w != nil {
		t.Error("a search in a search draws")
	}
	if s.link.writer(silently(t.Context())) != nil {
		t.Error("an action in a search draws")
	}
}

func TestScores(t *testing.T) {
	mlp := func(layers ...int) Pipeline { return Pipeline{MultilayerPerceptronClassifier{Layers: layers}} }
	m := &CrossValidatorModel{
		Grid:       Grid{mlp(57, 5, 2), mlp(57, 20, 5, 2)},
		AvgMetrics: []float64{0.5, 0.75}, StdMetrics: []float64{0, 0.25}, FoldMetrics: [][]float64{{0.5, 0.5}, {0.5, 1}},
		Best: 1, metric: metricName(MulticlassClassificationEvaluator{MetricName: "accuracy"}),
	}
	const want = `CrossValidatorModel: candidates=2, numFolds=2
   candidate                  avg accuracy       std    fold 0    fold 1
0  layers=[57 5 2]                0.500000  0.000000  0.500000  0.500000
1  layers=[57 20 5 2] (best)      0.750000  0.250000  0.500000  1.000000
`
	bundle, err := m.MIMEBundle()
	if err != nil || bundle["text/plain"] != want {
		t.Errorf("the table is\n%swant\n%s", bundle["text/plain"], want)
	}
	html := bundle["text/html"].(string)
	for _, part := range []string{"<caption>CrossValidatorModel: candidates=2, numFolds=2</caption>", ">layers=[57 5 2]</td>", "font-weight: bold\">0.750000</td>"} {
		if !strings.Contains(html, part) {
			t.Errorf("the page %s does not have %s", html, part)
		}
	}
	if !slices.Equal(m.Candidates(), []float64{0, 1}) {
		t.Errorf("candidates %v", m.Candidates())
	}
}
