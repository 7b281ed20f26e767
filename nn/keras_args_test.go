package nn

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// readKeras reads a file of cases by real Keras.
func readKeras(t *testing.T, name string, v any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "keras", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatal(err)
	}
}

// kerasArgs are arguments of a constructor of Keras. What is asked for is taken out,
// so that what nobody asks for is found.
type kerasArgs map[string]any

// done fails when arguments are left.
func (a kerasArgs) done(t *testing.T) {
	t.Helper()
	if len(a) > 0 {
		t.Fatalf("arguments that mean nothing here: %v", a)
	}
}

// take returns an argument, or def.
func take[T any](a kerasArgs, name string, def T) T {
	v, ok := a[name]
	delete(a, name)
	if !ok {
		return def
	}
	return v.(T)
}

// integer returns an argument that is a whole number.
func (a kerasArgs) integer(name string) int { return int(take(a, name, 0.0)) }

// numbers returns an argument that is a list.
func (a kerasArgs) numbers(name string) []float64 { return flatNumbers(take[any](a, name, nil)) }

// flatNumbers returns the numbers of lists in lists.
func flatNumbers(v any) []float64 {
	switch v := v.(type) {
	case float64:
		return []float64{v}
	case []any:
		var all []float64
		for _, e := range v {
			all = append(all, flatNumbers(e)...)
		}
		return all
	}
	return nil
}

// regularizer returns an argument.
func (a kerasArgs) regularizer(t *testing.T, name string) Regularizer {
	switch v := take[any](a, name, nil).(type) {
	case string:
		return map[string]Regularizer{"l1": L1(.01), "l2": L2(.01)}[v]
	case map[string]any:
		args := kerasArgs(v)
		delete(args, "name")
		defer args.done(t)
		return Regularizer{take(args, "l1", 0.0), take(args, "l2", 0.0)}
	}
	return Regularizer{}
}

// constraint returns an argument.
func (a kerasArgs) constraint(t *testing.T, name string) Constraint {
	v, ok := take[any](a, name, nil).(map[string]any)
	if !ok {
		return nil
	}
	args := kerasArgs(v)
	defer args.done(t)
	switch name := take(args, "name", ""); name {
	case "MaxNorm":
		return MaxNorm{MaxValue: take(args, "max_value", 0.0), Axis: args.integer("axis")}
	case "NonNeg":
		return NonNeg{}
	case "UnitNorm":
		return UnitNorm{Axis: args.integer("axis")}
	case "MinMaxNorm":
		return MinMaxNorm{take(args, "min_value", 0.0), take(args, "max_value", 0.0), take(args, "rate", 0.0), args.integer("axis")}
	default:
		t.Fatalf("unknown constraint %q", name)
	}
	return nil
}

// initializer returns an initializer of Keras.
func (a kerasArgs) initializer(t *testing.T) Initializer {
	defer a.done(t)
	switch name := take(a, "name", ""); name {
	case "RandomNormal":
		return RandomNormal{take(a, "mean", 0.0), take(a, "stddev", 0.0)}
	case "TruncatedNormal":
		return TruncatedNormal{take(a, "mean", 0.0), take(a, "stddev", 0.0)}
	case "RandomUniform":
		return RandomUniform{take(a, "minval", 0.0), take(a, "maxval", 0.0)}
	case "VarianceScaling":
		return VarianceScaling{
			take(a, "scale", 0.0),
			map[string]FanMode{"fan_in": FanIn, "fan_out": FanOut, "fan_avg": FanAvg}[take(a, "mode", "fan_in")],
			map[string]Distribution{
				"truncated_normal": TruncatedNormalDistribution, "untruncated_normal": UntruncatedNormalDistribution,
				"uniform": UniformDistribution,
			}[take(a, "distribution", "truncated_normal")],
		}
	case "Constant":
		return Constant{take(a, "value", 0.0)}
	case "Identity":
		return Identity{take(a, "gain", 0.0)}
	case "Orthogonal":
		return Orthogonal{take(a, "gain", 0.0)}
	default:
		for _, v := range objects() {
			if i, ok := v.(Initializer); ok && i.String() == name {
				return i
			}
		}
		t.Fatalf("unknown initializer %q", name)
	}
	return nil
}

