package nn

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// A network or model in bytes:
//
//	magic    8 bytes  "golab.nn"
//	version  1 byte   2
//	length   4 bytes  of the header
//	header   JSON     see header
//	numbers           float32: Params, NonTrainable, the optimizer's vectors
//	check    4 bytes  CRC-32 (IEEE) of all before
//
// All numbers are little-endian.
const (
	fileMagic   = "golab.nn"
	fileVersion = 2
	fileStart   = len(fileMagic) + 1 + 4 // bytes before the header
	fileCheck   = 4                      // bytes after the numbers
)

// MarshalBinary returns the layers and weights as bytes.
func (s *Sequential) MarshalBinary() ([]byte, error) {
	data, err := s.encode(nil, nil)
	if err != nil {
		return nil, fmt.Errorf("nn: MarshalBinary: %w", err)
	}
	return data, nil
}

// UnmarshalBinary replaces the network by the one in data, which MarshalBinary
// of a network or of a model made. It fails, and changes nothing, when data is
// anything else.
func (s *Sequential) UnmarshalBinary(data []byte) error {
	net, _, _, err := decode(data)
	if err != nil {
		return fmt.Errorf("nn: UnmarshalBinary: %w", err)
	}
	*s = *net
	return nil
}

// MarshalBinary returns the network, what Compile was given, and the
// optimizer's memory as bytes, so that Fit can go on elsewhere. It fails for
// optimizers that are not this package's.
func (m *Model) MarshalBinary() ([]byte, error) {
	data, err := m.encode()
	if err != nil {
		return nil, fmt.Errorf("nn: MarshalBinary: %w", err)
	}
	return data, nil
}

func (m *Model) encode() ([]byte, error) {
	if err := m.ready(); err != nil {
		return nil, err
	}
	r, err := m.record()
	if err != nil {
		return nil, err
	}
	return m.net.encode(r, m.state.Slots)
}

// UnmarshalBinary replaces the model, network included, by the one in data,
// which Model.MarshalBinary made. It fails, and changes nothing, when data is
// anything else.
func (m *Model) UnmarshalBinary(data []byte) error {
	net, r, slots, err := decode(data)
	if err == nil && r == nil {
		err = errors.New("the bytes hold a network that is not compiled")
	}
	if err != nil {
		return fmt.Errorf("nn: UnmarshalBinary: %w", err)
	}
	read, err := r.model(net, slots)
	if err != nil {
		return fmt.Errorf("nn: UnmarshalBinary: %w", err)
	}
	*m = *read
	return nil
}

// encode writes the network and, unless r is nil, the model around it.
func (s *Sequential) encode(r *modelRecord, slots []float32) ([]byte, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	h := header{Inputs: s.inputs, Model: r}
	for i, l := range s.layers {
		text, err := encodeObject(l)
		if err != nil {
			return nil, fmt.Errorf("layer %d: %w", i+1, err)
		}
		h.Layers = append(h.Layers, text)
	}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	data := make([]byte, 0, fileStart+len(text)+4*(len(s.params)+len(s.state)+len(slots))+fileCheck)
	data = append(data, fileMagic...)
	data = append(data, fileVersion)
	data = binary.LittleEndian.AppendUint32(data, uint32(len(text)))
	data = append(data, text...)
	for _, vector := range [][]float32{s.params, s.state, slots} {
		for _, v := range vector {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(v))
		}
	}
	return binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data)), nil
}

// decode is the inverse of encode. No memory is taken for numbers before data
// is known to hold them.
func decode(data []byte) (*Sequential, *modelRecord, []float32, error) {
	text, numbers, err := dissect(data)
	if err != nil {
		return nil, nil, nil, err
	}
	var h header
	if err := decodeStrictly(text, &h); err != nil {
		return nil, nil, nil, fmt.Errorf("header: %w", err)
	}
	s := &Sequential{inputs: h.Inputs}
	for i, r := range h.Layers {
		l, err := decodeObject[Layer](r)
		if err != nil {
			return nil, nil, nil, fmt.Errorf("layer %d: %w", i+1, err)
		}
		s.layers = append(s.layers, l)
	}
	params, state, err := s.measure()
	if err != nil {
		return nil, nil, nil, err
	}
	n := params + state
	extra := len(numbers)/4 - n
	if len(numbers)%4 != 0 || extra < 0 || extra%max(params, 1) != 0 || extra > 0 && h.Model == nil {
		return nil, nil, nil, fmt.Errorf("%d bytes of numbers, the layers have %d weights of 4 bytes", len(numbers), n)
	}
	all := decodeVector(numbers)
	s.params, s.state, s.grads = all[:params:params], all[params:n:n], make([]float32, params)
	return s, h.Model, all[n:], nil
}

// dissect checks the frame and returns the header and the numbers.
func dissect(data []byte) (text, numbers []byte, err error) {
	if len(data) < fileStart+fileCheck || string(data[:len(fileMagic)]) != fileMagic {
		return nil, nil, errors.New("the bytes are not a network of golab")
	}
	if v := data[len(fileMagic)]; v != fileVersion {
		return nil, nil, fmt.Errorf("the bytes have version %d, this golab reads version %d", v, fileVersion)
	}
	body := data[:len(data)-fileCheck]
	if binary.LittleEndian.Uint32(data[len(body):]) != crc32.ChecksumIEEE(body) {
		return nil, nil, errors.New("the bytes are damaged: wrong checksum")
	}
	rest := body[fileStart:]
	length := uint64(binary.LittleEndian.Uint32(body[len(fileMagic)+1:]))
	if length > uint64(len(rest)) {
		return nil, nil, fmt.Errorf("the header has %d bytes, %d are left", length, len(rest))
	}
	return rest[:length], rest[length:], nil
}

// decodeVector reads float32 numbers.
func decodeVector(data []byte) []float32 {
	v := make([]float32, len(data)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return v
}
