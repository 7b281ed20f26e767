package interchange

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"golab/nn"
)

// layer is a layer of a network with its weights.
type layer struct {
	nn.Layer      // without Frozen around it
	frozen   bool // it was in a Frozen
	form     *form
	name     string // Keras's: the class in snake case, and a number
	in, out  []int  // axes of a row
	weights  []variable
}

// variable is a tensor of weights.
type variable struct {
	name string
	dims []int
	data []float32
}

// layersOf returns the layers of a network; their weights are the network's own
// memory. It fails for layers that Keras has not.
func layersOf(net *nn.Sequential) ([]layer, error) {
	if err := checkNetwork(net); err != nil {
		return nil, err
	}
	in, seen := []int{net.Inputs()}, map[string]int{}
	var all []layer
	for i, one := range net.Layers() {
		l := layer{Layer: one, in: in}
		if f, ok := one.(nn.FrozenLayer); ok {
			l.Layer, l.frozen = f.Layer, true
		}
		var err error
		if l.form, err = layerFormOf(l.Layer); err != nil {
			return nil, fmt.Errorf("layer %d: %w", i+1, err)
		}
		snake := snakeOf(l.form.class)
		l.name = numbered(snake, seen[snake])
		seen[snake]++
		if l.out, err = outputOf(l.Layer, in); err != nil {
			return nil, fmt.Errorf("layer %d: %w", i+1, err)
		}
		in = l.out
		all = append(all, l)
	}
	for _, v := range net.Variables() {
		all[v.Layer].weights = append(all[v.Layer].weights, variable{v.Name, v.Shape, v.Values})
	}
	for i := range all {
		if n, ok := all[i].Layer.(nn.NormalizationLayer); ok {
			all[i].weights = []variable{
				{"mean", []int{len(n.Mean)}, narrow(n.Mean, 1)}, {"variance", []int{len(n.Variance)}, narrow(n.Variance, 1)},
			}
		}
	}
	return all, nil
}

// outputOf returns the axes of what a layer makes of rows of axes in.
func outputOf(l nn.Layer, in []int) ([]int, error) {
	switch l := l.(type) {
	case nn.DenseLayer:
		if len(in) != 1 {
			return nil, fmt.Errorf("it takes rows of axes %d, golab/nn has Dense on rows of one axis", in)
		}
		return []int{l.Units}, nil
	case nn.EmbeddingLayer:
		return append(slices.Clone(in), l.OutputDim), nil
	case nn.FlattenLayer:
		n, err := sizeOf(in)
		return []int{n}, err
	case nn.ReshapeLayer:
		n, err := sizeOf(in)
		if err != nil {
			return nil, err
		}
		out, open := slices.Clone(l.TargetShape), slices.Index(l.TargetShape, -1)
		if open >= 0 {
			out[open] = 1
		}
		known, err := sizeOf(out)
		if err != nil {
			return nil, err
		}
		if open >= 0 {
			out[open] = n / known
		}
		if len(out) == 0 || n%known != 0 || open < 0 && known != n {
			return nil, fmt.Errorf("%d numbers do not become axes %d", n, l.TargetShape)
		}
		return out, nil
	}
	return in, nil
}

// sizeOf returns the numbers of rows with these axes.
func sizeOf(axes []int) (int, error) {
	n := 1
	for _, d := range axes {
		if d < 1 || n > math.MaxInt32/d {
			return 0, fmt.Errorf("rows of axes %s", short(fmt.Append(nil, axes)))
		}
		n *= d
	}
	return n, nil
}

// wanted returns the weights, without numbers, that a layer has in files.
func wanted(l nn.Layer, in []int) []variable {
	last := []int{in[len(in)-1]}
	affine := func(noGamma, noBeta bool) (all []variable) {
		if !noGamma {
			all = append(all, variable{name: "gamma", dims: last})
		}
		if !noBeta {
			all = append(all, variable{name: "beta", dims: last})
		}
		return all
	}
	switch l := l.(type) {
	case nn.DenseLayer:
		all := []variable{{name: "kernel", dims: []int{last[0], l.Units}}}
		if !l.NoBias {
			all = append(all, variable{name: "bias", dims: []int{l.Units}})
		}
		return all
	case nn.EmbeddingLayer:
		return []variable{{name: "embeddings", dims: []int{l.InputDim, l.OutputDim}}}
	case nn.PReLULayer:
		dims := slices.Clone(in)
		for _, a := range l.SharedAxes {
			if a >= 1 && a <= len(dims) {
				dims[a-1] = 1
			}
		}
		return []variable{{name: "alpha", dims: dims}}
	case nn.BatchNormalizationLayer:
		return append(affine(l.NoScale, l.NoCenter),
			variable{name: "moving_mean", dims: last}, variable{name: "moving_variance", dims: last})
	case nn.LayerNormalizationLayer:
		return affine(l.NoScale, l.NoCenter)
	}
	return nil
}

// numbersOf reads the weights of a layer from those in a file.
func numbersOf(l nn.Layer, in []int, vars []weights) ([][]float32, error) {
	want := wanted(l, in)
	switch l.(type) {
	case nn.DropoutLayer, nn.GaussianNoiseLayer:
		return nil, nil // Keras has the state of its random numbers
	}
	if len(vars) != len(want) {
		return nil, fmt.Errorf("%d variables in the file, wanted are %d", len(vars), len(want))
	}
	var all [][]float32
	for i, v := range want {
		numbers, err := vars[i].numbers(v.dims...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", v.name, err)
		}
		all = append(all, numbers)
	}
	return all, nil
}

// maxOrthogonal bounds the work of an Orthogonal that a new network draws from.
const maxOrthogonal = 1 << 30

// checkWork fails for initializers that would take long, since a network that is made
// draws its weights before those of the file take their place.
func checkWork(l nn.Layer, in []int) error {
	var i nn.Initializer
	var dims []int
	switch l := l.(type) {
	case nn.DenseLayer:
		i, dims = l.KernelInitializer, []int{in[0], l.Units}
	case nn.EmbeddingLayer:
		i, dims = l.EmbeddingsInitializer, []int{l.InputDim, l.OutputDim}
	case nn.PReLULayer:
		i, dims = l.AlphaInitializer, in
	}
	if _, ok := i.(nn.Orthogonal); !ok || len(dims) < 2 {
		return nil
	}
	cols := float64(dims[len(dims)-1])
	n := 1.0
	for _, d := range dims {
		n *= float64(d)
	}
	if n*min(cols, n/cols) > maxOrthogonal {
		return errors.New("an Orthogonal initializer of a tensor that large: use LoadForPredict")
	}
	return nil
}

// numbered returns Keras's names for things of one class: name, name_1, ….
func numbered(name string, i int) string {
	if i == 0 {
		return name
	}
	return fmt.Sprintf("%s_%d", name, i)
}
