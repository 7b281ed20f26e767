package interchange_test

import (
	"bytes"
	"io"
	"testing"

	"golab/nn"
	"golab/nn/interchange"
)

// sizes are the lab's network and one of 670 000 weights.
func sizes() map[string]*nn.Sequential {
	return map[string]*nn.Sequential{
		"lab":  nn.NewSequential(57, nn.Dense(20, nn.ReLU), nn.Dense(5, nn.ReLU), nn.Dense(1, nn.Sigmoid)),
		"wide": nn.NewSequential(784, nn.Dense(512, nn.ReLU), nn.Dense(512, nn.ReLU), nn.Dense(10, nn.Softmax)),
	}
}

// forms are the ways to write a network and to read it again.
func forms(net *nn.Sequential) map[string]struct {
	write func(w io.Writer) error
	read  func(r io.Reader) error
} {
	model := net.Compile(&nn.RMSprop{}, nn.MeanSquaredError)
	return map[string]struct {
		write func(w io.Writer) error
		read  func(r io.Reader) error
	}{
		"keras": {
			func(w io.Writer) error { return interchange.WriteKeras(w, model) },
			func(r io.Reader) error { _, err := interchange.ReadKeras(r); return err },
		},
		"weights.h5": {
			func(w io.Writer) error { return interchange.WriteKerasWeights(w, net) },
			func(r io.Reader) error { return interchange.ReadKerasWeights(r, net) },
		},
		"onnx": {
			func(w io.Writer) error { return interchange.WriteONNX(w, net) },
			func(r io.Reader) error { _, err := interchange.ReadONNX(r); return err },
		},
		"safetensors": {
			func(w io.Writer) error { return interchange.WriteSafetensors(w, net) },
			func(r io.Reader) error { return interchange.ReadSafetensors(r, net) },
		},
	}
}

func BenchmarkWrite(b *testing.B) {
	for size, net := range sizes() {
		for name, form := range forms(net) {
			b.Run(size+"/"+name, func(b *testing.B) {
				b.SetBytes(int64(4 * len(net.Params())))
				for b.Loop() {
					if err := form.write(io.Discard); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for size, net := range sizes() {
		for name, form := range forms(net) {
			var file bytes.Buffer
			if err := form.write(&file); err != nil {
				b.Fatal(err)
			}
			b.Run(size+"/"+name, func(b *testing.B) {
				b.SetBytes(int64(4 * len(net.Params())))
				for b.Loop() {
					if err := form.read(bytes.NewReader(file.Bytes())); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
