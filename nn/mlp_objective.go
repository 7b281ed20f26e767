package nn

import (
	"runtime"
	"sync"
	"sync/atomic"

	"golab/internal/jvm"
)

const (
	mlpWaveMemory = 64 << 20 // bytes of activations and deltas held at once
	mlpTasks      = 2        // parts of the gradient for each goroutine, which they take in turn
	mlpColumns    = 4        // columns of the gradient that a product takes at a time
	mlpSerialWork = 1 << 15  // multiplications of one layer pass below which one goroutine is faster
)

// mlpObjective is Spark's loss of a network on a training set and its gradient: the
// mean over blocks of rows of the mean cross entropy in each block.
//
// Blocks go forward and backward side by side, since none knows of another. The
// gradient is a sum over blocks in order; there, goroutines take disjoint entries
// and walk through the blocks in that order. So the bits do not depend on how many
// goroutines there are. Data with more activations than fit in mlpWaveMemory are
// taken in waves of blocks.
type mlpObjective struct {
	mlpNet
	x       []float64 // rows × inputs, row after row: each row is a column of its block
	labels  []int
	block   int // rows in a block
	blocks  int
	perWave int // blocks in a wave

	activations, deltas [][]float64 // of the layers, for one wave
	losses              []float64   // of the blocks of one wave
	ones                []float64
	tasks               []mlpTask
	workers             []jvm.Workspace
}

// mlpTask is a part of the gradient: columns of a layer's weights, or its biases.
type mlpTask struct {
	layer    int
	from, to int // columns
	biases   bool
}

func newMLPObjective(net mlpNet, x []float64, labels []int, block int) *mlpObjective {
	rows := len(labels)
	block = min(block, rows)
	o := &mlpObjective{mlpNet: net, x: x, labels: labels, block: block, blocks: (rows + block - 1) / block}
	units := 0
	for k := range o.depth() {
		units += o.outputs(k)
	}
	o.perWave = min(o.blocks, max(1, mlpWaveMemory/8/2/units/block))
	for k := range o.depth() {
		n := min(rows, o.perWave*block) * o.outputs(k)
		o.activations = append(o.activations, make([]float64, n))
		o.deltas = append(o.deltas, make([]float64, n))
	}
	o.losses = make([]float64, o.perWave)
	o.ones = make([]float64, block)
	for i := range o.ones {
		o.ones[i] = 1
	}
	workers := runtime.GOMAXPROCS(0)
	if min(rows, o.perWave*block)*o.size < mlpSerialWork {
		workers = 1
	}
	o.workers = make([]jvm.Workspace, workers)
	o.tasks = o.split(mlpTasks * workers)
	return o
}

// split cuts the gradient into about so many parts of about equal work, the large
// ones first.
func (o *mlpObjective) split(parts int) []mlpTask {
	var tasks, biases []mlpTask
	for k := range o.depth() {
		columns := o.size/parts/o.outputs(k)/mlpColumns*mlpColumns + mlpColumns
		for from := 0; from < o.inputs(k); from += columns {
			tasks = append(tasks, mlpTask{layer: k, from: from, to: min(from+columns, o.inputs(k))})
		}
		biases = append(biases, mlpTask{layer: k, biases: true})
	}
	return append(tasks, biases...)
}

// mean returns the loss at the weights v and writes its gradient.
func (o *mlpObjective) mean(v, gradient []float64) float64 {
	loss := o.sum(v, gradient)
	part := 1 / float64(o.blocks)
	for i := range gradient {
		gradient[i] *= part
	}
	return loss / float64(o.blocks)
}

// sum returns the sum of the losses of the blocks and writes the sum of their
// gradients.
func (o *mlpObjective) sum(v, gradient []float64) float64 {
	clear(gradient)
	loss := 0.0
	for first := 0; first < o.blocks; first += o.perWave {
		n := min(o.perWave, o.blocks-first)
		o.parallel(n, func(w *jvm.Workspace, i int) { o.pass(w, v, first, i) })
		for _, l := range o.losses[:n] {
			loss += l
		}
		o.parallel(len(o.tasks), func(w *jvm.Workspace, i int) { o.add(w, gradient, first, n, o.tasks[i]) })
	}
	return loss
}

