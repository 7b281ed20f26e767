package interchange

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"

	"golab/nn"
	"golab/nn/interchange/internal/hdf5"
)

// writeOptimizer writes an optimizer's memory in Keras's order: steps made, learning
// rate unless there is a schedule, vectors, numbers. Those that are not there yet are
// as at the start.
func writeOptimizer(vars *hdf5.Group, net *nn.Sequential, model *nn.Model) error {
	f, err := formOf(model.Optimizer())
	if err != nil {
		return err
	}
	config, err := f.write()
	if err != nil {
		return err
	}
	state := model.OptimizerState()
	params := len(net.Params())
	steps, next := int64(state.Iterations), 0
	put := func(d hdf5.Dataset) {
		vars.Put(strconv.Itoa(next), d)
		next++
	}
	put(hdf5.Dataset{Int: &steps})
	if rate, ok := config["learning_rate"].(float); ok {
		put(hdf5.Dataset{Floats: []float32{float32(rate)}})
	}
	for _, p := range f.places(net) {
		vector := make([]float32, p.count())
		if end := (p.slot + 1) * params; end <= len(state.Slots) {
			vector = state.Slots[p.slot*params+p.start:][:p.count()]
		} else if p.slot == 0 && f.starts != 0 {
			vector = slices.Repeat([]float32{float32(f.starts)}, p.count())
		}
		put(hdf5.Dataset{Dims: p.dims, Floats: vector})
	}
	if f.scalar {
		product := append(state.Scalars, 1)[0]
		put(hdf5.Dataset{Floats: []float32{product}})
	}
	return nil
}

// place says where a variable of an optimizer is kept: in which vector, from which
// number on.
type place struct {
	slot, start int
	dims        []int
}

// count returns the numbers of the variable.
func (p place) count() int {
	n := 1
	for _, d := range p.dims {
		n *= d
	}
	return n
}

// places returns the optimizer's variables in Keras's order.
func (f *optimizerForm) places(net *nn.Sequential) []place {
	var starts []place
	start := 0
	for _, v := range net.Variables() {
		if v.Trainable {
			starts = append(starts, place{0, start, v.Shape})
			start += len(v.Values)
		}
	}
	var all []place
	for _, together := range f.slots {
		for _, p := range starts {
			for _, slot := range together {
				all = append(all, place{slot, p.start, p.dims})
			}
		}
	}
	return all
}

// readState reads an optimizer's memory. Without variables it is that of the start.
// Keras 2 keeps no learning rate.
func (f *optimizerForm) readState(vars []weights, net *nn.Sequential) (nn.State, error) {
	var state nn.State
	if len(vars) == 0 {
		return state, nil
	}
	steps, err := vars[0].object.Float64s()
	if err != nil {
		return state, err
	}
	if len(steps) != 1 || !(steps[0] >= 0 && steps[0] < 1<<52) || steps[0] != math.Trunc(steps[0]) {
		return state, fmt.Errorf("the steps made are %v", short(fmt.Append(nil, steps)))
	}
	state.Iterations = int(steps[0])
	if vars, err = f.readRate(vars[1:]); err != nil {
		return state, err
	}
	if len(vars) == 0 && state.Iterations == 0 {
		return state, nil // before the first step
	}
	places := f.places(net)
	more := 0
	if f.scalar {
		more = 1
	}
	if len(vars) != len(places)+more {
		return state, fmt.Errorf("%d vectors in the file, %s has %d", len(vars), f.class, len(places)+more)
	}
	params := len(net.Params())
	for i, p := range places {
		v, err := vars[i].numbers(p.dims...)
		if err != nil {
			return state, fmt.Errorf("vector %d: %w", i+1, err)
		}
		if missing := (max(p.slot+1, f.own))*params - len(state.Slots); missing > 0 {
			state.Slots = append(state.Slots, make([]float32, missing)...)
		}
		copy(state.Slots[p.slot*params+p.start:], v)
	}
	if f.scalar {
		if state.Scalars, err = vars[len(places)].numbers(); err != nil {
			return state, fmt.Errorf("the product of Nadam: %w", err)
		}
	}
	return state, nil
}

// readRate takes the learning rate from the variables that begin with it.
func (f *optimizerForm) readRate(vars []weights) ([]weights, error) {
	if len(vars) == 0 || f.options.Schedule != nil {
		return vars, nil
	}
	rate, err := vars[0].numbers()
	if err != nil {
		return vars, nil // not a scalar: there is none
	}
	v := shortest(float64(rate[0]))
	if !(v > 0 && v <= math.MaxFloat32) {
		return nil, fmt.Errorf("learning_rate is %v", v)
	}
	f.setRate(v)
	return vars[1:], nil
}

// setRate sets the learning rate of the optimizer.
func (f *optimizerForm) setRate(v float64) {
	reflect.ValueOf(f.optimizer).Elem().FieldByName("LearningRate").SetFloat(v)
}
