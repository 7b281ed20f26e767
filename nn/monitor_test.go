package nn

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// figures runs callbacks over epochs whose figures are given, without computing
// anything, and returns how many epochs there were, the history and what was printed.
func figures(t *testing.T, m *Model, name string, values []float64, all ...Callback) (*History, string) {
	t.Helper()
	x, y := ring(20)
	var b bytes.Buffer
	set := LambdaCallback{OnEpochEnd: func(t *Training) error {
		m.net.params[0] = float32(t.Epoch() + 1)
		t.Logs()[name] = values[t.Epoch()]
		return nil
	}}
	h, err := m.Fit(x, y, FitConfig{
		Epochs: len(values), ValidationSplit: .5, Progress: &b, Callbacks: append([]Callback{set}, all...),
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, b.String()
}

func TestEarlyStopping(t *testing.T) {
	baseline := .3
	for _, c := range []struct {
		name   string
		stop   EarlyStopping
		figure string
		values []float64
		epochs int
		best   int // whose weights are there at the end; 0: the last ones
	}{
		{"patience 0", EarlyStopping{}, "val_loss", []float64{3, 2, 2, 1}, 3, 0},
		{"never in the first epoch", EarlyStopping{}, "val_loss", []float64{math.NaN(), 2, 1}, 3, 0},
		{"patience", EarlyStopping{Patience: 2}, "val_loss", []float64{3, 2, 2.5, 1.5, 2, 2, 0}, 6, 0},
		{"restore", EarlyStopping{Patience: 2, RestoreBestWeights: true}, "val_loss", []float64{3, 1, 2, 2, 0}, 4, 2},
		{"restore without a stop", EarlyStopping{Patience: 9, RestoreBestWeights: true}, "val_loss", []float64{3, 1, 2, 2}, 4, 2},
		{"delta", EarlyStopping{MinDelta: .5}, "val_loss", []float64{3, 2.6, 0}, 2, 0},
		{"accuracy", EarlyStopping{Monitor: "val_accuracy"}, "val_accuracy", []float64{.1, .2, .15, .3}, 3, 0},
		{"mode", EarlyStopping{Monitor: "thing", Mode: MaxMode, Patience: 1}, "thing", []float64{1, 2, 1, 3}, 3, 0},
		{"baseline", EarlyStopping{Patience: 2, Baseline: &baseline}, "val_loss", []float64{3, 2, 2, .5, 1, 0}, 3, 0},
		{"start", EarlyStopping{StartFromEpoch: 2}, "val_loss", []float64{1, 2, 3, 4, 5}, 4, 0},
	} {
		m := ringModel()
		h, _ := figures(t, m, c.figure, c.values, c.stop)
		best := c.best
		if best == 0 {
			best = c.epochs
		}
		if len(h.Epoch) != c.epochs || m.net.params[0] != float32(best) {
			t.Errorf("%s: %d epochs, weights of epoch %g, want %d and %d", c.name, len(h.Epoch), m.net.params[0], c.epochs, best)
		}
	}
	_, text := figures(t, ringModel(), "val_loss", []float64{3, 1, 2, 2}, EarlyStopping{Patience: 1, RestoreBestWeights: true, Verbose: true})
	if want := "Epoch 3: early stopping\nRestoring model weights from the end of the best epoch: 2.\n"; text != want {
		t.Errorf("prints %q, want %q", text, want)
	}
}

func TestReduceLROnPlateau(t *testing.T) {
	values := []float64{3, 2, 2, 2, 2, 2, 2, 1, 1, 1}
	for _, c := range []struct {
		reduce ReduceLROnPlateau
		want   []float64 // of the epochs
	}{
		{ReduceLROnPlateau{}, []float64{8, 8, 8, 8, 8, 8, 8, 8, 8, 8}},
		{ReduceLROnPlateau{Factor: .5, Patience: 2}, []float64{8, 8, 8, 8, 4, 4, 2, 2, 2, 2}},
		{ReduceLROnPlateau{Factor: .5, Patience: -1, MinLR: 3}, []float64{8, 8, 8, 4, 3, 3, 3, 3, 3, 3}},
		{ReduceLROnPlateau{Factor: .5, Patience: 1, Cooldown: 2}, []float64{8, 8, 8, 4, 4, 2, 2, 1, 1, .5}},
	} {
		m := NewSequential(2, Dense(1, Sigmoid)).Compile(&SGD{LearningRate: 8}, BinaryCrossentropy)
		h, _ := figures(t, m, "val_loss", values, c.reduce)
		if got := h.Metrics["learning_rate"]; !slices.Equal(got, c.want) {
			t.Errorf("%+v: rates %v, want %v", c.reduce, got, c.want)
		}
	}
	m := NewSequential(2, Dense(1, Sigmoid)).Compile(&SGD{LearningRate: .01}, BinaryCrossentropy)
	_, text := figures(t, m, "val_loss", []float64{1, 1}, ReduceLROnPlateau{Factor: .5, Patience: 1, Verbose: true})
	if want := "\nEpoch 2: ReduceLROnPlateau reducing learning rate to 0.004999999888241291.\n"; text != want {
		t.Errorf("prints %q, want %q", text, want)
	}
}

func TestLearningRateScheduler(t *testing.T) {
	m := NewSequential(2, Dense(1, Sigmoid)).Compile(&SGD{LearningRate: 1}, BinaryCrossentropy)
	h, text := figures(t, m, "val_loss", []float64{1, 1, 1}, LearningRateScheduler{
		Schedule: func(epoch int, rate float64) float64 { return rate / float64(epoch+1) }, Verbose: true,
	})
	if got := h.Metrics["learning_rate"]; !slices.Equal(got, []float64{1, .5, float64(float32(.5 / 3))}) {
		t.Errorf("rates %v", got)
	}
	if want := "\nEpoch 2: LearningRateScheduler setting learning rate to 0.5.\n"; !strings.Contains(text, want) {
		t.Errorf("prints %q", text)
	}
}

func TestTerminateOnNaN(t *testing.T) {
	x, y := ring(50)
	m := NewSequential(2, Dense(1, Linear)).Compile(&SGD{LearningRate: 1e20}, MeanSquaredError)
	var b bytes.Buffer
	h, err := m.Fit(x, y, FitConfig{Epochs: 5, BatchSize: 10, Progress: &b, Callbacks: []Callback{TerminateOnNaN{}}})
	if err != nil || len(h.Epoch) != 1 || !strings.Contains(b.String(), ": Invalid loss, terminating training\n") {
		t.Errorf("%v, %v, prints %q", h, err, &b)
	}
}

func TestCSVLogger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.csv")
	m := ringModel()
	h, _ := figures(t, m, "val_loss", []float64{.5, .25}, CSVLogger{Filename: path, Separator: ';'})
	row := func(e int) string {
		return fmt.Sprintf("%d;%v;%v;%v;%v\r\n", e, h.Accuracy[e], h.Loss[e], h.ValAccuracy[e], h.ValLoss[e])
	}
	want := "epoch;accuracy;loss;val_accuracy;val_loss\r\n" + row(0) + row(1)
	if text, _ := os.ReadFile(path); string(text) != want {
		t.Errorf("%q, want %q", text, want)
	}
	figures(t, m, "val_loss", []float64{.5}, CSVLogger{Filename: path, Separator: ';', Append: true})
	if text, _ := os.ReadFile(path); !strings.HasPrefix(string(text), want+"0;") || strings.Count(string(text), "epoch") != 1 {
		t.Errorf("appended: %q", text)
	}
	x, y := ring(20)
	_, err := m.Fit(x, y, FitConfig{Callbacks: []Callback{CSVLogger{Filename: filepath.Join(path, "no")}}})
	wantError(t, "Fit", err, "nn: Fit: CSVLogger: open ")
}

func TestModelCheckpoint(t *testing.T) {
	dir := t.TempDir()
	m := ringModel()
	_, text := figures(t, m, "val_loss", []float64{.5, .25, .75},
		ModelCheckpoint{Filepath: filepath.Join(dir, "m-{epoch:02d}-{val_loss:.2f}.golab"), SaveBestOnly: true, Verbose: true})
	want := "\nEpoch 1: val_loss improved from None to 0.50000, saving model to m-01-0.50.golab\n" +
		"\nEpoch 2: val_loss improved from 0.50000 to 0.25000, saving model to m-02-0.25.golab\n" +
		"\nEpoch 3: val_loss did not improve from 0.25000\n"
	if text != want {
		t.Errorf("prints %q, want %q", text, want)
	}
	data, err := os.ReadFile(filepath.Join(dir, "m-02-0.25.golab"))
	var read Model
	if err == nil {
		err = read.UnmarshalBinary(data)
	}
	if err != nil || read.net.params[0] != 2 {
		t.Errorf("the file of epoch 2: %v", err)
	}
	var saved []string
	save := func(path string, n Network) error {
		saved = append(saved, path)
		if n.Network() != m.net {
			t.Error("another network")
		}
		return nil
	}
	figures(t, m, "val_loss", []float64{1, 2}, ModelCheckpoint{Filepath: "{epoch}-{batch}.keras", Save: save, SaveFreq: 1})
	if fmt.Sprint(saved) != "[1-1.keras 2-1.keras]" {
		t.Errorf("saved %v", saved)
	}
}

func TestCallbackErrors(t *testing.T) {
	x, y := ring(20)
	full := errors.New("disk full")
	for _, c := range []struct {
		callback Callback
		want     string
	}{
		{EarlyStopping{}, "callback 1: EarlyStopping: it watches val_loss, but nothing is validated"},
		{EarlyStopping{Monitor: "thing"}, "EarlyStopping: whether thing is to become small or great is not known: set Mode"},
		{EarlyStopping{Monitor: "thing", Mode: MinMode}, `EarlyStopping: there is no figure "thing": there are accuracy, loss`},
		{EarlyStopping{Monitor: "loss", Mode: 7}, "EarlyStopping: a Mode of 7"},
		{EarlyStopping{Monitor: "loss", Patience: -1}, "EarlyStopping: a Patience of -1"},
		{ReduceLROnPlateau{Monitor: "loss", Factor: 1}, "ReduceLROnPlateau: a Factor of 1"},
		{LearningRateScheduler{}, "LearningRateScheduler: Schedule is nil"},
		{LearningRateScheduler{Schedule: func(int, float64) float64 { return -1 }}, "the rate is -1, it must be positive and finite"},
		{ModelCheckpoint{}, "ModelCheckpoint: the Filepath is empty"},
		{ModelCheckpoint{Filepath: "a.keras"}, "a.keras is a file of another tool: set Save"},
		{ModelCheckpoint{Filepath: "a", Monitor: "loss"}, "a Monitor and an InitialValueThreshold need SaveBestOnly"},
		{ModelCheckpoint{Filepath: "{x}"}, "{x}: there is no such figure: there are epoch, accuracy, loss"},
		{ModelCheckpoint{Filepath: "{loss:q}"}, `{loss:q}: "q" is no format of a number`},
		{ModelCheckpoint{Filepath: "{loss"}, "{loss: a { without a }"},
		{ModelCheckpoint{Filepath: "a", Save: func(string, Network) error { return full }}, "ModelCheckpoint: disk full"},
	} {
		_, err := ringModel().Fit(x, y, FitConfig{Callbacks: []Callback{c.callback}})
		wantError(t, fmt.Sprintf("%T", c.callback), err, c.want)
	}
}
