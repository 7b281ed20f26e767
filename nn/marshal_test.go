package nn

import (
	"bytes"
	"encoding"
	"encoding/binary"
	"encoding/gob"
	"hash/crc32"
	"math"
	"slices"
	"strings"
	"testing"
)

// marshal returns v as bytes.
func marshal(t testing.TB, v encoding.BinaryMarshaler) []byte {
	t.Helper()
	data, err := v.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSequentialBytes(t *testing.T) {
	net := NewSequential(3, Dense(4, ReLU), DenseLayer{Units: 2, Activation: Tanh, NoBias: true}, Dense(2, Softmax)).Init(4)
	net.Params()[0] = float32(math.Inf(-1)) // any bits survive
	var got Sequential
	if err := got.UnmarshalBinary(marshal(t, net)); err != nil {
		t.Fatal(err)
	}
	if got.String() != net.String() || !slices.Equal(got.Params(), net.Params()) || len(got.Grads()) != len(net.Params()) {
		t.Errorf("%v, weights %v", &got, got.Params())
	}
	if got.Init(4); got.Params()[0]-got.Params()[0] != 0 {
		t.Error("Init of a network that was read does not draw")
	}
}

// A model that was saved in the middle of its training goes on as if it had not
// been.
func TestModelBytes(t *testing.T) {
	x, y := ring(100)
	hot := make([]float64, 200)
	for i, v := range y {
		hot[2*i+int(v)] = 1
	}
	for _, c := range []struct {
		model *Model
		y     []float64
	}{
		{NewSequential(2, Dense(5, ReLU), Dense(1, Sigmoid)).Compile(&RMSprop{Momentum: .5, Centered: true, Rho: -1}, BinaryCrossentropy, Accuracy), y},
		{NewSequential(2, Dense(5, Tanh), Dense(2, Softmax)).Compile(&Adam{LearningRate: .02}, SparseCategoricalCrossentropy, Accuracy), y},
		{NewSequential(2, Dense(5, Tanh), Dense(2, Softmax)).Compile(&Adam{}, CrossentropyLoss{Labels: OneHotLabels, LabelSmoothing: .1}), hot},
		{NewSequential(2, Dense(1, Linear)).Compile(&SGD{Momentum: .9, Nesterov: true}, MeanSquaredError), y},
		{NewSequential(2, Dense(1, Linear)).Compile(&SGD{}, BinaryCrossentropyFromLogits), y},
	} {
		mustFit(t, c.model, x, c.y, FitConfig{Epochs: 2})
		var got Model
		if err := got.UnmarshalBinary(marshal(t, c.model)); err != nil {
			t.Fatal(err)
		}
		if got.Summary() != c.model.Summary() {
			t.Errorf("%v: summaries differ:\n%s", c.model.loss, got.Summary())
		}
		want := mustFit(t, c.model, x, c.y, FitConfig{Epochs: 3, ValidationSplit: .2})
		h := mustFit(t, &got, x, c.y, FitConfig{Epochs: 3, ValidationSplit: .2})
		if h.String() != want.String() || !slices.Equal(got.Network().Params(), c.model.Network().Params()) {
			t.Errorf("%v: goes on with %v, want %v", c.model.loss, h, want)
		}
		var net Sequential
		if err := net.UnmarshalBinary(marshal(t, &got)); err != nil || !slices.Equal(net.Params(), got.Network().Params()) {
			t.Errorf("%v: the network of a model: %v", c.model.loss, err)
		}
	}
}

// encoding/gob takes models as they are.
func TestModelGob(t *testing.T) {
	var b bytes.Buffer
	m := labModel()
	if err := gob.NewEncoder(&b).Encode(m); err != nil {
		t.Fatal(err)
	}
	var got Model
	if err := gob.NewDecoder(&b).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Network().Params(), m.Network().Params()) {
		t.Error("weights differ")
	}
}

