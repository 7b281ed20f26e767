package labs

import (
	"fmt"
	"math"
	"slices"

	"golab/data"
	"golab/nn"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A MultilayerPerceptronClassificationModel is the network that
// [MultilayerPerceptronClassifier.Fit] has trained, with the names of the columns it
// reads and adds. Its methods may be called from many goroutines at once.
type MultilayerPerceptronClassificationModel struct {
	// Net is the network itself: topology, weights and numerics.
	Net *nn.MLP

	// These are as in [MultilayerPerceptronClassifier] and may be changed.
	FeaturesCol, PredictionCol, ProbabilityCol, RawPredictionCol string
	Thresholds                                                   []float64

	summary *MultilayerPerceptronClassificationTrainingSummary
}

// Weights returns a copy of all weights, layer after layer: the weights by columns,
// one column for each input, then the biases.
func (m *MultilayerPerceptronClassificationModel) Weights() []float64 {
	return slices.Clone(m.net().Weights)
}

// Layers returns a copy of the sizes of the layers, inputs first.
func (m *MultilayerPerceptronClassificationModel) Layers() []int { return slices.Clone(m.net().Layers) }

// NumFeatures returns the size of the first layer.
func (m *MultilayerPerceptronClassificationModel) NumFeatures() int { return m.net().NumFeatures() }

// NumClasses returns the size of the last layer.
func (m *MultilayerPerceptronClassificationModel) NumClasses() int { return m.net().NumClasses() }

// net returns Net, or a network of no layers, which predicts nothing but errors.
func (m *MultilayerPerceptronClassificationModel) net() *nn.MLP {
	if m.Net == nil {
		return &nn.MLP{}
	}
	return m.Net
}

// Summary tells how the training went. It is nil for a model that was not made by Fit.
func (m *MultilayerPerceptronClassificationModel) Summary() *MultilayerPerceptronClassificationTrainingSummary {
	return m.summary
}

// String says what Spark says, without the uid.
func (m *MultilayerPerceptronClassificationModel) String() string {
	return fmt.Sprintf("MultilayerPerceptronClassificationModel: numLayers=%d, numClasses=%d, numFeatures=%d",
		len(m.net().Layers), m.NumClasses(), m.NumFeatures())
}

// PredictRaw returns what the last layer gives for the features of one example before
// the softmax, one number a class. It fails when their number is not NumFeatures.
func (m *MultilayerPerceptronClassificationModel) PredictRaw(features []float64) ([]float64, error) {
	p, err := m.predictOne(features)
	if err != nil {
		return nil, err
	}
	return p.raw.RawRowView(0), nil
}

// PredictProbability returns the softmax of PredictRaw. It fails as PredictRaw does.
func (m *MultilayerPerceptronClassificationModel) PredictProbability(features []float64) ([]float64, error) {
	p, err := m.predictOne(features)
	if err != nil {
		return nil, err
	}
	return p.probability.RawRowView(0), nil
}

// Predict returns the class of one example, with regard to Thresholds. It fails as
// PredictRaw does.
func (m *MultilayerPerceptronClassificationModel) Predict(features []float64) (float64, error) {
	p, err := m.predictOne(features)
	if err != nil {
		return 0, err
	}
	return p.prediction[0], nil
}

func (m *MultilayerPerceptronClassificationModel) predictOne(features []float64) (predictions, error) {
	if n := m.NumFeatures(); n == 0 || len(features) != n {
		return predictions{}, fmt.Errorf("labs: MultilayerPerceptronClassificationModel: %d features are given, the network takes %d", len(features), n)
	}
	p, err := m.predict(mat.NewDense(1, len(features), slices.Clone(features)))
	if err != nil {
		return p, fmt.Errorf("labs: MultilayerPerceptronClassificationModel: %w", err)
	}
	return p, nil
}

// Transform returns df with three columns added: the vectors rawPrediction and
// probability, and prediction.
//
// It fails when the features are missing, are not NumFeatures a row, or are not
// finite, when a column to be added is there already, when Thresholds do not suit the
// classes, and when df has no rows.
func (m *MultilayerPerceptronClassificationModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	out, err := m.transform(df)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: MultilayerPerceptronClassificationModel: %w", err)
	}
	return out, nil
}

