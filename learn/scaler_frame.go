package learn

import (
	"fmt"
	"math"
	"slices"
)

// unfitted is the error for the bytes of what is not the result of a Fit.
func unfitted(name string) error {
	return fmt.Errorf("learn: %s.MarshalBinary: nothing is fitted: it is what Fit returns", fittedType(name))
}

// openPlain reads the frame of what has neither features nor classes.
func openPlain(name string, data []byte) *frameReader {
	r := &frameReader{name: name}
	r.rest, r.err = unwrap(name, data)
	return r
}

// MarshalBinary returns the scaler as bytes.
func (f *FittedStandardScaler) MarshalBinary() ([]byte, error) {
	const name = "StandardScaler"
	if f.features == 0 {
		return nil, unfitted(name)
	}
	w := newFrame(name)
	w.integer(f.features)
	w.vector(f.Mean)
	w.vector(f.Var)
	w.vector(f.Scale)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the scaler by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (f *FittedStandardScaler) UnmarshalBinary(data []byte) error {
	r := openPlain("StandardScaler", data)
	read := FittedStandardScaler{features: r.integer(), Mean: r.vectorOrNil(), Var: r.vectorOrNil(), Scale: r.vectorOrNil()}
	r.require(read.features > 0, "%d features", read.features)
	r.require(len(read.Var) == len(read.Scale), "Var has %d numbers, Scale %d", len(read.Var), len(read.Scale))
	for _, v := range [][]float64{read.Mean, read.Var, read.Scale} {
		r.require(v == nil || len(v) == read.features, "%d numbers for %d features", len(v), read.features)
	}
	if err := r.done(); err != nil {
		return err
	}
	*f = read
	return nil
}

// MarshalBinary returns the scaler as bytes.
func (f *FittedMinMaxScaler) MarshalBinary() ([]byte, error) {
	const name = "MinMaxScaler"
	if len(f.Scale) == 0 {
		return nil, unfitted(name)
	}
	w := newFrame(name)
	w.number(f.scaler.FeatureRange[0])
	w.number(f.scaler.FeatureRange[1])
	w.flag(f.scaler.Clip)
	for _, v := range [][]float64{f.DataMin, f.DataMax, f.DataRange, f.Scale, f.Min} {
		w.vector(v)
	}
	return w.bytes(), nil
}

// UnmarshalBinary replaces the scaler by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (f *FittedMinMaxScaler) UnmarshalBinary(data []byte) error {
	r := openPlain("MinMaxScaler", data)
	var read FittedMinMaxScaler
	a, b := r.number(), r.number()
	r.require(b-a > 0 && !math.IsInf(b-a, 0), "the range is from %v to %v", a, b)
	read.scaler = MinMaxScaler{FeatureRange: [2]float64{a, b}, Clip: r.flag()}
	for _, v := range []*[]float64{&read.DataMin, &read.DataMax, &read.DataRange, &read.Scale, &read.Min} {
		*v = r.vector()
		r.require(len(*v) > 0 && len(*v) == len(read.DataMin), "%d numbers for %d features", len(*v), len(read.DataMin))
	}
	if err := r.done(); err != nil {
		return err
	}
	*f = read
	return nil
}

// MarshalBinary returns the encoder as bytes.
func (f *FittedLabelEncoder) MarshalBinary() ([]byte, error) {
	const name = "LabelEncoder"
	if len(f.Classes) == 0 {
		return nil, unfitted(name)
	}
	w := newFrame(name)
	w.integer(len(f.Classes))
	for _, c := range f.Classes {
		w.text(c)
	}
	return w.bytes(), nil
}

// UnmarshalBinary replaces the encoder by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (f *FittedLabelEncoder) UnmarshalBinary(data []byte) error {
	r := openPlain("LabelEncoder", data)
	classes := make([]string, r.count()) // a text takes 8 bytes and more
	for i := range classes {
		classes[i] = r.text()
	}
	r.require(len(classes) > 0, "%d labels", len(classes))
	ascending := slices.IsSorted(classes) && len(slices.Compact(slices.Clone(classes))) == len(classes)
	r.require(ascending, "the labels %q are not in ascending order", classes)
	if err := r.done(); err != nil {
		return err
	}
	f.Classes = classes
	return nil
}
