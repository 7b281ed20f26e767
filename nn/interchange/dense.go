package interchange

import "golab/nn"

// dense is a Dense layer of a stack and its weights; or another layer.
type dense struct {
	nn.DenseLayer
	inputs int
	kernel []float32 // inputs × Units, row by row
	bias   []float32 // Units, or none

	other   nn.Layer // in place of all above
	numbers [][]float32
}

// linear reports whether an operation on what comes out can be part of the layer.
func (d *dense) linear() bool { return d.other == nil && d.Activation == nn.Linear }
