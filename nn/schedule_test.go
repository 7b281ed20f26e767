package nn

import (
	"math"
	"testing"
)

func TestScheduleChecks(t *testing.T) {
	for _, c := range []struct {
		schedule Schedule
		want     string
	}{
		{ExponentialDecay{InitialLearningRate: .1, DecaySteps: 10, DecayRate: .9}, ""},
		{ExponentialDecay{InitialLearningRate: .1, DecayRate: .9}, "0 steps of decay, there must be at least 1"},
		{ExponentialDecay{InitialLearningRate: -1, DecaySteps: 10}, "InitialLearningRate is -1"},
		{ExponentialDecay{DecaySteps: 10, DecayRate: math.NaN()}, "DecayRate is NaN"},
		{InverseTimeDecay{DecaySteps: -3}, "-3 steps of decay"},
		{InverseTimeDecay{DecaySteps: 3, DecayRate: -1}, "DecayRate is -1"},
		{PolynomialDecay{DecaySteps: 3, EndLearningRate: math.Inf(1)}, "EndLearningRate is +Inf, it must be finite"},
		{PolynomialDecay{DecaySteps: 3, Power: -1}, "Power is -1"},
		{PiecewiseConstantDecay{Boundaries: []int{5}, Values: []float64{1, .1}}, ""},
		{PiecewiseConstantDecay{}, "0 Boundaries and 0 Values, there must be one more of the Values"},
		{PiecewiseConstantDecay{Boundaries: []int{5}, Values: []float64{1}}, "1 Boundaries and 1 Values"},
		{PiecewiseConstantDecay{Boundaries: []int{5, 5}, Values: []float64{3, 2, 1}}, "boundary 5 comes after 5, they must rise"},
		{PiecewiseConstantDecay{Boundaries: []int{5}, Values: []float64{1, -1}}, "Values[1] is -1"},
		{CosineDecay{DecaySteps: 5, WarmupSteps: -1}, "WarmupSteps is -1"},
		{CosineDecay{DecaySteps: 5, WarmupTarget: .1}, "WarmupTarget is set, but WarmupSteps is 0"},
		{CosineDecay{DecaySteps: 5, Alpha: -1}, "Alpha is -1"},
		{CosineDecayRestarts{}, "0 steps of decay"},
		{CosineDecayRestarts{FirstDecaySteps: 4, TMul: .5}, "TMul is 0.5, it must be at least 1"},
		{CosineDecayRestarts{FirstDecaySteps: 4, TMul: 1, MMul: math.Inf(1)}, "MMul is +Inf"},
	} {
		wantError(t, c.schedule.String(), c.schedule.check(), c.want)
	}
}

// Restarts of the same length, which no golden has.
func TestCosineDecayRestartsEvenly(t *testing.T) {
	d := CosineDecayRestarts{InitialLearningRate: 1, FirstDecaySteps: 4, TMul: 1, MMul: .5}
	for step, want := range []float64{1, .853553, .5, .146447, .5, .426777, .25, .073223, .25} {
		if got := d.Rate(step); math.Abs(got-want) > 1e-6 {
			t.Errorf("step %d: %g, want %g", step, got, want)
		}
	}
}

// A fit takes the rate of the schedule, from step 0 on.
func TestScheduleInFit(t *testing.T) {
	x, y := ring(40)
	s := ExponentialDecay{InitialLearningRate: .2, DecaySteps: 2, DecayRate: .5}
	scheduled := NewSequential(2, Dense(1, Sigmoid)).Compile(&SGD{OptimizerOptions: OptimizerOptions{Schedule: s}}, BinaryCrossentropy)
	sgd := &SGD{}
	set := NewSequential(2, Dense(1, Sigmoid)).Compile(sgd, BinaryCrossentropy)
	for step := range 6 {
		sgd.LearningRate = s.Rate(step)
		for _, m := range []*Model{scheduled, set} {
			if _, err := m.TrainOnBatch(x, y); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, w := range scheduled.net.params {
		if w != set.net.params[i] {
			t.Errorf("weight %d is %g, want %g", i, w, set.net.params[i])
		}
	}
}
