package sqlmodel

import (
	"errors"
	"fmt"
	"math"

	"golab/labs"
	"golab/nn"
)

// MaxWeights is how many weights a network may have.
const MaxWeights = 2000

// A network is dense layers, one after the other.
type network struct {
	inputs []string // columns
	layers []layer
	class  bool // the result is the number of the greatest output, not the outputs
}

// A layer is y = activation(W·x + b).
type layer struct {
	weights    [][]float64 // by output and input
	bias       []float64   // by output
	activation nn.Activation
}

// reduce returns a model as dense layers.
func reduce(model any, features []string) (*network, error) {
	switch m := model.(type) {
	case *nn.Model:
		return reduce(m.Network(), features)
	case *nn.Sequential:
		return sequential(m, features)
	case *nn.MLP:
		return perceptron(m, features)
	case *labs.MultilayerPerceptronClassificationModel:
		if len(m.Thresholds) > 0 {
			return nil, errors.New("the classifier has Thresholds, which SQL does not know")
		}
		return perceptron(m.Net, features)
	case *labs.CrossValidatorModel:
		return reduce(m.BestModel, features)
	case *labs.TrainValidationSplitModel:
		return reduce(m.BestModel, features)
	case *labs.PipelineModel:
		if len(m.Stages) == 2 {
			assembler, first := m.Stages[0].(labs.VectorAssembler)
			classifier, second := m.Stages[1].(*labs.MultilayerPerceptronClassificationModel)
			if first && second {
				return reduce(classifier, assembler.InputCols)
			}
		}
		return nil, errors.New("of pipelines, SQL knows a VectorAssembler with a MultilayerPerceptronClassifier behind it")
	}
	return nil, fmt.Errorf("SQL knows networks of dense layers, not a %T", model)
}

// sequential returns a network of nn.
func sequential(s *nn.Sequential, features []string) (*network, error) {
	n := &network{inputs: features}
	weights := map[int][][]float32{}
	for _, v := range s.Variables() {
		weights[v.Layer] = append(weights[v.Layer], v.Values)
	}
	inputs := s.Inputs()
	for i, l := range s.Layers() {
		if frozen, ok := l.(nn.FrozenLayer); ok {
			l = frozen.Layer
		}
		switch l := l.(type) {
		case nn.DropoutLayer: // does nothing when it predicts
		case nn.DenseLayer:
			dense, err := kernel(weights[i], inputs, l.Units, l.Activation)
			if err != nil {
				return nil, fmt.Errorf("layer %d: %w", i+1, err)
			}
			n.layers, inputs = append(n.layers, dense), l.Units
		case nn.ActivationLayer:
			if last := len(n.layers) - 1; last >= 0 && n.layers[last].activation == nn.Linear {
				n.layers[last].activation = l.Activation
				break
			}
			return nil, fmt.Errorf("layer %d: SQL knows an activation behind a linear Dense layer only", i+1)
		default:
			return nil, fmt.Errorf("layer %d: SQL knows dense layers, dropouts and activations, not %v", i+1, l)
		}
	}
	return n, n.check()
}

// kernel takes the tensors of a Dense layer apart: inputs×units, and the bias if there
// is one.
func kernel(tensors [][]float32, inputs, units int, activation nn.Activation) (layer, error) {
	if len(tensors) == 0 || len(tensors[0]) != inputs*units {
		return layer{}, fmt.Errorf("no weights for %d inputs and %d units", inputs, units)
	}
	l := layer{bias: make([]float64, units), activation: activation}
	for o := range units {
		w := make([]float64, inputs)
		for i := range w {
			w[i] = float64(tensors[0][i*units+o])
		}
		l.weights = append(l.weights, w)
		if len(tensors) > 1 {
			l.bias[o] = float64(tensors[1][o])
		}
	}
	return l, nil
}

// perceptron returns a network of Spark's kind: sigmoids, and the class of the greatest
// output.
func perceptron(m *nn.MLP, features []string) (*network, error) {
	if m == nil {
		return nil, errors.New("the classifier is not fitted")
	}
	n, rest := &network{inputs: features, class: true}, m.Weights
	for k := 0; k+1 < len(m.Layers); k++ {
		in, out := m.Layers[k], m.Layers[k+1]
		if len(rest) < (in+1)*out {
			return nil, errors.New("the weights do not fit the layers")
		}
		l := layer{bias: rest[in*out : (in+1)*out], activation: nn.Sigmoid}
		for o := range out {
			w := make([]float64, in)
			for i := range w {
				w[i] = rest[o+i*out]
			}
			l.weights = append(l.weights, w)
		}
		n.layers, rest = append(n.layers, l), rest[(in+1)*out:]
	}
	if last := len(n.layers) - 1; last >= 0 {
		n.layers[last].activation = nn.Linear
	}
	return n, n.check()
}

// check says why a network cannot become SQL.
func (n *network) check() error {
	if len(n.layers) == 0 {
		return errors.New("the network has no dense layer")
	}
	if in := len(n.layers[0].weights[0]); in != len(n.inputs) {
		return fmt.Errorf("there are %d features, the first layer takes %d", len(n.inputs), in)
	}
	count := 0
	for k, l := range n.layers {
		switch l.activation {
		case nn.Linear, nn.ReLU, nn.Sigmoid, nn.Tanh:
		case nn.Softmax:
			if k < len(n.layers)-1 {
				return fmt.Errorf("dense layer %d: SQL knows a softmax as the last layer only", k+1)
			}
		default:
			return fmt.Errorf("dense layer %d: SQL knows the activations linear, relu, sigmoid, tanh and softmax, not %v", k+1, l.activation)
		}
		for o, w := range l.weights {
			count += len(w) + 1
			for _, v := range append([]float64{l.bias[o]}, w...) {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					return fmt.Errorf("dense layer %d: output %d has the weight %v", k+1, o, v)
				}
			}
		}
	}
	if count > MaxWeights {
		return fmt.Errorf("the network has %d weights, as SQL it may have %d: Spark would take minutes to plan it", count, MaxWeights)
	}
	return nil
}
