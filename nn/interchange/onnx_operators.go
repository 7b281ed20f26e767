package interchange

import (
	"errors"
	"fmt"

	"golab/nn"
	"golab/nn/interchange/internal/onnx"
)

// operators returns how each operator is added to the chain.
func operators() map[string]func(*onnxReader, *onnx.Node, *attributes) error {
	all := map[string]func(*onnxReader, *onnx.Node, *attributes) error{
		"Gemm":               (*onnxReader).gemm,
		"MatMul":             (*onnxReader).matMul,
		"Add":                (*onnxReader).arithmetic,
		"Sub":                (*onnxReader).arithmetic,
		"Mul":                (*onnxReader).arithmetic,
		"Div":                (*onnxReader).arithmetic,
		"BatchNormalization": (*onnxReader).batchNormalization,
		"Flatten":            (*onnxReader).flatten,
		"Reshape":            (*onnxReader).reshape,
		"Cast":               (*onnxReader).cast,
		"Identity":           (*onnxReader).same,
		"Dropout":            (*onnxReader).dropout,
	}
	for operator, f := range folded() {
		all[operator] = activationOperator(f)
	}
	return all
}

// activationOperator returns how an activation is added.
func activationOperator(f nn.Activation) func(*onnxReader, *onnx.Node, *attributes) error {
	return func(r *onnxReader, _ *onnx.Node, a *attributes) error {
		if f == nn.Softmax {
			// Before version 13 the axis was 1, in two dimensions the same.
			if axis := a.integer("axis", -1); axis != -1 && axis != 1 {
				return fmt.Errorf("axis is %d, only the last one is read", axis)
			}
		}
		return r.stack.activate(f)
	}
}

// gemm is alpha·in·B + beta·C, with B transposed where transB says so.
func (r *onnxReader) gemm(n *onnx.Node, a *attributes) error {
	alpha, beta := a.float("alpha", 1), a.float("beta", 1)
	if a.integer("transA", 0) != 0 {
		return errors.New("transA is set: rows would be columns")
	}
	trans := a.integer("transB", 0) != 0
	if len(n.Inputs) < 2 || len(n.Inputs) > 3 || n.Inputs[0] != r.value {
		return errors.New("the first of its two or three inputs is not what comes along the chain")
	}
	dims, b, err := r.constant(n, 1)
	if err != nil {
		return err
	}
	if len(dims) != 2 {
		return fmt.Errorf("matrix B has %d dimensions, wanted are 2", len(dims))
	}
	inputs, units := int(dims[0]), int(dims[1])
	if trans {
		inputs, units, b = units, inputs, transpose(b, inputs, units)
	}
	var bias []float32
	if len(n.Inputs) == 3 && n.Inputs[2] != "" {
		dims, c, err := r.constant(n, 2)
		if err != nil {
			return err
		}
		if c, err = spread(dims, c, units); err != nil {
			return fmt.Errorf("vector C: %w", err)
		}
		bias = narrow(c, beta)
	}
	return r.stack.dense(inputs, units, narrow(b, alpha), bias)
}

// matMul is in·B.
func (r *onnxReader) matMul(n *onnx.Node, _ *attributes) error {
	if len(n.Inputs) != 2 || n.Inputs[0] != r.value {
		return errors.New("the first of its two inputs is not what comes along the chain")
	}
	dims, b, err := r.constant(n, 1)
	if err != nil {
		return err
	}
	if len(dims) != 2 {
		return fmt.Errorf("matrix B has %d dimensions, wanted are 2", len(dims))
	}
	return r.stack.dense(int(dims[0]), int(dims[1]), narrow(b, 1), nil)
}

// narrow returns numbers times a factor in float32.
func narrow(numbers []float64, factor float64) []float32 {
	out := make([]float32, len(numbers))
	for i, v := range numbers {
		out[i] = float32(v * factor)
	}
	return out
}

// transpose returns the transposed of a matrix of rows × cols numbers.
func transpose[T float32 | float64](m []T, rows, cols int) []T {
	out := make([]T, len(m))
	for i := range rows {
		for j := range cols {
			out[j*rows+i] = m[i*cols+j]
		}
	}
	return out
}

// spread returns one number for each of width columns, from a constant that is the
// same for all rows.
func spread(dims []int64, numbers []float64, width int) ([]float64, error) {
	if len(dims) > 2 || len(dims) == 2 && dims[0] != 1 || len(numbers) != 1 && len(numbers) != width {
		return nil, fmt.Errorf("a constant of dimensions %v does not fit %d columns", dims, width)
	}
	if len(numbers) == width {
		return numbers, nil
	}
	all := make([]float64, width)
	for i := range all {
		all[i] = numbers[0]
	}
	return all, nil
}

