package scorer

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"

	"golab/internal/damage"
)

// A huge number anywhere in the batches gives an error or predictions, and takes little
// memory. A pipe does not say how much will come.
func TestHugeNumbersInBatches(t *testing.T) {
	x, _ := drawn(3)
	tt := trials(t)[0]
	task, batches := request(t, tt), request(t, tt, batchOf(x), batchOf(x))
	batches = batches[len(task):]
	step := 4
	if testing.Short() {
		step = 32
	}
	const most = 100 << 20 // up to 64 MiB are asked for before they come
	for what, bad := range damage.Words(batches, step) {
		var err error
		in := io.MultiReader(bytes.NewReader(task), bytes.NewReader(bad))
		if took := damage.Allocated(func() { err = Serve(in, io.Discard) }); took > most {
			t.Errorf("%s: %d bytes of memory, %v", what, took, err)
		}
	}
}

// The length of the model is not believed.
func TestHugeTask(t *testing.T) {
	in := append(binary.BigEndian.AppendUint64(nil, maxTask), "short"...)
	var err error
	if took := damage.Allocated(func() { err = Serve(bytes.NewReader(in), io.Discard) }); took > 10<<20 {
		t.Errorf("%d bytes of memory", took)
	}
	wantError(t, "a huge length", err, "the model ends after 5 of")
}
