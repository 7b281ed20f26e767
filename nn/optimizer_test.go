package nn

import (
	"fmt"
	"math"
	"testing"
)

// stepper is an optimizer with a Step.
type stepper interface {
	Optimizer
	Step(params, grads []float32)
}

// The vector of Keras's own documentation.
func TestRMSpropKeras(t *testing.T) {
	w := []float32{10}
	(&RMSprop{LearningRate: 0.1}).Step(w, []float32{10})
	if math.Abs(float64(w[0])-9.683772) > 1e-6 {
		t.Errorf("w = %g, want 9.683772", w[0])
	}
}

// Each optimizer against its formula in float64, over ten steps.
func TestOptimizerFormulas(t *testing.T) {
	type memory struct{ a, b float64 }
	for _, c := range []struct {
		name      string
		optimizer stepper
		step      func(m *memory, w, g float64, t int) float64
	}{
		{"SGD", &SGD{}, func(_ *memory, w, g float64, _ int) float64 { return w - .01*g }},
		{"SGD momentum", &SGD{LearningRate: .1, Momentum: .8}, func(m *memory, w, g float64, _ int) float64 {
			m.a = .8*m.a - .1*g
			return w + m.a
		}},
		{"SGD Nesterov", &SGD{LearningRate: .1, Momentum: .8, Nesterov: true}, func(m *memory, w, g float64, _ int) float64 {
			m.a = .8*m.a - .1*g
			return w + .8*m.a - .1*g
		}},
		{"RMSprop", &RMSprop{}, func(m *memory, w, g float64, _ int) float64 {
			m.a = .9*m.a + .1*g*g
			return w - .001*g/math.Sqrt(m.a+1e-7)
		}},
		{"RMSprop without memory", &RMSprop{Rho: -1, Epsilon: -1}, func(_ *memory, w, g float64, _ int) float64 {
			return w - .001*g/math.Abs(g)
		}},
		{"RMSprop momentum", &RMSprop{LearningRate: .02, Rho: .8, Momentum: .7, Epsilon: 1e-3}, func(m *memory, w, g float64, _ int) float64 {
			m.a = .8*m.a + .2*g*g
			m.b = .7*m.b + .02*g/math.Sqrt(m.a+1e-3)
			return w - m.b
		}},
		{"RMSprop centered", &RMSprop{Centered: true}, func(m *memory, w, g float64, _ int) float64 {
			m.a = .9*m.a + .1*g*g
			m.b = .9*m.b + .1*g
			return w - .001*g/math.Sqrt(m.a-m.b*m.b+1e-7)
		}},
		{"Adam", &Adam{}, func(m *memory, w, g float64, t int) float64 {
			m.a += (g - m.a) * (1 - .9)
			m.b += (g*g - m.b) * (1 - .999)
			b1, b2 := math.Pow(float64(float32(.9)), float64(t)), math.Pow(float64(float32(.999)), float64(t))
			return w - .001*math.Sqrt(1-b2)/(1-b1)*m.a/(math.Sqrt(m.b)+1e-7)
		}},
		{"Ftrl power", &Ftrl{LearningRate: .1, LearningRatePower: -.75, InitialAccumulatorValue: 1, L2: .5}, func(m *memory, w, g float64, t int) float64 {
			if t == 1 {
				m.a = 1
			}
			grown := m.a + g*g
			m.b += g - (math.Pow(grown, .75)-math.Pow(m.a, .75))/.1*w
			m.a = grown
			return -m.b / (math.Pow(grown, .75)/.1 + 1)
		}},
		{"Adam options", &Adam{LearningRate: .1, Beta1: -1, Beta2: .5, Epsilon: .1}, func(m *memory, w, g float64, t int) float64 {
			m.b += (g*g - m.b) * .5
			return w - .1*math.Sqrt(1-math.Pow(.5, float64(t)))*g/(math.Sqrt(m.b)+.1)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newStream(1, 99)
			const n = 5
			params, grads := make([]float32, n), make([]float32, n)
			want, memories := make([]float64, n), make([]memory, n)
			for i := range params {
				params[i] = float32(r.NormFloat64())
				want[i] = float64(params[i])
			}
			for step := 1; step <= 10; step++ {
				for i := range grads {
					grads[i] = float32(r.NormFloat64())
					want[i] = c.step(&memories[i], want[i], float64(grads[i]), step)
				}
				c.optimizer.Step(params, grads)
				for i, w := range params {
					if !(math.Abs(float64(w)-want[i]) <= 2e-6*max(1, math.Abs(want[i]))) {
						t.Fatalf("step %d: w[%d] = %g, want %g", step, i, w, want[i])
					}
				}
			}
		})
	}
}

