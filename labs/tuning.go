package labs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/go-gota/gota/dataframe"

	"golab/internal/goroutine"
)

// An Evaluator computes one number that says how good the predictions in a frame are:
// [MulticlassClassificationEvaluator], [BinaryClassificationEvaluator],
// [RegressionEvaluator], or a type of one's own. A search calls Evaluate on
// several goroutines at once.
type Evaluator interface {
	Evaluate(df dataframe.DataFrame) (float64, error)
	IsLargerBetter() bool
}

// A fold is a division of the rows of a frame.
type fold struct{ train, validation []int }

// A search fits and evaluates every candidate on every fold.
type search struct {
	ctx       context.Context
	grid      Grid
	evaluator Evaluator
	workers   int
	collect   bool // keep the models
	progress  *searchProgress
	names     []string // of the candidates

	df      dataframe.DataFrame
	folds   []*foldData
	metrics [][]float64        // by fold and candidate
	models  [][]*PipelineModel // likewise, if collect
}

// settings are the fields that [CrossValidator] and [TrainValidationSplit] share.
type settings struct {
	Grid             Grid
	Evaluator        Evaluator
	Parallelism      int
	CollectSubModels bool
	Context          context.Context
	Progress         io.Writer
	Quiet            bool
}

// newSearch checks what both searches are given.
func newSearch(s settings, df dataframe.DataFrame) (*search, error) {
	if err := frameError(df); err != nil {
		return nil, err
	}
	if df.Nrow() == 0 {
		return nil, errors.New("the frame has no rows")
	}
	if len(s.Grid) == 0 {
		return nil, errors.New("parameter Grid is empty, it needs at least 1 candidate")
	}
	if s.Evaluator == nil {
		return nil, errors.New("parameter Evaluator is nil; it says which candidate is the best")
	}
	if s.Parallelism < 0 {
		return nil, fmt.Errorf("parameter Parallelism is %d, the least is 1, or 0 for all processors", s.Parallelism)
	}
	out := &search{ctx: s.Context, evaluator: s.Evaluator, workers: s.Parallelism, collect: s.CollectSubModels, df: df, names: s.Grid.Descriptions()}
	for i, p := range s.Grid {
		if err := p.check(); err != nil {
			return nil, fmt.Errorf("candidate %d: %w", i, err)
		}
		out.grid = append(out.grid, p.quieted().(Pipeline))
	}
	if out.ctx == nil {
		out.ctx = goroutine.Context()
	}
	if out.workers == 0 {
		out.workers = runtime.GOMAXPROCS(0)
	}
	out.progress = newSearchProgress(s.Progress, s.Quiet)
	return out, nil
}

// foldData are the frames of a fold, cut out when the first candidate asks for them
// and given up after the last.
type foldData struct {
	cut               sync.Once
	train, validation dataframe.DataFrame
	left              atomic.Int64 // candidates
}

// evaluate fits all candidates on all folds. The work is begun in order, so when one
// fit fails all earlier ones have been begun, and the earliest error is returned.
func (s *search) evaluate(folds []fold) error {
	n := len(s.grid)
	s.metrics, s.models, s.folds = make([][]float64, len(folds)), make([][]*PipelineModel, len(folds)), make([]*foldData, len(folds))
	for i := range folds {
		s.metrics[i], s.models[i], s.folds[i] = make([]float64, n), make([]*PipelineModel, n), &foldData{}
		s.folds[i].left.Store(int64(n))
	}
	errs := make([]error, len(folds)*n)
	s.progress.begin(len(folds), n, s.workers)
	var next atomic.Int64
	var failed atomic.Bool
	work := func() {
		for !failed.Load() {
			task := int(next.Add(1)) - 1
			if task >= len(errs) {
				return
			}
			i, j := task/n, task%n
			errs[task] = errEnded // and stays when an evaluator ends the goroutine
			errs[task] = recovered(func() error { return s.fit(folds[i], i, j) })
			if errs[task] != nil {
				failed.Store(true)
			}
		}
	}
	var workers sync.WaitGroup
	for range min(s.workers, len(errs)) {
		workers.Go(work)
	}
	workers.Wait()
	for task, err := range errs {
		if err != nil {
			return fmt.Errorf("%s, fold %d: %w", s.name(task%n), task/n, err)
		}
	}
	return nil
}

// fit fits candidate j on fold i and evaluates it.
func (s *search) fit(f fold, i, j int) error {
	if err := s.ctx.Err(); err != nil {
		return fmt.Errorf("interrupted: %w", err)
	}
	defer s.progress.fit(j)()
	data := s.folds[i]
	data.cut.Do(func() { data.train, data.validation = s.df.Subset(f.train), s.df.Subset(f.validation) })
	model, err := s.grid[j].Fit(data.train)
	if err != nil {
		return err
	}
	predictions, err := model.Transform(data.validation)
	if err != nil {
		return err
	}
	if s.metrics[i][j], err = s.evaluator.Evaluate(predictions); err != nil {
		return err
	}
	if s.collect {
		s.models[i][j] = model
	}
	if data.left.Add(-1) == 0 {
		data.train, data.validation = dataframe.DataFrame{}, dataframe.DataFrame{}
	}
	return nil
}

// subModels returns the models by fold and candidate, nil if they were not kept.
func (s *search) subModels() [][]*PipelineModel {
	if !s.collect {
		return nil
	}
	return s.models
}

// name says which candidate j is.
func (s *search) name(j int) string { return fmt.Sprintf("candidate %d (%s)", j, s.names[j]) }

// refit fits the best candidate on all rows.
func (s *search) refit(best int) (*PipelineModel, error) {
	err := s.ctx.Err()
	if err != nil {
		return nil, fmt.Errorf("interrupted before the last fit, of %s on all rows: %w", s.name(best), err)
	}
	defer s.progress.fit(best)()
	model, err := s.grid[best].Fit(s.df)
	if err != nil {
		return nil, fmt.Errorf("the last fit, of %s on all rows: %w", s.name(best), err)
	}
	return model, nil
}

// recovered calls f and turns a panic into an error.
func recovered(f func() error) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case runtime.Error:
			err = fmt.Errorf("panic: %w", p)
		case error:
			err = p
		default:
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return f()
}
