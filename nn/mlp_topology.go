package nn

import (
	"fmt"
	"math"

	"golab/internal/jvm"
)

// mlpWeightLimit bounds the number of weights: as many as an array of Java holds.
const mlpWeightLimit = 1<<31 - 1

// mlpTopology is the layout of an MLP's vector: for each layer but the input the
// weights, outputs × inputs and column-major, and then the biases.
type mlpTopology struct {
	sizes []int // of the layers, the input first
	start []int // index of each layer's first weight
	size  int   // of the whole vector
}

// newMLPTopology reports sizes that make no network.
func newMLPTopology(sizes []int) (mlpTopology, error) {
	t := mlpTopology{sizes: sizes}
	if len(sizes) < 2 {
		return t, fmt.Errorf("Layers %v has %d entries, a network needs at least 2: inputs and classes", sizes, len(sizes))
	}
	for i, n := range sizes {
		if n <= 0 {
			return t, fmt.Errorf("Layers %v has %d at index %d, every layer needs at least 1", sizes, n, i)
		}
	}
	for k := range t.depth() {
		if (float64(t.inputs(k))+1)*float64(t.outputs(k)) > mlpWeightLimit-float64(t.size) {
			return t, fmt.Errorf("Layers %v has too many weights, %d are possible", sizes, int64(mlpWeightLimit))
		}
		t.start = append(t.start, t.size)
		t.size += (t.inputs(k) + 1) * t.outputs(k)
	}
	return t, nil
}

// depth is the number of layers with weights.
func (t mlpTopology) depth() int        { return len(t.sizes) - 1 }
func (t mlpTopology) inputs(k int) int  { return t.sizes[k] }
func (t mlpTopology) outputs(k int) int { return t.sizes[k+1] }
func (t mlpTopology) classes() int      { return t.sizes[len(t.sizes)-1] }

// weights returns layer k's part of v.
func (t mlpTopology) weights(v []float64, k int) []float64 {
	return v[t.start[k]:][:t.inputs(k)*t.outputs(k)]
}

// biases returns layer k's part of v.
func (t mlpTopology) biases(v []float64, k int) []float64 {
	return v[t.start[k]+t.inputs(k)*t.outputs(k):][:t.outputs(k)]
}

// initial draws the weights and biases in the order of the vector from one
// generator: (4.8·u - 2.4)/√inputs with u uniform in [0, 1).
func (t mlpTopology) initial(seed int64) []float64 {
	random := jvm.NewXORShiftRandom(seed)
	v := make([]float64, 0, t.size)
	for k := range t.depth() {
		root := math.Sqrt(float64(t.inputs(k)))
		for range (t.inputs(k) + 1) * t.outputs(k) {
			v = append(v, (float64(random.NextDouble()*4.8)-2.4)/root)
		}
	}
	return v
}

// mlpNet is a topology with the arithmetic to run it.
type mlpNet struct {
	mlpTopology
	order  jvm.ProductOrder
	lanes  int
	expLog jvm.ExpLog
	log    func(float64) float64
}

func newMLPNet(t mlpTopology, n Numerics) mlpNet {
	n = n.arithmetic()
	e := jvm.ExpLog(n.ExpLog)
	return mlpNet{t, jvm.ProductOrder(n.Products), n.Lanes, e, e.Log()}
}

// affine sets out, outputs × n, to the weights of layer k times in, inputs × n, plus
// the biases. Examples that are alone are predicted: each is a product of its own.
func (m *mlpNet) affine(w *jvm.Workspace, k int, out, v, in []float64, n int, alone bool) {
	bias := m.biases(v, k)
	for i := 0; i < len(out); i += len(bias) {
		copy(out[i:], bias)
	}
	jvm.Product{
		Order: m.order, Rows: m.outputs(k), Cols: n, Inner: m.inputs(k),
		Lanes: m.lanes, Alpha: 1, Beta: 1, OneColumnAtATime: alone,
	}.Compute(w, out, m.weights(v, k), in, 0, n)
}

// logistic replaces every z by 1/(1 + e^-z).
func (m *mlpNet) logistic(z []float64) { m.expLog.Logistic(z) }

// softmax replaces the classes of every example by e^z over their sum.
func (m *mlpNet) softmax(z []float64) {
	k := m.classes()
	for at := 0; at < len(z); at += k {
		row, greatest := z[at:at+k], -math.MaxFloat64
		for _, v := range row {
			if v > greatest {
				greatest = v
			}
		}
		for i, v := range row {
			row[i] = v - greatest
		}
	}
	m.expLog.ExpAll(z)
	for at := 0; at < len(z); at += k {
		row, sum := z[at:at+k], 0.0
		for _, v := range row {
			sum += v
		}
		for i := range row {
			row[i] /= sum
		}
	}
}
