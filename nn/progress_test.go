package nn

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

// clocked returns a progress of epochs × steps whose clock is at *now.
func clocked(c FitConfig, steps int, now *time.Time) *progress {
	p := newProgress(c, steps)
	p.now = func() time.Time { return *now }
	p.begin()
	return p
}

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	now := time.Unix(0, 0)
	p := clocked(FitConfig{Epochs: 10, Progress: &b}, 5, &now)
	h := newHistory()
	for epoch := range 10 {
		p.beginEpoch(epoch)
		for step := range 5 {
			now = now.Add(100 * time.Millisecond)
			p.step(step, h, nil)
		}
		h.append(epoch, map[string]float64{"loss": 1 / float64(epoch+1), "accuracy": float64(epoch) / 10})
		if epoch == 2 && b.Len() > 0 {
			t.Errorf("a line after 1.5 s: %q", &b)
		}
	}
	p.finish(h)
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\r")
	if lines[0] != "" {
		t.Errorf("does not start with \\r: %q", lines[0])
	}
	// 2.0 to 5.0 s, every 0.2 s, and the end.
	if len(lines) != 1+16+1 {
		t.Errorf("%d lines drawn, want 17", len(lines)-1)
	}
	for i, want := range map[int]string{
		1:  "Epoch 4/10 ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌ 3s 100ms/step - accuracy: 0.2000 - loss: 0.3333",
		17: "Epoch 10/10 ━━━━━━━━━━━━━━━━━━━━ 5s 100ms/step - accuracy: 0.9000 - loss: 0.1000",
	} {
		if got := strings.TrimRight(lines[i], " "); got != want {
			t.Errorf("line %d: %q, want %q", i, got, want)
		}
	}
	width := 0
	for _, l := range lines[1:] {
		n := len([]rune(l))
		if n < width && strings.TrimRight(l, " ") == l {
			t.Errorf("%q leaves something of the longer line before", l)
		}
		width = len([]rune(strings.TrimRight(l, " ")))
	}
	if !strings.HasSuffix(b.String(), "\n") {
		t.Error("no end of line at the end")
	}
}

// A shorter line blanks out the rest of a longer one.
func TestProgressPads(t *testing.T) {
	var b bytes.Buffer
	now := time.Unix(0, 0)
	p := clocked(FitConfig{Epochs: 1, Progress: &b}, 2, &now)
	h := newHistory()
	h.append(0, map[string]float64{"loss": 1e-9})
	p.draw(1, time.Hour, time.Second, h)
	long := len([]rune(b.String()))
	b.Reset()
	p.draw(2, time.Second, time.Second, newHistory())
	if got := len([]rune(b.String())); got != long {
		t.Errorf("%d characters over %d", got, long)
	}
}

func TestProgressSilent(t *testing.T) {
	for name, c := range map[string]struct {
		config FitConfig
		step   time.Duration
	}{
		"short fit": {FitConfig{Epochs: 3}, time.Millisecond},
		"quiet":     {FitConfig{Epochs: 3, Quiet: true}, time.Minute},
	} {
		var b bytes.Buffer
		now := time.Unix(0, 0)
		c.config.Progress = &b
		p := clocked(c.config, 1, &now)
		for epoch := range 3 {
			now = now.Add(c.step)
			p.beginEpoch(epoch)
			p.step(0, newHistory(), nil)
		}
		p.finish(newHistory())
		if b.Len() > 0 {
			t.Errorf("%s: %q", name, &b)
		}
	}
}

// brokenWriter fails always.
type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken") }

// A long enough fit shows progress by itself; a writer that fails does no harm.
func TestFitShowsProgress(t *testing.T) {
	x, y := ring(50)
	var b bytes.Buffer
	for _, w := range []interface{ Write([]byte) (int, error) }{&b, brokenWriter{}} {
		f, err := newFitting[float32](ringModel(), x, y, FitConfig{Epochs: 3, Progress: w})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		calls := 0
		f.progress.now = func() time.Time { calls++; return start.Add(time.Duration(calls) * 3 * time.Second) }
		f.progress.begin()
		if h, err := f.run(); err != nil || len(h.Loss) != 3 {
			t.Errorf("%d epochs", len(h.Loss))
		}
	}
	if got := b.String(); !strings.Contains(got, "\rEpoch 2/3 ") || !strings.Contains(got, "\rEpoch 3/3 ━━━━━━━━━━━━━━━━━━━━ ") || !strings.Contains(got, "accuracy: 0.") {
		t.Errorf("%q", got)
	}
}

func TestProgressTimes(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 59 * time.Second: "59s", 67 * time.Second: "1:07", time.Hour + 7*time.Second: "1:00:07",
	} {
		if got := clockTime(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		2 * time.Second: "2s", 2 * time.Millisecond: "2ms", 80 * time.Microsecond: "80us",
	} {
		if got := stepTime(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

// Verbose 1 and 2 print what Keras prints, step times apart.
func TestVerbose(t *testing.T) {
	x, y := ring(50)
	for verbose, want := range map[int][]string{
		1: {"Epoch 1/2", "\r1/5 ━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ ", "\r5/5 ━━━━━━━━━━━━━━━━━━━━ 0s ", " - accuracy: 0.", " - loss: 0.", " - val_accuracy: 0.", " - val_loss: 0.", "\nEpoch 2/2\n"},
		2: {"Epoch 1/2\n5/5 - 0s - ", "/step - accuracy: 0.", "\nEpoch 2/2\n5/5 - "},
	} {
		var b bytes.Buffer
		m := ringModel()
		if _, err := m.Fit(x, y, FitConfig{Epochs: 2, BatchSize: 8, ValidationSplit: .2, Verbose: verbose, Progress: &b}); err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			if !strings.Contains(b.String(), part) {
				t.Errorf("Verbose %d: no %q in %q", verbose, part, &b)
			}
		}
	}
	_, err := ringModel().Fit(x, y, FitConfig{Verbose: 3})
	wantError(t, "Fit", err, "nn: Fit: a Verbose of 3, it must be 0, 1 or 2")
}

// What callbacks print stands on lines of its own.
func TestPrintf(t *testing.T) {
	x, y := ring(50)
	var b bytes.Buffer
	say := LambdaCallback{OnTrainBatchEnd: func(t *Training) error {
		if t.Batch() == 1 {
			t.Printf("half way")
		}
		return nil
	}}
	if _, err := ringModel().Fit(x, y, FitConfig{BatchSize: 10, Verbose: 1, Progress: &b, Callbacks: []Callback{say}}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "\nhalf way\n") {
		t.Errorf("%q", &b)
	}
}