// activation returns an argument.
func (a kerasArgs) activation(t *testing.T) Activation {
	name := strings.Replace(take(a, "activation", "linear"), "swish", "silu", 1)
	f, err := activationNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// layer returns a layer of Keras for rows x.
func (a kerasArgs) layer(t *testing.T) Layer {
	defer a.done(t)
	trainable := take(a, "trainable", true)
	l := a.plainLayer(t)
	if !trainable {
		return Frozen(l)
	}
	return l
}

func (a kerasArgs) plainLayer(t *testing.T) Layer {
	switch name := take(a, "layer", ""); name {
	case "Dense":
		return DenseLayer{
			Units: a.integer("units"), Activation: a.activation(t), NoBias: !take(a, "use_bias", true),
			KernelRegularizer: a.regularizer(t, "kernel_regularizer"), BiasRegularizer: a.regularizer(t, "bias_regularizer"),
			KernelConstraint: a.constraint(t, "kernel_constraint"), BiasConstraint: a.constraint(t, "bias_constraint"),
			ActivityRegularizer: a.regularizer(t, "activity_regularizer"),
		}
	case "Activation":
		return Activate(a.activation(t))
	case "Dropout":
		return Dropout(take(a, "rate", -1.0))
	case "GaussianNoise":
		return GaussianNoise(take(a, "stddev", -1.0))
	case "BatchNormalization":
		return BatchNormalizationLayer{
			Momentum: take(a, "momentum", 0.0), Epsilon: take(a, "epsilon", 0.0),
			NoCenter: !take(a, "center", true), NoScale: !take(a, "scale", true),
			GammaRegularizer: a.regularizer(t, "gamma_regularizer"), BetaRegularizer: a.regularizer(t, "beta_regularizer"),
			GammaConstraint: a.constraint(t, "gamma_constraint"), BetaConstraint: a.constraint(t, "beta_constraint"),
		}
	case "LayerNormalization":
		return LayerNormalizationLayer{
			Epsilon: take(a, "epsilon", 0.0), NoCenter: !take(a, "center", true), NoScale: !take(a, "scale", true),
		}
	case "Normalization":
		return NormalizationLayer{a.numbers("mean"), a.numbers("variance")}
	case "Rescaling":
		return Rescaling(take(a, "scale", 0.0), take(a, "offset", 0.0))
	case "Flatten":
		return Flatten()
	case "Reshape":
		return Reshape(convertInts(a.numbers("target_shape"))...)
	case "Embedding":
		l := Embedding(a.integer("input_dim"), a.integer("output_dim"))
		l.EmbeddingsRegularizer = a.regularizer(t, "embeddings_regularizer")
		return l
	case "ReLU":
		return ReLULayer{take(a, "max_value", 0.0), take(a, "negative_slope", 0.0), take(a, "threshold", 0.0)}
	case "LeakyReLU":
		return LeakyReLULayer{take(a, "negative_slope", 0.0)}
	case "PReLU":
		return PReLULayer{}
	case "ELU":
		return ELULayer{take(a, "alpha", 0.0)}
	case "Softmax":
		return SoftmaxLayer{}
	case "ActivityRegularization":
		return ActivityRegularizationLayer{take(a, "l1", 0.0), take(a, "l2", 0.0)}
	default:
		t.Fatalf("unknown layer %q", name)
	}
	return nil
}

// convertInts returns whole numbers.
func convertInts(v []float64) []int {
	all := make([]int, len(v))
	for i, f := range v {
		all[i] = int(f)
	}
	return all
}
