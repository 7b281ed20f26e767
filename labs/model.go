package labs

import (
	"fmt"
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
	if err := m.added().free(df); err != nil {
		return df, err
	}
	p, err := m.predict(x)
	if err != nil {
		return df, err
	}
	return p.addTo(df, m.added())
}

// added returns the names of the columns that Transform adds.
func (m *MultilayerPerceptronClassificationModel) added() addedColumns {
	return newAddedColumns(m.RawPredictionCol, m.ProbabilityCol, m.PredictionCol)
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
	p.choose(m.Thresholds)
	return p, nil
}