// The zero value and the defaults written out are the same.
func TestOptimizerDefaults(t *testing.T) {
	for _, pair := range [][2]Optimizer{
		{&SGD{}, &SGD{LearningRate: .01}},
		{&RMSprop{}, &RMSprop{LearningRate: .001, Rho: .9, Epsilon: 1e-7}},
		{&Adam{}, &Adam{LearningRate: .001, Beta1: .9, Beta2: .999, Epsilon: 1e-7}},
		{&AdamW{}, &AdamW{LearningRate: .001, Beta1: .9, Beta2: .999, Epsilon: 1e-7, OptimizerOptions: OptimizerOptions{WeightDecay: .004}}},
		{&AdamW{OptimizerOptions: OptimizerOptions{WeightDecay: -1}}, &Adam{}},
		{&Nadam{}, &Nadam{LearningRate: .001, Beta1: .9, Beta2: .999, Epsilon: 1e-7}},
		{&Adamax{}, &Adamax{LearningRate: .001, Beta1: .9, Beta2: .999, Epsilon: 1e-7}},
		{&Adagrad{}, &Adagrad{LearningRate: .001, InitialAccumulatorValue: .1, Epsilon: 1e-7}},
		{&Adadelta{}, &Adadelta{LearningRate: .001, Rho: .95, Epsilon: 1e-7}},
		{&Lion{}, &Lion{LearningRate: .001, Beta1: .9, Beta2: .99}},
		{&Ftrl{}, &Ftrl{LearningRate: .001, LearningRatePower: -.5, InitialAccumulatorValue: .1}},
	} {
		var got [2][]float32
		for i, o := range pair {
			got[i] = []float32{1, -2, 3}
			var s State
			for range 5 {
				o.Update(&s, got[i], []float32{.5, .1, -2})
			}
			if s.Iterations != 5 {
				t.Errorf("%T: %d iterations after 5 steps", o, s.Iterations)
			}
		}
		if fmt.Sprint(got[0]) != fmt.Sprint(got[1]) {
			t.Errorf("%T: zero value gives %v, the defaults %v", pair[0], got[0], got[1])
		}
	}
}

// allOptimizers returns one of each type, so that each keeps a vector.
func allOptimizers() []stepper {
	return []stepper{
		&SGD{Momentum: .9}, &RMSprop{}, &Adam{}, &AdamW{}, &Nadam{}, &Adamax{},
		&Adagrad{}, &Adadelta{}, &Lion{}, &Ftrl{},
	}
}

// A fit in float64 makes the steps of a fit in float32, for every optimizer.
func TestOptimizersWide(t *testing.T) {
	x, y := ring(60)
	for _, o := range allOptimizers() {
		var weights [2][]float32
		for i, wide := range []bool{false, true} {
			m := NewSequential(2, Dense(4, Tanh), Dense(1, Sigmoid)).Compile(o, BinaryCrossentropy)
			mustFit(t, m, x, y, FitConfig{Epochs: 4, Float64: wide})
			weights[i] = m.net.params
		}
		fresh := NewSequential(2, Dense(4, Tanh), Dense(1, Sigmoid)).Params()
		moved := 0.0
		for i, w := range weights[0] {
			moved = max(moved, math.Abs(float64(w-fresh[i])))
			if math.Abs(float64(w-weights[1][i])) > 1e-5 {
				t.Errorf("%T: weight %d is %g in float32, %g in float64", o, i, w, weights[1][i])
			}
		}
		if moved < 1e-5 {
			t.Errorf("%T: no weight moved by more than %g", o, moved)
		}
	}
}

