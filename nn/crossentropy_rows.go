package nn

import (
	"math"

	"golab/internal/simd"
)

// binary is the batch of BinaryLabels: each output by itself.
func (l CrossentropyLoss) binary(b *lossBatch, logits, replace bool) float64 {
	smooth := l.LabelSmoothing
	if logits {
		return l.binaryLogits(b, replace)
	}
	return b.eachRow(func(i int, out, g []float64) float64 {
		var sum float64
		for j, z := range out {
			label := b.y[i*b.k+j]*(1-smooth) + smooth/2
			p := min(max(z, lowest), highest)
			sum -= label*math.Log(p) + (1-label)*math.Log(1-p)
			g[j] = 0
			if p == z {
				g[j] = (p - label) / (p * (1 - p)) / float64(b.k)
			}
		}
		return sum / float64(b.k)
	})
}

// binaryLogits is binary from logits: all rows at once unless they have weights.
func (l CrossentropyLoss) binaryLogits(b *lossBatch, replace bool) float64 {
	smooth := l.LabelSmoothing
	loss := simd.LogitLoss{Scale: 1 - smooth, Shift: smooth / 2, Replace: replace}
	if b.weights == nil {
		loss.GradScale = 1 / float64(len(b.out))
		return loss.Sum(b.grad, b.out, b.y) * loss.GradScale
	}
	loss.GradScale = 1 / float64(b.k)
	return b.eachRow(func(i int, out, g []float64) float64 {
		return loss.Sum(g, out, b.y[i*b.k:(i+1)*b.k]) * loss.GradScale
	})
}

// rowLabel is the label of one row of k outputs: yⱼ = hot[j]·scale + shift, or
// 1 at class when hot is nil.
type rowLabel struct {
	hot          []float64
	class        int
	scale, shift float64
}

// rowLabel returns the label of the row that starts at output i.
func (l CrossentropyLoss) rowLabel(y []float64, i, k int) rowLabel {
	if l.Labels == ClassNumbers {
		return rowLabel{class: int(y[i/k])}
	}
	return rowLabel{
		hot:   y[i : i+k],
		scale: 1 - l.LabelSmoothing,
		shift: l.LabelSmoothing / float64(k),
	}
}

// at returns yⱼ.
func (r rowLabel) at(j int) float64 {
	switch {
	case r.hot != nil:
		return r.hot[j]*r.scale + r.shift
	case j == r.class:
		return 1
	}
	return 0
}

// logitRow returns Σⱼ yⱼ·(log Σₖ e^zₖ − zⱼ) and its gradient in g. With replace,
// z becomes its softmax.
func logitRow(g, z []float64, y rowLabel, replace bool) float64 {
	top := z[0]
	for _, v := range z[1:] {
		top = max(top, v)
	}
	var sum float64
	for j, v := range z {
		g[j] = math.Exp(v - top)
		sum += g[j]
	}
	total := top + math.Log(sum)
	var loss, weight float64
	for j, v := range z {
		label := y.at(j)
		weight += label
		if label != 0 {
			loss += label * (total - v)
		}
	}
	for j := range z {
		p := g[j] / sum
		g[j] = p*weight - y.at(j)
		if replace {
			z[j] = p
		}
	}
	return loss
}

// categoricalRow returns −Σⱼ yⱼ·log qⱼ, where q = p/Σp clipped, and its gradient
// in g.
func categoricalRow(g, p []float64, y rowLabel) float64 {
	var sum, loss, dot float64
	for _, v := range p {
		sum += v
	}
	for j, v := range p {
		q := v / sum
		clipped := min(max(q, lowest), highest)
		loss -= y.at(j) * math.Log(clipped)
		g[j] = 0
		if clipped == q {
			g[j] = -y.at(j) / q
			dot += g[j] * q
		}
	}
	for j := range g {
		g[j] = (g[j] - dot) / sum
	}
	return loss
}

// sparseRow returns log Σⱼ qⱼ − log q_y, where q is p clipped, and its gradient
// in g.
func sparseRow(g, p []float64, y rowLabel) float64 {
	var sum float64
	for _, v := range p {
		sum += min(max(v, lowest), highest)
	}
	for j, v := range p {
		g[j] = 0
		if q := min(max(v, lowest), highest); q == v {
			g[j] = 1/sum - y.at(j)/q
		}
	}
	return math.Log(sum) - math.Log(min(max(p[y.class], lowest), highest))
}
