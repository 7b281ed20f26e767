package learn

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"

	"golab/internal/simd"
)

// An mlpPass is the memory of a way through a network, forth and back. It serves one
// goroutine at a time.
type mlpPass struct {
	net       *mlpNetwork
	workspace simd.Workspace[float64]
	outs      [][]float64 // of each layer of weights, rows×units

	deltas      [][]float64 // derivatives of the loss by the sums of each layer
	gradient    []float64   // as params of the network
	gradWeights [][]float64
	gradBiases  [][]float64
	penalty     float64 // Alpha
}

// newMLPPass has room for so many rows, forth only.
func newMLPPass(net *mlpNetwork, rows int) *mlpPass {
	p := &mlpPass{net: net, outs: make([][]float64, net.layers())}
	for l := range p.outs {
		p.outs[l] = make([]float64, rows*net.units[l+1])
	}
	return p
}

// newMLPTraining has room for the way back, too.
func newMLPTraining(net *mlpNetwork, rows int, alpha float64) *mlpPass {
	p := newMLPPass(net, rows)
	p.penalty = alpha
	p.deltas = make([][]float64, net.layers())
	for l := range p.deltas {
		p.deltas[l] = make([]float64, rows*net.units[l+1])
	}
	p.gradient = make([]float64, len(net.params))
	p.gradWeights, p.gradBiases = net.views(p.gradient)
	return p
}

// general is the first rows×cols numbers of v as a matrix.
func general(v []float64, rows, cols int) blas64.General {
	return blas64.General{Rows: rows, Cols: cols, Stride: cols, Data: v[:rows*cols]}
}

// forward returns the probabilities that the network gives to rows of x, rows×outputs.
func (p *mlpPass) forward(x []float64, rows int) []float64 {
	n := p.net
	for l, w := range n.weights {
		in, out := n.units[l], n.units[l+1]
		z := p.outs[l][:rows*out]
		last := l == n.layers()-1
		rectified := false
		if out == 1 {
			b := n.biases[l][0]
			for i := range z {
				z[i] = b
			}
			blas64.Gemv(blas.NoTrans, 1, general(x, rows, in), vector(w), 1, vector(z))
		} else {
			rectified = !last && n.activation == "relu"
			p.workspace.Multiply(simd.Product[float64]{
				Rows: rows, Cols: out, Inner: in,
				A: x, ARow: in, AInner: 1, B: w, BStride: out,
				C: z, CStride: out, Bias: n.biases[l], ReLU: rectified,
			})
		}
		if last {
			outputProbabilities(z, out)
		} else if !rectified {
			n.activate(z)
		}
		x = z
	}
	return x
}

// activate applies the activation to sums in place.
func (n *mlpNetwork) activate(z []float64) {
	switch n.activation {
	case "relu":
		simd.ReLU(z)
	case "tanh":
		simd.Tanh(z)
	case "logistic":
		simd.Sigmoid(z)
	}
}

// differentiate multiplies d by the derivatives of the activation, where it gave a.
func (n *mlpNetwork) differentiate(d, a []float64) {
	switch n.activation {
	case "relu":
		keepPositive(d, a)
	case "tanh":
		simd.TanhGrad(d, a)
	case "logistic":
		simd.SigmoidGrad(d, a)
	}
}

// keepPositive sets d to 0 where a, which is not below 0, is 0; without a branch, which
// would be guessed wrong too often.
func keepPositive(d, a []float64) {
	a = a[:len(d)]
	for i, v := range a {
		mask := uint64(-int64(math.Float64bits(v)) >> 63)
		d[i] = math.Float64frombits(math.Float64bits(d[i]) & mask)
	}
}

// outputProbabilities makes probabilities of the last sums: of the second class, or of
// each.
func outputProbabilities(z []float64, outputs int) {
	if outputs == 1 {
		for i, v := range z {
			z[i] = sigmoid(v)
		}
		return
	}
	for ; len(z) > 0; z = z[outputs:] {
		softmax(z[:outputs])
	}
}

// lossAndGradient returns the objective of rows of x, whose classes are y, and sets
// gradient to its derivatives.
func (p *mlpPass) lossAndGradient(x []float64, y []int, rows int) float64 {
	n := p.net
	last := n.layers() - 1
	proba := p.forward(x, rows)
	delta := p.deltas[last][:len(proba)]
	loss := logLossDeltas(delta, proba, y, n.outputs())
	scale := 1 / float64(rows)
	for l := last; l >= 0; l-- {
		from := x
		if l > 0 {
			from = p.outs[l-1]
		}
		p.layerGradient(l, from, delta, rows, scale)
		if l > 0 {
			delta = p.backward(l, delta, rows)
		}
	}
	return (loss + 0.5*p.penalty*n.squares()) * scale
}

// logLossDeltas sets delta to proba - [y = class] and returns the sum of the losses.
// Probabilities are kept 2⁻⁵² away from 0 and 1, as scikit-learn does. y counts classes
// from 0; with one output the second is that of proba.
func logLossDeltas(delta, proba []float64, y []int, outputs int) float64 {
	const epsilon = 0x1p-52
	copy(delta, proba)
	loss := 0.0
	for i, c := range y {
		at := i*outputs + c
		if outputs == 1 {
			at = i
		}
		v := proba[at]
		if outputs > 1 || c == 1 {
			delta[at]--
		} else {
			v = 1 - v
		}
		loss -= math.Log(min(max(v, epsilon), 1-epsilon))
	}
	return loss
}

// layerGradient sets the derivatives by the weights of layer l, which takes in what from
// holds.
func (p *mlpPass) layerGradient(l int, from, delta []float64, rows int, scale float64) {
	n := p.net
	in, out := n.units[l], n.units[l+1]
	g, w, bias := p.gradWeights[l], n.weights[l], p.gradBiases[l]
	if out == 1 {
		blas64.Gemv(blas.Trans, 1, general(from, rows, in), vector(delta), 0, vector(g))
	} else {
		p.workspace.Multiply(simd.Product[float64]{
			Rows: in, Cols: out, Inner: rows,
			A: from, ARow: 1, AInner: in, B: delta, BStride: out, C: g, CStride: out,
		})
	}
	w = w[:len(g)]
	for i, v := range g {
		g[i] = (v + float64(p.penalty*w[i])) * scale
	}
	clear(bias)
	simd.AddColumns(bias, delta, rows, out)
	for j := range bias {
		bias[j] *= scale
	}
}

// backward returns the derivatives of the loss by the sums of layer l-1, given those of
// layer l.
func (p *mlpPass) backward(l int, delta []float64, rows int) []float64 {
	n := p.net
	in, out := n.units[l], n.units[l+1]
	d, w := p.deltas[l-1][:rows*in], n.weights[l]
	if out == 1 {
		for i, v := range delta {
			row := d[i*in : (i+1)*in]
			for j, x := range w[:len(row)] {
				row[j] = v * x
			}
		}
	} else {
		p.workspace.Multiply(simd.Product[float64]{
			Rows: rows, Cols: in, Inner: out,
			A: delta, ARow: out, AInner: 1, B: w, BStride: out, BTransposed: true,
			C: d, CStride: in,
		})
	}
	n.differentiate(d, p.outs[l-1])
	return d
}
