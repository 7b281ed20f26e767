package interchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"golab/nn"
)

// reader builds a network from Keras's layers.
type reader struct {
	forPredict bool
	stack      stack
}

// folding returns how classes of layers become part of the weights, for Predict. Those
// with nil do nothing in Predict.
func folding() map[string]func(r *reader, s *settings, vars []weights) error {
	return map[string]func(r *reader, s *settings, vars []weights) error{
		"Dense":                  (*reader).readDense,
		"Activation":             (*reader).readActivation,
		"Softmax":                (*reader).readSoftmax,
		"Flatten":                (*reader).readNothing,
		"Identity":               (*reader).readNothing,
		"BatchNormalization":     (*reader).readBatchNormalization,
		"Rescaling":              (*reader).readRescaling,
		"Dropout":                nil,
		"AlphaDropout":           nil,
		"GaussianDropout":        nil,
		"GaussianNoise":          nil,
		"ActivityRegularization": nil,
	}
}

// readLayer adds one layer with its weights.
func (r *reader) readLayer(class string, config json.RawMessage, vars []weights) error {
	fold, folds := folding()[class]
	if r.forPredict && folds && fold == nil {
		return nil
	}
	s := readSettings(config)
	s.forPredict, s.rank = r.forPredict, len(r.stack.shape())
	s.skip("name", "batch_input_shape", "batch_shape", "input_dtype")
	trainable := true
	s.take("trainable", &trainable)
	r.readType(s)
	if s.err != nil {
		return s.err
	}
	if r.forPredict && folds && s.rank == 1 {
		return fold(r, s, vars)
	}
	if class == "Normalization" {
		return r.readNormalization(s, vars, !trainable)
	}
	f, err := layerFormNamed(class)
	if err != nil {
		return err
	}
	v, err := f.read(s)
	if err != nil {
		return err
	}
	return r.stack.add(v.Elem().Interface().(nn.Layer), !trainable && !r.forPredict, vars)
}

// readType refuses layers that compute in less than float32.
func (r *reader) readType(s *settings) {
	var text json.RawMessage
	if !s.take("dtype", &text) || s.err != nil {
		return
	}
	name, config, err := named(text)
	if err == nil && config != nil {
		p := readSettings(config)
		p.take("name", &name)
		err = p.end()
	}
	if err == nil && name != "float32" && !r.forPredict {
		err = fmt.Errorf("it is %q, golab/nn computes in float32: use LoadForPredict", name)
	}
	if err != nil {
		s.err = fmt.Errorf("dtype: %w", err)
	}
}

// fitOnly removes settings that only a fit sees.
func (r *reader) fitOnly(s *settings, names ...string) {
	if r.forPredict {
		s.skip(names...)
	}
	s.none(names...)
}

// readDense reads keras/src/layers/core/dense.py.
func (r *reader) readDense(s *settings, vars []weights) error {
	units, useBias := 0, true
	var activation json.RawMessage
	s.take("units", &units)
	s.take("use_bias", &useBias)
	s.take("activation", &activation)
	s.skip("kernel_initializer", "bias_initializer", "input_dim")
	r.fitOnly(s, "kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint")
	s.none("lora_rank", "lora_alpha", "quantization_config", "quantization_mode")
	if err := s.end(); err != nil {
		return err
	}
	a, err := readFunction(activation)
	if err != nil {
		return err
	}
	if err := r.stack.known(); err != nil {
		return err
	}
	var kernel, bias []float32
	want := 1
	if useBias {
		want = 2
	}
	if len(vars) != want {
		return fmt.Errorf("%d variables in the file, wanted are %d", len(vars), want)
	}
	if kernel, err = vars[0].numbers(r.stack.width, units); err != nil {
		return fmt.Errorf("kernel: %w", err)
	}
	if useBias {
		if bias, err = vars[1].numbers(units); err != nil {
			return fmt.Errorf("bias: %w", err)
		}
	}
	if err := r.stack.dense(r.stack.width, units, kernel, bias); err != nil {
		return err
	}
	return r.stack.activate(a)
}