// frame makes a file of any header and numbers with a right checksum.
func frame(head string, numbers int) []byte {
	data := append([]byte(fileMagic), fileVersion)
	data = binary.LittleEndian.AppendUint32(data, uint32(len(head)))
	data = append(data, head...)
	data = append(data, make([]byte, numbers)...)
	return binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data))
}

func TestUnmarshalErrors(t *testing.T) {
	good := marshal(t, labModel())
	changed := func(at int, b byte) []byte {
		data := slices.Clone(good)
		data[at] ^= b
		return data
	}
	const layers = `{"inputs":1,"layers":[{"class":"DenseLayer","fields":{"Units":1}}]`
	model := func(rest string) []byte { return frame(layers+`,"model":{`+rest+`}}`, 8) }
	const sgd, mse = `"optimizer":{"class":"SGD"}`, `"loss":{"class":"MeanSquaredErrorLoss"}`
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "the bytes are not a network of golab"},
		{"text", []byte("a text that is long enough to be looked at"), "the bytes are not a network of golab"},
		{"cut", good[:len(good)-5], "the bytes are damaged: wrong checksum"},
		{"one bit", changed(len(good)/2, 4), "the bytes are damaged: wrong checksum"},
		{"version", changed(len(fileMagic), 5), "the bytes have version 7, this golab reads version 2"},
		{"long header", func() []byte {
			data := changed(len(fileMagic)+1+3, 0x40)
			return binary.LittleEndian.AppendUint32(data[:len(data)-4], crc32.ChecksumIEEE(data[:len(data)-4]))
		}(), "the header has 107"},
		{"no JSON", frame("{", 8), "header: unexpected EOF"},
		{"more JSON", frame(layers+"} {}", 8), "header: text after the description"},
		{"unknown field", frame(layers+`,"dropout":1}`, 8), `header: json: unknown field "dropout"`},
		{"unknown layer", frame(`{"inputs":1,"layers":[{"class":"Conv"}]}`, 8), `layer 1: unknown class "Conv" of nn.Layer`},
		{"unknown activation", frame(`{"inputs":1,"layers":[{"class":"DenseLayer","fields":{"Units":1,"Activation":"x"}}]}`, 8), `layer 1: DenseLayer: Activation: unknown activation "x"`},
		{"no layers", frame(`{"inputs":1}`, 8), "no layers"},
		{"no inputs", frame(`{"layers":[{"class":"DenseLayer","fields":{"Units":1}}]}`, 4), "0 inputs"},
		{"huge", frame(`{"inputs":16777216,"layers":[{"class":"DenseLayer","fields":{"Units":16777216}}]}`, 8), "too many weights"},
		{"large and not there", frame(`{"inputs":32767,"layers":[{"class":"DenseLayer","fields":{"Units":32767}}]}`, 8), "8 bytes of numbers, the layers have 1073709056 weights"},
		{"missing numbers", frame(layers+"}", 4), "4 bytes of numbers, the layers have 2 weights"},
		{"odd numbers", frame(layers+"}", 9), "9 bytes of numbers"},
		{"numbers of an optimizer", frame(layers+"}", 16), "16 bytes of numbers"},
		{"part of a vector", frame(layers+`,"model":{`+sgd+","+mse+`}}`, 12), "12 bytes of numbers"},
		{"not compiled", frame(layers+"}", 8), "the bytes hold a network that is not compiled"},
		{"unknown optimizer", model(`"optimizer":{"class":"Rprop"},` + mse), `unknown class "Rprop" of nn.Optimizer`},
		{"unknown hyperparameter", model(`"optimizer":{"class":"SGD","fields":{"Rho":1}},` + mse), `the optimizer: SGD: unknown field "Rho"`},
		{"hidden field", model(`"optimizer":{"class":"SGD","fields":{"ownState":{}}},` + mse), `unknown field "ownState"`},
		{"no optimizer", model(mse), "the optimizer: EOF"},
		{"a layer as optimizer", model(`"optimizer":{"class":"DenseLayer"},` + mse), `unknown class "DenseLayer" of nn.Optimizer`},
		{"deep", model(sgd + "," + mse + `,"metrics":[` + strings.Repeat(`{"class":"weightedMetric","fields":{"Metric":`, 20) + "1" + strings.Repeat("}}", 20) + "]"), "more than 8 deep"},
		{"unknown loss", model(sgd + `,"loss":{"class":"hinge"}`), `unknown class "hinge" of nn.Loss`},
		{"unknown metric", model(sgd + "," + mse + `,"metrics":[{"class":"auc"}]`), `metric 1: unknown class "auc" of nn.Metric`},
		{"negative epochs", model(sgd + "," + mse + `,"epochs":-1`), "-1 epochs and 0 iterations"},
		{"negative steps", model(sgd + "," + mse + `,"iterations":-2`), "0 epochs and -2 iterations"},
		{"fine", model(sgd + "," + mse), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := labModel()
			want := marshal(t, m)
			err := m.UnmarshalBinary(c.data)
			wantError(t, "UnmarshalBinary", err, c.want)
			if err != nil && !strings.HasPrefix(err.Error(), "nn: UnmarshalBinary: ") {
				t.Errorf("error %q", err)
			}
			if err != nil && !bytes.Equal(marshal(t, m), want) {
				t.Error("the model changed")
			}
		})
	}
}

