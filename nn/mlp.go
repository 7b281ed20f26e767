package nn

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"

	"golab/internal/jvm"
)

// MLP is a fitted multilayer perceptron: logistic units in the hidden layers and a
// softmax over the classes. Its methods may be called from many goroutines at once.
type MLP struct {
	// Layers are the sizes of the layers, from features to classes.
	Layers []int
	// Weights are all the numbers of the network, layer after layer: the weights of
	// the layer, outputs × inputs column by column (output i, input j at i +
	// j·outputs), then its biases.
	Weights []float64
	// Numerics say whose rounding to follow.
	Numerics Numerics
}

// NumFeatures returns the size of the first layer.
func (m *MLP) NumFeatures() int {
	if len(m.Layers) == 0 {
		return 0
	}
	return m.Layers[0]
}

// NumClasses returns the size of the last layer.
func (m *MLP) NumClasses() int {
	if len(m.Layers) == 0 {
		return 0
	}
	return m.Layers[len(m.Layers)-1]
}

// String says how large the network is, as Spark does.
func (m *MLP) String() string {
	return fmt.Sprintf("MLP: numLayers=%d, numClasses=%d, numFeatures=%d", len(m.Layers), m.NumClasses(), m.NumFeatures())
}

// PredictRaw returns the last layer's z = W·a + b before the softmax, n×k with one
// example per row and one class per column, for x, n×p. It fails when x does not fit
// the first layer, or the weights do not fit the layers.
func (m *MLP) PredictRaw(x *mat.Dense) (*mat.Dense, error) {
	raw, _, err := m.forward(x)
	if err != nil {
		return nil, fmt.Errorf("nn: MLP.PredictRaw: %w", err)
	}
	return raw, nil
}

// PredictProbability returns the softmax e^z/Σe^z of PredictRaw, n×k with one
// example per row. It fails as PredictRaw does.
func (m *MLP) PredictProbability(x *mat.Dense) (*mat.Dense, error) {
	p, net, err := m.forward(x)
	if err != nil {
		return nil, fmt.Errorf("nn: MLP.PredictProbability: %w", err)
	}
	net.softmax(p.RawMatrix().Data)
	return p, nil
}

// Predict returns the class number of each example: the first of the greatest raw
// predictions, n of them for x, n×p. It fails as PredictRaw does.
func (m *MLP) Predict(x *mat.Dense) ([]float64, error) {
	raw, _, err := m.forward(x)
	if err != nil {
		return nil, fmt.Errorf("nn: MLP.Predict: %w", err)
	}
	rows, _ := raw.Dims()
	classes := make([]float64, rows)
	for i := range classes {
		row, greatest := raw.RawRowView(i), 0
		for c, v := range row {
			if v > row[greatest] {
				greatest = c
			}
		}
		classes[i] = float64(greatest)
	}
	return classes, nil
}

// net checks the model and returns it ready to run.
func (m *MLP) net() (*mlpNet, error) {
	topology, err := newMLPTopology(m.Layers)
	if err != nil {
		return nil, err
	}
	if n := len(m.Weights); n != topology.size {
		return nil, fmt.Errorf("the model has %d weights, Layers %v needs %d", n, m.Layers, topology.size)
	}
	if err := m.Numerics.check(); err != nil {
		return nil, err
	}
	net := newMLPNet(topology, m.Numerics)
	return &net, nil
}

// forward runs the examples through the network up to the last layer's z, some
// hundred at a time on each processor.
func (m *MLP) forward(x *mat.Dense) (*mat.Dense, *mlpNet, error) {
	net, err := m.net()
	if err != nil {
		return nil, nil, err
	}
	if err := checkShape(x, net.inputs(0)); err != nil {
		return nil, nil, err
	}
	const chunk = 256
	rows, _ := x.Dims()
	in, out := denseRows(x), mat.NewDense(rows, net.classes(), nil)
	chunks := (rows + chunk - 1) / chunk
	var next atomic.Int64
	work := func() {
		pass := newMLPPass(net, m.Weights, min(chunk, rows))
		for i := int(next.Add(1)) - 1; i < chunks; i = int(next.Add(1)) - 1 {
			from, to := i*chunk, min((i+1)*chunk, rows)
			pass.run(out.RawMatrix().Data[from*net.classes():to*net.classes()], in[from*net.inputs(0):to*net.inputs(0)])
		}
	}
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), chunks) - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
	return out, net, nil
}

// mlpPass is the memory of one goroutine that predicts.
type mlpPass struct {
	*mlpNet
	weights   []float64
	hidden    [][]float64
	workspace jvm.Workspace
}

func newMLPPass(net *mlpNet, weights []float64, rows int) *mlpPass {
	p := &mlpPass{mlpNet: net, weights: weights}
	for k := range net.depth() - 1 {
		p.hidden = append(p.hidden, make([]float64, rows*net.outputs(k)))
	}
	return p
}

// run sets out to the raw predictions of the examples in.
func (p *mlpPass) run(out, in []float64) {
	n := len(in) / p.inputs(0)
	for k, h := range p.hidden {
		h = h[:n*p.outputs(k)]
		p.affine(&p.workspace, k, h, p.weights, in, n, true)
		p.logistic(h)
		in = h
	}
	p.affine(&p.workspace, len(p.hidden), out, p.weights, in, n, true)
}
