package labs

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"reflect"
	"strings"
)

// A fitted stage in bytes, all numbers little-endian:
//
//	magic    8 bytes  "golablab"
//	version  1 byte   1
//	kind     a text, the type's name
//	…                 the fields, see codec_fields.go
//	check    4 bytes  CRC-32 (IEEE) of all before
const (
	codecMagic   = "golablab"
	codecVersion = 1
	codecCheck   = 4

	// mostNested is how deep stages may lie in stages: each level costs a look at all
	// bytes of those in it.
	mostNested = 100
)

// A portable is a pointer to a transformer that goes into bytes and comes out of them.
type portable interface {
	Transformer
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}

// portables returns a new value of every kind of transformer that may be a stage of a
// [PipelineModel] in bytes. A kind is told by the name of its type; one row more makes
// another kind travel.
func portables() []portable {
	return []portable{
		&VectorAssembler{}, &IndexToString{},
		&StringIndexerModel{}, &OneHotEncoderModel{}, &StandardScalerModel{}, &MinMaxScalerModel{},
		&MultilayerPerceptronClassificationModel{},
		&LogisticRegressionModel{}, &LinearSVCModel{}, &NaiveBayesModel{},
		&DecisionTreeClassificationModel{}, &RandomForestClassificationModel{}, &GBTClassificationModel{}, &OneVsRestModel{},
		&PipelineModel{}, &CrossValidatorModel{}, &TrainValidationSplitModel{},
	}
}

// kindName returns the name by which bytes know the type of p, a pointer or a value.
func kindName(p any) string {
	t := reflect.TypeOf(p)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}

// encodeStage returns the kind and the bytes of a stage.
func encodeStage(stage Transformer) (kind string, data []byte, err error) {
	v := reflect.ValueOf(stage)
	if stage == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return "", nil, errors.New("it is nil")
	}
	for _, p := range portables() {
		if t := reflect.TypeOf(p); t != v.Type() && t.Elem() != v.Type() {
			continue
		}
		data, err = stage.(encoding.BinaryMarshaler).MarshalBinary()
		return kindName(p), data, err
	}
	var names []string
	for _, p := range portables() {
		names = append(names, kindName(p))
	}
	return "", nil, fmt.Errorf("a %T does not go into bytes: Go functions and types of one's own stay where they are; what goes is %s",
		stage, strings.Join(names, ", "))
}

// decodeStage is the inverse of encodeStage.
func decodeStage(kind string, data []byte, depth int) (Transformer, error) {
	for _, p := range portables() {
		if kindName(p) != kind {
			continue
		}
		if err := readRecord(data, p.(record), depth); err != nil {
			return nil, err
		}
		if value, ok := reflect.ValueOf(p).Elem().Interface().(Transformer); ok {
			return value, nil // such as a VectorAssembler, which pipelines hold by value
		}
		return p, nil
	}
	return nil, fmt.Errorf("unknown kind of stage %q; was it written by a newer golab?", kind)
}

// A record is what marshal writes: pointers to its fields, and a look at them after they
// were read.
type record interface {
	fields() []any
	consistent() error
}

// marshal returns the bytes of a fitted stage.
func marshal(m record) ([]byte, error) {
	kind := kindName(m)
	err := m.consistent()
	w := &codecWriter{}
	if err == nil {
		w.bytes = append(append(w.bytes, codecMagic...), codecVersion)
		w.text(kind)
		for _, field := range m.fields() {
			if err = w.field(field); err != nil {
				break
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("labs: %s.MarshalBinary: %w", kind, err)
	}
	return binary.LittleEndian.AppendUint32(w.bytes, crc32.ChecksumIEEE(w.bytes)), nil
}

// unmarshal replaces *m by what marshal wrote, or changes nothing.
func unmarshal[T any, P interface {
	*T
	record
}](data []byte, m P) error {
	var read T
	if err := readRecord(data, P(&read), 0); err != nil {
		return err
	}
	*m = read
	return nil
}

// readRecord reads into a new m, which lies in so many other stages.
func readRecord(data []byte, m record, depth int) error {
	err := decode(data, m, depth)
	if err == nil {
		err = m.consistent()
	}
	if err != nil {
		return fmt.Errorf("labs: %s.UnmarshalBinary: %w", kindName(m), err)
	}
	return nil
}

func decode(data []byte, m record, depth int) error {
	if depth > mostNested {
		return fmt.Errorf("the stage lies in %d others, at most %d are possible", depth, mostNested)
	}
	start := len(codecMagic) + 1
	if len(data) < start+codecCheck || string(data[:len(codecMagic)]) != codecMagic {
		return errors.New("the bytes are not a stage of golab/labs")
	}
	if v := data[len(codecMagic)]; v != codecVersion {
		return fmt.Errorf("the bytes have version %d, this golab reads version %d", v, codecVersion)
	}
	body := data[:len(data)-codecCheck]
	if binary.LittleEndian.Uint32(data[len(body):]) != crc32.ChecksumIEEE(body) {
		return errors.New("the bytes are damaged: wrong checksum")
	}
	r := &codecReader{rest: body[start:], depth: depth}
	if kind := r.text(); r.err == nil && kind != kindName(m) {
		return fmt.Errorf("the bytes hold a %s, not a %s", kind, kindName(m))
	}
	for _, field := range m.fields() {
		r.field(field)
	}
	if r.err == nil && len(r.rest) > 0 {
		r.err = fmt.Errorf("%d bytes are left", len(r.rest))
	}
	return r.err
}
