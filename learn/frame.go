package learn

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"

	"gonum.org/v1/gonum/mat"
)

// A fitted model in bytes, all numbers little-endian:
//
//	magic     8 bytes  "golablrn"
//	version   1 byte   1
//	kind      1 byte for its length, then the estimator's name
//	features  8 bytes
//	classes   a vector
//	…                  what the model adds: numbers of 8 bytes, vectors and texts
//	check     4 bytes  CRC-32 (IEEE) of all before
//
// A vector is its length, 8 bytes, and its numbers, 8 bytes each; a text its length, 8
// bytes, and its bytes. Scalers and encoders have neither features nor classes.
const (
	frameMagic   = "golablrn"
	frameVersion = 1
	frameStart   = len(frameMagic) + 2 // bytes before the name
	frameCheck   = 4

	// mostFeatures keeps bytes from asking for memory: trees do not show how many
	// features they were fitted to.
	mostFeatures = 1 << 24
)

// A frameWriter collects the bytes of a model.
type frameWriter struct{ data []byte }

// frame begins the bytes of a model. It fails for a model that was not fitted.
func (f *fitted) frame() (*frameWriter, error) {
	if f.features == 0 {
		return nil, errors.New("learn: MarshalBinary: the model is not fitted: it is what Fit returns")
	}
	w := newFrame(f.name)
	w.integer(f.features)
	w.vector(f.classes)
	return w, nil
}

// newFrame begins the bytes of what the named estimator's Fit returned.
func newFrame(name string) *frameWriter {
	w := &frameWriter{data: append([]byte(frameMagic), frameVersion, byte(len(name)))}
	w.data = append(w.data, name...)
	return w
}

func (w *frameWriter) integer(n int) {
	w.data = binary.LittleEndian.AppendUint64(w.data, uint64(n))
}

func (w *frameWriter) number(v float64) {
	w.data = binary.LittleEndian.AppendUint64(w.data, math.Float64bits(v))
}

func (w *frameWriter) vector(v []float64) {
	w.integer(len(v))
	for _, x := range v {
		w.number(x)
	}
}

// bytes ends the frame.
func (w *frameWriter) bytes() []byte {
	return binary.LittleEndian.AppendUint32(w.data, crc32.ChecksumIEEE(w.data))
}

// A frameReader takes the bytes of a model apart. After the first error it gives
// zeros; done tells the error.
type frameReader struct {
	name string
	rest []byte
	err  error
}

// openFrame checks the frame of a model of the named estimator and reads the part
// that all models share.
func openFrame(name string, data []byte) (*frameReader, fitted) {
	r := &frameReader{name: name}
	f := fitted{name: name}
	if r.rest, r.err = unwrap(name, data); r.err != nil {
		return r, f
	}
	f.features = r.integer()
	f.classes = r.vector()
	r.require(f.features > 0 && f.features <= mostFeatures, "%d features, at most %d are possible", f.features, mostFeatures)
	r.require(len(f.classes) > 0, "%d classes", len(f.classes))
	for i, c := range f.classes {
		r.require(c == math.Trunc(c) && !math.IsInf(c, 0), "class %d is %v", i, c)
		r.require(i == 0 || f.classes[i-1] < c, "classes %v are not in ascending order", f.classes)
	}
	return r, f
}

// unwrap returns what is between the name, which must be this one, and the check.
func unwrap(name string, data []byte) ([]byte, error) {
	kind, body, err := frameKind(data)
	if err == nil && kind != name {
		err = fmt.Errorf("the bytes hold a %s, not a %s", fittedType(kind), fittedType(name))
	}
	return body, err
}

// frameKind returns the name of the estimator, and what is between it and the check.
func frameKind(data []byte) (name string, body []byte, err error) {
	if len(data) < frameStart+frameCheck || string(data[:len(frameMagic)]) != frameMagic {
		return "", nil, errors.New("the bytes are not a model of golab/learn")
	}
	if v := data[len(frameMagic)]; v != frameVersion {
		return "", nil, fmt.Errorf("the bytes have version %d, this golab reads version %d", v, frameVersion)
	}
	body = data[:len(data)-frameCheck]
	if binary.LittleEndian.Uint32(data[len(body):]) != crc32.ChecksumIEEE(body) {
		return "", nil, errors.New("the bytes are damaged: wrong checksum")
	}
	rest, length := body[frameStart:], int(data[frameStart-1])
	if length > len(rest) {
		return "", nil, fmt.Errorf("the name has %d bytes, %d are left", length, len(rest))
	}
	return string(rest[:length]), rest[length:], nil
}

// fittedType is the type of what the named estimator's Fit returns.
func fittedType(name string) string {
	switch name {
	case "StandardScaler", "MinMaxScaler", "LabelEncoder":
		return "Fitted" + name
	}
	return name + "Model"
}

// require notes an error unless ok.
func (r *frameReader) require(ok bool, format string, args ...any) {
	if r.err == nil && !ok {
		r.err = fmt.Errorf("the bytes are not consistent: "+format, args...)
	}
}

func (r *frameReader) word() uint64 {
	r.require(len(r.rest) >= 8, "a number has 8 bytes, %d are left", len(r.rest))
	if r.err != nil {
		return 0
	}
	v := binary.LittleEndian.Uint64(r.rest)
	r.rest = r.rest[8:]
	return v
}

func (r *frameReader) integer() int    { return int(r.word()) }
func (r *frameReader) number() float64 { return math.Float64frombits(r.word()) }

// count reads the length of a vector, which the bytes must be able to hold.
func (r *frameReader) count() int {
	n := r.integer()
	r.require(n >= 0 && n <= len(r.rest)/8, "a vector of %d numbers in %d bytes", n, len(r.rest))
	if r.err != nil {
		return 0
	}
	return n
}

func (r *frameReader) vector() []float64 {
	v := make([]float64, r.count())
	for i := range v {
		v[i] = r.number()
	}
	return v
}

// vectorOf reads a vector of n finite numbers.
func (r *frameReader) vectorOf(n int, what string) []float64 {
	v := r.vector()
	r.require(len(v) == n, "%s has %d numbers, want %d", what, len(v), n)
	for i, x := range v {
		r.require(!math.IsNaN(x) && !math.IsInf(x, 0), "%s[%d] is %v", what, i, x)
	}
	return v
}

// matrix reads a matrix of finite numbers.
func (r *frameReader) matrix(rows, cols int, what string) *mat.Dense {
	r.require(rows > 0 && cols > 0 && cols <= len(r.rest)/8/rows, "%s is %d×%d in %d bytes", what, rows, cols, len(r.rest))
	if r.err != nil {
		return nil
	}
	v := r.vectorOf(rows*cols, what)
	if r.err != nil {
		return nil
	}
	return mat.NewDense(rows, cols, v)
}

// done returns the first error, or that bytes are left.
func (r *frameReader) done() error {
	r.require(len(r.rest) == 0, "%d bytes are left", len(r.rest))
	if r.err != nil {
		return fmt.Errorf("learn: %s.UnmarshalBinary: %w", fittedType(r.name), r.err)
	}
	return nil
}
