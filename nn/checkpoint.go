package nn

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"golab/internal/atomicfile"
)

// Network is a network, or a model around one.
type Network interface {
	// Network returns the network.
	Network() *Sequential
}

// ModelCheckpoint saves the model after epochs. Filepath may hold figures of the
// epoch in Python's form, such as "net-{epoch:02d}-{val_loss:.2f}.golab", where epoch
// counts from 1. A file is replaced in one step: there is never half a model.
//
// Source: Keras 3.15 (keras/src/callbacks/model_checkpoint.py).
type ModelCheckpoint struct {
	Filepath string

	// Save writes the file; nil: Model.MarshalBinary does. interchange.Save writes
	// Keras's and other tools' formats, as the file's name says.
	Save func(path string, n Network) error

	SaveBestOnly          bool     // only when the figure is better than ever before
	Monitor               string   // the figure's name; zero: val_loss
	Mode                  Mode     // zero: AutoMode
	InitialValueThreshold *float64 // the figure to beat in the first epoch; nil: none
	SaveFreq              int      // saves every so many batches, with the figures so far; zero: after each epoch
	Verbose               bool     // says what it does
}

// saving is ModelCheckpoint during one fit.
type saving struct {
	ModelCheckpoint
	*monitor // nil unless SaveBestOnly
	batches  int
	any      bool // there is a best figure
}

func (c ModelCheckpoint) hooks(t *Training) (LambdaCallback, error) {
	s := &saving{ModelCheckpoint: c}
	if err := s.begin(t); err != nil {
		return LambdaCallback{}, fmt.Errorf("ModelCheckpoint: %w", err)
	}
	if c.SaveFreq > 0 {
		return LambdaCallback{OnTrainBatchEnd: s.batchEnd}, nil
	}
	return LambdaCallback{OnEpochEnd: s.epochEnd}, nil
}

// begin checks the settings.
func (s *saving) begin(t *Training) error {
	if s.Filepath == "" {
		return errors.New("the Filepath is empty")
	}
	if s.SaveFreq < 0 {
		return fmt.Errorf("SaveFreq is %d, it must not be negative", s.SaveFreq)
	}
	if s.Save == nil {
		for _, suffix := range []string{".keras", ".h5", ".onnx", ".safetensors"} {
			if strings.HasSuffix(s.Filepath, suffix) {
				return fmt.Errorf("%s is a file of another tool: set Save to interchange.Save of golab/nn/interchange", s.Filepath)
			}
		}
		s.Save = save
	}
	if !s.SaveBestOnly {
		if s.Monitor != "" || s.InitialValueThreshold != nil {
			return errors.New("a Monitor and an InitialValueThreshold need SaveBestOnly")
		}
		return nil
	}
	var err error
	if s.monitor, err = newMonitor(t, s.Monitor, s.Mode, 0); err != nil {
		return err
	}
	if s.SaveFreq > 0 && strings.HasPrefix(s.name, "val_") {
		return fmt.Errorf("SaveFreq is %d, but there is no %s after a batch", s.SaveFreq, s.name)
	}
	if v := s.InitialValueThreshold; v != nil {
		s.best, s.any = *v, true
	}
	return nil
}

// save writes a model in this package's form.
func save(path string, n Network) error {
	m, ok := n.(*Model)
	if !ok {
		return fmt.Errorf("%T is not a model", n)
	}
	data, err := m.encode()
	if err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

func (s *saving) batchEnd(t *Training) error {
	if s.batches++; s.batches < s.SaveFreq {
		return nil
	}
	s.batches = 0
	return s.epochEnd(t)
}

func (s *saving) epochEnd(t *Training) error {
	path, err := formatPath(s.Filepath, t)
	if err != nil {
		return fmt.Errorf("ModelCheckpoint: %w", err)
	}
	why := "saving model to"
	if s.monitor != nil {
		figure, ok, err := s.read(t)
		if err != nil {
			return fmt.Errorf("ModelCheckpoint: %w", err)
		}
		if !ok {
			return nil
		}
		before := "None"
		if s.any {
			before = fmt.Sprintf("%.5f", s.best)
		}
		if !s.improves(figure) {
			s.say(t, "%s did not improve from %s", s.name, before)
			return nil
		}
		s.any = true
		why = fmt.Sprintf("%s improved from %s to %.5f, saving model to", s.name, before, figure)
	}
	s.say(t, "%s %s", why, filepath.Base(path))
	if err := s.Save(path, t.Model()); err != nil {
		return fmt.Errorf("ModelCheckpoint: %w", err)
	}
	return nil
}

// say prints a line about the epoch.
func (s *saving) say(t *Training, format string, args ...any) {
	if s.Verbose {
		t.Printf("\nEpoch %d: %s", t.Epoch()+1, fmt.Sprintf(format, args...))
	}
}

// formatPath replaces {name:format} in a path by the figures of the epoch.
func formatPath(path string, t *Training) (string, error) {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(path, "{")
		b.WriteString(before)
		if !ok {
			return b.String(), nil
		}
		field, after, ok := strings.Cut(rest, "}")
		if !ok {
			return "", fmt.Errorf("%s: a { without a }", path)
		}
		text, err := formatFieldOf(field, t)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
		path = after
	}
}

// formatFieldOf returns the figure that name:format asks for.
func formatFieldOf(field string, t *Training) (string, error) {
	name, format, _ := strings.Cut(field, ":")
	if name == "epoch" || name == "batch" {
		n := t.Epoch() + 1
		if name == "batch" {
			n = t.Batch() + 1
		}
		return formatPython(field, strings.TrimSuffix(format, "d")+"d", n)
	}
	v, ok := t.logs[name]
	if !ok {
		return "", fmt.Errorf("{%s}: there is no such figure: there are epoch, %s", field, strings.Join(figureNames(t.logs), ", "))
	}
	if format == "" {
		return fmt.Sprint(v), nil
	}
	return formatPython(field, format, v)
}

// formatPython formats a number as Python does with a format such as .2f.
func formatPython(field, format string, v any) (string, error) {
	text := fmt.Sprintf("%"+format, v)
	if strings.Contains(text, "%!") {
		return "", fmt.Errorf("{%s}: %q is no format of a number", field, format)
	}
	return text, nil
}
