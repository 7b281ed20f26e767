package learn

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// An mlpNetwork is the units and weights of an [MLPClassifier].
//
// It is not a network of package nn, which follows Keras: the penalty here is divided by
// the rows of a batch, the numbers are float64, and those drawn are numpy's, so that a
// fit can be held against scikit-learn's weight for weight.
type mlpNetwork struct {
	activation string
	units      []int     // inputs, hidden layers, outputs
	params     []float64 // all weights, then all intercepts, layer after layer

	weights [][]float64 // of each layer but the first: units[l]×units[l+1], part of params
	biases  [][]float64 // likewise
}

// newMLPNetwork makes a network whose weights are 0.
func newMLPNetwork(activation string, inputs int, hidden []int, outputs int) *mlpNetwork {
	n := &mlpNetwork{activation: activation, units: append(append([]int{inputs}, hidden...), outputs)}
	size := 0
	for l, out := range n.units[1:] {
		size += (n.units[l] + 1) * out
	}
	n.params = make([]float64, size)
	n.weights, n.biases = n.views(n.params)
	return n
}

// views takes a vector that is laid out as params apart.
func (n *mlpNetwork) views(params []float64) (weights, biases [][]float64) {
	take := func(size int) []float64 {
		part := params[:size:size]
		params = params[size:]
		return part
	}
	for l, out := range n.units[1:] {
		weights = append(weights, take(n.units[l]*out))
	}
	for _, out := range n.units[1:] {
		biases = append(biases, take(out))
	}
	return weights, biases
}

// layers is the number of layers of weights.
func (n *mlpNetwork) layers() int { return len(n.units) - 1 }

// outputs is the number of units of the last layer.
func (n *mlpNetwork) outputs() int { return n.units[len(n.units)-1] }

// draw sets weights and intercepts to uniform numbers between ±√(6/(in + out)), or
// ±√(2/(in + out)) for logistic units.
func (n *mlpNetwork) draw(random *numpyRandom) {
	factor := 6.0
	if n.activation == "logistic" {
		factor = 2
	}
	for l, w := range n.weights {
		bound := math.Sqrt(factor / float64(n.units[l]+n.units[l+1]))
		for _, v := range [][]float64{w, n.biases[l]} {
			for i := range v {
				v[i] = -bound + float64(2*bound*random.float64())
			}
		}
	}
}

// coefs gives the weights out as matrices, which share their memory.
func (n *mlpNetwork) coefs() []*mat.Dense {
	out := make([]*mat.Dense, n.layers())
	for l, w := range n.weights {
		out[l] = mat.NewDense(n.units[l], n.units[l+1], w)
	}
	return out
}

// squares is the sum of all squares of weights.
func (n *mlpNetwork) squares() float64 {
	sum := 0.0
	for _, w := range n.weights {
		sum += sumSquares(w)
	}
	return sum
}

// sumSquares adds squares in four chains.
func sumSquares(v []float64) float64 {
	var a, b, c, d float64
	for ; len(v) >= 4; v = v[4:] {
		a += float64(v[0] * v[0])
		b += float64(v[1] * v[1])
		c += float64(v[2] * v[2])
		d += float64(v[3] * v[3])
	}
	for _, x := range v {
		a += float64(x * x)
	}
	return (a + b) + (c + d)
}

func allFinite(v []float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
