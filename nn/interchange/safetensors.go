package interchange

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"golab/nn/interchange/internal/half"
)

// A .safetensors file is the length of a header in 8 bytes, the header, which is
// JSON, and the numbers. Source: the README of huggingface/safetensors, 0.8.

// maxHeader is the longest header, as in the original reader.
const maxHeader = 100_000_000

// metadataKey is the header's entry that is not a tensor.
const metadataKey = "__metadata__"

// tensor is a named array of a file.
type tensor struct {
	Type    string    `json:"dtype"`
	Dims    []int     `json:"shape"`
	Offsets [2]uint64 `json:"data_offsets"`

	name string
	data []byte
}

// encodeTensors writes tensors of float32 in their order.
func encodeTensors(w io.Writer, metadata map[string]string, all []variable) error {
	var header bytes.Buffer
	header.WriteByte('{')
	if err := appendEntry(&header, metadataKey, metadata); err != nil {
		return err
	}
	at := uint64(0)
	for _, v := range all {
		header.WriteByte(',')
		end := at + 4*uint64(len(v.data))
		if err := appendEntry(&header, v.name, tensor{Type: "F32", Dims: v.dims, Offsets: [2]uint64{at, end}}); err != nil {
			return err
		}
		at = end
	}
	header.WriteByte('}')
	for header.Len()%8 != 0 {
		header.WriteByte(' ')
	}
	parts := [][]byte{binary.LittleEndian.AppendUint64(nil, uint64(header.Len())), header.Bytes()}
	for _, v := range all {
		parts = append(parts, floatBytes(v.data))
	}
	for _, p := range parts {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

// appendEntry appends a name and its value.
func appendEntry(b *bytes.Buffer, name string, value any) error {
	key, err := json.Marshal(name)
	if err != nil {
		return err
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	b.Write(key)
	b.WriteByte(':')
	b.Write(text)
	return nil
}

// decodeTensors reads the header and finds the tensors' numbers.
func decodeTensors(data []byte) ([]tensor, error) {
	if len(data) < 8 {
		return nil, fmt.Errorf("%d bytes are not a safetensors file", len(data))
	}
	length := binary.LittleEndian.Uint64(data)
	numbers := data[8:]
	if length > maxHeader || length > uint64(len(numbers)) {
		return nil, fmt.Errorf("the header has %d bytes, %d are left and at most %d are read", length, len(numbers), maxHeader)
	}
	header, numbers := numbers[:length], numbers[length:]
	all, err := decodeHeader(header)
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	for i := range all {
		t := &all[i]
		begin, end := t.Offsets[0], t.Offsets[1]
		if begin > end || end > uint64(len(numbers)) {
			return nil, fmt.Errorf("%q: bytes %d to %d, there are %d", short([]byte(t.name)), begin, end, len(numbers))
		}
		t.data = numbers[begin:end]
		if err := t.check(); err != nil {
			return nil, fmt.Errorf("%q: %w", short([]byte(t.name)), err)
		}
	}
	return all, checkCover(all, len(numbers))
}

// checkCover fails unless the tensors lie one after the other and fill all bytes.
func checkCover(all []tensor, size int) error {
	byPlace := slices.Clone(all)
	slices.SortFunc(byPlace, func(a, b tensor) int {
		return cmp.Or(cmp.Compare(a.Offsets[0], b.Offsets[0]), cmp.Compare(a.Offsets[1], b.Offsets[1]))
	})
	at := uint64(0)
	for _, t := range byPlace {
		if t.Offsets[0] != at {
			return fmt.Errorf("%q starts at byte %d, the tensors before it end at %d", short([]byte(t.name)), t.Offsets[0], at)
		}
		at = t.Offsets[1]
	}
	if at != uint64(size) {
		return fmt.Errorf("the tensors have %d bytes, the file has %d", at, size)
	}
	return nil
}

// decodeHeader reads the header, in which no name may come twice.
func decodeHeader(text []byte) ([]tensor, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.Join(errors.New("not a JSON object"), err)
	}
	var all []tensor
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := key.(string) // what a JSON object has for keys
		if seen[name] {
			return nil, fmt.Errorf("two tensors are called %q", short([]byte(name)))
		}
		seen[name] = true
		if name == metadataKey {
			var metadata map[string]string
			if err := d.Decode(&metadata); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			continue
		}
		t := tensor{name: name}
		if err := d.Decode(&t); err != nil {
			return nil, fmt.Errorf("%q: %w", short([]byte(name)), err)
		}
		all = append(all, t)
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if rest := strings.Trim(string(text[d.InputOffset():]), " "); rest != "" {
		return nil, fmt.Errorf("%d bytes after its end", len(rest))
	}
	return all, nil
}

// width returns the bytes of a number, 0 for types that are not read.
func (t *tensor) width() int {
	switch t.Type {
	case "F64":
		return 8
	case "F32":
		return 4
	case "F16", "BF16":
		return 2
	}
	return 0
}

// check fails unless the dimensions fit the bytes. Tensors of types that are not
// read may have any.
func (t *tensor) check() error {
	w := t.width()
	if w == 0 {
		return nil
	}
	count, most := 1, len(t.data)/w
	for _, d := range t.Dims {
		if d < 0 || d > 0 && count > most/d {
			return fmt.Errorf("dimensions %v of %s in %d bytes", t.Dims, t.Type, len(t.data))
		}
		count *= d
	}
	if count*w != len(t.data) {
		return fmt.Errorf("dimensions %v of %s in %d bytes", t.Dims, t.Type, len(t.data))
	}
	return nil
}

// numbers returns the numbers in float32.
func (t *tensor) numbers() ([]float32, error) {
	w := t.width()
	if w == 0 {
		return nil, fmt.Errorf("numbers of type %q, read are F64, F32, F16 and BF16", short([]byte(t.Type)))
	}
	out := make([]float32, len(t.data)/w)
	order := binary.LittleEndian
	for i := range out {
		b := t.data[i*w:]
		switch t.Type {
		case "F64":
			out[i] = float32(math.Float64frombits(order.Uint64(b)))
		case "F32":
			out[i] = math.Float32frombits(order.Uint32(b))
		case "F16":
			out[i] = float32(half.Float(order.Uint16(b)))
		default:
			out[i] = float32(half.Brain(order.Uint16(b)))
		}
	}
	return out, nil
}
