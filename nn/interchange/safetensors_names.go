package interchange

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"golab/nn"
)

// writeSafetensors writes a .safetensors file with Keras's names.
func writeSafetensors(w io.Writer, net *nn.Sequential, _ *nn.Model) error {
	layers, err := layersOf(net)
	if err != nil {
		return err
	}
	var all []variable
	for i, l := range layers {
		for _, v := range l.variables() {
			v.name = numbered("dense", i) + "/" + v.name
			all = append(all, v)
		}
	}
	return encodeTensors(w, map[string]string{"format": "keras"}, all)
}

// writeTorchSafetensors writes a .safetensors file with PyTorch's names.
func writeTorchSafetensors(w io.Writer, net *nn.Sequential) error {
	layers, err := layersOf(net)
	if err != nil {
		return err
	}
	var all []variable
	module := 0
	for _, l := range layers {
		all = append(all, variable{fmt.Sprintf("%d.weight", module), []int{l.Units, l.inputs}, transpose(l.kernel, l.inputs, l.Units)})
		if !l.NoBias {
			all = append(all, variable{fmt.Sprintf("%d.bias", module), []int{l.Units}, l.bias})
		}
		if module++; l.Activation != nn.Linear {
			module++
		}
	}
	return encodeTensors(w, map[string]string{"format": "pt"}, all)
}

// parts are a layer's tensors.
type parts struct {
	layer        string
	kernel, bias *tensor
	transposed   bool // the kernel is units × inputs
}

// fillFromSafetensors reads a .safetensors file into net.
func fillFromSafetensors(data []byte, net *nn.Sequential) error {
	layers, err := layersOf(net)
	if err != nil {
		return err
	}
	tensors, err := decodeTensors(data)
	if err != nil {
		return err
	}
	found, err := group(tensors)
	if err != nil {
		return err
	}
	if len(found) != len(layers) {
		return fmt.Errorf("the file has weights of %d layers, the network has %d", len(found), len(layers))
	}
	var read [][]float32
	for i, l := range layers {
		p := found[i]
		if p.kernel == nil || (p.bias == nil) != l.NoBias {
			return fmt.Errorf("layer %d: %q has not the tensors of %v", i+1, short([]byte(p.layer)), l.DenseLayer)
		}
		for _, v := range l.variables() {
			numbers, err := p.take(v)
			if err != nil {
				return fmt.Errorf("layer %d: %w", i+1, err)
			}
			read = append(read, numbers)
		}
	}
	fillParams(net, read)
	return nil
}

// take returns the numbers for a variable in the network's order.
func (p *parts) take(v variable) ([]float32, error) {
	t, dims := p.bias, v.dims
	if v.name == "kernel" {
		if t = p.kernel; p.transposed {
			dims = []int{dims[1], dims[0]}
		}
	}
	if !slices.Equal(t.Dims, dims) {
		return nil, fmt.Errorf("%q has dimensions %v, wanted are %v", short([]byte(t.name)), t.Dims, dims)
	}
	numbers, err := t.numbers()
	if err != nil {
		return nil, fmt.Errorf("%q: %w", short([]byte(t.name)), err)
	}
	if v.name == "kernel" && p.transposed {
		numbers = transpose(numbers, dims[0], dims[1])
	}
	return numbers, nil
}

// group joins kernels and biases to layers, in the order of their names.
func group(tensors []tensor) ([]*parts, error) {
	byLayer := map[string]*parts{}
	var all []*parts
	for i := range tensors {
		t := &tensors[i]
		cut := strings.LastIndexAny(t.name, "./")
		layer, kind := t.name[:max(cut, 0)], t.name[cut+1:]
		p := byLayer[layer]
		if p == nil {
			p = &parts{layer: layer}
			byLayer[layer] = p
			all = append(all, p)
		}
		switch {
		case kind == "bias" && p.bias == nil:
			p.bias = t
		case (kind == "kernel" || kind == "weight") && p.kernel == nil:
			p.kernel, p.transposed = t, kind == "weight"
		default:
			return nil, fmt.Errorf("%q is neither the kernel or weight nor the bias of a layer", short([]byte(t.name)))
		}
	}
	slices.SortStableFunc(all, func(a, b *parts) int { return compareNames(a.layer, b.layer) })
	return all, nil
}

// compareNames orders names as people do: dense_2 before dense_10.
func compareNames(a, b string) int {
	for a != "" && b != "" {
		x, restX := leading(a)
		y, restY := leading(b)
		order := strings.Compare(x, y)
		if isDigit(x[0]) && isDigit(y[0]) {
			x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if order = strings.Compare(x, y); len(x) != len(y) {
				order = len(x) - len(y)
			}
		}
		if order != 0 {
			return order
		}
		a, b = restX, restY
	}
	return len(a) - len(b)
}

// leading cuts a name after the digits, or after all but digits, that it starts with.
func leading(s string) (first, rest string) {
	i := 1
	for i < len(s) && isDigit(s[i]) == isDigit(s[0]) {
		i++
	}
	return s[:i], s[i:]
}

// isDigit reports whether c is a digit.
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
