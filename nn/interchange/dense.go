package interchange

import (
	"fmt"

	"golab/nn"
)

// dense is a layer of a network and its weights.
type dense struct {
	nn.DenseLayer
	inputs int
	kernel []float32 // inputs × Units, row by row
	bias   []float32 // Units, or none
}

// layersOf returns the layers of a network; kernel and bias are views of its
// parameters. It fails for layers that are not dense.
func layersOf(net *nn.Sequential) ([]dense, error) {
	if err := checkNetwork(net); err != nil {
		return nil, err
	}
	params, width := net.Params(), net.Inputs()
	var all []dense
	for i, l := range net.Layers() {
		d, ok := l.(nn.DenseLayer)
		if !ok {
			return nil, fmt.Errorf("layer %d is %v, only Dense layers go into these files", i+1, l)
		}
		kernel, bias := width*d.Units, d.Units
		if d.NoBias {
			bias = 0
		}
		if kernel+bias > len(params) {
			return nil, fmt.Errorf("layer %d has %d weights, %d are left", i+1, kernel+bias, len(params))
		}
		all = append(all, dense{d, width, params[:kernel:kernel], params[kernel : kernel+bias : kernel+bias]})
		params, width = params[kernel+bias:], d.Units
	}
	if len(params) > 0 {
		return nil, fmt.Errorf("the layers leave %d weights over", len(params))
	}
	return all, nil
}

// variables returns the weights in Keras's order: a kernel, then its bias.
func (d dense) variables() []variable {
	all := []variable{{"kernel", []int{d.inputs, d.Units}, d.kernel}}
	if !d.NoBias {
		all = append(all, variable{"bias", []int{d.Units}, d.bias})
	}
	return all
}

// variable is a tensor of weights.
type variable struct {
	name string
	dims []int
	data []float32
}

// numbered returns Keras's names for things of one class: name, name_1, ….
func numbered(name string, i int) string {
	if i == 0 {
		return name
	}
	return fmt.Sprintf("%s_%d", name, i)
}
