package interchange

import (
	"errors"
	"fmt"

	"golab/nn"
)

// stack builds a network from the steps that files describe: products, sums,
// scalings and activations. A scaling of columns becomes part of the product
// before or after it; where there is none beside it, a product with a diagonal
// matrix stands in.
type stack struct {
	inputs   int   // 0: not known yet
	width    int   // numbers per row after the last step
	axes     []int // of such a row; nil: one
	layers   []dense
	pending  *scaling // of what the last layer gives
	diagonal int      // weights of diagonal matrices so far
}

// scaling is out = in·factor + shift, column by column.
type scaling struct{ factor, shift []float64 }

// Limits of what a file may ask for in few bytes: weights of diagonal matrices, and
// columns that are scaled by one number.
const (
	maxDiagonal = 1 << 22
	maxColumns  = 1 << 20
)

// expect checks that the next step takes width numbers per row.
func (s *stack) expect(width int) error {
	if width < 1 {
		return fmt.Errorf("it takes %d numbers per row", width)
	}
	if s.width == 0 {
		s.inputs, s.width = width, width
	}
	if width != s.width {
		return fmt.Errorf("it takes %d numbers per row, there are %d", width, s.width)
	}
	return nil
}

// columns returns the numbers of a row as scaling takes them, or why those are too
// many for a file that need not hold a number for each.
func (s *stack) columns() (int, error) {
	if s.width > maxColumns {
		return 0, fmt.Errorf("it scales %d columns, at most %d are read", s.width, maxColumns)
	}
	return s.width, s.known()
}

// known fails while nothing says how many numbers a row has.
func (s *stack) known() error {
	if s.width == 0 {
		return errors.New("nothing says how many numbers per row come in")
	}
	return nil
}

// dense adds a product with kernel, inputs × units, and a sum with bias unless that
// is nil. Both become the stack's own.
func (s *stack) dense(inputs, units int, kernel, bias []float32) error {
	if err := s.expect(inputs); err != nil {
		return err
	}
	if units < 1 {
		return fmt.Errorf("it gives %d numbers per row", units)
	}
	d := dense{DenseLayer: nn.DenseLayer{Units: units, NoBias: bias == nil}, inputs: inputs, kernel: kernel, bias: bias}
	if p := s.pending; p != nil {
		shift := make([]float64, units)
		for i := range inputs {
			row := kernel[i*units : (i+1)*units]
			for j, w := range row {
				shift[j] += p.shift[i] * float64(w)
				row[j] = float32(p.factor[i] * float64(w))
			}
		}
		d.addBias(shift)
		s.pending = nil
	}
	s.layers, s.width = append(s.layers, d), units
	return nil
}

// addBias adds to the bias, which may be missing; not where all of it is zero.
func (d *dense) addBias(shift []float64) {
	for j, v := range shift {
		if v == 0 {
			continue
		}
		if d.NoBias {
			d.NoBias, d.bias = false, make([]float32, d.Units)
		}
		d.bias[j] = float32(float64(d.bias[j]) + v)
	}
}

// scale adds a scaling of columns.
func (s *stack) scale(by scaling) error {
	if err := s.expect(len(by.factor)); err != nil {
		return err
	}
	for i, f := range by.factor {
		if f-f != 0 || by.shift[i]-by.shift[i] != 0 {
			return fmt.Errorf("it scales column %d by %v and adds %v", i+1, f, by.shift[i])
		}
	}
	if n := len(s.layers); n > 0 && s.layers[n-1].linear() {
		d := &s.layers[n-1]
		for i, w := range d.kernel {
			d.kernel[i] = float32(float64(w) * by.factor[i%d.Units])
		}
		for j, b := range d.bias {
			d.bias[j] = float32(float64(b) * by.factor[j])
		}
		d.addBias(by.shift)
		return nil
	}
	if s.pending == nil {
		s.pending = &by
		return nil
	}
	for j, f := range by.factor {
		s.pending.factor[j] *= f
		s.pending.shift[j] = s.pending.shift[j]*f + by.shift[j]
	}
	return nil
}

// activate applies a function to what the last step gives.
func (s *stack) activate(a nn.Activation) error {
	if a == nn.Linear {
		return nil
	}
	if err := s.known(); err != nil {
		return err
	}
	if n := len(s.layers); n == 0 || !s.layers[n-1].linear() || s.pending != nil {
		if err := s.identity(); err != nil {
			return err
		}
	}
	s.layers[len(s.layers)-1].Activation = a
	return nil
}

// identity adds a product with a diagonal matrix, which takes up a pending scaling.
func (s *stack) identity() error {
	n := s.width
	if n > maxDiagonal || s.diagonal+n*n > maxDiagonal {
		return fmt.Errorf("an operation on %d columns that is no part of a Dense layer would take %d weights as a layer of its own", n, n*n)
	}
	s.diagonal += n * n
	kernel := make([]float32, n*n)
	for i := range n {
		kernel[i*n+i] = 1
	}
	return s.dense(n, n, kernel, nil)
}

// shape returns the axes of a row after the last step.
func (s *stack) shape() []int {
	if s.axes != nil {
		return s.axes
	}
	return []int{s.width}
}

// add adds a layer as it is, with its weights.
func (s *stack) add(l nn.Layer, frozen bool, vars []weights) error {
	if err := s.known(); err != nil {
		return err
	}
	if s.pending != nil {
		if err := s.identity(); err != nil {
			return err
		}
	}
	in := s.shape()
	numbers, err := numbersOf(l, in, vars)
	if err != nil {
		return err
	}
	if err := checkWork(l, in); err != nil {
		return err
	}
	out, err := outputOf(l, in)
	if err != nil {
		return err
	}
	if s.width, err = sizeOf(out); err != nil {
		return err
	}
	if s.axes = nil; len(out) != 1 {
		s.axes = out
	}
	if frozen {
		l = nn.Frozen(l)
	}
	s.layers = append(s.layers, dense{other: l, numbers: numbers})
	return nil
}

// network returns the network.
func (s *stack) network() (*nn.Sequential, error) {
	if s.pending != nil {
		if err := s.identity(); err != nil {
			return nil, err
		}
	}
	if len(s.layers) == 0 {
		return nil, errors.New("the file has no layers with weights")
	}
	layers := make([]nn.Layer, len(s.layers))
	var numbers [][]float32
	for i, d := range s.layers {
		if layers[i] = d.other; d.other != nil {
			numbers = append(numbers, d.numbers...)
			continue
		}
		layers[i] = d.DenseLayer
		numbers = append(numbers, d.kernel)
		if !d.NoBias {
			numbers = append(numbers, d.bias)
		}
	}
	net := nn.NewSequential(s.inputs, layers...)
	if err := net.Err(); err != nil {
		return nil, err
	}
	return net, fillVariables(net, numbers)
}

// fillVariables copies weights, tensor by tensor, over those of a network.
func fillVariables(net *nn.Sequential, numbers [][]float32) error {
	all := net.Variables()
	if len(all) != len(numbers) {
		return fmt.Errorf("%d tensors of weights, the network has %d", len(numbers), len(all))
	}
	for i, v := range all {
		if copy(v.Values, numbers[i]) != len(v.Values) {
			return fmt.Errorf("layer %d: %s: %d numbers, wanted are %d", v.Layer+1, v.Name, len(numbers[i]), len(v.Values))
		}
	}
	return nil
}

// forPredict returns net as a model that is not compiled.
func forPredict(net *nn.Sequential) *nn.Model { return net.Compile(nil, nil) }
