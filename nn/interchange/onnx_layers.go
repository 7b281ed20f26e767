package interchange

import (
	"encoding/binary"
	"fmt"
	"math"

	"golab/nn"
	"golab/nn/interchange/internal/onnx"
)

// activation adds an activation: an operator, or several.
func (o *onnxWriter) activation(a nn.Activation) error {
	in := o.value
	switch a {
	case nn.Linear:
	case nn.ReLU, nn.Sigmoid, nn.Tanh, nn.Softplus, nn.Softsign:
		o.node(map[nn.Activation]string{nn.ReLU: "Relu", nn.Sigmoid: "Sigmoid", nn.Tanh: "Tanh",
			nn.Softplus: "Softplus", nn.Softsign: "Softsign"}[a])
	case nn.Exponential:
		o.node("Exp")
	case nn.Softmax:
		o.node("Softmax")
	case nn.LogSoftmax:
		o.node("LogSoftmax")
	case nn.ELU, nn.CELU:
		o.node("Elu")
	case nn.SELU:
		o.node("Selu")
	case nn.GELU:
		o.with("Mul", math.Sqrt(0.5))
		o.node("Erf")
		o.with("Add", 1)
		o.with("Mul", 0.5)
		o.times(in)
	case nn.LeakyReLU:
		o.node("LeakyRelu", floatAttribute("alpha", 0.2))
	case nn.ReLU6:
		o.clip(0, 6)
	case nn.HardTanh:
		o.clip(-1, 1)
	case nn.SiLU:
		o.node("Sigmoid")
		o.times(in)
	case nn.Mish:
		o.node("Softplus")
		o.node("Tanh")
		o.times(in)
	case nn.HardSigmoid:
		o.hardSigmoid()
	case nn.HardSiLU:
		o.hardSigmoid()
		o.times(in)
	default:
		return fmt.Errorf("activation %v has no operator here", a)
	}
	return nil
}

// times multiplies the last output by an earlier one.
func (o *onnxWriter) times(earlier string) { o.nodeOf("Mul", []string{earlier, o.value}) }

// clip bounds the last output.
func (o *onnxWriter) clip(lo, hi float64) {
	o.nodeOf("Clip", []string{o.value, o.constant("min", lo), o.constant("max", hi)})
}

func (o *onnxWriter) hardSigmoid() {
	o.node("HardSigmoid", floatAttribute("alpha", 1.0/6), floatAttribute("beta", 0.5))
}

// relu adds a rectifier with its options.
func (o *onnxWriter) relu(l nn.ReLULayer) {
	switch {
	case l == nn.ReLULayer{}:
		o.node("Relu")
	case l.Threshold == 0 && l.MaxValue == 0:
		o.node("LeakyRelu", floatAttribute("alpha", l.NegativeSlope))
	case l.Threshold == 0 && l.NegativeSlope == 0:
		o.clip(0, l.MaxValue)
	default:
		in := o.value
		o.with("Sub", l.Threshold)
		o.with("Mul", l.NegativeSlope)
		below, above := o.value, in
		if l.MaxValue != 0 {
			o.nodeOf("Min", []string{in, o.constant("max", l.MaxValue)})
			above = o.value
		}
		o.nodeOf("Greater", []string{in, o.constant("threshold", l.Threshold)})
		o.nodeOf("Where", []string{o.value, above, below})
	}
}

// reshape gives rows the axes out.
func (o *onnxWriter) reshape(out []int) {
	t := onnx.Tensor{Name: o.unique("shape"), Type: onnx.Int64, Dims: []int64{int64(len(out) + 1)}}
	for _, d := range append([]int{0}, out...) { // 0: as many rows as there are
		t.Raw = binary.LittleEndian.AppendUint64(t.Raw, uint64(d))
	}
	o.graph.Initializers = append(o.graph.Initializers, t)
	o.nodeOf("Reshape", []string{o.value, t.Name})
}

// scale adds (in − mean)·factor + shift of a layer.
func (o *onnxWriter) scale(l layer) {
	part := map[string][]float32{}
	for _, v := range l.weights {
		part[v.name] = v.data
	}
	switch one := l.Layer.(type) {
	case nn.RescalingLayer:
		o.with("Mul", one.Scale)
		o.with("Add", one.Offset)
	case nn.NormalizationLayer:
		factor := make([]float64, len(one.Variance))
		for i, v := range one.Variance {
			factor[i] = 1 / max(math.Sqrt(v), 1e-7)
		}
		o.with("Sub", one.Mean...)
		o.with("Mul", factor...)
	case nn.BatchNormalizationLayer:
		epsilon := one.Epsilon
		if epsilon == 0 {
			epsilon = 1e-3
		}
		factor := make([]float64, len(part["moving_variance"]))
		for i, v := range part["moving_variance"] {
			factor[i] = 1 / math.Sqrt(float64(v)+epsilon)
			if !one.NoScale {
				factor[i] *= float64(part["gamma"][i])
			}
		}
		o.with("Sub", widen(part["moving_mean"])...)
		o.with("Mul", factor...)
		if !one.NoCenter {
			o.with("Add", widen(part["beta"])...)
		}
	}
}

// layerNorm adds a LayerNormalization, which needs a newer opset.
func (o *onnxWriter) layerNorm(l layer, one nn.LayerNormalizationLayer) {
	o.opset = onnxLayerNorm
	last := l.in[len(l.in)-1]
	if one.NoScale {
		ones := variable{"ones", []int{last}, repeat(1, last)}
		l.weights = append([]variable{ones}, l.weights...)
	}
	epsilon := one.Epsilon
	if epsilon == 0 {
		epsilon = 1e-3
	}
	o.nodeOf("LayerNormalization", append([]string{o.value}, o.weights(l)...), intAttribute("axis", -1), floatAttribute("epsilon", epsilon))
}
