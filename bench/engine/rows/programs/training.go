package programs

import "math"

// A dense is a layer of sigmoid units.
type dense struct {
	w       [][]float64 // a row for each unit
	b       []float64
	out     []float64
	delta   []float64 // the slope of the loss by each unit's input
	in      []float64
	inDelta []float64
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// A random is a small generator that Python's numbers follow, too.
type random struct{ state int }

func (r *random) next() float64 {
	r.state = (r.state*1103515245 + 12345) & 0x7fffffff
	return float64(r.state)/2147483648 - 0.5
}

func newDense(inputs, units int, r *random) *dense {
	l := &dense{w: make([][]float64, units), b: make([]float64, units), out: make([]float64, units),
		delta: make([]float64, units), inDelta: make([]float64, inputs)}
	for i := range l.w {
		l.w[i] = make([]float64, inputs)
		for j := range l.w[i] {
			l.w[i][j] = r.next()
		}
	}
	return l
}

func (l *dense) forward(x []float64) []float64 {
	l.in = x
	for i, row := range l.w {
		s := l.b[i]
		for j, w := range row {
			s += w * x[j]
		}
		l.out[i] = sigmoid(s)
	}
	return l.out
}

// backward takes the slopes by the outputs and returns those by the inputs.
func (l *dense) backward(slope []float64) []float64 {
	for j := range l.inDelta {
		l.inDelta[j] = 0
	}
	for i, row := range l.w {
		d := slope[i] * l.out[i] * (1 - l.out[i])
		l.delta[i] = d
		for j, w := range row {
			l.inDelta[j] += d * w
		}
	}
	return l.inDelta
}

func (l *dense) step(rate float64) {
	for i, row := range l.w {
		d := rate * l.delta[i]
		for j, x := range l.in {
			row[j] -= d * x
		}
		l.b[i] -= d
	}
}

// Train trains a network of 20, 10 and 1 units on 100 examples, n times over.
func Train(n int) int {
	r := &random{42}
	xs, ys := make([][]float64, 100), make([]float64, 100)
	for i := range xs {
		xs[i] = make([]float64, 20)
		for j := range xs[i] {
			xs[i][j] = r.next()
		}
		if xs[i][0]+xs[i][1] > 0 {
			ys[i] = 1
		}
	}
	layers := []*dense{newDense(20, 10, r), newDense(10, 1, r)}
	loss, slope := 0.0, make([]float64, 1)
	for k := 0; k < n; k++ {
		loss = 0
		for i, x := range xs {
			for _, l := range layers {
				x = l.forward(x)
			}
			e := x[0] - ys[i]
			loss += e * e
			slope[0] = 2 * e
			back := slope
			for j := len(layers) - 1; j >= 0; j-- {
				back = layers[j].backward(back)
			}
			for _, l := range layers {
				l.step(0.5)
			}
		}
	}
	return int(loss * 1000)
}