func (m *MultilayerPerceptronClassificationModel) transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	x, err := features(df, named(m.FeaturesCol, "features"), m.NumFeatures(), "the network takes")
	if err != nil {
		return df, err
	}
	if err := m.columnsFree(df); err != nil {
		return df, err
	}
	p, err := m.predict(x)
	if err != nil {
		return df, err
	}
	raw, probability, prediction := m.added()
	if raw != NoColumn {
		if df, err = data.WithVector(df, raw, p.raw); err != nil {
			return df, err
		}
	}
	if probability != NoColumn {
		if df, err = data.WithVector(df, probability, p.probability); err != nil {
			return df, err
		}
	}
	if prediction != NoColumn {
		if df, err = data.WithColumn(df, prediction, p.prediction); err != nil {
			return df, err
		}
	}
	return df, nil
}

// added returns the names of the columns that Transform adds.
func (m *MultilayerPerceptronClassificationModel) added() (raw, probability, prediction string) {
	return named(m.RawPredictionCol, "rawPrediction"), named(m.ProbabilityCol, "probability"), named(m.PredictionCol, "prediction")
}

// columnsFree reports an added column that df has already, and two of one name.
func (m *MultilayerPerceptronClassificationModel) columnsFree(df dataframe.DataFrame) error {
	raw, probability, prediction := m.added()
	var names []string
	for _, name := range []string{raw, probability, prediction} {
		if name == NoColumn {
			continue
		}
		if has(df, name) {
			return fmt.Errorf("column %s is already there", name)
		}
		if slices.Contains(names, name) {
			return fmt.Errorf("two columns to be added are called %s", name)
		}
		names = append(names, name)
	}
	return nil
}

// Evaluate compares the model's predictions for df with the labels in labelCol. It fails
// as [MultilayerPerceptronClassificationModel.Transform] does, and when the label
// column is missing.
func (m *MultilayerPerceptronClassificationModel) Evaluate(df dataframe.DataFrame, labelCol string) (MulticlassMetrics, error) {
	x, err := features(df, named(m.FeaturesCol, "features"), m.NumFeatures(), "the network takes")
	if err == nil {
		var y []float64
		if y, err = data.Column(df, named(labelCol, "label")); err == nil {
			var p predictions
			if p, err = m.predict(x); err == nil {
				return newMetrics(y, p.prediction, nil), nil
			}
		}
	}
	return MulticlassMetrics{}, fmt.Errorf("labs: MultilayerPerceptronClassificationModel: %w", err)
}

// predictions are what the network says about n examples and k classes.
type predictions struct {
	raw, probability *mat.Dense // n×k
	prediction       []float64  // n
}

func (m *MultilayerPerceptronClassificationModel) predict(x *mat.Dense) (p predictions, err error) {
	if err := checkThresholds(m.Thresholds, m.NumClasses()); err != nil {
		return p, err
	}
	if p.raw, err = m.net().PredictRaw(x); err != nil {
		return p, err
	}
	if p.probability, err = m.net().PredictProbability(x); err != nil {
		return p, err
	}
	n, _ := x.Dims()
	p.prediction = make([]float64, n)
	for i := range n {
		if len(m.Thresholds) == 0 {
			p.prediction[i] = argmax(p.raw.RawRowView(i))
		} else {
			p.prediction[i] = argmax(scaled(p.probability.RawRowView(i), m.Thresholds))
		}
	}
	return p, nil
}

// argmax returns the index of the first maximum.
func argmax(values []float64) float64 {
	best := 0
	for i, v := range values {
		if v > values[best] {
			best = i
		}
	}
	return float64(best)
}

// scaled returns p/t by class, +∞ where t is 0.
func scaled(probability, thresholds []float64) []float64 {
	out := make([]float64, len(probability))
	for i, t := range thresholds {
		out[i] = math.Inf(1)
		if t != 0 {
			out[i] = probability[i] / t
		}
	}
	return out
}