// Any bytes give an error or a network that works and reads back the same.
func FuzzUnmarshal(f *testing.F) {
	net := NewSequential(2, Dense(2, ReLU), DenseLayer{Units: 1, Activation: Sigmoid, NoBias: true})
	f.Add(marshal(f, net))
	x, y := ring(4)
	for _, o := range []Optimizer{&RMSprop{}, &SGD{Momentum: .5}, &Adam{}} {
		m := net.Compile(o, BinaryCrossentropy, Accuracy)
		mustFit(f, m, x, y, FitConfig{})
		f.Add(marshal(f, m))
	}
	m := noisyModel()
	mustFit(f, m, x, y, FitConfig{})
	f.Add(marshal(f, m))
	for _, k := range layerKinds {
		f.Add(marshal(f, NewSequential(6, append(slices.Clone(k.before), k.layer)...)))
	}
	nadam := &Nadam{OptimizerOptions: OptimizerOptions{
		Schedule: PiecewiseConstantDecay{Boundaries: []int{1}, Values: []float64{1, 2}}, GlobalClipNorm: 1, EMAMomentum: .5,
	}}
	m = net.Compile(nadam, BinaryFocalCrossentropy, AUCMetric{Curve: PR, Thresholds: []float64{.5}}, Named("p", Weighted(PrecisionMetric{TopK: 1})), HuberLoss{Delta: 2})
	mustFit(f, m, x, y, FitConfig{})
	f.Add(marshal(f, m))
	f.Add(frame(`{"inputs":1,"layers":[{"class":"DenseLayer","fields":{"Units":1}}]}`, 8))
	f.Fuzz(func(t *testing.T, data []byte) {
		// The checksum would hide everything else from the fuzzer.
		if len(data) >= fileCheck {
			body := data[:len(data)-fileCheck]
			data = binary.LittleEndian.AppendUint32(slices.Clone(body), crc32.ChecksumIEEE(body))
		}
		var s Sequential
		if s.UnmarshalBinary(data) != nil {
			return
		}
		if err := s.Err(); err != nil {
			t.Fatal(err)
		}
		if s.Inputs() < 1000 {
			s.Forward(matrixFrom(1, make([]float64, s.Inputs())))
		}
		var m Model
		if m.UnmarshalBinary(data) != nil {
			return
		}
		if s.Inputs() < 1000 {
			x := matrixFrom(3, make([]float64, 3*s.Inputs()))
			_, _ = m.Fit(x, make([]float64, 3*m.loss.labels(s.Outputs())), FitConfig{Quiet: true})
		}
		again := marshal(t, &m)
		var second Model
		if err := second.UnmarshalBinary(again); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(marshal(t, &second), again) {
			t.Error("a second round trip gives other bytes")
		}
	})
}
