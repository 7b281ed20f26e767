package nn

import (
	"fmt"
	"slices"
)

// EarlyStopping ends a fit when a figure has not become better for Patience epochs:
// when the figure is not better than the best one before by more than MinDelta (and,
// with a Baseline, than that).
//
// Source: Keras 3.15 (keras/src/callbacks/early_stopping.py).
type EarlyStopping struct {
	Monitor            string   // the figure's name; zero: val_loss
	MinDelta           float64  // zero: any improvement counts
	Patience           int      // epochs without improvement; zero: the first one ends the fit
	Mode               Mode     // zero: AutoMode
	Baseline           *float64 // only what beats it counts; nil: none
	RestoreBestWeights bool     // the fit ends with the weights of the best epoch
	StartFromEpoch     int      // epochs before it do not count
	Verbose            bool     // says what it does
}

// stopping is EarlyStopping during one fit.
type stopping struct {
	EarlyStopping
	*monitor
	wait    int
	stopped int // the epoch, from 1; 0: not yet
	best    int // the epoch, from 1
	weights [2][]float32
}

func (c EarlyStopping) hooks(t *Training) (LambdaCallback, error) {
	m, err := newMonitor(t, c.Monitor, c.Mode, c.MinDelta)
	if err == nil {
		err = checkPatience(c.Patience)
	}
	if err != nil {
		return LambdaCallback{}, fmt.Errorf("EarlyStopping: %w", err)
	}
	s := &stopping{EarlyStopping: c, monitor: m}
	return LambdaCallback{OnEpochEnd: s.epochEnd, OnTrainEnd: s.trainEnd}, nil
}

func (s *stopping) epochEnd(t *Training) error {
	figure, ok, err := s.read(t)
	if err != nil {
		return fmt.Errorf("EarlyStopping: %w", err)
	}
	if !ok || t.Epoch() < s.StartFromEpoch {
		return nil
	}
	if s.best == 0 {
		s.keep(t)
	}
	s.wait++
	if s.improves(figure) {
		s.keep(t)
		if s.Baseline == nil || s.better(figure, *s.Baseline) {
			s.wait = 0
		}
		return nil // as Keras: an epoch that improves does not end the fit
	}
	if s.wait >= s.Patience && t.Epoch() > 0 {
		s.stopped = t.Epoch() + 1
		t.Stop()
	}
	return nil
}

// keep remembers the epoch, and its weights where they are wanted.
func (s *stopping) keep(t *Training) {
	s.best = t.Epoch() + 1
	if !s.RestoreBestWeights {
		return
	}
	net := t.Model().Network()
	s.weights = [2][]float32{slices.Clone(net.Params()), slices.Clone(net.NonTrainable())}
}

func (s *stopping) trainEnd(t *Training) error {
	if s.stopped > 0 && s.Verbose {
		t.Printf("Epoch %d: early stopping", s.stopped)
	}
	if !s.RestoreBestWeights || s.best == 0 {
		return nil
	}
	if s.Verbose {
		t.Printf("Restoring model weights from the end of the best epoch: %d.", s.best)
	}
	net := t.Model().Network()
	copy(net.Params(), s.weights[0])
	copy(net.NonTrainable(), s.weights[1])
	return nil
}