// readFunction reads an activation.
func readFunction(text json.RawMessage) (nn.Activation, error) {
	name, config, err := named(text)
	switch {
	case err != nil:
		return 0, fmt.Errorf("activation: %w", err)
	case config != nil:
		return 0, fmt.Errorf("activation of class %q, which golab/nn has not", name)
	case name == "":
		return nn.Linear, nil
	}
	return activationNamed(name)
}

func (r *reader) readActivation(s *settings, _ []weights) error {
	var activation json.RawMessage
	s.take("activation", &activation)
	r.fitOnly(s, "activity_regularizer")
	if err := s.end(); err != nil {
		return err
	}
	a, err := readFunction(activation)
	if err != nil {
		return err
	}
	return r.stack.activate(a)
}

func (r *reader) readSoftmax(s *settings, _ []weights) error {
	if err := takeLastAxis(s); err != nil {
		return err
	}
	if err := s.end(); err != nil {
		return err
	}
	return r.stack.activate(nn.Softmax)
}

// readNothing reads layers that leave rows as they are.
func (r *reader) readNothing(s *settings, _ []weights) error {
	s.skip("data_format")
	return s.end()
}

// takeLastAxis checks that the axis is the last one, the columns.
func takeLastAxis(s *settings) error {
	var text json.RawMessage
	if !s.take("axis", &text) {
		return s.err
	}
	var axes []int
	if err := json.Unmarshal(text, &axes); err != nil {
		axes = make([]int, 1)
		if err := json.Unmarshal(text, &axes[0]); err != nil {
			return fmt.Errorf("axis is %s", short(text))
		}
	}
	if len(axes) != 1 || axes[0] != -1 && axes[0] != max(s.rank, 1) {
		return fmt.Errorf("axis is %s, only the last one is read", short(text))
	}
	return nil
}

// readBatchNormalization reads keras/src/layers/normalization/batch_normalization.py:
// out = (in−mean)·gamma/√(variance+ε) + beta.
func (r *reader) readBatchNormalization(s *settings, vars []weights) error {
	epsilon, center, scale := 1e-3, true, true
	s.take("epsilon", &epsilon)
	s.take("center", &center)
	s.take("scale", &scale)
	s.skip("momentum", "beta_initializer", "gamma_initializer", "moving_mean_initializer", "moving_variance_initializer",
		"beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint", "synchronized",
		"renorm", "renorm_clipping", "renorm_momentum")
	err := takeLastAxis(s)
	if err == nil {
		err = s.end()
	}
	if err == nil {
		err = r.stack.known()
	}
	if err != nil {
		return err
	}
	want := 2
	if center {
		want++
	}
	if scale {
		want++
	}
	if len(vars) != want {
		return fmt.Errorf("%d variables in the file, wanted are %d", len(vars), want)
	}
	n := r.stack.width
	parts := make([][]float32, want)
	for i := range parts {
		if parts[i], err = vars[i].numbers(n); err != nil {
			return fmt.Errorf("variable %d: %w", i, err)
		}
	}
	gamma, beta := repeat(1, n), repeat(0, n)
	if scale {
		gamma, parts = parts[0], parts[1:]
	}
	if center {
		beta, parts = parts[0], parts[1:]
	}
	return r.stack.scale(standardize(gamma, beta, parts[0], parts[1], epsilon))
}

// standardize returns (in−mean)·gamma/√(variance+epsilon) + beta.
func standardize(gamma, beta, mean, variance []float32, epsilon float64) scaling {
	by := scaling{make([]float64, len(gamma)), make([]float64, len(gamma))}
	for i := range gamma {
		by.factor[i] = float64(gamma[i]) / math.Sqrt(float64(variance[i])+epsilon)
		by.shift[i] = float64(beta[i]) - float64(mean[i])*by.factor[i]
	}
	return by
}

