package interchange

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"golab/nn"
)

// optimizerForm is an optimizer between golab/nn and Keras.
type optimizerForm struct {
	form
	optimizer nn.Optimizer
	options   *nn.OptimizerOptions
	own       int     // vectors that golab/nn keeps, before those of the options
	slots     [][]int // which of them Keras keeps, in its order; those of one entry are kept weight by weight
	starts    float64 // what the first vector starts from
	scalar    bool    // one number at the end, which starts from 1
}

// optimizerForms returns the forms of the optimizers.
func optimizerForms() []form {
	rate, epsilon := number("learning_rate", "LearningRate", 0.001, false), number("epsilon", "Epsilon", 1e-7, true)
	beta1, beta2 := number("beta_1", "Beta1", 0.9, true), number("beta_2", "Beta2", 0.999, true)
	start := number("initial_accumulator_value", "InitialAccumulatorValue", 0.1, true)
	all := []form{
		{class: "RMSprop", zero: nn.RMSprop{}, fields: []field{rate, number("rho", "Rho", 0.9, true),
			number("momentum", "Momentum", 0, true), epsilon, flag("centered", "Centered")}},
		{class: "SGD", zero: nn.SGD{}, fields: []field{number("learning_rate", "LearningRate", 0.01, false),
			number("momentum", "Momentum", 0, true), flag("nesterov", "Nesterov")}},
		{class: "Adam", zero: nn.Adam{}, fields: []field{rate, beta1, beta2, epsilon, flag("amsgrad", "AMSGrad")}},
		{class: "AdamW", zero: nn.AdamW{}, fields: []field{rate, beta1, beta2, epsilon, flag("amsgrad", "AMSGrad")}},
		{class: "Nadam", zero: nn.Nadam{}, fields: []field{rate, beta1, beta2, epsilon}},
		{class: "Adamax", zero: nn.Adamax{}, fields: []field{rate, beta1, beta2, epsilon}},
		{class: "Adagrad", zero: nn.Adagrad{}, fields: []field{rate, start, epsilon}},
		{class: "Adadelta", zero: nn.Adadelta{}, fields: []field{rate, number("rho", "Rho", 0.95, true), epsilon}},
		{class: "Lion", zero: nn.Lion{}, fields: []field{rate, number("beta_1", "Beta1", 0.9, false), number("beta_2", "Beta2", 0.99, true)}},
		{class: "Ftrl", zero: nn.Ftrl{}, fields: []field{rate, signed("learning_rate_power", "LearningRatePower", -0.5), start,
			plain("l1_regularization_strength", "L1", 0), plain("l2_regularization_strength", "L2", 0),
			plain("l2_shrinkage_regularization_strength", "Shrinkage", 0), plain("beta", "Beta", 0)}},
	}
	for i := range all {
		decay := optional("weight_decay", "WeightDecay")
		if all[i].class == "AdamW" {
			decay = number("weight_decay", "WeightDecay", 0.004, true)
		}
		all[i].fields = append(all[i].fields, decay, optional("clipnorm", "ClipNorm"), optional("clipvalue", "ClipValue"),
			optional("global_clipnorm", "GlobalClipNorm"), optional("gradient_accumulation_steps", "GradientAccumulationSteps"),
			optional("ema_overwrite_frequency", "EMAOverwriteFrequency"))
		all[i].skip = []string{"name", "jit_compile", "is_legacy_optimizer"}
		all[i].none = []string{"loss_scale_factor", "decay"}
		all[i].explicit = true
	}
	return all
}

// formOf returns the form of an optimizer.
func formOf(o nn.Optimizer) (*optimizerForm, error) {
	f := formOfValue(optimizerForms(), o)
	v := reflect.ValueOf(o)
	if f == nil || v.Kind() != reflect.Pointer || v.IsNil() {
		return nil, fmt.Errorf("optimizer %T has no name in Keras", o)
	}
	all := &optimizerForm{form: *f, optimizer: o,
		options: v.Elem().FieldByName("OptimizerOptions").Addr().Interface().(*nn.OptimizerOptions)}
	all.own, all.slots = 2, [][]int{{0, 1}}
	switch o := o.(type) {
	case *nn.RMSprop:
		all.own, all.slots = 1, [][]int{{0}}
		if o.Momentum != 0 {
			all.own, all.slots = 3, append(all.slots, []int{1})
		}
		if o.Centered {
			all.own, all.slots = 3, append(all.slots, []int{2})
		}
	case *nn.SGD:
		if all.own, all.slots = 0, nil; o.Momentum != 0 {
			all.own, all.slots = 1, [][]int{{0}}
		}
	case *nn.Adam:
		all.greatest(o.AMSGrad)
	case *nn.AdamW:
		all.greatest(o.AMSGrad)
	case *nn.Nadam:
		all.scalar = true
	case *nn.Adagrad:
		all.own, all.slots, all.starts = 1, [][]int{{0}}, initial(o.InitialAccumulatorValue)
	case *nn.Lion:
		all.own, all.slots = 1, [][]int{{0}}
	case *nn.Ftrl:
		all.starts = initial(o.InitialAccumulatorValue)
	}
	next := all.own
	if all.options.EMAMomentum != 0 {
		next++
	}
	if all.options.GradientAccumulationSteps != 0 {
		all.slots = append([][]int{{next}}, all.slots...)
	}
	if all.options.EMAMomentum != 0 {
		all.slots = append([][]int{{all.own}}, all.slots...)
	}
	return all, nil
}

