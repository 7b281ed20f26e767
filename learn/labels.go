package learn

import (
	"fmt"
	"slices"
)

// A LabelEncoder numbers labels that are text: what estimators take for y are numbers.
//
// Source: LabelEncoder of scikit-learn 1.9, sklearn/preprocessing/_label.py.
type LabelEncoder struct{}

// A FittedLabelEncoder knows the labels.
type FittedLabelEncoder struct {
	Classes []string // ascending; the number of a label is its place
}

// Fit collects the labels. It fails when there are none.
func (LabelEncoder) Fit(labels []string) (*FittedLabelEncoder, error) {
	if len(labels) == 0 {
		return nil, fmt.Errorf("learn: LabelEncoder.Fit: there are %d labels", len(labels))
	}
	sorted := slices.Clone(labels)
	slices.Sort(sorted)
	return &FittedLabelEncoder{slices.Compact(sorted)}, nil
}

// Transform returns the number of each label. It fails at one that Fit did not see.
func (f *FittedLabelEncoder) Transform(labels []string) ([]float64, error) {
	y := make([]float64, len(labels))
	for i, l := range labels {
		at, ok := slices.BinarySearch(f.Classes, l)
		if !ok {
			return nil, fmt.Errorf("learn: LabelEncoder.Transform: label %d is %q, which was not fitted", i, l)
		}
		y[i] = float64(at)
	}
	return y, nil
}

// InverseTransform returns the label of each number. It fails at one that has none.
func (f *FittedLabelEncoder) InverseTransform(y []float64) ([]string, error) {
	labels := make([]string, len(y))
	for i, v := range y {
		if at := int(v); v >= 0 && v < float64(len(f.Classes)) && float64(at) == v {
			labels[i] = f.Classes[at]
			continue
		}
		return nil, fmt.Errorf("learn: LabelEncoder.InverseTransform: y[%d] is %v, there are %d classes", i, v, len(f.Classes))
	}
	return labels, nil
}
