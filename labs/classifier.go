package labs

import (
	"fmt"
	"io"
	"math"
	"slices"

	"golab/nn"

	"github.com/go-gota/gota/dataframe"
)

// A MultilayerPerceptronClassifier is an estimator: a network of fully connected
// layers with sigmoids in between and a softmax at the end, trained on all
// examples at once with cross entropy. [nn.MLPTrainer] does the work and documents the
// formulas.
//
// The zero value of each field but Layers is Spark's default.
//
// Source: MultilayerPerceptronClassifier of Spark 3.0.1,
// mllib/src/main/scala/org/apache/spark/ml/classification/MultilayerPerceptronClassifier.scala.
type MultilayerPerceptronClassifier struct {
	// Layers are the sizes of the layers from the inputs to the classes: at least
	// two, each at least 1. The first is the number of features, the last the number
	// of classes. There is no default.
	Layers []int

	// MaxIter is the largest number of iterations, 100 by default; -1 is none, which
	// leaves the initial weights.
	MaxIter int

	// Tol ends the training when the loss has come to rest or the gradient has become
	// that small, relative to the loss; 1e-6 by default, -1 is 0.
	Tol float64

	// BlockSize is the number of rows whose mean enters the loss as one, 128 by
	// default; the last block may be smaller and counts as much.
	BlockSize int

	Solver   string  // "l-bfgs", the default, or "gd", gradient descent
	StepSize float64 // of gradient descent, above 0; the default is 0.03

	// Seed draws the initial weights. The default is Spark's, -763139545, the hash
	// of the class's name in Java. (PySpark takes another at each start.) As a Seed of 0
	// means that default, ZeroSeed asks for the seed 0.
	Seed     int64
	ZeroSeed bool

	// InitialWeights are those to start from, layer after layer: the weights by
	// columns, one column for each input, then the biases. By default they are drawn.
	InitialWeights []float64

	FeaturesCol      string // vector column to read; the default is "features"
	LabelCol         string // column of classes 0, 1, …; the default is "label"
	PredictionCol    string // column to add; the default is "prediction", NoColumn for none
	ProbabilityCol   string // vector column to add; the default is "probability", NoColumn for none
	RawPredictionCol string // vector column to add; the default is "rawPrediction", NoColumn for none

	// Thresholds, one for each class, not negative and at most one of them 0, make
	// the model predict the class with the largest probability/threshold. By default
	// it is the class with the largest probability.
	Thresholds []float64

	// Numerics says how numbers are rounded, and so whose Spark is repeated bit by
	// bit; the default is nn.Spark30Java8.
	Numerics nn.Numerics

	// Progress is where a line about a training of more than 2 s goes; the default is
	// the standard output. Quiet keeps the line away.
	Progress io.Writer
	Quiet    bool
}

// defaultSeed is the hash code that Java gives the string
// "org.apache.spark.ml.classification.MultilayerPerceptronClassifier".
const defaultSeed = -763139545

// Fit trains the network on the features and labels in df and returns it.
//
// It fails when a parameter is outside its range, when a column is missing or one
// of those to be added is there already, when df has no rows, when the number of
// features is not the first of Layers, when a feature is not finite, when a label is
// not one of 0, 1, …, k-1 for the k classes of the last layer, and when training does.
func (c MultilayerPerceptronClassifier) Fit(df dataframe.DataFrame) (*MultilayerPerceptronClassificationModel, error) {
	model, err := c.withDefaults().fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: MultilayerPerceptronClassifier: %w", err)
	}
	return model, nil
}

func (c MultilayerPerceptronClassifier) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(c.Fit(df))
}

func (c MultilayerPerceptronClassifier) quieted() Stage {
	c.Quiet = true
	return c
}

func (c MultilayerPerceptronClassifier) withDefaults() MultilayerPerceptronClassifier {
	c.FeaturesCol = named(c.FeaturesCol, "features")
	c.LabelCol = named(c.LabelCol, "label")
	if c.Seed == 0 && !c.ZeroSeed {
		c.Seed = defaultSeed
	}
	return c
}

func (c MultilayerPerceptronClassifier) fit(df dataframe.DataFrame) (*MultilayerPerceptronClassificationModel, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	model := &MultilayerPerceptronClassificationModel{
		FeaturesCol:      c.FeaturesCol,
		PredictionCol:    c.PredictionCol,
		ProbabilityCol:   c.ProbabilityCol,
		RawPredictionCol: c.RawPredictionCol,
		Thresholds:       slices.Clone(c.Thresholds),
	}
	x, err := features(df, c.FeaturesCol, c.Layers[0], "Layers begins with")
	if err != nil {
		return nil, err
	}
	if err := model.added().free(df); err != nil {
		return nil, err
	}
	y, err := classes(df, c.LabelCol, c.Layers[len(c.Layers)-1])
	if err != nil {
		return nil, err
	}
	net, training, err := c.trainer().Fit(x, y)
	if err != nil {
		return nil, err
	}
	model.Net = net
	predictions, err := model.predict(x)
	if err != nil {
		return nil, err
	}
	model.summary = &MultilayerPerceptronClassificationTrainingSummary{
		MulticlassMetrics: newMetrics(y, predictions.prediction, nil),
		ObjectiveHistory:  training.ObjectiveHistory,
		TotalIterations:   training.TotalIterations,
	}
	return model, nil
}

// check looks at the parameters that [nn.MLPTrainer] cannot check before data are read.
func (c MultilayerPerceptronClassifier) check() error {
	if len(c.Layers) < 2 {
		return fmt.Errorf("parameter Layers is %v, it needs at least 2 sizes: the number of features first, the number of classes last", c.Layers)
	}
	for i, n := range c.Layers {
		if n < 1 {
			return fmt.Errorf("parameter Layers is %v, size %d is %d, the least is 1", c.Layers, i, n)
		}
	}
	return checkThresholds(c.Thresholds, c.Layers[len(c.Layers)-1])
}

// checkThresholds accepts none, or k that are not negative and of which at most one
// is 0.
func checkThresholds(thresholds []float64, k int) error {
	if len(thresholds) == 0 {
		return nil
	}
	if len(thresholds) != k {
		return fmt.Errorf("there are %d Thresholds for %d classes", len(thresholds), k)
	}
	zeros := 0
	for i, t := range thresholds {
		if !(t >= 0) || math.IsInf(t, 1) {
			return fmt.Errorf("parameter Thresholds[%d] is %v, it must be finite and not negative", i, t)
		}
		if t == 0 {
			zeros++
		}
	}
	if zeros > 1 {
		return fmt.Errorf("parameter Thresholds is %v with %d zeros, it may have 1", thresholds, zeros)
	}
	return nil
}

func (c MultilayerPerceptronClassifier) trainer() nn.MLPTrainer {
	return nn.MLPTrainer{
		Layers:         slices.Clone(c.Layers),
		MaxIter:        c.MaxIter,
		Tol:            c.Tol,
		BlockSize:      c.BlockSize,
		Solver:         c.Solver,
		StepSize:       c.StepSize,
		Seed:           c.Seed,
		InitialWeights: c.InitialWeights,
		Numerics:       c.Numerics,
		Progress:       c.Progress,
		Quiet:          c.Quiet,
	}
}
