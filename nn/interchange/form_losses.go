package interchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golab/nn"
)

// lossForm is the form of a loss.
type lossForm struct {
	form
	loss    nn.Loss
	metric  string   // Keras's class of the metric, "" where there is none
	aliases []string // other names of the function
}

// lossForms returns the forms of the losses.
func lossForms() []lossForm {
	logits, smoothing := flag("from_logits", "FromLogits"), plain("label_smoothing", "LabelSmoothing", 0)
	last := map[string]any{"axis": -1}
	gamma := number("gamma", "Gamma", 2, true)
	crossentropy := func(l nn.CrossentropyLoss, class, alias string, more ...field) lossForm {
		return lossForm{form{class: class, zero: l, fields: append(more, logits), fixed: last}, l, class, []string{alias}}
	}
	simple := func(l nn.Loss, class, metric string, aliases ...string) lossForm {
		return lossForm{form{class: class, zero: l}, l, metric, aliases}
	}
	cosine := simple(nn.CosineSimilarity, "CosineSimilarity", "CosineSimilarity")
	cosine.fixed = last
	huber := simple(nn.Huber, "Huber", "")
	huber.fields = []field{number("delta", "Delta", 1, false)}
	return []lossForm{
		crossentropy(nn.BinaryCrossentropy, "BinaryCrossentropy", "bce", smoothing),
		crossentropy(nn.CategoricalCrossentropy, "CategoricalCrossentropy", "", smoothing),
		crossentropy(nn.SparseCategoricalCrossentropy, "SparseCategoricalCrossentropy", ""),
		{form{class: "BinaryFocalCrossentropy", zero: nn.BinaryFocalCrossentropyLoss{}, fixed: last, fields: []field{gamma,
			flag("apply_class_balancing", "ClassBalancing"), number("alpha", "Alpha", 0.25, true), logits, smoothing}},
			nn.BinaryFocalCrossentropy, "", nil},
		{form{class: "CategoricalFocalCrossentropy", zero: nn.CategoricalFocalCrossentropyLoss{}, fixed: last,
			fields: []field{number("alpha", "Alpha", 0.25, false), gamma, logits, smoothing}}, nn.CategoricalFocalCrossentropy, "", nil},
		simple(nn.MeanSquaredError, "MeanSquaredError", "MeanSquaredError", "mse"),
		simple(nn.MeanAbsoluteError, "MeanAbsoluteError", "MeanAbsoluteError", "mae"),
		simple(nn.MeanAbsolutePercentageError, "MeanAbsolutePercentageError", "MeanAbsolutePercentageError", "mape"),
		simple(nn.MeanSquaredLogarithmicError, "MeanSquaredLogarithmicError", "MeanSquaredLogarithmicError", "msle"),
		huber,
		simple(nn.LogCosh, "LogCosh", "LogCoshError", "logcosh"),
		simple(nn.Poisson, "Poisson", "Poisson"),
		simple(nn.KLDivergence, "KLDivergence", "KLDivergence", "kld", "kullback_leibler_divergence"),
		cosine,
		simple(nn.Hinge, "Hinge", "Hinge"),
		simple(nn.SquaredHinge, "SquaredHinge", "SquaredHinge"),
		simple(nn.CategoricalHinge, "CategoricalHinge", "CategoricalHinge"),
	}
}

// lossFormOf returns the form of a loss, nil for one that Keras has not.
func lossFormOf(l any) *lossForm {
	for _, f := range lossForms() {
		if fmt.Sprintf("%T", f.loss) != fmt.Sprintf("%T", l) {
			continue
		}
		if c, ok := l.(nn.CrossentropyLoss); ok && c.Labels != f.loss.(nn.CrossentropyLoss).Labels {
			continue
		}
		return &f
	}
	return nil
}

// called reports whether a name is that of the class or of the function.
func (f *lossForm) called(name string) bool {
	if name == f.class || name == f.loss.String() {
		return true
	}
	for _, a := range f.aliases {
		if a != "" && strings.EqualFold(name, a) {
			return true
		}
	}
	return false
}

// writeLoss returns a loss as Keras has it: a name when nothing else is to be said.
func writeLoss(loss nn.Loss) (any, error) {
	f := lossFormOf(loss)
	if f == nil {
		return nil, fmt.Errorf("loss %v has no name in Keras", loss)
	}
	if loss == f.loss {
		return loss.String(), nil
	}
	o, err := f.object("keras.losses", loss)
	if err == nil {
		o.Config["name"], o.Config["reduction"] = loss.String(), "sum_over_batch_size"
	}
	return o, err
}

// readLoss reads a loss, nil for none.
func readLoss(text json.RawMessage) (nn.Loss, error) {
	name, config, err := named(text)
	if err != nil || name == "" {
		return nil, err
	}
	s := readSettings(json.RawMessage("{}"))
	if config != nil {
		s = readSettings(config)
	}
	reduction := "sum_over_batch_size"
	s.take("reduction", &reduction)
	s.skip("name", "fn", "dtype")
	s.none("ignore_class")
	if s.err == nil && reduction != "sum_over_batch_size" && reduction != "auto" {
		return nil, fmt.Errorf("reduction is %q, which golab/nn has not", short([]byte(reduction)))
	}
	for _, f := range lossForms() {
		if f.called(name) {
			return f.readForm(s)
		}
	}
	return nil, fmt.Errorf("%q, which golab/nn has not", short([]byte(name)))
}

// readForm reads a loss of the form.
func (f *lossForm) readForm(s *settings) (nn.Loss, error) {
	v, err := f.form.read(s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.class, err)
	}
	if c, ok := f.loss.(nn.CrossentropyLoss); ok {
		v.Elem().FieldByName("Labels").SetInt(int64(c.Labels))
	}
	l, ok := v.Elem().Interface().(nn.Loss)
	if !ok {
		return nil, errors.New("no loss")
	}
	return l, nil
}
