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
	for _, l := range layers {
		for _, v := range l.weights {
			v.name = l.name + "/" + v.name
			all = append(all, v)
		}
	}
	return encodeTensors(w, map[string]string{"format": "keras"}, all)
}

// torchNames are PyTorch's names of weights.
func torchNames(name string) string {
	switch name {
	case "kernel", "gamma", "embeddings", "alpha":
		return "weight"
	case "beta":
		return "bias"
	case "moving_mean":
		return "running_mean"
	case "moving_variance":
		return "running_var"
	}
	return name
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
		for _, v := range l.weights {
			if v.name == "kernel" {
				v.dims, v.data = []int{v.dims[1], v.dims[0]}, transpose(v.data, v.dims[0], v.dims[1])
			}
			v.name = fmt.Sprintf("%d.%s", module, torchNames(v.name))
			all = append(all, v)
		}
		if d, ok := l.Layer.(nn.DenseLayer); ok && d.Activation != nn.Linear {
			module++
		}
		module++
	}
	return encodeTensors(w, map[string]string{"format": "pt"}, all)
}

// parts are a layer's tensors, by the last part of their names.
type parts struct {
	layer string
	named map[string]*tensor
}

// fillFromSafetensors reads a .safetensors file into net.
func fillFromSafetensors(data []byte, net *nn.Sequential) error {
	all, err := layersOf(net)
	if err != nil {
		return err
	}
	layers := slices.DeleteFunc(all, func(l layer) bool { return len(l.weights) == 0 })
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
	sortByLayers(found, layers)
	for i, l := range layers {
		p := found[i]
		for _, v := range l.weights {
			numbers, err := p.take(v, l)
			if err != nil {
				return fmt.Errorf("layer %d: %w", i+1, err)
			}
			if _, ok := l.Layer.(nn.NormalizationLayer); !ok {
				read = append(read, numbers)
			} else if !slices.Equal(numbers, v.data) {
				return fmt.Errorf("layer %d: %q has other numbers than the network's %v, and is no weight", i+1, short([]byte(p.layer)), l.Layer)
			}
		}
		if len(p.named) > 0 {
			return fmt.Errorf("layer %d: %q has not the tensors of %v", i+1, short([]byte(p.layer)), l.Layer)
		}
	}
	return fillVariables(net, read)
}

// sortByLayers puts the parts into the order of the layers where all have Keras's
// names: other layers than Dense would not come in the order of their names.
func sortByLayers(found []*parts, layers []layer) {
	at := map[string]int{}
	for i, l := range layers {
		at[l.name] = i
	}
	for _, p := range found {
		if _, ok := at[p.layer]; !ok {
			return
		}
	}
	slices.SortFunc(found, func(a, b *parts) int { return at[a.layer] - at[b.layer] })
}

// take returns the numbers for a variable in the network's order.
func (p *parts) take(v variable, l layer) ([]float32, error) {
	dims, name, transposed := v.dims, v.name, false
	t := p.named[name]
	if t == nil {
		name = torchNames(v.name)
		t, transposed = p.named[name], v.name == "kernel"
	}
	if t == nil {
		return nil, fmt.Errorf("%q has not the tensors of %v", short([]byte(p.layer)), l.Layer)
	}
	delete(p.named, name)
	if transposed {
		dims = []int{dims[1], dims[0]}
	}
	if !slices.Equal(t.Dims, dims) {
		return nil, fmt.Errorf("%q has dimensions %v, wanted are %v", short([]byte(t.name)), t.Dims, dims)
	}
	numbers, err := t.numbers()
	if err != nil {
		return nil, fmt.Errorf("%q: %w", short([]byte(t.name)), err)
	}
	if transposed {
		numbers = transpose(numbers, dims[0], dims[1])
	}
	return numbers, nil
}

// group joins tensors to layers, in the order of their names.
func group(tensors []tensor) ([]*parts, error) {
	byLayer := map[string]*parts{}
	var all []*parts
	for i := range tensors {
		t := &tensors[i]
		cut := strings.LastIndexAny(t.name, "./")
		layer, kind := t.name[:max(cut, 0)], t.name[cut+1:]
		if kind == "num_batches_tracked" {
			continue // which PyTorch counts
		}
		p := byLayer[layer]
		if p == nil {
			p = &parts{layer, map[string]*tensor{}}
			byLayer[layer] = p
			all = append(all, p)
		}
		switch {
		case p.named[kind] == nil && slices.Contains(tensorKinds(), kind):
			p.named[kind] = t
		default:
			return nil, fmt.Errorf("%q is neither the kernel or weight nor the bias of a layer", short([]byte(t.name)))
		}
	}
	slices.SortStableFunc(all, func(a, b *parts) int { return compareNames(a.layer, b.layer) })
	return all, nil
}

// tensorKinds returns what the names of tensors may end in.
func tensorKinds() []string {
	return []string{"kernel", "bias", "weight", "gamma", "beta", "moving_mean", "moving_variance",
		"running_mean", "running_var", "embeddings", "alpha", "mean", "variance"}
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
