package labs

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"golab/internal/goroutine"
)

// MapBatches gives df to f in batches of batchSize rows, the last one perhaps
// shorter, and returns what f makes of them as one frame in the order of the rows. It
// is what Spark's mapInPandas does, on this machine: f runs on GOMAXPROCS goroutines
// at once, so it may read what it shares with others but not change it.
//
// f may add, drop and retype columns and return any number of rows, but must return
// the same columns, by name, type and order, for each batch. A frame of no rows
// is given to f as one batch of no rows, which tells the columns.
//
// MapBatches fails when batchSize is less than 1, when f returns a frame with an error
// or with other columns than for the first batch, and when f panics: a value that
// is an error, such as the one must panics with, is wrapped, and when the cell that
// it runs in is interrupted. Of several errors the
// one of the earliest rows is returned, and batches not yet begun are not run.
func MapBatches(df dataframe.DataFrame, batchSize int, f func(dataframe.DataFrame) dataframe.DataFrame) (dataframe.DataFrame, error) {
	if err := frameError(df); err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: MapBatches: %w", err)
	}
	if batchSize < 1 {
		return dataframe.DataFrame{}, fmt.Errorf("labs: MapBatches: batchSize is %d, the least is 1", batchSize)
	}
	if f == nil {
		return dataframe.DataFrame{}, errors.New("labs: MapBatches: the function is nil")
	}
	batches := cut(df.Nrow(), batchSize)
	outputs, err := mapBatches(df, batches, f)
	if err != nil {
		return dataframe.DataFrame{}, err
	}
	return join(batches, outputs)
}

// A batch is the rows from ≤ i < to.
type batch struct{ from, to int }

// errorf returns an error that says which rows it is about.
func (b batch) errorf(format string, args ...any) error {
	where := fmt.Sprintf("rows %d to %d", b.from, b.to-1)
	if b.from == b.to {
		where = "the batch of no rows"
	}
	return fmt.Errorf("labs: MapBatches: %s: %w", where, fmt.Errorf(format, args...))
}

// cut divides n rows into batches, at least one.
func cut(n, size int) []batch {
	batches := []batch{{0, min(size, n)}}
	for b := batches[0]; b.to < n; batches = append(batches, b) {
		b = batch{b.to, min(n-b.to, size) + b.to}
	}
	return batches
}

// mapBatches runs f on all batches. Batches are begun in order, so when one fails all
// earlier ones have been begun, and the earliest error is known when all are done.
func mapBatches(df dataframe.DataFrame, batches []batch, f func(dataframe.DataFrame) dataframe.DataFrame) ([]dataframe.DataFrame, error) {
	outputs := make([]dataframe.DataFrame, len(batches))
	errs := make([]error, len(batches))
	var next atomic.Int64
	var failed atomic.Bool
	ctx := goroutine.Context()
	work := func() {
		for !failed.Load() {
			i := int(next.Add(1)) - 1
			if i >= len(batches) {
				return
			}
			errs[i] = errEnded // and stays when f ends the goroutine
			if err := ctx.Err(); err != nil {
				errs[i] = fmt.Errorf("interrupted: %w", err)
			} else {
				outputs[i], errs[i] = batches[i].run(df.Subset(indexes(batches[i])), f)
			}
			if errs[i] != nil {
				failed.Store(true)
			}
		}
	}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(batches)) {
		workers.Go(work)
	}
	workers.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, batches[i].errorf("%w", err)
		}
	}
	return outputs, nil
}

var errEnded = errors.New("the function ended its goroutine")

// run calls f and turns a panic into an error.
func (b batch) run(rows dataframe.DataFrame, f func(dataframe.DataFrame) dataframe.DataFrame) (out dataframe.DataFrame, err error) {
	err = recovered(func() error {
		out = f(rows)
		return nil
	})
	if err != nil {
		return out, err
	}
	if err := frameError(out); err != nil {
		return out, fmt.Errorf("what the function returned: %w", err)
	}
	return out, nil
}

func indexes(b batch) []int {
	rows := make([]int, 0, b.to-b.from)
	for i := b.from; i < b.to; i++ {
		rows = append(rows, i)
	}
	return rows
}

// join puts the outputs below each other.
func join(batches []batch, outputs []dataframe.DataFrame) (dataframe.DataFrame, error) {
	first := outputs[0]
	names, types := first.Names(), first.Types()
	columns := make([]series.Series, len(names))
	for j, name := range names {
		columns[j] = first.Col(name).Copy()
	}
	for i, out := range outputs[1:] {
		b := batches[i+1]
		if !slices.Equal(out.Names(), names) {
			return dataframe.DataFrame{}, b.errorf("the function returned the columns %v, for the first batch %v", out.Names(), names)
		}
		for j, t := range out.Types() {
			if t != types[j] {
				return dataframe.DataFrame{}, b.errorf("the function returned column %s as %s, for the first batch as %s", names[j], t, types[j])
			}
			columns[j].Append(out.Col(names[j]))
		}
	}
	joined := dataframe.New(columns...)
	if joined.Err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: MapBatches: %w", joined.Err)
	}
	return joined, nil
}
