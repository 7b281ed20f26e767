package learn

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// An mlpDescent is the fit of an [MLPClassifier] batch by batch.
type mlpDescent struct {
	ctx   context.Context
	e     MLPClassifier
	m     *MLPClassifierModel
	pass  *mlpPass
	step  mlpOptimizer
	batch int

	x, xTest *mat.Dense // xTest are rows that are set aside, nil without EarlyStopping
	y, yTest []int
	order    []int

	xBatch []float64
	yBatch []int

	idle int       // epochs without an improvement
	best []float64 // params where the accuracy of xTest was best
}

// descend fits the network's weights by adam or sgd, until ctx ends.
func (m *MLPClassifierModel) descend(ctx context.Context, e MLPClassifier, t *training, random *numpyRandom) error {
	d := &mlpDescent{ctx: ctx, e: e, m: m, x: t.x, y: t.y}
	m.BestLoss = math.Inf(1)
	if e.EarlyStopping {
		if err := d.setAside(t, random); err != nil {
			return err
		}
	}
	n := len(d.y)
	d.batch = min(e.BatchSize, n)
	d.pass = newMLPTraining(m.net, d.batch, e.Alpha)
	d.xBatch, d.yBatch = make([]float64, d.batch*t.p), make([]int, d.batch)
	d.step = e.optimizer(len(m.net.params))
	d.order = ascending(n)
	for m.NIter < e.MaxIter && !m.Converged && d.ctx.Err() == nil {
		if !e.NoShuffle {
			d.order = shuffled(random, d.order)
		}
		m.Loss = d.epoch() / float64(n)
		m.NIter++
		m.LossCurve = append(m.LossCurve, m.Loss)
		d.judge()
		d.step.epochEnds(m.NIter * n)
		if d.idle > e.NIterNoChange {
			m.Converged = d.step.stops()
			d.idle = 0
		}
	}
	if d.best != nil {
		copy(m.net.params, d.best)
	}
	return nil
}

// setAside keeps a share of the rows for the test of each epoch.
func (d *mlpDescent) setAside(t *training, random *numpyRandom) error {
	tests := int(math.Ceil(d.e.ValidationFraction * float64(t.n)))
	if tests < 2 || tests >= t.n {
		return fmt.Errorf("ValidationFraction is %v, of %d rows that sets %d aside", d.e.ValidationFraction, t.n, tests)
	}
	var train, test []int
	if d.m.net.outputs() == 1 {
		var err error
		if train, test, err = stratifiedSplit(random, t.y, t.classes, t.n-tests, tests); err != nil {
			return err
		}
	} else {
		train, test = shuffleSplit(random, t.n, tests)
	}
	d.x, d.y = pickRows(t.x, t.y, train)
	d.xTest, d.yTest = pickRows(t.x, t.y, test)
	return nil
}

// epoch goes through all rows and returns the sum of their losses.
func (d *mlpDescent) epoch() float64 {
	_, p := d.x.Dims()
	data, sum := d.x.RawMatrix().Data, 0.0
	for from := 0; from < len(d.y); from += d.batch {
		rows := min(d.batch, len(d.y)-from)
		x, y := data[from*p:(from+rows)*p], d.y[from:from+rows]
		if !d.e.NoShuffle {
			x, y = d.xBatch[:rows*p], d.yBatch[:rows]
			for to, row := range d.order[from : from+rows] {
				copy(x[to*p:(to+1)*p], data[row*p:])
				y[to] = d.y[row]
			}
		}
		sum += d.pass.lossAndGradient(x, y, rows) * float64(rows)
		d.step.step(d.m.net.params, d.pass.gradient)
	}
	return sum
}

// judge tells whether the last epoch has improved the loss, or the accuracy of the rows
// that are set aside.
func (d *mlpDescent) judge() {
	m, tol := d.m, d.e.Tol
	if d.xTest == nil {
		d.count(m.Loss > m.BestLoss-tol)
		if m.Loss < m.BestLoss {
			m.BestLoss = m.Loss
		}
		return
	}
	right := 0
	for i, c := range m.winners(m.proba(d.xTest)) {
		if c == d.yTest[i] {
			right++
		}
	}
	score := float64(right) / float64(len(d.yTest))
	first := len(m.ValidationScores) == 0
	d.count(!first && score < m.BestValidationScore+tol)
	if first || score > m.BestValidationScore {
		m.BestValidationScore = score
		d.best = append(d.best[:0], m.net.params...)
	}
	m.ValidationScores = append(m.ValidationScores, score)
}

// count counts epochs that improve nothing.
func (d *mlpDescent) count(idle bool) {
	d.idle++
	if !idle {
		d.idle = 0
	}
}