// repeat returns n times v.
func repeat(v float32, n int) []float32 {
	all := make([]float32, n)
	for i := range all {
		all[i] = v
	}
	return all
}

// readNormalization reads keras/src/layers/preprocessing/normalization.py, whose mean
// and variance are given, or variables after an adapt:
// out = (in−mean)/max(√variance, 1e-7).
func (r *reader) readNormalization(s *settings, vars []weights, frozen bool) error {
	var l nn.NormalizationLayer
	s.none("invert")
	given := s.takeNumbers("mean", &l.Mean)
	given = s.takeNumbers("variance", &l.Variance) || given
	err := takeLastAxis(s)
	if err == nil {
		err = s.end()
	}
	if err == nil {
		err = r.stack.known()
	}
	if err != nil {
		return err
	}
	axes := r.stack.shape()
	last := axes[len(axes)-1]
	if !given {
		if len(vars) != 3 {
			return fmt.Errorf("%d variables in the file, wanted are 3", len(vars))
		}
		mean, err := vars[0].numbers(last)
		if err != nil {
			return fmt.Errorf("mean: %w", err)
		}
		variance, err := vars[1].numbers(last)
		if err != nil {
			return fmt.Errorf("variance: %w", err)
		}
		l.Mean, l.Variance = widen(mean), widen(variance)
	} else if len(l.Mean) != last || len(l.Variance) != last {
		return fmt.Errorf("%d means and %d variances for %d columns", len(l.Mean), len(l.Variance), last)
	}
	for i, v := range l.Variance {
		if !(v <= math.MaxFloat32) {
			return fmt.Errorf("variance[%d] is %v", i, v)
		}
	}
	if !r.forPredict || len(axes) > 1 {
		return r.stack.add(l, frozen && !r.forPredict, nil)
	}
	by := scaling{make([]float64, last), make([]float64, last)}
	for i := range last {
		by.factor[i] = 1 / max(math.Sqrt(l.Variance[i]), 1e-7)
		by.shift[i] = -l.Mean[i] * by.factor[i]
	}
	return r.stack.scale(by)
}

// widen returns numbers in float64.
func widen(v []float32) []float64 {
	out := make([]float64, len(v))
	for i, f := range v {
		out[i] = float64(f)
	}
	return out
}

// takeNumbers removes a setting that is a list of numbers, maybe in lists of one, and
// reports whether there was one.
func (s *settings) takeNumbers(name string, to *[]float64) bool {
	var text json.RawMessage
	if !s.take(name, &text) || s.err != nil {
		return false
	}
	for range 2 { // with axes for rows and others
		if text[0] != '[' || !bytes.HasPrefix(bytes.TrimSpace(text[1:]), []byte("[")) {
			break
		}
		var inner []json.RawMessage
		if err := json.Unmarshal(text, &inner); err != nil || len(inner) != 1 {
			s.err = fmt.Errorf("%s is %s, read is a list of numbers", name, short(text))
			return false
		}
		text = inner[0]
	}
	if text[0] != '[' {
		text = slices.Concat([]byte{'['}, text, []byte{']'})
	}
	if err := json.Unmarshal(text, to); err != nil {
		s.err = fmt.Errorf("%s: %w", name, err)
	}
	return true
}

// readRescaling reads keras/src/layers/preprocessing/rescaling.py: out = in·scale +
// offset.
func (r *reader) readRescaling(s *settings, _ []weights) error {
	var scale, offset float64
	s.take("scale", &scale)
	s.take("offset", &offset)
	if err := s.end(); err != nil {
		return err
	}
	n, err := r.stack.columns()
	if err != nil {
		return err
	}
	by := scaling{make([]float64, n), make([]float64, n)}
	for i := range by.factor {
		by.factor[i], by.shift[i] = scale, offset
	}
	return r.stack.scale(by)
}