// arithmetic is a sum, difference, product or quotient with a constant.
func (r *onnxReader) arithmetic(n *onnx.Node, _ *attributes) error {
	if len(n.Inputs) != 2 {
		return fmt.Errorf("it has %d inputs, wanted are 2", len(n.Inputs))
	}
	which := 1
	if n.Inputs[1] == r.value {
		which = 0
	}
	dims, numbers, err := r.constant(n, which)
	if err != nil {
		return err
	}
	if r.stack.width == 0 && len(numbers) > 1 {
		if err := r.stack.expect(len(numbers)); err != nil {
			return err
		}
	}
	width, err := r.stack.columns()
	if err != nil {
		return err
	}
	if numbers, err = spread(dims, numbers, width); err != nil {
		return err
	}
	by := scaling{make([]float64, len(numbers)), make([]float64, len(numbers))}
	for i, c := range numbers {
		switch {
		case n.Operator == "Add":
			by.factor[i], by.shift[i] = 1, c
		case n.Operator == "Sub" && which == 1:
			by.factor[i], by.shift[i] = 1, -c
		case n.Operator == "Sub":
			by.factor[i], by.shift[i] = -1, c
		case n.Operator == "Mul":
			by.factor[i] = c
		case which == 1:
			by.factor[i] = 1 / c
		default:
			return errors.New("a constant is divided by what comes along the chain")
		}
	}
	return r.stack.scale(by)
}

// batchNormalization is (in−mean)·scale/√(variance+ε) + bias.
func (r *onnxReader) batchNormalization(n *onnx.Node, a *attributes) error {
	epsilon := a.float("epsilon", 1e-5)
	a.float("momentum", 0.9)
	if a.integer("training_mode", 0) != 0 || len(n.Outputs) != 1 {
		return errors.New("it is in training mode")
	}
	if len(n.Inputs) != 5 || n.Inputs[0] != r.value {
		return fmt.Errorf("it has %d inputs, wanted are 5", len(n.Inputs))
	}
	var parts [4][]float32
	for i := range parts {
		_, numbers, err := r.constant(n, i+1)
		if err != nil {
			return err
		}
		parts[i] = narrow(numbers, 1)
		if len(parts[i]) != len(parts[0]) {
			return fmt.Errorf("its inputs have %d and %d numbers", len(parts[0]), len(parts[i]))
		}
	}
	return r.stack.scale(standardize(parts[0], parts[1], parts[2], parts[3], epsilon))
}

// flatten leaves rows as they are from axis 1 on.
func (r *onnxReader) flatten(_ *onnx.Node, a *attributes) error {
	if axis := a.integer("axis", 1); axis != 1 && axis != -1 {
		return fmt.Errorf("axis is %d, read is 1", axis)
	}
	return nil
}

// reshape may only make rows of the rows.
func (r *onnxReader) reshape(n *onnx.Node, a *attributes) error {
	allowZero := a.integer("allowzero", 0) != 0
	if len(n.Inputs) != 2 || n.Inputs[0] != r.value {
		return errors.New("the first of its two inputs is not what comes along the chain")
	}
	_, shape, err := r.constant(n, 1)
	if err != nil {
		return err
	}
	if len(shape) == 2 {
		keepsRows := shape[0] == -1 || shape[0] == 0 && !allowZero
		columns := shape[1] == float64(r.stack.width) && r.stack.width > 0 || shape[1] == 0 && !allowZero
		if keepsRows && columns || shape[0] == 0 && !allowZero && shape[1] == -1 {
			return nil
		}
	}
	return fmt.Errorf("to %v, read are only shapes that leave rows of %d numbers as they are",
		short(fmt.Append(nil, shape)), r.stack.width)
}

// cast may only be to float.
func (r *onnxReader) cast(_ *onnx.Node, a *attributes) error {
	a.integer("saturate", 1)
	if to := a.integer("to", 0); to != onnx.Float {
		return fmt.Errorf("to type %d, read is float, 1", to)
	}
	return nil
}

// same leaves everything as it is.
func (r *onnxReader) same(*onnx.Node, *attributes) error { return nil }

// dropout does nothing outside training.
func (r *onnxReader) dropout(n *onnx.Node, a *attributes) error {
	a.float("ratio", 0.5)
	a.integer("seed", 0)
	if len(n.Inputs) == 3 && n.Inputs[2] != "" {
		_, training, err := r.constant(n, 2)
		if err != nil || len(training) != 1 || training[0] != 0 {
			return errors.New("it is in training mode")
		}
	}
	return nil
}
