package labs

import (
	"encoding/binary"
	"fmt"
	"math"

	"golab/internal/forest"
	"golab/nn"

	"gonum.org/v1/gonum/mat"
)

// Fields in bytes: a number, a truth value or the length of something has 8 bytes, a text
// is its length and its bytes, a list its length and its elements. A network is the text
// of its own MarshalBinary; a stage is its kind and the text of its own. Matrices and trees
// are in codec_trees.go.

// A codecWriter collects the bytes of fields.
type codecWriter struct{ bytes []byte }

func (w *codecWriter) word(v uint64)    { w.bytes = binary.LittleEndian.AppendUint64(w.bytes, v) }
func (w *codecWriter) integer(n int)    { w.word(uint64(n)) }
func (w *codecWriter) number(v float64) { w.word(math.Float64bits(v)) }

func (w *codecWriter) text(s string) {
	w.integer(len(s))
	w.bytes = append(w.bytes, s...)
}

func (w *codecWriter) truth(b bool) {
	if b {
		w.word(1)
	} else {
		w.word(0)
	}
}

// writeAll writes a list.
func writeAll[T any](w *codecWriter, list []T, write func(T)) {
	w.integer(len(list))
	for _, v := range list {
		write(v)
	}
}

// field writes what the pointer p points to.
func (w *codecWriter) field(p any) error {
	switch p := p.(type) {
	case *string:
		w.text(*p)
	case *bool:
		w.truth(*p)
	case *int:
		w.integer(*p)
	case *float64:
		w.number(*p)
	case *[]string:
		writeAll(w, *p, w.text)
	case *[]int:
		writeAll(w, *p, w.integer)
	case *[]float64:
		writeAll(w, *p, w.number)
	case *[][]string:
		writeAll(w, *p, func(list []string) { writeAll(w, list, w.text) })
	case *[][]float64:
		writeAll(w, *p, func(list []float64) { writeAll(w, list, w.number) })
	case **nn.MLP:
		data, err := (*p).MarshalBinary()
		if err != nil {
			return err
		}
		w.text(string(data))
	case **mat.Dense:
		w.matrix(*p)
	case **forest.Tree:
		w.tree(*p)
	case *[]*forest.Tree:
		writeAll(w, *p, w.tree)
	case **PipelineModel:
		data, err := (*p).MarshalBinary()
		if err != nil {
			return err
		}
		w.text(string(data))
	case *[]Transformer:
		w.integer(len(*p))
		for i, stage := range *p {
			kind, data, err := encodeStage(stage)
			if err != nil {
				return fmt.Errorf("stage %d of %d: %w", i+1, len(*p), err)
			}
			w.text(kind)
			w.text(string(data))
		}
	default:
		panic(fmt.Sprintf("labs: a field of type %T has no form in bytes", p))
	}
	return nil
}

// A codecReader takes bytes apart. After the first error it gives zeros.
type codecReader struct {
	rest  []byte
	err   error
	depth int // stages that the bytes are in
}

func (r *codecReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("the bytes are not consistent: "+format, args...)
	}
	r.rest = nil
}

func (r *codecReader) word() uint64 {
	if len(r.rest) < 8 {
		r.fail("a number has 8 bytes, %d are left", len(r.rest))
		return 0
	}
	v := binary.LittleEndian.Uint64(r.rest)
	r.rest = r.rest[8:]
	return v
}

func (r *codecReader) integer() int    { return int(r.word()) }
func (r *codecReader) number() float64 { return math.Float64frombits(r.word()) }

func (r *codecReader) truth() bool {
	v := r.word()
	if v > 1 {
		r.fail("a truth value is %d", v)
	}
	return v == 1
}

// count reads the length of something whose elements have at least size bytes.
func (r *codecReader) count(size int) int {
	n := r.word()
	if n > uint64(len(r.rest)/size) {
		r.fail("%d elements in %d bytes", n, len(r.rest))
		return 0
	}
	return int(n)
}

func (r *codecReader) text() string { return string(r.bytes()) }

// bytes reads a text in place.
func (r *codecReader) bytes() []byte {
	n := r.count(1)
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// readAll reads a list, whose elements have at least 8 bytes each; an empty one is nil.
func readAll[T any](r *codecReader, read func() T) []T {
	n := r.count(8)
	if n == 0 {
		return nil
	}
	list := make([]T, n)
	for i := range list {
		list[i] = read()
	}
	return list
}

// field reads into what the pointer p points to.
func (r *codecReader) field(p any) {
	switch p := p.(type) {
	case *string:
		*p = r.text()
	case *bool:
		*p = r.truth()
	case *int:
		*p = r.integer()
	case *float64:
		*p = r.number()
	case *[]string:
		*p = readAll(r, r.text)
	case *[]int:
		*p = readAll(r, r.integer)
	case *[]float64:
		*p = readAll(r, r.number)
	case *[][]string:
		*p = readAll(r, func() []string { return readAll(r, r.text) })
	case *[][]float64:
		*p = readAll(r, func() []float64 { return readAll(r, r.number) })
	case **nn.MLP:
		*p = &nn.MLP{}
		if data := r.bytes(); r.err == nil {
			r.err = (*p).UnmarshalBinary(data)
		}
	case **mat.Dense:
		*p = r.matrix()
	case **forest.Tree:
		*p = r.tree()
	case *[]*forest.Tree:
		*p = readAll(r, r.tree)
	case **PipelineModel:
		*p = &PipelineModel{}
		if data := r.bytes(); r.err == nil {
			r.err = readRecord(data, *p, r.depth+1)
		}
	case *[]Transformer:
		*p = readAll(r, r.stage)
	default:
		panic(fmt.Sprintf("labs: a field of type %T has no form in bytes", p))
	}
}

func (r *codecReader) stage() Transformer {
	kind, data := r.text(), r.bytes()
	if r.err != nil {
		return nil
	}
	stage, err := decodeStage(kind, data, r.depth+1)
	r.err = err
	return stage
}
