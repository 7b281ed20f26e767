package spark

import (
	"fmt"
	"slices"
	"sync/atomic"

	"golab/labs"
	"golab/nn"
	"golab/spark/internal/wire"
)

// A MultilayerPerceptronClassificationModel is a network that was trained on the
// server, which keeps it for Transform; its weights are here.
//
// The server forgets a model that was not used for some 15 minutes, and all when the
// session stops. Local, or [Session.Score] with it, go on working. A fit without
// iterations (MaxIter -1) whose InitialWeights are Weights gives the server the same
// model once more.
type MultilayerPerceptronClassificationModel struct {
	// Net is the network itself: topology, weights and numerics.
	Net *nn.MLP

	estimator MultilayerPerceptronClassifier
	remote    reference
	deleted   atomic.Bool
}

// Transform returns df with three columns added by the server: the vectors
// rawPrediction and probability, and prediction.
func (m *MultilayerPerceptronClassificationModel) Transform(df *DataFrame) *DataFrame {
	switch {
	case df.problem() != nil:
		return df.with(nil)
	case m.remote.session == nil:
		return df.fail("spark: MultilayerPerceptronClassificationModel: the model was not made by Fit")
	case m.remote.session.link != df.session.link:
		return df.fail("spark: MultilayerPerceptronClassificationModel: the frame is of another session than the model")
	case m.deleted.Load():
		return df.fail("spark: MultilayerPerceptronClassificationModel: the model was deleted; Local goes on working")
	}
	return df.transformed(&wire.MlRelation_Transform{
		Operator: &wire.MlRelation_Transform_ObjRef{ObjRef: m.remote.message()}, Params: params{}.message(),
	})
}

func (m *MultilayerPerceptronClassificationModel) fitStage(*DataFrame) (Transformer, error) {
	return m, nil
}

// Local returns the model for local frames. It predicts what the server's does.
func (m *MultilayerPerceptronClassificationModel) Local() *labs.MultilayerPerceptronClassificationModel {
	e := m.estimator
	return &labs.MultilayerPerceptronClassificationModel{
		Net: m.Net, Thresholds: slices.Clone(e.Thresholds),
		FeaturesCol: e.FeaturesCol, PredictionCol: e.PredictionCol,
		ProbabilityCol: e.ProbabilityCol, RawPredictionCol: e.RawPredictionCol,
	}
}

// Weights returns a copy of all weights, layer after layer: the weights by columns,
// one column for each input, then the biases.
func (m *MultilayerPerceptronClassificationModel) Weights() []float64 {
	return slices.Clone(m.Net.Weights)
}

// Layers returns a copy of the sizes of the layers, inputs first.
func (m *MultilayerPerceptronClassificationModel) Layers() []int { return slices.Clone(m.Net.Layers) }

// NumFeatures returns the size of the first layer.
func (m *MultilayerPerceptronClassificationModel) NumFeatures() int { return m.Net.NumFeatures() }

// NumClasses returns the size of the last layer.
func (m *MultilayerPerceptronClassificationModel) NumClasses() int { return m.Net.NumClasses() }

// String says what Spark says, without the uid.
func (m *MultilayerPerceptronClassificationModel) String() string { return m.Local().String() }

// Delete makes the server forget the model; Local goes on working. To delete twice is
// no error. It is done also when the session's context has ended.
func (m *MultilayerPerceptronClassificationModel) Delete() error {
	if m.remote.session == nil || m.deleted.Swap(true) {
		return nil
	}
	if err := m.remote.delete(); err != nil {
		m.deleted.Store(false)
		return fmt.Errorf("spark: MultilayerPerceptronClassificationModel: Delete: %w", err)
	}
	return nil
}
