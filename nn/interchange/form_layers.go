package interchange

import (
	"fmt"

	"golab/nn"
)

// layerForms returns the forms of the layers.
func layerForms() []form {
	zeros, ones := nn.Zeros{}, nn.Ones{}
	last := map[string]any{"axis": -1}
	return []form{
		{class: "Dense", zero: nn.DenseLayer{}, skip: []string{"input_dim"},
			none: []string{"lora_rank", "lora_alpha", "quantization_config", "quantization_mode"},
			fields: []field{
				count("units", "Units"), activation(), notFlag("use_bias", "NoBias"),
				initializer("kernel_initializer", "KernelInitializer", nn.GlorotUniform{}),
				initializer("bias_initializer", "BiasInitializer", zeros),
				regularizer("kernel_regularizer", "KernelRegularizer"), regularizer("bias_regularizer", "BiasRegularizer"),
				regularizer("activity_regularizer", "ActivityRegularizer"),
				constraint("kernel_constraint", "KernelConstraint"), constraint("bias_constraint", "BiasConstraint"),
			}},
		{class: "Activation", zero: nn.ActivationLayer{}, none: []string{"activity_regularizer"}, fields: []field{activation()}},
		{class: "Softmax", zero: nn.SoftmaxLayer{}, fixed: last},
		{class: "ReLU", zero: nn.ReLULayer{}, fields: []field{
			optional("max_value", "MaxValue"), plain("negative_slope", "NegativeSlope", 0), plain("threshold", "Threshold", 0)}},
		{class: "LeakyReLU", zero: nn.LeakyReLULayer{}, fields: []field{number("negative_slope", "NegativeSlope", 0.3, true)}},
		{class: "PReLU", zero: nn.PReLULayer{}, fields: []field{
			initializer("alpha_initializer", "AlphaInitializer", zeros), regularizer("alpha_regularizer", "AlphaRegularizer"),
			constraint("alpha_constraint", "AlphaConstraint"), list("shared_axes", "SharedAxes")}},
		{class: "ELU", zero: nn.ELULayer{}, fields: []field{number("alpha", "Alpha", 1, false)}},
		{class: "Flatten", zero: nn.FlattenLayer{}, skip: []string{"data_format"}},
		{class: "Reshape", zero: nn.ReshapeLayer{}, fields: []field{list("target_shape", "TargetShape")}},
		{class: "Identity", zero: nn.ActivationLayer{}},
		{class: "Dropout", zero: nn.DropoutLayer{}, skip: []string{"seed"}, none: []string{"noise_shape"},
			fields: []field{plain("rate", "Rate", 0)}},
		{class: "GaussianNoise", zero: nn.GaussianNoiseLayer{}, skip: []string{"seed"},
			fields: []field{plain("stddev", "StdDev", 0)}},
		{class: "ActivityRegularization", zero: nn.ActivityRegularizationLayer{},
			fields: []field{plain("l1", "L1", 0), plain("l2", "L2", 0)}, skip: []string{"activity_regularizer"}},
		{class: "BatchNormalization", zero: nn.BatchNormalizationLayer{}, fixed: last,
			skip: []string{"synchronized", "renorm_clipping", "renorm_momentum"}, none: []string{"renorm"},
			fields: []field{
				number("momentum", "Momentum", 0.99, true), number("epsilon", "Epsilon", 1e-3, false),
				notFlag("center", "NoCenter"), notFlag("scale", "NoScale"),
				initializer("beta_initializer", "BetaInitializer", zeros), initializer("gamma_initializer", "GammaInitializer", ones),
				initializer("moving_mean_initializer", "MovingMeanInitializer", zeros),
				initializer("moving_variance_initializer", "MovingVarianceInitializer", ones),
				regularizer("beta_regularizer", "BetaRegularizer"), regularizer("gamma_regularizer", "GammaRegularizer"),
				constraint("beta_constraint", "BetaConstraint"), constraint("gamma_constraint", "GammaConstraint"),
			}},
		{class: "LayerNormalization", zero: nn.LayerNormalizationLayer{}, fixed: last, none: []string{"rms_scaling"},
			fields: []field{
				number("epsilon", "Epsilon", 1e-3, false), notFlag("center", "NoCenter"), notFlag("scale", "NoScale"),
				initializer("beta_initializer", "BetaInitializer", zeros), initializer("gamma_initializer", "GammaInitializer", ones),
				regularizer("beta_regularizer", "BetaRegularizer"), regularizer("gamma_regularizer", "GammaRegularizer"),
				constraint("beta_constraint", "BetaConstraint"), constraint("gamma_constraint", "GammaConstraint"),
			}},
		{class: "Normalization", zero: nn.NormalizationLayer{}, fixed: last, none: []string{"invert"}},
		{class: "Rescaling", zero: nn.RescalingLayer{}, fields: []field{plain("scale", "Scale", 0), plain("offset", "Offset", 0)}},
		{class: "Embedding", zero: nn.EmbeddingLayer{}, skip: []string{"input_length"},
			none: []string{"mask_zero", "activity_regularizer", "lora_rank", "lora_alpha", "quantization_config", "quantization_mode"},
			fields: []field{
				count("input_dim", "InputDim"), count("output_dim", "OutputDim"),
				initializer("embeddings_initializer", "EmbeddingsInitializer", nn.RandomUniform{}),
				regularizer("embeddings_regularizer", "EmbeddingsRegularizer"), constraint("embeddings_constraint", "EmbeddingsConstraint"),
			}},
	}
}

// layerFormOf returns the form of a layer.
func layerFormOf(l nn.Layer) (*form, error) {
	all := layerForms()
	for i := range all {
		if fmt.Sprintf("%T", all[i].zero) == fmt.Sprintf("%T", l) {
			return &all[i], nil
		}
	}
	return nil, fmt.Errorf("%v has no name in Keras", l)
}

// layerFormNamed returns the form of a class.
func layerFormNamed(class string) (*form, error) {
	all := layerForms()
	for i := range all {
		if all[i].class == class {
			return &all[i], nil
		}
	}
	return nil, fmt.Errorf("a layer of class %q, which golab/nn has not", short([]byte(class)))
}
