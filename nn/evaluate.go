package nn

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"
)

// blockRows is how many rows a goroutine takes at a time.
const blockRows = 512

// Predict returns the network's outputs for the rows of x, n×inputs → n×k. It
// uses all cores, and may be called from many goroutines at once while no Fit
// runs; a row's outputs do not depend on the other rows.
//
// It fails when x is empty, has another number of columns than the first layer
// takes, or holds numbers that are not finite.
func (m *Model) Predict(x mat.Matrix) (*mat.Dense, error) {
	if err := m.ready(); err != nil {
		return nil, fmt.Errorf("nn: Predict: %w", err)
	}
	if err := m.net.checkInput(x); err != nil {
		return nil, fmt.Errorf("nn: Predict: %w", err)
	}
	s := m.net
	rows, _ := x.Dims()
	k := s.Outputs()
	outputs := mat.NewDense(rows, k, nil)
	err := eachBlock(x, func() func([]float32, int, int) error {
		exec := newExecutor(s.inputs, s.layers, min(rows, blockRows), vectors[float32]{params: s.params, state: s.state})
		exec.work.Alone = rows > blockRows
		return func(in []float32, from, to int) error {
			widenRows(outputs.RawMatrix().Data[from*k:to*k], exec.forward(packedRows(in, s.inputs)))
			return exec.err()
		}
	})
	if err != nil {
		return nil, fmt.Errorf("nn: Predict: %w", err)
	}
	return outputs, nil
}

// Evaluate returns the loss and the metrics over the rows of x, n×inputs, and
// their labels y, as Fit takes them. It fails as Fit does.
func (m *Model) Evaluate(x mat.Matrix, y []float64) (Score, error) {
	return m.EvaluateWeighted(x, y, nil)
}

// EvaluateWeighted is Evaluate with a factor for the loss of each row; nil: all 1.
func (m *Model) EvaluateWeighted(x mat.Matrix, y, weights []float64) (Score, error) {
	total, err := m.evaluate(x, y, weights)
	if err != nil {
		return Score{}, fmt.Errorf("nn: Evaluate: %w", err)
	}
	return total.score(), nil
}

func (m *Model) evaluate(x mat.Matrix, y, weights []float64) (*tally, error) {
	if err := m.measurable(); err != nil {
		return nil, err
	}
	if err := m.checkRows(x, y, weights); err != nil {
		return nil, err
	}
	rows, _ := x.Dims()
	k := m.net.Outputs()
	labels := m.loss.labels(k)
	penalty := sumPenalties(m.net.penalties(), m.net.params)
	parts := newTallyQueue(m.metrics)
	err := eachBlock(x, func() func([]float32, int, int) error {
		size := min(rows, blockRows)
		e := m.newNative(size)
		e.work.Alone = rows > blockRows
		wide, grad := make([]float64, size*k), make([]float64, size*k)
		return func(in []float32, from, to int) error {
			n := (to - from) * k
			b := lossBatch{out: wide[:n], grad: grad[:n], y: y[from*labels : to*labels], k: k}
			if weights != nil {
				b.weights = weights[from:to]
			}
			loss, err := e.Measure(packedRows(in, m.net.inputs), &b, false)
			part := parts.take()
			part.add(loss+penalty, &b)
			parts.put(from/blockRows, part)
			return err
		}
	})
	return &parts.total, err
}

// newNative returns an engine that only measures, for up to rows rows at a time.
func (m *Model) newNative(rows int) *native[float32] {
	layers, fused := m.fused()
	v := vectors[float32]{params: m.net.params, state: m.net.state}
	return &native[float32]{newExecutor(m.net.inputs, layers, rows, v), m.loss, fused}
}

// eachBlock gives all rows of x, blockRows at a time and as float32, to workers
// on all cores. start is called once for each. It returns the first error, by place:
// of a cell that is not finite, or of work. What panics in a worker, such as a
// caller's loss, panics here.
func eachBlock(x mat.Matrix, start func() (work func(in []float32, from, to int) error)) error {
	rows, cols := x.Dims()
	blocks := (rows + blockRows - 1) / blockRows
	errs := make([]error, blocks)
	var next atomic.Int64
	run := func() {
		work, in := start(), make([]float32, min(rows, blockRows)*cols)
		for b := int(next.Add(1)) - 1; b < blocks; b = int(next.Add(1)) - 1 {
			from, to := b*blockRows, min((b+1)*blockRows, rows)
			part := in[:(to-from)*cols]
			if errs[b] = readRows(part, x, from, to); errs[b] == nil {
				errs[b] = work(part, from, to)
			}
		}
	}
	var wg sync.WaitGroup
	var panicked atomic.Pointer[any]
	for range min(runtime.GOMAXPROCS(0), blocks) - 1 {
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					panicked.Store(&r)
				}
			}()
			run()
		})
	}
	func() {
		defer wg.Wait()
		run()
	}()
	if r := panicked.Load(); r != nil {
		panic(*r)
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
