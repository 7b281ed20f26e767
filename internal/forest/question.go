package forest

import "math"

// A question is which rows have a feature in a bin up to the given one.
type question struct {
	feature, bin int
	gain         float64 // -∞ where no question is allowed
	left, right  []float64
}

// A searcher looks for the best question of a node.
type searcher struct {
	bins      *Bins
	params    Params
	size      int       // statistics of a node
	sums      []float64 // of each bin
	left      []float64
	right     []float64
	bestStats []float64 // left, then right
}

func newSearcher(b *Bins, p Params) *searcher {
	size := p.statsSize()
	return &searcher{bins: b, params: p, size: size, sums: make([]float64, b.first[b.P]*size), left: make([]float64, size), right: make([]float64, size), bestStats: make([]float64, 2*size)}
}

// search sets the node's best question, and the statistics of a root.
func (s *searcher) search(g *growing, targets []float64, weights []uint16) {
	s.collect(g, targets, weights)
	g.best = question{gain: math.Inf(-1)}
	impurity := 0.0
	if g.stats != nil {
		impurity = s.params.Impurity.of(g.stats)
	}
	for _, j := range g.features {
		first, last := s.bins.first[j], s.bins.first[j+1]-1
		if first == last {
			continue // a constant
		}
		for b := first + 1; b <= last; b++ {
			for k := range s.size {
				s.sums[b*s.size+k] += s.sums[(b-1)*s.size+k]
			}
		}
		all := s.sums[last*s.size : (last+1)*s.size]
		best := question{feature: j, gain: math.Inf(-1)}
		for b := first; b < last; b++ {
			copy(s.left, s.sums[b*s.size:])
			for k, v := range s.left {
				s.right[k] = all[k] - v
			}
			if g.stats == nil {
				g.stats = make([]float64, s.size)
				for k, v := range s.left {
					g.stats[k] = v + s.right[k]
				}
				impurity = s.params.Impurity.of(g.stats)
			}
			if gain := s.gain(impurity); gain > best.gain {
				best.gain, best.bin = gain, b-first
				if gain > g.best.gain {
					copy(s.bestStats, s.left)
					copy(s.bestStats[s.size:], s.right)
				}
			}
		}
		if best.gain > g.best.gain {
			g.best = best
		}
	}
	if g.stats == nil {
		g.stats = s.total(g, targets, weights)
	}
	if g.best.gain > 0 {
		g.best.left = append([]float64(nil), s.bestStats[:s.size]...)
		g.best.right = append([]float64(nil), s.bestStats[s.size:]...)
	}
}

// collect sums the statistics of a node's rows in each bin of its features.
func (s *searcher) collect(g *growing, targets []float64, weights []uint16) {
	for _, j := range g.features {
		clear(s.sums[s.bins.first[j]*s.size : s.bins.first[j+1]*s.size])
	}
	variance := s.params.Impurity == Variance
	for _, i := range g.rows {
		w, y := 1.0, targets[i]
		if weights != nil {
			w = float64(weights[i])
		}
		row := s.bins.row(i)
		if !variance {
			for _, j := range g.features {
				s.sums[(s.bins.first[j]+int(row[j]))*s.size+int(y)] += w
			}
			continue
		}
		wy := float64(w * y)
		wyy := float64(wy * y)
		for _, j := range g.features {
			at := s.sums[(s.bins.first[j]+int(row[j]))*3:]
			at[0] += w
			at[1] += wy
			at[2] += wyy
		}
	}
}

// total sums the statistics of a node's rows.
func (s *searcher) total(g *growing, targets []float64, weights []uint16) []float64 {
	stats := make([]float64, s.size)
	for _, i := range g.rows {
		w, y := 1.0, targets[i]
		if weights != nil {
			w = float64(weights[i])
		}
		if s.params.Impurity == Variance {
			stats[0] += w
			stats[1] += float64(w * y)
			stats[2] += float64(float64(w*y) * y)
		} else {
			stats[int(y)] += w
		}
	}
	return stats
}

// gain returns how much less impure left and right are than their parent, -∞ if they
// are not allowed.
func (s *searcher) gain(impurity float64) float64 {
	m := s.params.Impurity
	left, right := m.Count(s.left), m.Count(s.right)
	if min(left, right) < max(s.params.MinInstances, s.params.MinWeight) {
		return math.Inf(-1)
	}
	all := left + right
	gain := impurity - float64(left/all*m.of(s.left)) - float64(right/all*m.of(s.right))
	if gain < s.params.MinInfoGain {
		return math.Inf(-1)
	}
	return gain
}
