package kernel

import (
	"errors"
	"slices"
	"sync"

	"golab/kernel/display"
)

// Capture runs a function and returns what it shows and prints. What its
// goroutines show later goes where the caller's outputs go.
func (f frontend) Capture(run func()) ([]display.MIMEMap, error) {
	around := f.s.executions.work()
	k := keeper{around: around.out}
	x := &execution{cell: around.cell, input: around.input, fail: around.fail, out: newOutbox(k.take)}
	f.s.capture.flush() // to the caller's outputs
	err := f.s.call(around.ctx, x, run)
	return k.end(), errors.Join(err, x.out.finish())
}

// A keeper keeps outputs in the place of showing them.
type keeper struct {
	around *outbox // gets what cannot be kept, and all after the end

	mu    sync.Mutex
	kept  []display.MIMEMap
	ended bool
}

// take keeps an output.
func (k *keeper) take(o Output) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ended || !k.keep(o) {
		k.around.send(o)
	}
}

// keep keeps an output and reports whether it can be.
func (k *keeper) keep(o Output) bool {
	switch o := o.(type) {
	case Stream:
		if n := len(k.kept); n > 0 && k.kept[n-1]["name"] == o.Name {
			k.kept[n-1]["text"] = k.kept[n-1]["text"].(string) + o.Text
			return true
		}
		k.kept = append(k.kept, display.MIMEMap{"output_type": "stream", "name": o.Name, "text": o.Text})
	case DisplayData:
		k.kept = append(k.kept, display.MIMEMap{
			"output_type": "display_data", "data": o.Data, "metadata": o.Metadata, "transient": o.Transient,
		})
	case UpdateDisplayData:
		return k.replace(o)
	case ClearOutput:
		k.kept = nil
	default:
		return false
	}
	return true
}

// replace replaces what is kept under the display_id of u, and reports whether
// there is any.
func (k *keeper) replace(u UpdateDisplayData) (found bool) {
	for _, o := range k.kept {
		transient, _ := o["transient"].(map[string]any)
		if u.ID() != "" && displayID(transient) == u.ID() {
			o["data"], o["metadata"], found = u.Data, u.Metadata, true
		}
	}
	return found
}

// end returns what has been kept.
func (k *keeper) end() []display.MIMEMap {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ended = true
	for _, o := range k.kept {
		delete(o, "transient") // is not stored
	}
	return slices.Clone(k.kept)
}
