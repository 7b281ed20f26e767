package graph

import (
	"fmt"
	"sync"

	"gorgonia.org/gorgonia"

	"golab/nn"
)

// NewLoss returns a loss that is written as a Gorgonia expression: build is given the
// labels and the outputs of some rows, float64 matrices of rows×outputs, and returns
// the loss of each row, a vector of rows, or rows×outputs numbers whose mean over a
// row is the row's loss. Gorgonia derives the gradient. The loss takes a label for each
// output, is a metric too, and works with and without a Backend.
func NewLoss(name string, build func(yTrue, yPred *gorgonia.Node) (*gorgonia.Node, error)) nn.Loss {
	l := &expression{build: build, idle: map[[2]int][]*expressionRun{}}
	return nn.LossOfRows(name, l.rows)
}

// expression is a loss as a function of rows. Its graphs are kept for the next batch of
// as many rows.
type expression struct {
	build func(yTrue, yPred *gorgonia.Node) (*gorgonia.Node, error)
	mu    sync.Mutex // Gorgonia's graphs may not be built side by side
	idle  map[[2]int][]*expressionRun
}

// expressionRun is the graph for a number of rows and outputs, and its machine.
type expressionRun struct {
	y, out *gorgonia.Node
	losses gorgonia.Value
	vm     gorgonia.VM
}

// rows is the function of nn.LossOfRows.
func (l *expression) rows(yTrue, yPred, losses, grad []float64) error {
	size := [2]int{len(losses), len(yPred) / len(losses)}
	r, err := l.take(size)
	if err != nil {
		return fmt.Errorf("graph: %w", err)
	}
	copy(numbers(r.y), yTrue)
	copy(numbers(r.out), yPred)
	r.vm.Reset()
	if err := r.vm.RunAll(); err != nil {
		return fmt.Errorf("graph: %w", err)
	}
	slopes, err := r.out.Grad()
	if err != nil {
		return fmt.Errorf("graph: %w", err)
	}
	sum := slopes.Data().([]float64)
	copy(grad, sum)
	clear(sum) // Gorgonia adds to what is there
	given, ok := r.losses.Data().([]float64)
	if !ok {
		given = []float64{r.losses.Data().(float64)} // a vector of one
	}
	copy(losses, given)
	l.mu.Lock()
	l.idle[size] = append(l.idle[size], r)
	l.mu.Unlock()
	return nil
}

// take returns a graph that nobody uses.
func (l *expression) take(size [2]int) (*expressionRun, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if all := l.idle[size]; len(all) > 0 {
		l.idle[size] = all[:len(all)-1]
		return all[len(all)-1], nil
	}
	return l.compile(size[0], size[1])
}

// compile builds the graph.
func (l *expression) compile(rows, k int) (r *expressionRun, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, fmt.Errorf("gorgonia: %v", p)
		}
	}()
	g := gorgonia.NewGraph()
	r = &expressionRun{y: zeros(g, "yTrue", rows, k), out: zeros(g, "yPred", rows, k)}
	losses, err := l.build(r.y, r.out)
	if err != nil {
		return nil, err
	}
	if losses.Dims() == 2 && losses.Shape()[0] == rows && losses.Shape()[1] == k {
		if losses, err = gorgonia.Sum(losses, 1); err == nil {
			losses, err = gorgonia.HadamardDiv(losses, gorgonia.NewConstant(float64(k)))
		}
	}
	if err != nil {
		return nil, err
	}
	if losses.Shape().TotalSize() != rows {
		return nil, fmt.Errorf("the expression gives %v, the loss of %d rows is %d numbers", losses.Shape(), rows, rows)
	}
	gorgonia.Read(losses, &r.losses)
	cost := losses
	if rows > 1 || !losses.IsScalar() {
		if cost, err = gorgonia.Sum(losses); err != nil {
			return nil, err
		}
	}
	if _, err = gorgonia.Grad(cost, r.out); err != nil {
		return nil, err
	}
	r.vm = gorgonia.NewTapeMachine(g, gorgonia.BindDualValues(r.out))
	return r, nil
}
