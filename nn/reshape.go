package nn

import (
	"fmt"
	"slices"
	"strings"
)

// FlattenLayer makes one axis of all axes of a row. The numbers stay in their order.
//
// Source: Keras 3.15 (keras/src/layers/reshaping/flatten.py).
type FlattenLayer struct{}

// Flatten is short for FlattenLayer{}.
func Flatten() FlattenLayer { return FlattenLayer{} }

func (FlattenLayer) check(shape) error               { return nil }
func (FlattenLayer) kind() (name, class string)      { return "flatten", "Flatten" }
func (FlattenLayer) output(in shape) shape           { return shape{in.size()} }
func (FlattenLayer) variables(shape) []variable      { return nil }
func (FlattenLayer) stage32(in shape) stage[float32] { return copyStage[float32]{} }
func (FlattenLayer) stage64(in shape) stage[float64] { return copyStage[float64]{} }

// String describes the layer as it is written in code.
func (FlattenLayer) String() string { return "Flatten()" }

// ReshapeLayer gives the numbers of a row other axes. They stay in their order, the
// last axis fastest.
//
// Source: Keras 3.15 (keras/src/layers/reshaping/reshape.py).
type ReshapeLayer struct {
	TargetShape []int // lengths of the axes; one may be −1: what is left
}

// Reshape is short for ReshapeLayer{TargetShape: lengths}.
func Reshape(lengths ...int) ReshapeLayer { return ReshapeLayer{TargetShape: slices.Clone(lengths)} }

func (l ReshapeLayer) check(in shape) error {
	known, open := 1, 0
	for _, d := range l.TargetShape {
		switch {
		case d == -1:
			open++
		case d < 1 || d > maxUnits:
			return fmt.Errorf("TargetShape is %d: an axis has 1 to %d numbers, or -1 for what is left", l.TargetShape, maxUnits)
		default:
			known = min(known*d, maxUnits+1) // no overflow
		}
	}
	switch {
	case len(l.TargetShape) == 0:
		return fmt.Errorf("TargetShape is empty, the input is %v", in)
	case open > 1:
		return fmt.Errorf("TargetShape is %d: one axis at most can be -1", l.TargetShape)
	case open == 0 && known != in.size(), in.size()%known != 0:
		return fmt.Errorf("the input is %v, which has not the numbers of TargetShape %d", in, l.TargetShape)
	}
	return nil
}

func (l ReshapeLayer) kind() (name, class string) { return "reshape", "Reshape" }

func (l ReshapeLayer) output(in shape) shape {
	out, open, known := make(shape, len(l.TargetShape)), -1, 1
	for i, d := range l.TargetShape {
		if out[i] = d; d == -1 {
			open = i
		} else {
			known *= d
		}
	}
	if open >= 0 {
		out[open] = in.size() / known
	}
	return out
}

func (l ReshapeLayer) variables(shape) []variable   { return nil }
func (l ReshapeLayer) stage32(shape) stage[float32] { return copyStage[float32]{} }
func (l ReshapeLayer) stage64(shape) stage[float64] { return copyStage[float64]{} }

// String describes the layer as it is written in code.
func (l ReshapeLayer) String() string {
	return "Reshape(" + strings.ReplaceAll(strings.Trim(fmt.Sprint(l.TargetShape), "[]"), " ", ", ") + ")"
}

// copyStage gives what it takes.
type copyStage[T float] struct{}

func (copyStage[T]) Forward(_ *call[T], in, out matrix[T]) { copyRows(out, in) }
func (copyStage[T]) Backward(_ *call[T], p pass[T])        { copyGrad(p) }

// copyGrad hands ∂loss/∂out on as ∂loss/∂in, if that is wanted.
func copyGrad[T float](p pass[T]) {
	if p.din.rows > 0 {
		copyRows(p.din, p.d)
	}
}
