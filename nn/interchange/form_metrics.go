package interchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"golab/nn"
)

// metricForms returns the forms of the metrics that are no losses.
func metricForms() []form {
	thresholds, class := list("thresholds", "Thresholds"), pointer("class_id", "ClassID")
	counted, k := whole("num_thresholds", "NumThresholds", 200), whole("k", "K", 5)
	threshold := optional("threshold", "Threshold")
	all := []form{
		{class: "BinaryAccuracy", zero: nn.BinaryAccuracyMetric{}, none: []string{"from_logits"},
			fields: []field{number("threshold", "Threshold", 0.5, false)}},
		{class: "CategoricalAccuracy", zero: nn.CategoricalAccuracyMetric{}},
		{class: "SparseCategoricalAccuracy", zero: nn.SparseCategoricalAccuracyMetric{}},
		{class: "TopKCategoricalAccuracy", zero: nn.TopKCategoricalAccuracyMetric{}, fields: []field{k}},
		{class: "SparseTopKCategoricalAccuracy", zero: nn.SparseTopKCategoricalAccuracyMetric{}, fields: []field{k},
			none: []string{"from_sorted_ids"}},
		{class: "AUC", zero: nn.AUCMetric{}, skip: []string{"num_labels"}, fields: []field{counted, thresholds,
			word("curve", "Curve"), word("summation_method", "Summation"), flag("multi_label", "MultiLabel"),
			list("label_weights", "LabelWeights"), flag("from_logits", "FromLogits")}},
		{class: "Precision", zero: nn.PrecisionMetric{}, fields: []field{thresholds, optional("top_k", "TopK"), class}},
		{class: "Recall", zero: nn.RecallMetric{}, fields: []field{thresholds, optional("top_k", "TopK"), class}},
		{class: "TruePositives", zero: nn.TruePositivesMetric{}, fields: []field{thresholds}},
		{class: "TrueNegatives", zero: nn.TrueNegativesMetric{}, fields: []field{thresholds}},
		{class: "FalsePositives", zero: nn.FalsePositivesMetric{}, fields: []field{thresholds}},
		{class: "FalseNegatives", zero: nn.FalseNegativesMetric{}, fields: []field{thresholds}},
		{class: "SensitivityAtSpecificity", zero: nn.SensitivityAtSpecificityMetric{},
			fields: []field{plain("specificity", "Specificity", 0), counted, class}},
		{class: "SpecificityAtSensitivity", zero: nn.SpecificityAtSensitivityMetric{},
			fields: []field{plain("sensitivity", "Sensitivity", 0), counted, class}},
		{class: "PrecisionAtRecall", zero: nn.PrecisionAtRecallMetric{}, fields: []field{plain("recall", "Recall", 0), counted, class}},
		{class: "RecallAtPrecision", zero: nn.RecallAtPrecisionMetric{}, fields: []field{plain("precision", "Precision", 0), counted, class}},
		{class: "F1Score", zero: nn.F1ScoreMetric{}, fields: []field{word("average", "Average"), threshold}},
		{class: "FBetaScore", zero: nn.FBetaScoreMetric{}, fields: []field{number("beta", "Beta", 1, false), word("average", "Average"), threshold}},
		{class: "R2Score", zero: nn.R2ScoreMetric{}, fields: []field{word("class_aggregation", "Aggregation"), count("num_regressors", "Regressors")}},
		{class: "RootMeanSquaredError", zero: nn.RootMeanSquaredErrorMetric{}},
	}
	for _, f := range lossForms() {
		if f.metric != "" {
			one := f.form
			one.class, one.fixed = f.metric, nil // the axis, which not all of them have
			all = append(all, one)
		}
	}
	return all
}

// unwrap returns a metric without what nn.Named and nn.Weighted put around it.
func unwrap(m nn.Metric) (bare nn.Metric, weighted bool) {
	bare = m
	for bare != nil {
		v := reflect.ValueOf(bare)
		if v.Kind() != reflect.Struct || v.NumField() == 0 || v.Type().Field(0).Name != "Metric" {
			break
		}
		weighted = weighted || reflect.TypeOf(bare) == reflect.TypeOf(nn.Weighted(nil))
		bare, _ = v.Field(0).Interface().(nn.Metric)
	}
	return bare, weighted
}

