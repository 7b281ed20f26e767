package interchange

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"golab/nn"
	"golab/nn/interchange/internal/hdf5"
)

// optimizerForm is an optimizer between golab/nn and Keras.
type optimizerForm struct {
	class     string
	optimizer nn.Optimizer
	numbers   []hyperparameter
	flags     map[string]*bool
	slots     []int // which of the optimizer's vectors Keras keeps, in its order
	byWeight  bool  // Keras keeps all vectors of one weight, then those of the next
}

// hyperparameter is a number: zero means the default, and a negative one zero where
// zero is allowed.
type hyperparameter struct {
	name    string
	value   *float64
	initial float64
	zero    bool // zero is allowed, as a negative number or, with initial 0, as zero
}

// formOf returns the form of an optimizer, whose fields it refers to.
func formOf(o nn.Optimizer) (*optimizerForm, error) {
	switch o := o.(type) {
	case *nn.RMSprop:
		f := &optimizerForm{class: "RMSprop", optimizer: o, slots: []int{0},
			numbers: []hyperparameter{
				{"learning_rate", &o.LearningRate, 0.001, false}, {"rho", &o.Rho, 0.9, true},
				{"momentum", &o.Momentum, 0, true}, {"epsilon", &o.Epsilon, 1e-7, true},
			},
			flags: map[string]*bool{"centered": &o.Centered}}
		if o.Momentum != 0 {
			f.slots = append(f.slots, 1)
		}
		if o.Centered {
			f.slots = append(f.slots, 2)
		}
		return f, nil
	case *nn.SGD:
		f := &optimizerForm{class: "SGD", optimizer: o,
			numbers: []hyperparameter{{"learning_rate", &o.LearningRate, 0.01, false}, {"momentum", &o.Momentum, 0, true}},
			flags:   map[string]*bool{"nesterov": &o.Nesterov}}
		if o.Momentum != 0 {
			f.slots = []int{0}
		}
		return f, nil
	case *nn.Adam:
		return &optimizerForm{class: "Adam", optimizer: o, slots: []int{0, 1}, byWeight: true,
			numbers: []hyperparameter{
				{"learning_rate", &o.LearningRate, 0.001, false}, {"beta_1", &o.Beta1, 0.9, true},
				{"beta_2", &o.Beta2, 0.999, true}, {"epsilon", &o.Epsilon, 1e-7, true},
			}}, nil
	}
	return nil, fmt.Errorf("optimizer %T has no name in Keras", o)
}

// optimizerNamed returns a new optimizer of a class, whatever case it is in, and
// with what Keras 2 puts before it.
func optimizerNamed(class string) (nn.Optimizer, error) {
	switch strings.ToLower(strings.TrimPrefix(class, "Custom>")) {
	case "rmsprop":
		return &nn.RMSprop{}, nil
	case "sgd":
		return &nn.SGD{}, nil
	case "adam":
		return &nn.Adam{}, nil
	}
	return nil, fmt.Errorf("optimizer %q, which golab/nn has not", short([]byte(class)))
}

// write returns the settings as Keras has them.
func (f *optimizerForm) write() map[string]any {
	c := map[string]any{}
	for _, h := range f.numbers {
		switch v := *h.value; {
		case v == 0:
			c[h.name] = float(h.initial)
		case v < 0:
			c[h.name] = float(0)
		default:
			c[h.name] = float(v)
		}
	}
	for name, flag := range f.flags {
		c[name] = *flag
	}
	return c
}

// read takes the settings from Keras's.
func (f *optimizerForm) read(s *settings) error {
	for _, h := range f.numbers {
		v := h.initial
		s.take(h.name, &v)
		if h.name == "learning_rate" {
			v = shortest(v)
		}
		if err := h.set(v); s.err == nil {
			s.err = err
		}
	}
	for name, flag := range f.flags {
		s.take(name, flag)
	}
	s.skip("name", "ema_momentum", "ema_overwrite_frequency", "jit_compile", "is_legacy_optimizer")
	s.none("weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "loss_scale_factor",
		"gradient_accumulation_steps", "amsgrad", "decay")
	return s.end()
}

// set sets the number to v.
func (h hyperparameter) set(v float64) error {
	switch {
	case v-v != 0 || v < 0 || v == 0 && !h.zero:
		return fmt.Errorf("%s is %v", h.name, v)
	case v == 0 && h.initial != 0:
		v = -1
	}
	*h.value = v
	return nil
}

// shortest returns the shortest decimal that rounds to the same float32 as v: Keras
// keeps learning rates in float32, so that 0.001 comes as 0.0010000000474974513.
func shortest(v float64) float64 {
	if float64(float32(v)) != v {
		return v
	}
	s, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', -1, 32), 64)
	if err != nil {
		return v
	}
	return s
}

// writeOptimizer writes an optimizer's memory in Keras's order: steps made, learning
// rate, vectors. Those that are not there yet are zeros, as at the start.
func writeOptimizer(vars *hdf5.Group, layers []dense, model *nn.Model) error {
	f, err := formOf(model.Optimizer())
	if err != nil {
		return err
	}
	state := model.OptimizerState()
	params := len(model.Network().Params())
	steps := int64(state.Iterations)
	vars.Put("0", hdf5.Dataset{Int: &steps})
	rate, _ := f.write()["learning_rate"].(float)
	vars.Put("1", hdf5.Dataset{Floats: []float32{float32(rate)}})
	for i, p := range f.places(layers) {
		vector := make([]float32, p.count())
		if end := (p.slot + 1) * params; end <= len(state.Slots) {
			vector = state.Slots[p.slot*params+p.start:][:p.count()]
		}
		vars.Put(strconv.Itoa(i+2), hdf5.Dataset{Dims: p.dims, Floats: vector})
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
func (f *optimizerForm) places(layers []dense) []place {
	var all []place
	start := 0
	var starts []place
	for _, l := range layers {
		for _, v := range l.variables() {
			starts = append(starts, place{0, start, v.dims})
			start += len(v.data)
		}
	}
	if f.byWeight {
		for _, p := range starts {
			for _, slot := range f.slots {
				all = append(all, place{slot, p.start, p.dims})
			}
		}
		return all
	}
	for _, slot := range f.slots {
		for _, p := range starts {
			all = append(all, place{slot, p.start, p.dims})
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
	vars = vars[1:]
	if len(vars) > 0 {
		if rate, err := vars[0].numbers(); err == nil { // a scalar
			if err := f.numbers[0].set(shortest(float64(rate[0]))); err != nil {
				return state, err
			}
			vars = vars[1:]
		}
	}
	layers, err := layersOf(net)
	if err != nil {
		return state, err
	}
	places := f.places(layers)
	if len(vars) == 0 && state.Iterations == 0 {
		return state, nil // before the first step
	}
	if len(vars) != len(places) {
		return state, fmt.Errorf("%d vectors in the file, %s has %d", len(vars), f.class, len(places))
	}
	params := len(net.Params())
	for i, p := range places {
		v, err := vars[i].numbers(p.dims...)
		if err != nil {
			return state, fmt.Errorf("vector %d: %w", i+1, err)
		}
		if missing := (p.slot+1)*params - len(state.Slots); missing > 0 {
			state.Slots = append(state.Slots, make([]float32, missing)...)
		}
		copy(state.Slots[p.slot*params+p.start:], v)
	}
	return state, nil
}
