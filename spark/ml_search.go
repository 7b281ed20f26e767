package spark

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// A search fits and evaluates every candidate on every fold, several at the same time.
type search struct {
	grid      Grid
	evaluator Evaluator
	workers   int
	collect   bool // keep the models
	names     []string
	progress  *searchProgress

	df      *DataFrame         // all rows; its actions draw no lines of their own
	metrics [][]float64        // by fold and candidate
	models  [][]*PipelineModel // likewise, if collect
}

// newSearch checks what both searches are given.
func newSearch(grid Grid, evaluator Evaluator, parallelism int, collect bool, df *DataFrame) (*search, error) {
	if err := df.problem(); err != nil {
		return nil, err
	}
	switch {
	case len(grid) == 0:
		return nil, errors.New("parameter Grid is empty, it needs at least 1 candidate")
	case evaluator == nil:
		return nil, errors.New("parameter Evaluator is nil; it says which candidate is the best")
	case parallelism < 0:
		return nil, fmt.Errorf("parameter Parallelism is %d, the least is 1", parallelism)
	}
	for j, p := range grid {
		if err := p.check(); err != nil {
			return nil, fmt.Errorf("candidate %d: %w", j, err)
		}
	}
	return &search{
		grid: grid, evaluator: evaluator, workers: max(1, parallelism), collect: collect, names: grid.Descriptions(),
		progress: newSearchProgress(df.session), df: df.WithContext(silently(df.session.ctx)),
	}, nil
}

// run evaluates all candidates on all folds, has best choose one by the metrics and fits
// that on all rows. When it fails, it leaves no model at the server.
func (s *search) run(folds []fold, choose func() (int, error)) (best int, model *PipelineModel, err error) {
	s.progress.begin(len(folds)*len(s.grid) + 1)
	defer s.progress.end()
	defer func() {
		if err != nil {
			_ = deleteAll(s.models) // a server that cannot be reached is what err says
		}
	}()
	ctx, stop := heeding(s.df.session.ctx)
	defer stop()
	if err = s.evaluate(ctx, folds); err != nil {
		return 0, nil, err
	}
	if best, err = choose(); err != nil {
		return 0, nil, err
	}
	if err = context.Cause(ctx); err == nil {
		model, err = s.grid[best].Fit(s.df.WithContext(ctx))
	}
	if err != nil {
		return 0, nil, fmt.Errorf("the last fit, of %s on all rows: %w", s.name(best), err)
	}
	s.progress.step()
	return best, model, nil
}

// evaluate fits all candidates on all folds. When a fit fails, no more are begun, those
// that run are interrupted, and the error is that of the earliest that failed by itself.
func (s *search) evaluate(ctx context.Context, folds []fold) error {
	n := len(s.grid)
	s.metrics, s.models = make([][]float64, len(folds)), make([][]*PipelineModel, len(folds))
	for i := range folds {
		s.metrics[i], s.models[i] = make([]float64, n), make([]*PipelineModel, n)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	errs := make([]error, len(folds)*n)
	var next atomic.Int64
	work := func() {
		for ctx.Err() == nil {
			task := int(next.Add(1)) - 1
			if task >= len(errs) {
				return
			}
			i, j := task/n, task%n
			errs[task] = errEnded // and stays when an evaluator ends the goroutine
			errs[task] = recovered(func() error { return s.fit(ctx, folds[i], i, j) })
			if errs[task] != nil {
				cancel(errOther)
			}
		}
	}
	var workers sync.WaitGroup
	for range min(s.workers, len(errs)) {
		workers.Go(work)
	}
	workers.Wait()
	for task, err := range errs {
		if err != nil && !errors.Is(err, errOther) {
			return fmt.Errorf("%s, fold %d: %w", s.name(task%n), task/n, err)
		}
	}
	return context.Cause(ctx) // it ended before the first fit
}

// errEnded is of a fit whose evaluator has called runtime.Goexit.
var errEnded = errors.New("the evaluator ended its goroutine")

// errOther is why a fit was interrupted that was not the one that failed.
var errOther = errors.New("another fit has failed")

// fit fits candidate j on fold i and evaluates it.
func (s *search) fit(ctx context.Context, f fold, i, j int) (err error) {
	model, err := s.grid[j].Fit(f.train.WithContext(ctx))
	if err != nil {
		return err
	}
	kept := false
	defer func() { // also when the evaluator panics
		if !kept {
			err = cmp.Or(err, model.Delete())
		}
	}()
	if s.metrics[i][j], err = s.evaluator.Evaluate(model.Transform(f.validation.WithContext(ctx))); err != nil {
		return err
	}
	if s.collect {
		s.models[i][j], kept = model, true
	}
	s.progress.step()
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

// deleteAll makes the server forget models, up to the first failure: a server that is not
// there is waited for once.
func deleteAll(models [][]*PipelineModel) error {
	for _, row := range models {
		for _, m := range row {
			if err := m.Delete(); err != nil {
				return err
			}
		}
	}
	return nil
}

// recovered calls f and turns a panic, of an evaluator, into an error.
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