// writeMetrics returns metrics as Keras has them: those that heed no weights of rows,
// and those that do.
func writeMetrics(metrics []nn.Metric) (all, weightedOnes []any, err error) {
	for _, m := range metrics {
		bare, weighted := unwrap(m)
		one, err := writeMetric(m, bare)
		if err != nil {
			return nil, nil, err
		}
		if weighted {
			weightedOnes = append(weightedOnes, one)
		} else {
			all = append(all, one)
		}
	}
	return all, weightedOnes, nil
}

// writeMetric returns a metric, bare in m, as Keras has it.
func writeMetric(m, bare nn.Metric) (any, error) {
	if a, ok := bare.(nn.AccuracyMetric); ok && m.String() == a.String() {
		return a.String(), nil
	}
	if b, ok := bare.(nn.BinaryAccuracyMetric); ok && b.FromLogits {
		return nil, fmt.Errorf("metric %v: FromLogits has no name in Keras", m)
	}
	all := metricForms()
	var f *form
	if bare != nil {
		if loss := lossFormOf(bare); loss != nil && loss.metric != "" {
			f = formNamed(all, loss.metric)
		} else if loss == nil {
			f = formOfValue(all, bare)
		}
	}
	if f == nil {
		return nil, fmt.Errorf("metric %v has no name in Keras", m)
	}
	o, err := f.object("keras.metrics", bare)
	if err != nil {
		return nil, fmt.Errorf("metric %v: %w", m, err)
	}
	o.Config["name"] = m.String()
	return o, nil
}

// readMetrics reads a list of metrics of a network with k outputs. Keras 2 puts it
// into a list of its own for each output layer.
func readMetrics(text json.RawMessage) ([]nn.Metric, error) {
	if isNull(text) {
		return nil, nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, err
	}
	if len(list) == 1 && len(list[0]) > 0 && list[0][0] == '[' {
		if err := json.Unmarshal(list[0], &list); err != nil {
			return nil, err
		}
	}
	var all []nn.Metric
	for _, one := range list {
		name, config, err := named(one)
		if err != nil {
			return nil, err
		}
		m, err := readMetric(name, config)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// readMetric reads one metric.
func readMetric(name string, config json.RawMessage) (nn.Metric, error) {
	shown := ""
	if name == "MeanMetricWrapper" { // of Keras 2
		var c struct {
			Function string `json:"fn"`
			Name     string `json:"name"`
		}
		if err := json.Unmarshal(config, &c); err != nil || c.Function == "" {
			return nil, errors.Join(errors.New("a metric without a name"), err)
		}
		name, config, shown = c.Function, nil, c.Name
	}
	if config == nil {
		config = json.RawMessage("{}")
	}
	if name == "accuracy" || name == "acc" {
		return renamed(nn.Accuracy, shown), nil
	}
	class := name
	for _, f := range lossForms() {
		if f.metric != "" && (f.called(name) || name == f.metric) {
			s := readSettings(config)
			s.take("name", &shown)
			s.skip("dtype", "fn")
			s.none("ignore_class")
			l, err := f.readForm(s)
			if err != nil {
				return nil, err
			}
			return renamed(l, shown), nil
		}
	}
	f := formNamed(metricForms(), class)
	if f == nil {
		return nil, fmt.Errorf("%q, which golab/nn has not", short([]byte(name)))
	}
	s := readSettings(config)
	s.take("name", &shown)
	s.skip("dtype", "fn")
	if !isNull(s.left["thresholds"]) {
		s.skip("num_thresholds") // that counts them
	}
	v, err := f.read(s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.class, err)
	}
	return renamed(v.Elem().Interface().(nn.Metric), shown), nil
}

// renamed returns a metric under a name, unless that is its own or "".
func renamed(m nn.Metric, name string) nn.Metric {
	if m == nil || name == "" || name == m.String() {
		return m
	}
	return nn.Named(name, m)
}
