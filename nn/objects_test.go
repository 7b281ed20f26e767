package nn

import (
	"reflect"
	"testing"
)

// Every optimizer, schedule, loss and metric comes back from a file with all that was
// set in it.
func TestObjectRoundTrips(t *testing.T) {
	written := 0
	for _, known := range objects() {
		var back func(text []byte) (any, error)
		switch known.(type) {
		case Optimizer:
			back = func(text []byte) (any, error) { return decodeObject[Optimizer](text) }
		case Schedule:
			back = func(text []byte) (any, error) { return decodeObject[Schedule](text) }
		case Loss:
			back = func(text []byte) (any, error) { return decodeObject[Loss](text) }
		case Metric:
			back = func(text []byte) (any, error) { return decodeObject[Metric](text) }
		default:
			continue
		}
		v := reflect.New(reflect.Indirect(reflect.ValueOf(known)).Type())
		setAll(v.Elem())
		object := v.Interface()
		if reflect.TypeOf(known).Kind() != reflect.Pointer {
			object = v.Elem().Interface()
		}
		text, err := encodeObject(object)
		if err != nil {
			t.Fatalf("%T: %v", known, err)
		}
		got, err := back(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !reflect.DeepEqual(got, object) {
			t.Errorf("%+v came back as %+v", object, got)
		}
		written++
	}
	if written < 50 {
		t.Errorf("%d types were written", written)
	}
}

// setAll gives every exported field of a struct a value that is not zero.
func setAll(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Field(i)
		if !v.Type().Field(i).IsExported() {
			continue
		}
		switch f.Interface().(type) {
		case *int:
			two := 2
			f.Set(reflect.ValueOf(&two))
			continue
		case []int:
			f.Set(reflect.ValueOf([]int{3, 8}))
			continue
		case []float64:
			f.Set(reflect.ValueOf([]float64{.25, .5}))
			continue
		}
		switch f.Kind() {
		case reflect.Struct:
			setAll(f)
		case reflect.Float64:
			f.SetFloat(.1 + float64(i)/3)
		case reflect.Int:
			f.SetInt(1)
		case reflect.Bool:
			f.SetBool(true)
		case reflect.String:
			f.SetString("a name")
		case reflect.Interface:
			if f.Type() == reflect.TypeFor[Metric]() {
				f.Set(reflect.ValueOf(Metric(TopKCategoricalAccuracyMetric{K: 3})))
			} else {
				f.Set(reflect.ValueOf(Schedule(CosineDecay{InitialLearningRate: .1, DecaySteps: 7})))
			}
		default:
			panic(f.Type())
		}
	}
}

// What is made of functions does not go into files, and says so.
func TestFunctionsAreNotWritten(t *testing.T) {
	net := NewSequential(2, Dense(1, Linear))
	_, err := net.Compile(&SGD{}, LossFunc("mine", fourthPower)).MarshalBinary()
	wantError(t, "MarshalBinary", err, "nn: MarshalBinary: the loss: LossFunc: a function does not go into files")
	mine := MetricFunc("mine", func(_, p []float64) float64 { return p[0] })
	_, err = net.Compile(&SGD{}, MeanSquaredError, AUC, mine).MarshalBinary()
	wantError(t, "MarshalBinary", err, "nn: MarshalBinary: metric 2: MetricFunc: a function does not go into files")
}

// A model that was saved in the middle of its training goes on as if it had not been,
// with every optimizer and with what the options remember.
func TestOptimizersGoOn(t *testing.T) {
	x, y := ring(40)
	for _, o := range allOptimizers() {
		options := o.(optimizerRule).common()
		options.EMAMomentum, options.GradientAccumulationSteps, options.GlobalClipNorm = .9, 3, 1
		options.Schedule = PiecewiseConstantDecay{Boundaries: []int{5}, Values: []float64{.01, .02}}
		m := NewSequential(2, Dense(3, Tanh), Dense(1, Sigmoid)).Compile(o, BinaryCrossentropy)
		mustFit(t, m, x, y, FitConfig{BatchSize: 10})
		var back Model
		if err := back.UnmarshalBinary(marshal(t, m)); err != nil {
			t.Fatal(err)
		}
		mustFit(t, m, x, y, FitConfig{BatchSize: 10})
		mustFit(t, &back, x, y, FitConfig{BatchSize: 10})
		if !reflect.DeepEqual(m.net.params, back.net.params) || !reflect.DeepEqual(m.state, back.state) {
			t.Errorf("%T: other weights or another memory", o)
		}
	}
}
