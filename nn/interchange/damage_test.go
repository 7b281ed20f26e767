package interchange_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"golab/internal/damage"
	"golab/nn"
	"golab/nn/interchange"
)

// A huge number anywhere in a file gives an error, or a model, and takes little memory.
func TestHugeNumbersInModels(t *testing.T) {
	files, _ := golden(t)
	seen := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data := files[name]
		_, kind, _ := strings.Cut(name, ".")
		if seen[kind]++; len(data) > 64<<10 || seen[kind] > 2 {
			continue
		}
		step := max(4, len(data)/150&^3)
		if testing.Short() {
			step = max(32, len(data)/30&^3)
		}
		if kind == "keras" { // changes in a packed file are found by its checksums
			parts := unpack(t, data)
			for what, bad := range damage.Words(parts["model.weights.h5"], step) {
				whole := pack(t, map[string][]byte{"config.json": parts["config.json"], "model.weights.h5": bad})
				readDamaged(t, name, what, whole)
			}
		}
		for what, bad := range damage.Words(data, step) {
			readDamaged(t, name, what, bad)
		}
	}
	for _, kind := range []string{"keras", "onnx", "safetensors", "weights.h5"} {
		if seen[kind] == 0 {
			t.Errorf("no .%s is tried", kind)
		}
	}
}

// readDamaged reads a file by what its name says.
func readDamaged(t *testing.T, name, what string, data []byte) {
	t.Helper()
	var err error
	took := damage.Allocated(func() {
		switch {
		case strings.HasSuffix(name, ".safetensors"):
			err = interchange.ReadSafetensors(bytes.NewReader(data), halves(3, nn.Dense(4, nn.ReLU), nn.Dense(2, nn.Sigmoid)))
		case strings.HasSuffix(name, ".weights.h5"):
			err = interchange.ReadKerasWeights(bytes.NewReader(data), halves(3, nn.Dense(4, nn.ReLU), nn.Dense(2, nn.Tanh), nn.Dense(1, nn.Sigmoid)))
		default:
			_, err = read(name, data, true)
		}
	})
	if took > uint64(64*len(data)+4<<20) {
		t.Errorf("%s, %s: %d bytes of memory for %d, %v", name, what, took, len(data), err)
	}
}
