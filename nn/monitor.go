package nn

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Mode says which of two figures is the better one.
type Mode int

// The modes of callbacks that watch a figure.
const (
	AutoMode Mode = iota // as the figure's name says: a loss or an error is to become small, an accuracy great
	MinMode              // the smaller
	MaxMode              // the greater
)

// monitor watches one figure of the epochs.
type monitor struct {
	name  string
	sign  float64 // −1 where the smaller is better, else 1
	delta float64 // what a better figure must be better by
	best  float64
}

// newMonitor watches the figure of a name, "" for val_loss. It fails when it cannot be
// told which is better, and when there will be no such figure.
func newMonitor(t *Training, name string, mode Mode, delta float64) (*monitor, error) {
	if name == "" {
		name = "val_loss"
	}
	if strings.HasPrefix(name, "val_") && !t.validates {
		return nil, fmt.Errorf("it watches %s, but nothing is validated: set ValidationSplit or ValidationData", name)
	}
	m := &monitor{name: name, delta: math.Abs(delta)}
	switch {
	case mode == MinMode || mode == AutoMode && ends(name, smallFigures):
		m.sign = -1
	case mode == MaxMode || mode == AutoMode && ends(name, greatFigures):
		m.sign = 1
	case mode == AutoMode:
		return nil, fmt.Errorf("whether %s is to become small or great is not known: set Mode", name)
	default:
		return nil, fmt.Errorf("a Mode of %d, it must be AutoMode, MinMode or MaxMode", int(mode))
	}
	m.reset()
	return m, nil
}

// Ends of the names of figures that are to become small, or great.
var (
	smallFigures = []string{"loss", "error", "crossentropy", "hinge", "divergence", "poisson", "logcosh", "mse", "mae", "mape", "msle", "false_positives", "false_negatives"}
	greatFigures = []string{"acc", "accuracy", "auc", "precision", "recall", "score", "similarity", "sensitivity", "specificity", "true_positives", "true_negatives"}
)

func ends(name string, with []string) bool {
	return slices.ContainsFunc(with, func(end string) bool { return strings.HasSuffix(name, end) })
}

// reset forgets the best figure.
func (m *monitor) reset() { m.best = -m.sign * math.Inf(1) }

// read returns the figure of the epoch that ends. There is none in epochs that are
// not validated.
func (m *monitor) read(t *Training) (figure float64, ok bool, err error) {
	if figure, ok = t.logs[m.name]; ok {
		return figure, true, nil
	}
	if _, validated := t.logs["val_loss"]; !validated && strings.HasPrefix(m.name, "val_") {
		return 0, false, nil
	}
	return 0, false, fmt.Errorf("there is no figure %q: there are %s", m.name, strings.Join(figureNames(t.logs), ", "))
}

// better reports whether figure beats another one.
func (m *monitor) better(figure, than float64) bool { return m.sign*figure-m.delta > m.sign*than }

// improves reports whether figure is the best one, and keeps it then.
func (m *monitor) improves(figure float64) bool {
	if !m.better(figure, m.best) {
		return false
	}
	m.best = figure
	return true
}

// checkPatience reports a number of epochs that makes no sense.
func checkPatience(patience int) error {
	if patience < 0 {
		return fmt.Errorf("a Patience of %d, it must not be negative", patience)
	}
	return nil
}

// errNoRate is returned by callbacks that change the learning rate.
var errNoRate = errors.New("the optimizer's learning rate cannot be set")

// rateCanBeSet reports why a callback cannot change the learning rate.
func (t *Training) rateCanBeSet() error {
	o, ok := t.model.optimizer.(optimizerRule)
	if !ok {
		return fmt.Errorf("%w: it is %T", errNoRate, t.model.optimizer)
	}
	if s := o.common().Schedule; s != nil {
		return fmt.Errorf("%w: it has the schedule %v", errNoRate, s)
	}
	return nil
}
