package nn

import (
	"strings"
	"testing"
)

// kerasSummary is what Keras 3.15 prints for the lab's network.
const kerasSummary = `Model: "sequential"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ dense (Dense)                   │ (None, 20)             │         1,160 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense_1 (Dense)                 │ (None, 5)              │           105 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense_2 (Dense)                 │ (None, 1)              │             6 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 1,271 (4.96 KB)
 Trainable params: 1,271 (4.96 KB)
 Non-trainable params: 0 (0.00 B)
`

func labModel() *Model {
	return NewSequential(57, Dense(20, ReLU), Dense(5, ReLU), Dense(1, Sigmoid)).
		Compile(&RMSprop{}, BinaryCrossentropy, Accuracy)
}

func TestSummary(t *testing.T) {
	m := labModel()
	if got := m.Network().Summary(); got != kerasSummary {
		t.Errorf("network:\n%s", got)
	}
	if got := m.Summary(); got != kerasSummary {
		t.Errorf("compiled:\n%s", got)
	}
	x := matrixFrom(4, make([]float64, 4*57))
	mustFit(t, m, x, []float64{0, 1, 0, 1}, FitConfig{})
	want := strings.Replace(kerasSummary, "Total params: 1,271 (4.96 KB)", "Total params: 2,544 (9.94 KB)", 1) +
		" Optimizer params: 1,273 (4.98 KB)\n"
	if got := m.Summary(); got != want {
		t.Errorf("fitted:\n%s", got)
	}
	if got := m.Network().Summary(); got != kerasSummary {
		t.Errorf("network of a fitted model:\n%s", got)
	}
}

// What optimizers keep: vectors as long as the weights, the step number and the
// learning rate.
func TestSummaryOptimizers(t *testing.T) {
	x, y := ring(10)
	for _, c := range []struct {
		optimizer Optimizer
		want      string
	}{
		{&SGD{}, "Optimizer params: 2 (12.00 B)"},
		{&SGD{Momentum: .9}, "Optimizer params: 5 (24.00 B)"},
		{&RMSprop{Momentum: .9}, "Optimizer params: 8 (36.00 B)"},
		{&RMSprop{Centered: true}, "Optimizer params: 8 (36.00 B)"},
		{&RMSprop{Momentum: .9, Centered: true}, "Optimizer params: 11 (48.00 B)"},
		{&Adam{}, "Optimizer params: 8 (36.00 B)"},
		{ownOptimizer{}, "Optimizer params: 2 (12.00 B)"},
		{&Adam{}, "Total params: 11 (48.00 B)"}, // 3 and 8; the step number has 8 bytes, all else 4
	} {
		m := NewSequential(2, Dense(1, Sigmoid)).Compile(c.optimizer, BinaryCrossentropy)
		mustFit(t, m, x, y, FitConfig{})
		if got := m.Summary(); !strings.Contains(got, c.want) {
			t.Errorf("%+v: want %q in\n%s", c.optimizer, c.want, got)
		}
	}
}

func TestMIMEBundle(t *testing.T) {
	m := labModel()
	for name, show := range map[string]func() (map[string]any, error){
		"network": m.Network().MIMEBundle, "model": m.MIMEBundle,
	} {
		bundle, err := show()
		if err != nil {
			t.Fatal(err)
		}
		if bundle["text/plain"] != kerasSummary {
			t.Errorf("%s: text\n%v", name, bundle["text/plain"])
		}
		html, _ := bundle["text/html"].(string)
		for _, want := range []string{"<table>", "dense_2 (Dense)", "(None, 20)", ">1,160</td>", "Total params: 1,271 (4.96 KB)<br>"} {
			if !strings.Contains(html, want) {
				t.Errorf("%s: no %q in %s", name, want, html)
			}
		}
		if len(bundle) != 2 {
			t.Errorf("%s: %d forms", name, len(bundle))
		}
	}
	_, err := (&Model{}).MIMEBundle()
	wantError(t, "zero model", err, "nn: the model is empty")
	if got := (&Model{}).Summary(); got != err.Error() {
		t.Errorf("zero model: %q", got)
	}
}

func TestSizes(t *testing.T) {
	for n, want := range map[int]string{0: "0.00 B", 1012: "1012.00 B", 5084: "4.96 KB", 3 << 20: "3.00 MB", 5 << 40: "5.00 TB", 5 << 50: "5120.00 TB"} {
		if got := byteSize(n); got != want {
			t.Errorf("%d bytes: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 123456: "123,456", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
