package interchange_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"golab/nn"
	"golab/nn/interchange"
)

// tensors returns a .safetensors file of a header and zeros.
func tensors(header string, size int) []byte {
	data := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(data, header...), make([]byte, size)...)
}

// count returns a network with weights 1, 2, 3, ….
func count(inputs int, layers ...nn.Layer) *nn.Sequential {
	net := nn.NewSequential(inputs, layers...)
	for i := range net.Params() {
		net.Params()[i] = float32(i + 1)
	}
	return net
}

func TestSafetensorsNames(t *testing.T) {
	net := count(2, nn.Dense(3, nn.ReLU), nn.DenseLayer{Units: 1, NoBias: true}, nn.Dense(2, nn.Softmax))
	for _, c := range []struct {
		write func(b *bytes.Buffer) error
		want  string
	}{
		{func(b *bytes.Buffer) error { return interchange.WriteSafetensors(b, net) },
			`{"__metadata__":{"format":"keras"},` +
				`"dense/kernel":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},` +
				`"dense/bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]},` +
				`"dense_1/kernel":{"dtype":"F32","shape":[3,1],"data_offsets":[36,48]},` +
				`"dense_2/kernel":{"dtype":"F32","shape":[1,2],"data_offsets":[48,56]},` +
				`"dense_2/bias":{"dtype":"F32","shape":[2],"data_offsets":[56,64]}}`},
		{func(b *bytes.Buffer) error { return interchange.WriteTorchSafetensors(b, net) },
			`{"__metadata__":{"format":"pt"},` +
				`"0.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},` +
				`"0.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]},` +
				`"2.weight":{"dtype":"F32","shape":[1,3],"data_offsets":[36,48]},` +
				`"3.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[48,56]},` +
				`"3.bias":{"dtype":"F32","shape":[2],"data_offsets":[56,64]}}`},
	} {
		var b bytes.Buffer
		if err := c.write(&b); err != nil {
			t.Fatal(err)
		}
		length := binary.LittleEndian.Uint64(b.Bytes())
		if got := strings.TrimRight(string(b.Bytes()[8:8+length]), " "); got != c.want {
			t.Errorf("header\n%s\nwant\n%s", got, c.want)
		}
		if (8+length)%8 != 0 {
			t.Errorf("the numbers start at %d", 8+length)
		}
		back := halves(2, nn.Dense(3, nn.ReLU), nn.DenseLayer{Units: 1, NoBias: true}, nn.Dense(2, nn.Softmax))
		if err := interchange.ReadSafetensors(&b, back); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(back.Params(), net.Params()) {
			t.Errorf("got %v", back.Params())
		}
	}
}

// Twelve layers: dense_10 comes after dense_2.
func TestSafetensorsOrder(t *testing.T) {
	layers := make([]nn.Layer, 12)
	for i := range layers {
		layers[i] = nn.Dense(2, nn.Tanh)
	}
	net, back := count(2, layers...), halves(2, layers...)
	for _, write := range []func(b *bytes.Buffer) error{
		func(b *bytes.Buffer) error { return interchange.WriteSafetensors(b, net) },
		func(b *bytes.Buffer) error { return interchange.WriteTorchSafetensors(b, net) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if err := interchange.ReadSafetensors(&b, back); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(back.Params(), net.Params()) {
			t.Errorf("got %v", back.Params())
		}
	}
}

func TestSafetensorsOfFewBits(t *testing.T) {
	// 1, 2 and 3 in bfloat16 and in float16.
	data := tensors(`{"l.weight":{"dtype":"BF16","shape":[1,2],"data_offsets":[0,4]},"l.bias":{"dtype":"F16","shape":[1],"data_offsets":[4,6]}}`, 0)
	data = append(data, 0x80, 0x3F, 0x00, 0x40, 0x00, 0x42)
	net := halves(2, nn.Dense(1, nn.Linear))
	if err := interchange.ReadSafetensors(bytes.NewReader(data), net); err != nil {
		t.Fatal(err)
	}
	if want := []float32{1, 2, 3}; !slices.Equal(net.Params(), want) {
		t.Errorf("got %v", net.Params())
	}
}

func TestSafetensorsThatAreRefused(t *testing.T) {
	const bias = `"l.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}`
	weight := func(kind, shape, offsets string) string {
		return `{"l.weight":{"dtype":"` + kind + `","shape":` + shape + `,"data_offsets":` + offsets + `},` + bias + `}`
	}
	for words, data := range map[string][]byte{
		"3 bytes are not":                  {1, 2, 3},
		"the header has 1099511627776":     append(binary.LittleEndian.AppendUint64(nil, 1<<40), '{'),
		"not a JSON object":                tensors(`[]`, 12),
		"invalid character":                tensors(`{"l.weight":{"dtype":"F32","shape":[NaN]}}`, 12),
		"2 bytes after its end":            tensors(weight("F32", "[1,2]", "[0,8]")+"{}", 12),
		"two tensors are called":           tensors(`{`+bias+`,`+bias+`}`, 12),
		"bytes 0 to 80, there are 12":      tensors(weight("F32", "[1,20]", "[0,80]"), 12),
		"bytes 8 to 0":                     tensors(weight("F32", "[1,2]", "[8,0]"), 12),
		"dimensions [1 3] of F32":          tensors(weight("F32", "[1,3]", "[0,8]"), 12),
		"dimensions [-1 -2] of F32":        tensors(weight("F32", "[-1,-2]", "[0,8]"), 12),
		"dimensions [4294967296 429496729": tensors(weight("F32", "[4294967296,4294967296]", "[0,8]"), 12),
		"cannot unmarshal number 1e99":     tensors(weight("F32", "[1e99]", "[0,8]"), 12),
		"starts at byte 8, the tensors":    tensors(weight("F32", "[1,1]", "[0,4]"), 12),
		"starts at byte 4, the tensors":    tensors(weight("F32", "[1,2]", "[4,12]"), 12),
		"the tensors have 12 bytes, the":   tensors(weight("F32", "[1,2]", "[0,8]"), 16),
		`numbers of type "I64"`:            tensors(weight("I64", "[1,2]", "[0,8]"), 12),
		"has dimensions [2 1], wanted":     tensors(weight("F32", "[2,1]", "[0,8]"), 12),
		"has not the tensors of Dense(1,":  tensors(`{"l.bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4),
		"is neither the kernel or weight":  tensors(`{"l.theta":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4),
		"has not the tensors of Dense(1, ": tensors(`{"l.gamma":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4),
		"weights of 0 layers, the network": tensors(`{"__metadata__":{"a":"b"}}`, 0),
		"__metadata__: json":               tensors(`{"__metadata__":{"a":1}}`, 0),
	} {
		net := halves(2, nn.Dense(1, nn.Linear))
		var err error
		bounded(t, len(data), func() { err = interchange.ReadSafetensors(bytes.NewReader(data), net) })
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", words, err)
		}
		unchanged(t, net, err)
	}
}
