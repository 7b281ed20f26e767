package learn

import (
	"encoding"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// scalerBytes is a fitted scaler or encoder as bytes know it.
type scalerBytes interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}

// fittedScalers are scalers and encoders of all kinds.
func fittedScalers(tb testing.TB) []scalerBytes {
	x := mat.NewDense(3, 2, []float64{1, 5, 2, 5, 4, math.NaN()})
	var out []scalerBytes
	for _, s := range []StandardScaler{{}, {NoMean: true}, {NoStd: true}, {NoMean: true, NoStd: true}} {
		f, err := s.Fit(x)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, f)
	}
	for _, s := range []MinMaxScaler{{}, {FeatureRange: [2]float64{-1, 3}, Clip: true}} {
		f, err := s.Fit(x)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, f)
	}
	e, err := LabelEncoder{}.Fit([]string{"spam", "ham", "spam", ""})
	if err != nil {
		tb.Fatal(err)
	}
	return append(out, e)
}

// Scalers and encoders come back from their bytes; damaged bytes are an error and change
// nothing.
func TestScalerBytes(t *testing.T) {
	for _, s := range fittedScalers(t) {
		data, err := s.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		read := reflect.New(reflect.TypeOf(s).Elem()).Interface().(scalerBytes)
		if _, err := read.MarshalBinary(); err == nil || !strings.Contains(err.Error(), "nothing is fitted") {
			t.Errorf("bytes of an empty %T: error %v", s, err)
		}
		if err := read.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(read, s) {
			t.Errorf("%v became %v", s, read)
		}
		body := data[:len(data)-frameCheck]
		for n := range body {
			if read.UnmarshalBinary(framed(body[:n])) == nil {
				t.Fatalf("%T: %d of %d bytes, with their checksum, are read", s, n, len(body))
			}
		}
		bad := slices.Clone(data)
		for i := range bad {
			bad[i] ^= 0x10
			if read.UnmarshalBinary(bad) == nil {
				t.Fatalf("%T: a change of byte %d is not noticed", s, i)
			}
			bad[i] ^= 0x10
		}
		if !reflect.DeepEqual(read, s) {
			t.Errorf("damaged bytes changed %T", s)
		}
	}
}

func TestUnmarshalModelErrors(t *testing.T) {
	wide := newFrame("DecisionTreeClassifier")
	wide.integer(1 << 40)
	wide.vector([]float64{0})
	scaler, err := fittedScalers(t)[0].MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for want, data := range map[string][]byte{
		"learn: UnmarshalModel: the bytes are not a model of golab/learn":                                                                         []byte("PK"),
		"learn: UnmarshalModel: the bytes hold a FittedStandardScaler, which is no classifier that this golab knows":                              scaler,
		"learn: GaussianNBModel.UnmarshalBinary: the bytes are not consistent: a number has 8 bytes, 0 are left":                                  newFrame("GaussianNB").bytes(),
		"learn: DecisionTreeClassifierModel.UnmarshalBinary: the bytes are not consistent: 1099511627776 features, at most 16777216 are possible": wide.bytes(),
		"learn: UnmarshalModel: the bytes hold a WizardModel, which is no classifier that this golab knows":                                       newFrame("Wizard").bytes(),
		"learn: UnmarshalModel: the bytes are damaged: wrong checksum":                                                                            slices.Concat(scaler, []byte("x")),
		"learn: UnmarshalModel: the bytes have version 0, this golab reads version 1":                                                             []byte("golablrn" + strings.Repeat("\x00", 20)),
	} {
		if m, err := UnmarshalModel(data); err == nil || err.Error() != want {
			t.Errorf("%v, error %v, want %s", m, err, want)
		}
	}
	// The bytes of one kind are no other's.
	var e FittedLabelEncoder
	if err := e.UnmarshalBinary(scaler); err == nil || err.Error() != "learn: FittedLabelEncoder.UnmarshalBinary: the bytes hold a FittedStandardScaler, not a FittedLabelEncoder" {
		t.Errorf("error %v", err)
	}
}