// greatest adds the vector of AMSGrad.
func (f *optimizerForm) greatest(on bool) {
	if on {
		f.own, f.slots = 3, append(f.slots, []int{2})
	}
}

// initial returns what an InitialAccumulatorValue stands for.
func initial(v float64) float64 {
	if v == 0 {
		v = 0.1
	}
	return max(v, 0)
}

// write returns the settings as Keras has them.
func (f *optimizerForm) write() (map[string]any, error) {
	config, err := f.form.write(f.optimizer)
	if err != nil {
		return nil, err
	}
	o := f.options
	config["use_ema"], config["ema_momentum"] = o.EMAMomentum != 0, float(0.99)
	if o.EMAMomentum != 0 {
		config["ema_momentum"] = float(o.EMAMomentum)
	}
	if o.Schedule != nil {
		config["learning_rate"], err = writePart("keras.optimizers.schedules", schedules(), o.Schedule)
	}
	return config, err
}

// readOptimizer reads an optimizer, nil for none.
func readOptimizer(text json.RawMessage) (*optimizerForm, error) {
	name, config, err := named(text)
	if err != nil || name == "" {
		return nil, err
	}
	f := formNamed(optimizerForms(), strings.TrimPrefix(name, "Custom>"))
	if f == nil {
		return nil, fmt.Errorf("optimizer %q, which golab/nn has not", short([]byte(name)))
	}
	if config == nil {
		config = json.RawMessage("{}")
	}
	read, err := readOptions(f, readSettings(config))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.class, err)
	}
	return formOf(read)
}

// readOptions reads the settings of an optimizer.
func readOptions(f *form, s *settings) (nn.Optimizer, error) {
	average, momentum := false, 0.99
	s.take("use_ema", &average)
	s.take("ema_momentum", &momentum)
	if average && !(momentum > 0) && s.err == nil {
		return nil, fmt.Errorf("ema_momentum is %v, which golab/nn has not", momentum)
	}
	if !average {
		s.skip("ema_overwrite_frequency")
	}
	var schedule nn.Schedule
	if text := s.left["learning_rate"]; len(text) > 0 && text[0] == '{' {
		delete(s.left, "learning_rate")
		read, err := readObject(schedules(), text)
		if err != nil {
			return nil, fmt.Errorf("learning_rate: %w", err)
		}
		var ok bool
		if schedule, ok = read.(nn.Schedule); !ok {
			return nil, fmt.Errorf("learning_rate: %s is no schedule", short(text))
		}
	}
	v, err := f.read(s)
	if err != nil {
		return nil, err
	}
	o := v.Elem().FieldByName("OptimizerOptions").Addr().Interface().(*nn.OptimizerOptions)
	if average {
		o.EMAMomentum = momentum
	}
	if o.Schedule = schedule; schedule != nil {
		v.Elem().FieldByName("LearningRate").SetFloat(0)
	}
	return v.Interface().(nn.Optimizer), nil
}

// schedules returns the forms of the schedules.
func schedules() []form {
	rate, steps := plain("initial_learning_rate", "InitialLearningRate", 0), count("decay_steps", "DecaySteps")
	skip := []string{"name"}
	return []form{
		{class: "ExponentialDecay", zero: nn.ExponentialDecay{}, skip: skip,
			fields: []field{rate, steps, plain("decay_rate", "DecayRate", 0), flag("staircase", "Staircase")}},
		{class: "InverseTimeDecay", zero: nn.InverseTimeDecay{}, skip: skip,
			fields: []field{rate, steps, plain("decay_rate", "DecayRate", 0), flag("staircase", "Staircase")}},
		{class: "PolynomialDecay", zero: nn.PolynomialDecay{}, skip: skip, fields: []field{rate, steps,
			number("end_learning_rate", "EndLearningRate", 0.0001, true), number("power", "Power", 1, false), flag("cycle", "Cycle")}},
		{class: "PiecewiseConstantDecay", zero: nn.PiecewiseConstantDecay{}, skip: skip,
			fields: []field{list("boundaries", "Boundaries"), list("values", "Values")}},
		{class: "CosineDecay", zero: nn.CosineDecay{}, skip: skip, fields: []field{rate, steps, plain("alpha", "Alpha", 0),
			optional("warmup_target", "WarmupTarget"), count("warmup_steps", "WarmupSteps")}},
		{class: "CosineDecayRestarts", zero: nn.CosineDecayRestarts{}, skip: skip, fields: []field{rate,
			count("first_decay_steps", "FirstDecaySteps"), number("t_mul", "TMul", 2, false), number("m_mul", "MMul", 1, false),
			plain("alpha", "Alpha", 0)}},
	}
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
