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
//	…                  what the model adds: numbers of 8 bytes and vectors
//	check     4 bytes  CRC-32 (IEEE) of all before
//
// A vector is its length, 8 bytes, and its numbers, 8 bytes each.
const (
	frameMagic   = "golablrn"
	frameVersion = 1
	frameStart   = len(frameMagic) + 2 // bytes before the name
	frameCheck   = 4
)

// A frameWriter collects the bytes of a model.
type frameWriter struct{ data []byte }

// frame begins the bytes of a model. It fails for a model that was not fitted.
func (f *fitted) frame() (*frameWriter, error) {
	if f.features == 0 {
		return nil, errors.New("learn: MarshalBinary: the model is not fitted: it is what Fit returns")
	}
	w := &frameWriter{data: append([]byte(frameMagic), frameVersion, byte(len(f.name)))}
	w.data = append(w.data, f.name...)
	w.integer(f.features)
	w.vector(f.classes)
	return w, nil
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
	body, err := unwrap(name, data)
	if err != nil {
		r.err = err
		return r, f
	}
	r.rest = body
	f.features = r.integer()
	f.classes = r.vector()
	r.require(f.features > 0, "%d features", f.features)
	r.require(len(f.classes) > 0, "%d classes", len(f.classes))
	for i, c := range f.classes {
		r.require(c == math.Trunc(c) && !math.IsInf(c, 0), "class %d is %v", i, c)
		r.require(i == 0 || f.classes[i-1] < c, "classes %v are not in ascending order", f.classes)
	}
	return r, f
}

// unwrap returns what is between the name and the check.
func unwrap(name string, data []byte) ([]byte, error) {
	if len(data) < frameStart+frameCheck || string(data[:len(frameMagic)]) != frameMagic {
		return nil, errors.New("the bytes are not a model of golab/learn")
	}
	if v := data[len(frameMagic)]; v != frameVersion {
		return nil, fmt.Errorf("the bytes have version %d, this golab reads version %d", v, frameVersion)
	}
	body := data[:len(data)-frameCheck]
	if binary.LittleEndian.Uint32(data[len(body):]) != crc32.ChecksumIEEE(body) {
		return nil, errors.New("the bytes are damaged: wrong checksum")
	}
	rest, length := body[frameStart:], int(data[frameStart-1])
	if length > len(rest) {
		return nil, fmt.Errorf("the name has %d bytes, %d are left", length, len(rest))
	}
	if kind := string(rest[:length]); kind != name {
		return nil, fmt.Errorf("the bytes hold a %sModel, not a %sModel", kind, name)
	}
	return rest[length:], nil
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
		return fmt.Errorf("learn: %sModel.UnmarshalBinary: %w", r.name, r.err)
	}
	return nil
}

// flag writes 0 or 1.
func (w *frameWriter) flag(ok bool) {
	n := 0
	if ok {
		n = 1
	}
	w.integer(n)
}

func (r *frameReader) flag() bool {
	n := r.integer()
	r.require(n&^1 == 0, "a flag is %d", n)
	return n == 1
}

// text writes the length of s, 8 bytes, and its bytes.
func (w *frameWriter) text(s string) {
	w.integer(len(s))
	w.data = append(w.data, s...)
}

func (r *frameReader) text() string {
	n := r.integer()
	r.require(n >= 0 && n <= len(r.rest), "a text of %d bytes in %d", n, len(r.rest))
	if r.err != nil {
		return ""
	}
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}

// vectorOrNil reads a vector, nil if it is empty.
func (r *frameReader) vectorOrNil() []float64 {
	if v := r.vector(); len(v) > 0 {
		return v
	}
	return nil
}

func (w *frameWriter) integers(v []int) {
	w.integer(len(v))
	for _, n := range v {
		w.integer(n)
	}
}

func (r *frameReader) integers() []int {
	v := make([]int, r.count())
	for i := range v {
		v[i] = r.integer()
	}
	return v
}
