package nn

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// TrainOnBatch makes one step of the optimizer with all rows of x, n×inputs, and their
// labels y, as Fit takes them, and returns their loss and metrics from before the step.
// The optimizer's memory is that of Fit: a Fit goes on from there. It fails as Fit does,
// and calls no callbacks. Call it from one goroutine at a time.
//
// Source: Keras 3.15 (keras/src/backend/tensorflow/trainer.py).
func (m *Model) TrainOnBatch(x mat.Matrix, y []float64) (Score, error) {
	return m.TrainOnBatchWeighted(x, y, nil)
}

// TrainOnBatchWeighted is TrainOnBatch with a factor for the loss of each row; nil: all
// 1.
func (m *Model) TrainOnBatchWeighted(x mat.Matrix, y, weights []float64) (Score, error) {
	s, err := m.onBatch(x, y, weights, true)
	if err != nil {
		return s, fmt.Errorf("nn: TrainOnBatch: %w", err)
	}
	return s, nil
}

// TestOnBatch is Evaluate for few rows at a time: it keeps its buffers for the next
// call. Call it from one goroutine at a time.
func (m *Model) TestOnBatch(x mat.Matrix, y []float64) (Score, error) {
	return m.TestOnBatchWeighted(x, y, nil)
}

// TestOnBatchWeighted is TestOnBatch with a factor for the loss of each row; nil: all 1.
func (m *Model) TestOnBatchWeighted(x mat.Matrix, y, weights []float64) (Score, error) {
	s, err := m.onBatch(x, y, weights, false)
	if err != nil {
		return s, fmt.Errorf("nn: TestOnBatch: %w", err)
	}
	return s, nil
}

// onBatch measures rows and, training, makes a step.
func (m *Model) onBatch(x mat.Matrix, y, weights []float64, training bool) (Score, error) {
	if m.batch == nil || !m.batch.serves(m, 0) {
		if err := m.measurable(); err != nil {
			return Score{}, err
		}
	}
	if training {
		if err := m.optimizable(); err != nil {
			return Score{}, err
		}
	}
	if err := m.checkRows(x, y, weights); err != nil {
		return Score{}, err
	}
	rows, cols := x.Dims()
	r, err := m.batchRun(rows)
	if err != nil {
		return Score{}, err
	}
	in := packedRows(r.room[:rows*cols], cols)
	if err := readRows(in.v, x, 0, rows); err != nil {
		return Score{}, err
	}
	return r.step(in, y, weights, training)
}

// batchRun is what TrainOnBatch and TestOnBatch keep from call to call.
type batchRun struct {
	numbers[float32]
	model     *Model
	engine    engine[float32]
	room      []float32 // for rows
	size      int       // how many there is room for
	rows      lossBatch
	out, grad []float64 // room for theirs
	tally     tally
}

// batchRun returns the buffers of the last call, or new ones where those do not serve.
func (m *Model) batchRun(rows int) (*batchRun, error) {
	if r := m.batch; r != nil && r.serves(m, rows) {
		return r, nil
	}
	n, err := newNumbers[float32](m)
	if err != nil {
		return nil, err
	}
	e, err := newEngine(m, nil, rows, n.vectors)
	if err != nil {
		return nil, err
	}
	e.Seed(int64(m.state.Iterations))
	k := m.net.Outputs()
	m.batch = &batchRun{
		numbers: n, model: m, engine: e, size: rows, rows: lossBatch{k: k},
		room: make([]float32, rows*m.net.inputs), out: make([]float64, rows*k), grad: make([]float64, rows*k),
		tally: newTally(m.metrics),
	}
	return m.batch, nil
}

// serves reports whether the buffers are m's, of the network as it is, and large enough.
func (r *batchRun) serves(m *Model, rows int) bool {
	same := len(r.params) == len(m.net.params) && (len(r.params) == 0 || &r.params[0] == &m.net.params[0])
	return r.model == m && same && rows <= r.size
}

// step measures the rows of x and, training, changes the weights.
func (r *batchRun) step(x matrix[float32], y, weights []float64, training bool) (Score, error) {
	n := x.rows * r.rows.k
	r.rows.out, r.rows.grad, r.rows.y, r.rows.weights = r.out[:n], r.grad[:n], y, weights
	loss, err := r.engine.Measure(x, &r.rows, training)
	if err != nil {
		return Score{}, err
	}
	r.tally.reset()
	r.tally.add(loss+sumPenalties(r.penalties, r.params), &r.rows)
	if training {
		clear(r.grads)
		if err := r.engine.Differentiate(x, &r.rows); err != nil {
			return Score{}, err
		}
		r.update(r.model)
	}
	r.rows.y, r.rows.weights = nil, nil
	return r.tally.score(), nil
}
