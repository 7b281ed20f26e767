package interchange

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golab/nn/interchange/internal/hdf5"
)

// weights is one variable of a layer in a file.
type weights struct{ object *hdf5.Object }

// numbers returns the numbers of a variable that must have the given dimensions.
func (w weights) numbers(dims ...int) ([]float32, error) {
	got, err := w.object.Dims()
	if err != nil {
		return nil, err
	}
	if !slices.Equal(got, dims) {
		return nil, fmt.Errorf("dimensions %v in the file, wanted are %v", got, dims)
	}
	return w.object.Float32s()
}

// store is a file of weights.
type store interface {
	// layer returns the variables of the next layer, which has a snake case class
	// and a name.
	layer(snake, name string) ([]weights, error)
	// optimizer returns the optimizer's variables, none when there are none.
	optimizer() ([]weights, error)
}

// variables is a store in Keras 3's form: groups called after the layers' classes,
// numbered among their like, each with a group vars of variables 0, 1, ….
type variables struct {
	file *hdf5.File
	root string
	seen map[string]int
}

// openVariables opens a .weights.h5 file.
func openVariables(data []byte) (*variables, error) {
	f, err := hdf5.Open(data)
	if err != nil {
		return nil, err
	}
	v := &variables{file: f, root: "layers", seen: map[string]int{}}
	// Keras 2.12 to 3.0 had another name for it.
	const before = "_layer_checkpoint_dependencies"
	if _, err := f.Object(before); err == nil {
		v.root = before
	}
	return v, nil
}

func (v *variables) layer(snake, _ string) ([]weights, error) {
	name := numbered(snake, v.seen[snake])
	v.seen[snake]++
	return v.list(v.root + "/" + name + "/vars")
}

func (v *variables) optimizer() ([]weights, error) {
	return v.list("optimizer/vars")
}

// list returns the variables in a group; a missing group has none.
func (v *variables) list(path string) ([]weights, error) {
	group, err := v.file.Object(path)
	var missing *hdf5.MissingError
	if errors.As(err, &missing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	names, err := group.Names()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	all := make([]weights, len(names))
	for i := range all {
		o, err := v.file.Object(path + "/" + strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		all[i] = weights{o}
	}
	return all, nil
}

// checkGroups fails unless the layers that have weights in the file are those of the
// network.
func (v *variables) checkGroups(layers []layer) error {
	root, err := v.file.Object(v.root)
	if err != nil {
		return err
	}
	names, err := root.Names()
	if err != nil {
		return err
	}
	left := map[string]layer{}
	for _, l := range layers {
		left[l.name] = l
	}
	more, found := "", 0
	for _, name := range names {
		vars, err := v.list(v.root + "/" + name + "/vars")
		if err != nil {
			return err
		}
		if len(vars) == 0 {
			continue
		}
		if _, ok := left[name]; !ok {
			more = name
		}
		found++
	}
	if more != "" {
		return fmt.Errorf("the file has weights of %d layers, of them %q, which the network has not", found, short([]byte(more)))
	}
	return nil
}

// legacy is a store in the form of Keras 1 and 2: groups called after the layers,
// whose attribute weight_names lists the variables.
type legacy struct{ file *hdf5.File }

func (l legacy) layer(_, name string) ([]weights, error) {
	return l.list("model_weights/" + name)
}

func (l legacy) optimizer() ([]weights, error) {
	return l.list("optimizer_weights")
}

// list returns the variables that a group names.
func (l legacy) list(path string) ([]weights, error) {
	group, err := l.file.Object(path)
	var missing *hdf5.MissingError
	if errors.As(err, &missing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	names, err := pieces(group, "weight_names")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var all []weights
	for _, name := range names {
		o, err := l.file.Object(path + "/" + name)
		if err != nil {
			return nil, err
		}
		all = append(all, weights{o})
	}
	return all, nil
}

// pieces returns the texts of an attribute that Keras may have cut into name0,
// name1, … where it was too long for HDF5.
func pieces(o *hdf5.Object, name string) ([]string, error) {
	all, err := o.Strings(name)
	if err != nil || all != nil {
		return all, err
	}
	for i := 0; ; i++ {
		part, err := o.Strings(name + strconv.Itoa(i))
		if err != nil || part == nil {
			return all, err
		}
		all = append(all, part...)
	}
}

// text returns an attribute that holds one text, "" when there is none.
func text(o *hdf5.Object, name string) (string, error) {
	all, err := pieces(o, name)
	return strings.Join(all, ""), err
}