// parallel calls f for 0 to n-1 on all workers.
func (o *mlpObjective) parallel(n int, f func(w *jvm.Workspace, i int)) {
	var next atomic.Int64
	work := func(w *jvm.Workspace) {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			f(w, i)
		}
	}
	var group sync.WaitGroup
	for i := 1; i < min(len(o.workers), n); i++ {
		group.Go(func() { work(&o.workers[i]) })
	}
	work(&o.workers[0])
	group.Wait()
}

// rows returns how many rows block i of the wave from first on has, and the first
// of them in the wave and in the data.
func (o *mlpObjective) rows(first, i int) (n, inWave, inData int) {
	inWave = i * o.block
	inData = inWave + first*o.block
	return min(o.block, len(o.labels)-inData), inWave, inData
}

// input returns what layer k takes from block i of the wave from first on.
func (o *mlpObjective) input(k, first, i int) []float64 {
	n, inWave, inData := o.rows(first, i)
	if k == 0 {
		return o.x[inData*o.inputs(0):][:n*o.inputs(0)]
	}
	return o.activations[k-1][inWave*o.inputs(k):][:n*o.inputs(k)]
}

// pass takes block i of the wave from first on forward and backward through the
// layers: it sets the block's loss, activations and deltas.
func (o *mlpObjective) pass(w *jvm.Workspace, v []float64, first, i int) {
	n, inWave, inData := o.rows(first, i)
	last := o.depth() - 1
	part := func(s [][]float64, k int) []float64 {
		return s[k][inWave*o.outputs(k):][:n*o.outputs(k)]
	}
	for k := range o.depth() {
		z := part(o.activations, k)
		o.affine(w, k, z, v, o.input(k, first, i), n, false)
		if k < last {
			o.logistic(z)
		} else {
			o.softmax(z)
		}
	}
	o.losses[i] = o.crossEntropy(part(o.deltas, last), part(o.activations, last), o.labels[inData:inData+n])
	for k := last; k > 0; k-- {
		delta := part(o.deltas, k-1)
		jvm.Product{
			Order: o.order, TransA: true, Rows: o.inputs(k), Cols: n, Inner: o.outputs(k),
			Lanes: o.lanes, Alpha: 1,
		}.Compute(w, delta, o.weights(v, k), part(o.deltas, k), 0, n)
		for j, a := range part(o.activations, k-1) {
			delta[j] = float64((1-a)*a) * delta[j]
		}
	}
}

// crossEntropy returns minus the mean of the logarithms of the true classes'
// probabilities p, and sets delta to p less 1 for the true class. Spark multiplies
// every logarithm by 1 or 0: a probability of 0 makes the loss NaN even where it is
// the right answer.
func (o *mlpObjective) crossEntropy(delta, p []float64, labels []int) float64 {
	sum, classes := 0.0, o.classes()
	for j, label := range labels {
		for c, v := range p[j*classes : (j+1)*classes] {
			switch {
			case c == label:
				sum += o.log(v)
				v--
			case !(v > 0):
				sum += float64(0 * o.log(v))
			}
			delta[j*classes+c] = v
		}
	}
	return -sum / float64(len(labels))
}

// add adds the n blocks of the wave from first on to a part of the gradient.
func (o *mlpObjective) add(w *jvm.Workspace, gradient []float64, first, n int, t mlpTask) {
	k := t.layer
	for i := range n {
		rows, inWave, _ := o.rows(first, i)
		delta := o.deltas[k][inWave*o.outputs(k):][:rows*o.outputs(k)]
		alpha := 1 / float64(rows)
		if t.biases {
			o.order.AddMatVec(o.lanes, alpha, o.biases(gradient, k), delta, o.ones[:rows])
			continue
		}
		jvm.Product{
			Order: o.order, TransB: true, Rows: o.outputs(k), Cols: o.inputs(k), Inner: rows,
			Lanes: o.lanes, Alpha: alpha, Beta: 1,
		}.Compute(w, o.weights(gradient, k), delta, o.input(k, first, i), t.from, t.to)
	}
}
