package spark

import (
	"cmp"
	"fmt"
	"slices"

	"golab/nn"
)

// A MultilayerPerceptronClassifier is Spark's own network, trained on the cluster: fully
// connected layers with sigmoids in between and a softmax at the end.
// [golab/labs.MultilayerPerceptronClassifier] trains the same one here, with the same
// fields, and to the same bits when it is given [golab/nn.Spark41] and the data are in
// one partition at the server.
//
// The zero value of each field but Layers is Spark's default.
//
// Source: MultilayerPerceptronClassifier of Spark 4.1.4,
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
	// default; the last block of a partition may be smaller and counts as much.
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
	PredictionCol    string // column to add; the default is "prediction", labs.NoColumn for none
	ProbabilityCol   string // vector column to add; the default is "probability", labs.NoColumn for none
	RawPredictionCol string // vector column to add; the default is "rawPrediction", labs.NoColumn for none

	// Thresholds, one for each class, not negative and at most one of them 0, make
	// the model predict the class with the largest probability/threshold. By default
	// it is the class with the largest probability.
	Thresholds []float64
}

// defaultSeed is the hash code that Java gives the string
// "org.apache.spark.ml.classification.MultilayerPerceptronClassifier".
const defaultSeed = -763139545

// Fit trains the network on the server and brings its weights here.
//
// It fails when Layers, InitialWeights or Thresholds do not suit each other, when
// the features are missing, are no vector, or are not as many as the first of Layers
// (Spark itself would train on some of them), and when the server's training fails.
func (c MultilayerPerceptronClassifier) Fit(df *DataFrame) (*MultilayerPerceptronClassificationModel, error) {
	model, err := c.fit(df)
	if err != nil {
		return nil, fmt.Errorf("spark: MultilayerPerceptronClassifier: %w", err)
	}
	return model, nil
}

func (c MultilayerPerceptronClassifier) fitStage(df *DataFrame) (Transformer, error) {
	return asTransformer(c.Fit(df))
}

func (c MultilayerPerceptronClassifier) fit(df *DataFrame) (*MultilayerPerceptronClassificationModel, error) {
	size, err := c.check()
	if err != nil {
		return nil, err
	}
	features := cmp.Or(c.FeaturesCol, "features")
	if n, err := df.vectorSize(features); err != nil {
		return nil, err
	} else if n != c.Layers[0] {
		return nil, fmt.Errorf("column %s has %d features, Layers begins with %d", features, n, c.Layers[0])
	}
	model, err := df.fitted("classification.MultilayerPerceptronClassifier", c.params())
	if err != nil {
		return nil, err
	}
	literal, err := model.fetch("weights")
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	weights, err := literalVector(literal)
	if err != nil {
		return nil, err
	}
	if len(weights) != size {
		return nil, fmt.Errorf("the server sent %d weights, Layers %v has %d", len(weights), c.Layers, size)
	}
	net := &nn.MLP{Layers: slices.Clone(c.Layers), Weights: weights, Numerics: nn.Spark41()}
	return &MultilayerPerceptronClassificationModel{Net: net, estimator: c, remote: model}, nil
}

// check looks at what the server would not, and returns the number of weights.
func (c MultilayerPerceptronClassifier) check() (size int, err error) {
	if len(c.Layers) < 2 {
		return 0, fmt.Errorf("parameter Layers is %v, it needs at least 2 sizes: the number of features first, the number of classes last", c.Layers)
	}
	for i, n := range c.Layers {
		if n < 1 {
			return 0, fmt.Errorf("parameter Layers is %v, size %d is %d, the least is 1", c.Layers, i, n)
		}
		if i > 0 {
			size += (c.Layers[i-1] + 1) * n
		}
	}
	if c.MaxIter < -1 {
		return 0, fmt.Errorf("parameter MaxIter is %d, the least is 1, or -1 for none", c.MaxIter)
	}
	if c.Tol < 0 && c.Tol != -1 {
		return 0, fmt.Errorf("parameter Tol is %v, it may not be negative, but for -1, which is 0", c.Tol)
	}
	if n := len(c.InitialWeights); n > 0 && n != size {
		return 0, fmt.Errorf("there are %d InitialWeights, Layers %v needs %d", n, c.Layers, size)
	}
	if n, classes := len(c.Thresholds), c.Layers[len(c.Layers)-1]; n > 0 && n != classes {
		return 0, fmt.Errorf("there are %d Thresholds for %d classes", n, classes)
	}
	return size, nil
}

// params returns the parameters as Spark names them.
func (c MultilayerPerceptronClassifier) params() params {
	if c.Seed == 0 && !c.ZeroSeed {
		c.Seed = defaultSeed
	}
	p := params{
		"layers": intsLiteral(c.Layers), "seed": longLiteral(c.Seed),
		"maxIter":   intLiteral(int32(max(0, cmp.Or(c.MaxIter, 100)))),
		"tol":       doubleLiteral(max(0, cmp.Or(c.Tol, 1e-6))),
		"blockSize": intLiteral(int32(cmp.Or(c.BlockSize, 128))),
		"solver":    textLiteral(cmp.Or(c.Solver, "l-bfgs")),
		"stepSize":  doubleLiteral(cmp.Or(c.StepSize, 0.03)),
	}
	p.column("featuresCol", c.FeaturesCol, "features")
	p.column("labelCol", c.LabelCol, "label")
	p.column("predictionCol", c.PredictionCol, "prediction")
	p.column("probabilityCol", c.ProbabilityCol, "probability")
	p.column("rawPredictionCol", c.RawPredictionCol, "rawPrediction")
	if len(c.InitialWeights) > 0 {
		p["initialWeights"] = vectorLiteral(c.InitialWeights)
	}
	if len(c.Thresholds) > 0 {
		p["thresholds"] = doublesLiteral(c.Thresholds)
	}
	return p
}
