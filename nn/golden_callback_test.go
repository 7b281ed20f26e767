package nn

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// goldenCallback is a callback of a golden fit.
type goldenCallback struct {
	Name      string                     `json:"name"`
	Arguments map[string]json.RawMessage `json:"arguments"`
}

// goldenValidation are rows to validate with.
type goldenValidation struct {
	X            [][]float64 `json:"x"`
	Y            []float64   `json:"y"`
	SampleWeight []float64   `json:"sample_weight"`
}

// notGolden are the cases that golab/nn has nothing for, and one whose figures JSON
// cannot hold.
var notGolden = []string{"validation-freq-list", "steps-per-epoch", "terminate-on-nan"}

// Callbacks do and print what Keras's do.
func TestGoldenCallbacks(t *testing.T) {
	var file struct {
		MadeBy    string            `json:"made_by"`
		Format    string            `json:"format"`
		NoiseNote string            `json:"noise_note"`
		Cases     []json.RawMessage `json:"cases"`
	}
	readGoldens(t, "testdata/keras/callbacks.json", &file)
	var cases []goldenFit
	for _, text := range file.Cases {
		var name struct {
			Name string `json:"name"`
		}
		if err := json.Unmarshal(text, &name); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(notGolden, name.Name) {
			continue
		}
		var c goldenFit
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(&c); err != nil {
			t.Fatalf("%s: %v", name.Name, err)
		}
		cases = append(cases, c)
	}
	runGoldenFits(t, cases, 29)
}

// take decodes an argument into v, if it is there.
func (c goldenCallback) take(t *testing.T, name string, v any) {
	t.Helper()
	if text, ok := c.Arguments[name]; ok {
		if err := json.Unmarshal(text, v); err != nil {
			t.Fatalf("%s: %s: %v", c.Name, name, err)
		}
		delete(c.Arguments, name)
	}
}

// callback returns the callback; a file it writes is at path.
func (c goldenCallback) callback(t *testing.T, path string) Callback {
	t.Helper()
	var verbose, patience int
	monitor, mode := "", ""
	c.take(t, "verbose", &verbose)
	c.take(t, "patience", &patience)
	c.take(t, "monitor", &monitor)
	c.take(t, "mode", &mode)
	modes := map[string]Mode{"": AutoMode, "min": MinMode, "max": MaxMode}
	var callback Callback
	switch c.Name {
	case "EarlyStopping":
		s := EarlyStopping{Monitor: monitor, Mode: modes[mode], Patience: patience, Verbose: verbose > 0}
		c.take(t, "min_delta", &s.MinDelta)
		c.take(t, "restore_best_weights", &s.RestoreBestWeights)
		c.take(t, "start_from_epoch", &s.StartFromEpoch)
		c.take(t, "baseline", &s.Baseline)
		callback = s
	case "ReduceLROnPlateau":
		r := ReduceLROnPlateau{Monitor: monitor, Mode: modes[mode], Patience: patience, Verbose: verbose > 0}
		c.take(t, "factor", &r.Factor)
		c.take(t, "min_delta", &r.MinDelta)
		c.take(t, "cooldown", &r.Cooldown)
		c.take(t, "min_lr", &r.MinLR)
		callback = r
	case "LearningRateScheduler":
		callback = LearningRateScheduler{Schedule: c.schedule(t), Verbose: verbose > 0}
	case "CSVLogger":
		l := CSVLogger{Filename: path}
		separator := ","
		c.take(t, "filename", new(string))
		c.take(t, "separator", &separator)
		c.take(t, "append", &l.Append)
		l.Separator = rune(separator[0])
		callback = l
	}
	if callback == nil || len(c.Arguments) > 0 {
		t.Fatalf("callback %s, arguments %v are left", c.Name, c.Arguments)
	}
	return callback
}

// schedule returns the rates of a list, or a factor of the rate before.
func (c goldenCallback) schedule(t *testing.T) func(int, float64) float64 {
	t.Helper()
	var text json.RawMessage
	c.take(t, "schedule", &text)
	var rates []float64
	if json.Unmarshal(text, &rates) == nil {
		return func(epoch int, _ float64) float64 { return rates[epoch] }
	}
	var by struct {
		Factor float64 `json:"factor"`
	}
	if err := json.Unmarshal(text, &by); err != nil || by.Factor == 0 {
		t.Fatalf("schedule %s: %v", text, err)
	}
	return func(_ int, rate float64) float64 { return rate * by.Factor }
}

// clock is what a clock says in a line about an epoch.
var clock = regexp.MustCompile(` - \d+s - \d+[mu]?s/step`)

// watch completes config as fit i has it, and returns what compares what the fit has
// printed and written.
func (c *goldenFit) watch(t *testing.T, i int, config *FitConfig) func(*History) {
	t.Helper()
	fit := c.Fits[i]
	var printed bytes.Buffer
	path := filepath.Join(t.TempDir(), "log.csv")
	config.InitialEpoch, config.ValidationFreq = fit.InitialEpoch, fit.ValidationFreq
	config.ValidationBatchSize = fit.ValidationBatchSize
	config.Verbose, config.Quiet, config.Progress = fit.Verbose, false, &printed
	if v := fit.ValidationData; v != nil {
		config.ValidationData = &ValidationData{X: matrixOf(v.X), Y: v.Y, SampleWeight: v.SampleWeight}
	}
	for _, callback := range fit.Callbacks {
		config.Callbacks = append(config.Callbacks, callback.callback(t, path))
	}
	return func(h *History) {
		if want := c.Expected.Epoch; want != nil && !slices.Equal(h.Epoch, want[i]) {
			t.Errorf("epochs %v, want %v", h.Epoch, want[i])
		}
		if want := c.Expected.Printed; want != nil {
			if got := clock.ReplaceAllString(printed.String(), " - TIME - TIME/step"); got != want[i] {
				t.Errorf("printed\n%s\nwant\n%s", got, want[i])
			}
		}
		if want := c.Expected.CSV; want != nil {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c.compareCSV(t, string(text), want[i])
		}
	}
}

// compareCSV holds numbers to the tolerance and all else to be equal.
func (c *goldenFit) compareCSV(t *testing.T, got, want string) {
	t.Helper()
	cells := func(text string) []string { return regexp.MustCompile(`[,;]|\r\n`).Split(text, -1) }
	g, w := cells(got), cells(want)
	if len(g) != len(w) || strings.Count(got, ";") != strings.Count(want, ";") {
		t.Fatalf("the file is\n%s\nwant\n%s", got, want)
	}
	for i := range w {
		x, err1 := strconv.ParseFloat(g[i], 64)
		y, err2 := strconv.ParseFloat(w[i], 64)
		if err1 == nil && err2 == nil {
			compareNumbers(t, "file", c.Tolerance["loss"], []float64{x}, []float64{y})
		} else if g[i] != w[i] {
			t.Errorf("cell %d of the file is %q, want %q", i, g[i], w[i])
		}
	}
}
