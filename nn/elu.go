package nn

// ELULayer is z, below 0 Alpha·(e^z − 1).
//
// Source: Keras 3.15 (keras/src/layers/activations/elu.py).
type ELULayer struct {
	Alpha float64 // zero: 1
}

func (l ELULayer) check(shape) error { return checkBounds(bound{"Alpha", l.Alpha, -noLimit, noLimit}) }

func (ELULayer) kind() (name, class string) { return "elu", "ELU" }
func (ELULayer) output(in shape) shape      { return in }
func (ELULayer) variables(shape) []variable { return nil }

// String describes the layer as it is written in code.
func (l ELULayer) String() string { return literal(l) }

func (l ELULayer) stage32(shape) stage[float32] { return eluStage[float32]{orOne(l.Alpha)} }
func (l ELULayer) stage64(shape) stage[float64] { return eluStage[float64]{orOne(l.Alpha)} }

// eluStage computes an ELULayer.
type eluStage[T float] struct{ alpha float64 }

func (s eluStage[T]) Forward(_ *call[T], in, out matrix[T]) {
	for r := range in.rows {
		out := out.row(r)
		for i, z := range in.row(r) {
			if z <= 0 {
				z = T(s.alpha * elu(float64(z)))
			}
			out[i] = z
		}
	}
}

func (s eluStage[T]) Backward(_ *call[T], p pass[T]) {
	for r := range p.din.rows {
		d, out, din := p.d.row(r), p.out.row(r), p.din.row(r)
		for i, z := range p.in.row(r) {
			din[i] = d[i]
			if z <= 0 {
				din[i] *= out[i] + T(s.alpha)
			}
		}
	}
}
