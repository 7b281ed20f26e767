package labs

import (
	"errors"
	"fmt"
)

// MarshalBinary returns the assembler as bytes.
func (a VectorAssembler) MarshalBinary() ([]byte, error) { return marshal(&a) }

// UnmarshalBinary replaces the assembler by the one in data, which MarshalBinary made.
// It fails, and changes nothing, when data is anything else.
func (a *VectorAssembler) UnmarshalBinary(data []byte) error { return unmarshal(data, a) }

func (a *VectorAssembler) fields() []any   { return []any{&a.InputCols, &a.OutputCol, &a.HandleInvalid} }
func (*VectorAssembler) consistent() error { return nil }

// MarshalBinary returns the transformer as bytes.
func (s IndexToString) MarshalBinary() ([]byte, error) { return marshal(&s) }

// UnmarshalBinary replaces the transformer by the one in data, which MarshalBinary made.
// It fails, and changes nothing, when data is anything else.
func (s *IndexToString) UnmarshalBinary(data []byte) error { return unmarshal(data, s) }

func (s *IndexToString) fields() []any   { return []any{&s.InputCol, &s.OutputCol, &s.Labels} }
func (*IndexToString) consistent() error { return nil }

// MarshalBinary returns the model as bytes.
func (m *StringIndexerModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *StringIndexerModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *StringIndexerModel) fields() []any {
	return []any{&m.InputCols, &m.OutputCols, &m.HandleInvalid, &m.LabelsArray}
}

func (m *StringIndexerModel) consistent() error {
	return sameLengths("InputCols", len(m.InputCols), "OutputCols", len(m.OutputCols), "LabelsArray", len(m.LabelsArray))
}

// MarshalBinary returns the model as bytes.
func (m *OneHotEncoderModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *OneHotEncoderModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *OneHotEncoderModel) fields() []any {
	return []any{&m.InputCols, &m.OutputCols, &m.KeepLast, &m.HandleInvalid, &m.CategorySizes}
}

func (m *OneHotEncoderModel) consistent() error {
	if err := sameLengths("InputCols", len(m.InputCols), "OutputCols", len(m.OutputCols), "CategorySizes", len(m.CategorySizes)); err != nil {
		return err
	}
	for c, size := range m.CategorySizes {
		switch {
		case size < 1 || m.width(c) < 1:
			return fmt.Errorf("CategorySizes[%d] is %d, which leaves no place", c, size)
		case size > mostFeatures:
			return fmt.Errorf("CategorySizes[%d] is %d, at most %d are told apart", c, size, mostFeatures)
		}
	}
	return nil
}

// MarshalBinary returns the model as bytes.
func (m *StandardScalerModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *StandardScalerModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *StandardScalerModel) fields() []any {
	return []any{&m.InputCol, &m.OutputCol, &m.WithMean, &m.WithoutStd, &m.Mean, &m.Std}
}

func (m *StandardScalerModel) consistent() error {
	return sameLengths("Mean", len(m.Mean), "Std", len(m.Std))
}

// MarshalBinary returns the model as bytes.
func (m *MinMaxScalerModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *MinMaxScalerModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *MinMaxScalerModel) fields() []any {
	return []any{&m.InputCol, &m.OutputCol, &m.Min, &m.Max, &m.OriginalMin, &m.OriginalMax}
}

func (m *MinMaxScalerModel) consistent() error {
	return sameLengths("OriginalMin", len(m.OriginalMin), "OriginalMax", len(m.OriginalMax))
}

// MarshalBinary returns the model as bytes, without its Summary. It fails when Net is
// nil or its weights do not fit its layers.
func (m *MultilayerPerceptronClassificationModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *MultilayerPerceptronClassificationModel) UnmarshalBinary(data []byte) error {
	return unmarshal(data, m)
}

func (m *MultilayerPerceptronClassificationModel) fields() []any {
	return []any{&m.Net, &m.FeaturesCol, &m.PredictionCol, &m.ProbabilityCol, &m.RawPredictionCol, &m.Thresholds}
}

func (m *MultilayerPerceptronClassificationModel) consistent() error {
	if m.Net == nil {
		return errors.New("the model is not fitted: Net is nil")
	}
	return checkThresholds(m.Thresholds, m.NumClasses())
}

// MarshalBinary returns the model, all its stages, as bytes. It fails when a stage is
// not of this package.
func (m *PipelineModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *PipelineModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *PipelineModel) fields() []any   { return []any{&m.Stages} }
func (*PipelineModel) consistent() error { return nil }

// MarshalBinary returns the metrics and the best model as bytes; Grid and SubModels stay
// behind. It fails as that of BestModel does.
func (m *CrossValidatorModel) MarshalBinary() ([]byte, error) {
	c := *m
	c.names = candidateNames(m.Grid, m.names)
	return marshal(&c)
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *CrossValidatorModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *CrossValidatorModel) fields() []any {
	return []any{&m.BestModel, &m.Best, &m.names, &m.AvgMetrics, &m.StdMetrics, &m.FoldMetrics, &m.metric}
}

func (m *CrossValidatorModel) consistent() error {
	lengths := []any{"Grid", len(m.names), "AvgMetrics", len(m.AvgMetrics), "StdMetrics", len(m.StdMetrics)}
	for i, metrics := range m.FoldMetrics {
		lengths = append(lengths, fmt.Sprintf("FoldMetrics[%d]", i), len(metrics))
	}
	return errors.Join(hasBest(m.BestModel), sameLengths(lengths...))
}

// MarshalBinary returns the metrics and the best model as bytes; Grid and SubModels stay
// behind. It fails as that of BestModel does.
func (m *TrainValidationSplitModel) MarshalBinary() ([]byte, error) {
	c := *m
	c.names = candidateNames(m.Grid, m.names)
	return marshal(&c)
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *TrainValidationSplitModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *TrainValidationSplitModel) fields() []any {
	return []any{&m.BestModel, &m.Best, &m.names, &m.ValidationMetrics, &m.metric}
}

func (m *TrainValidationSplitModel) consistent() error {
	return errors.Join(hasBest(m.BestModel), sameLengths("Grid", len(m.names), "ValidationMetrics", len(m.ValidationMetrics)))
}

func hasBest(m *PipelineModel) error {
	if m == nil {
		return errors.New("the model is not fitted: BestModel is nil")
	}
	return nil
}

// sameLengths checks that lists, given by name and length, are equally long.
func sameLengths(namesAndLengths ...any) error {
	for i := 2; i < len(namesAndLengths); i += 2 {
		if namesAndLengths[i+1] != namesAndLengths[1] {
			return fmt.Errorf("%s has %d elements, %s has %d", namesAndLengths[0], namesAndLengths[1], namesAndLengths[i], namesAndLengths[i+1])
		}
	}
	return nil
}