// Turning momentum on between two steps must not lose the first vector.
func TestStateGrows(t *testing.T) {
	o := &RMSprop{}
	w, g := []float32{1, 2}, []float32{3, 4}
	o.Step(w, g)
	v := append([]float32(nil), o.state.Slots...)
	o.Momentum = .5
	o.Step(w, g)
	for i, f := range v {
		if want := .9*f + .1*g[i]*g[i]; math.Abs(float64(o.state.Slots[i]-want)) > 1e-6 {
			t.Errorf("v[%d] = %g after growing, want %g", i, o.state.Slots[i], want)
		}
	}
}

func TestStepPanics(t *testing.T) {
	for _, o := range allOptimizers() {
		o.Step(make([]float32, 3), make([]float32, 3))
		wantPanic(t, fmt.Sprintf("%T", o), func() { o.Step(make([]float32, 4), make([]float32, 4)) }, "nn: Step: 4 parameters, the optimizer's vectors of the last step hold")
	}
}

func TestOptimizerChecks(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		optimizer interface{ check() error }
		want      string
	}{
		{&RMSprop{}, ""},
		{&RMSprop{Rho: -1, Epsilon: -1, Momentum: 1}, ""},
		{&RMSprop{LearningRate: -1}, "LearningRate is -1, it must be at least 0 and finite"},
		{&RMSprop{LearningRate: nan}, "LearningRate is NaN"},
		{&RMSprop{Rho: 1.5}, "Rho is 1.5, it must be at most 1"},
		{&RMSprop{Momentum: -.1}, "Momentum is -0.1, it must be from 0 to 1"},
		{&RMSprop{Epsilon: inf}, "Epsilon is +Inf"},
		{&SGD{}, ""},
		{&SGD{LearningRate: inf}, "LearningRate is +Inf"},
		{&SGD{Momentum: 2}, "Momentum is 2"},
		{&SGD{Nesterov: true}, "momentum is 0, Nesterov needs it"},
		{&Adam{}, ""},
		{&Adam{LearningRate: -.5}, "LearningRate is -0.5"},
		{&Adam{Beta1: 1}, "Beta1 is 1"},
		{&Adam{Beta2: 1}, "Beta2 is 1"},
		{&Adam{Epsilon: nan}, "Epsilon is NaN"},
		{&AdamW{OptimizerOptions: OptimizerOptions{WeightDecay: -1}}, ""},
		{&AdamW{OptimizerOptions: OptimizerOptions{WeightDecay: nan}}, "WeightDecay is NaN, it must be finite"},
		{&AdamW{Beta1: 1}, "Beta1 is 1"},
		{&Nadam{Beta2: 1}, "Beta2 is 1"},
		{&Adamax{Epsilon: inf}, "Epsilon is +Inf"},
		{&Adagrad{InitialAccumulatorValue: inf}, "InitialAccumulatorValue is +Inf, it must be finite"},
		{&Adadelta{Rho: 2}, "Rho is 2"},
		{&Lion{Beta1: -1}, "Beta1 is -1, it must be from 0 to 1"},
		{&Ftrl{LearningRatePower: 1}, "LearningRatePower is 1, it must be at most 0"},
		{&Ftrl{L1: -1}, "L1 is -1, it must be at least 0 and finite"},
		{&SGD{OptimizerOptions: OptimizerOptions{WeightDecay: -1}}, "WeightDecay is -1"},
		{&SGD{OptimizerOptions: OptimizerOptions{ClipNorm: 1, ClipValue: 2}}, "ClipNorm is 1, GlobalClipNorm 0, ClipValue 2: one of them at most can be set"},
		{&SGD{OptimizerOptions: OptimizerOptions{EMAMomentum: 1.5}}, "EMAMomentum is 1.5"},
		{&SGD{OptimizerOptions: OptimizerOptions{EMAOverwriteFrequency: 3}}, "EMAOverwriteFrequency is set, but EMAMomentum is 0"},
		{&SGD{OptimizerOptions: OptimizerOptions{GradientAccumulationSteps: 1}}, "GradientAccumulationSteps is 1, it must be at least 2"},
		{&SGD{LearningRate: 1, OptimizerOptions: OptimizerOptions{Schedule: CosineDecay{}}}, "LearningRate is 1 and there is a Schedule"},
		{&SGD{OptimizerOptions: OptimizerOptions{Schedule: CosineDecay{}}}, "CosineDecay: 0 steps of decay, there must be at least 1"},
	} {
		wantError(t, fmt.Sprintf("%+v", c.optimizer), c.optimizer.check(), c.want)
	}
}
