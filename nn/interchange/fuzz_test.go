package interchange_test

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"golab/nn"
	"golab/nn/interchange"
)

// seed adds the golden files with a suffix, whole, cut, and each with some bytes
// changed.
func seed(f *testing.F, suffixes ...string) {
	files, _ := golden(f)
	for name, data := range files {
		fits := false
		for _, s := range suffixes {
			fits = fits || strings.HasSuffix(name, s)
		}
		if !fits {
			continue
		}
		f.Add(data)
		f.Add(data[:len(data)/2])
		for i := 1; i < 8; i++ {
			changed := bytes.Clone(data)
			changed[i*len(data)/8] ^= 0xFF
			f.Add(changed)
		}
	}
}

// useful fails the test unless a model that was read without an error can be
// written again.
func useful(t *testing.T, model *nn.Model, err error) {
	if err != nil {
		if model != nil {
			t.Fatalf("a model and an error: %v", err)
		}
		return
	}
	for _, err := range []error{
		interchange.WriteKeras(io.Discard, model), interchange.WriteONNX(io.Discard, model),
		interchange.WriteKerasWeights(io.Discard, model), interchange.WriteSafetensors(io.Discard, model),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzReadKeras(f *testing.F) {
	seed(f, ".keras", ".h5")
	f.Fuzz(func(t *testing.T, data []byte) {
		model, err := interchange.ReadKeras(bytes.NewReader(data))
		useful(t, model, err)
		model, err = interchange.ReadKerasForPredict(bytes.NewReader(data))
		useful(t, model, err)
	})
}

// pack returns a .keras file of these entries, which are not compressed.
func pack(t testing.TB, entries map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(entries[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unpack returns the entries of a .keras file.
func unpack(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	entries := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if entries[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return entries
}

// The parts of a .keras file, without the checksums that keep changes out.
func FuzzReadKerasParts(f *testing.F) {
	files, _ := golden(f)
	for name, data := range files {
		if strings.HasSuffix(name, ".keras") {
			e := unpack(f, data)
			f.Add(e["config.json"], e["model.weights.h5"])
		}
	}
	f.Fuzz(func(t *testing.T, config, h5 []byte) {
		data := pack(t, map[string][]byte{"config.json": config, "model.weights.h5": h5})
		model, err := interchange.ReadKeras(bytes.NewReader(data))
		useful(t, model, err)
		model, err = interchange.ReadKerasForPredict(bytes.NewReader(data))
		useful(t, model, err)
	})
}

func FuzzReadONNX(f *testing.F) {
	seed(f, ".onnx")
	f.Fuzz(func(t *testing.T, data []byte) {
		model, err := interchange.ReadONNX(bytes.NewReader(data))
		useful(t, model, err)
	})
}

// unchanged fails the test when a net that was not read has other weights.
func unchanged(t *testing.T, net *nn.Sequential, err error) {
	if err == nil {
		return
	}
	for _, v := range net.Params() {
		if v != 0.5 {
			t.Fatalf("weights were changed in spite of %v", err)
		}
	}
}

// halves returns a net whose weights are all 0.5.
func halves(inputs int, layers ...nn.Layer) *nn.Sequential {
	net := nn.NewSequential(inputs, layers...)
	for i := range net.Params() {
		net.Params()[i] = 0.5
	}
	return net
}

func FuzzReadKerasWeights(f *testing.F) {
	seed(f, ".weights.h5")
	f.Fuzz(func(t *testing.T, data []byte) {
		net := halves(3, nn.Dense(4, nn.ReLU), nn.Dense(2, nn.Tanh), nn.Dense(1, nn.Sigmoid))
		unchanged(t, net, interchange.ReadKerasWeights(bytes.NewReader(data), net))
	})
}

func FuzzReadSafetensors(f *testing.F) {
	seed(f, ".safetensors")
	f.Fuzz(func(t *testing.T, data []byte) {
		net := halves(3, nn.Dense(4, nn.ReLU), nn.Dense(2, nn.Sigmoid))
		unchanged(t, net, interchange.ReadSafetensors(bytes.NewReader(data), net))
	})
}
