package interchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"golab/nn"
)

// reader builds a network from Keras's layers.
type reader struct {
	forPredict bool
	stack      stack
}

// layerKind is a class of layers that is read.
type layerKind struct {
	class   string
	snake   string // in names of groups
	fitOnly bool   // does nothing in Predict
	predict bool   // can be folded into weights, for Predict only
	read    func(r *reader, s *settings, vars []weights) error
}

// layerKinds returns what is read.
func layerKinds() []layerKind {
	return []layerKind{
		{"Dense", "dense", false, false, (*reader).readDense},
		{"Activation", "activation", false, false, (*reader).readActivation},
		{"ReLU", "re_lu", false, false, (*reader).readReLU},
		{"Softmax", "softmax", false, false, (*reader).readSoftmax},
		{"Flatten", "flatten", false, false, (*reader).readNothing},
		{"Identity", "identity", false, false, (*reader).readNothing},
		{"Dropout", "dropout", true, false, nil},
		{"AlphaDropout", "alpha_dropout", true, false, nil},
		{"GaussianDropout", "gaussian_dropout", true, false, nil},
		{"GaussianNoise", "gaussian_noise", true, false, nil},
		{"ActivityRegularization", "activity_regularization", true, false, nil},
		{"BatchNormalization", "batch_normalization", false, true, (*reader).readBatchNormalization},
		{"Normalization", "normalization", false, true, (*reader).readNormalization},
		{"Rescaling", "rescaling", false, true, (*reader).readRescaling},
	}
}

// layerKindOf returns the kind of a class.
func layerKindOf(class string) (layerKind, error) {
	for _, k := range layerKinds() {
		if k.class == class {
			return k, nil
		}
	}
	return layerKind{}, fmt.Errorf("a layer of class %q, which golab/nn has not", class)
}

// readLayer adds one layer with its weights.
func (r *reader) readLayer(k layerKind, config json.RawMessage, vars []weights) error {
	if k.fitOnly && r.forPredict {
		return nil
	}
	if k.fitOnly || k.predict && !r.forPredict {
		return errors.New("golab/nn has no such layer: use LoadForPredict")
	}
	s := readSettings(config)
	s.skip("name", "batch_input_shape", "batch_shape", "input_dtype")
	r.readTrainable(s)
	r.readType(s)
	if s.err != nil {
		return s.err
	}
	return k.read(r, s, vars)
}

// readTrainable refuses frozen layers where it matters.
func (r *reader) readTrainable(s *settings) {
	trainable := true
	s.take("trainable", &trainable)
	if s.err == nil && !trainable && !r.forPredict {
		s.err = errors.New("trainable is false, which golab/nn has not: use LoadForPredict")
	}
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

// activate applies a function as a layer of its own. For a fit it must be that of
// the layer before.
func (r *reader) activate(a nn.Activation) error {
	if !r.forPredict && a != nn.Linear && !r.stack.open() {
		return fmt.Errorf("activation %v follows no linear Dense layer: use LoadForPredict", a)
	}
	return r.stack.activate(a)
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
	return r.activate(a)
}

func (r *reader) readReLU(s *settings, _ []weights) error {
	s.none("max_value", "negative_slope", "threshold")
	if err := s.end(); err != nil {
		return err
	}
	return r.activate(nn.ReLU)
}

func (r *reader) readSoftmax(s *settings, _ []weights) error {
	if err := takeLastAxis(s); err != nil {
		return err
	}
	if err := s.end(); err != nil {
		return err
	}
	return r.activate(nn.Softmax)
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
	if len(axes) != 1 || axes[0] != -1 && axes[0] != 1 {
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

// readNormalization reads keras/src/layers/preprocessing/normalization.py after an
// adapt: out = (in−mean)/max(√variance, 1e-7).
func (r *reader) readNormalization(s *settings, vars []weights) error {
	s.none("invert", "mean", "variance")
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
	if len(vars) != 3 {
		return fmt.Errorf("%d variables in the file, wanted are 3", len(vars))
	}
	n := r.stack.width
	mean, err := vars[0].numbers(n)
	if err != nil {
		return fmt.Errorf("mean: %w", err)
	}
	variance, err := vars[1].numbers(n)
	if err != nil {
		return fmt.Errorf("variance: %w", err)
	}
	by := scaling{make([]float64, n), make([]float64, n)}
	for i := range n {
		by.factor[i] = 1 / max(math.Sqrt(float64(variance[i])), 1e-7)
		by.shift[i] = -float64(mean[i]) * by.factor[i]
	}
	return r.stack.scale(by)
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
