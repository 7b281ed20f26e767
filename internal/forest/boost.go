package forest

import "golab/internal/jvm"

// A Boosting is how many trees are added up, and how.
type Boosting struct {
	Trees int
	Step  float64 // factor of all trees but the first
	Rate  float64 // share of the rows that each tree sees
}

// Boost grows trees one after the other for rows of two classes, y = -1 and +1 for the
// targets 0 and 1: the first to y, each further one to the negative gradient of the
// loss 2·log(1 + exp(-2·y·F)) at the sum F of those before it, times their factors.
//
//	4·y / (1 + exp(2·y·F))
//
// It fails when the context ends.
//
// Source: GradientBoostedTrees of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/tree/impl/GradientBoostedTrees.scala.
func (b *Bins) Boost(classes []float64, o Boosting, p Params) ([]*Tree, error) {
	p.Impurity = Variance
	y, targets, sums := make([]float64, b.N), make([]float64, b.N), make([]float64, b.N)
	for i, c := range classes {
		y[i] = float64(c*2) - 1
		targets[i] = y[i]
	}
	var trees []*Tree
	seed, factor, exp := p.Seed, 1.0, jvm.IntelLibm.Exp()
	for t := range o.Trees {
		p.Seed = seed + int64(t)
		grown, err := b.grow(targets, Sampling{Rate: o.Rate, Seed: p.Seed}.weights(b.N, 1), p)
		if err != nil {
			return nil, err
		}
		tree := grown[0]
		trees = append(trees, tree)
		for i := range sums {
			sums[i] += float64(b.leaf(tree, int32(i)).Prediction * factor)
			targets[i] = 4 * y[i] / (1 + exp(float64(2*y[i]*sums[i])))
		}
		factor = o.Step
	}
	return trees, nil
}

// leaf returns the leaf of a row of the bins.
func (b *Bins) leaf(t *Tree, i int32) *Node {
	row := b.row(i)
	at := 0
	for {
		n := &t.Nodes[at]
		if n.Right == 0 {
			return n
		}
		if bin := int(row[n.Feature]); bin < len(b.Thresholds[n.Feature]) && b.Thresholds[n.Feature][bin] <= n.Threshold {
			at++
		} else {
			at = n.Right
		}
	}
}
