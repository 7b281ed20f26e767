package spark

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

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
// It fails when a parameter is outside its range, when Layers, InitialWeights or
// Thresholds do not suit each other, when a column is missing or one of those to be
// added is there already, when df has no rows, when the features are no vectors or, in
// any row, not as many as the first of Layers (Spark itself would train on some of
// them), and when the server's training fails: on a feature that is missing or not
// finite, or a label that is not one of 0, 1, …, k-1 for the k classes of the last layer.
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
	if err := c.checkFrame(df); err != nil {
		return nil, err
	}
	features := cmp.Or(c.FeaturesCol, "features")
	model, err := df.sized(features, c.Layers[0]).fitted("classification.MultilayerPerceptronClassifier", c.params())
	var raised *Error
	if errors.As(err, &raised) {
		if n, ok := raisedSize(raised); ok {
			err = &plainError{sizeError(features, n, c.Layers[0]).Error(), err}
		}
	}
	if err != nil && strings.Contains(err.Error(), "init value should <= bound") { // the loss is NaN
		err = cmp.Or(df.anyRows(), err)
	}
	if err != nil {
		return nil, err
	}
	weights, err := model.weights(size)
	if err != nil {
		_ = model.delete() // a server that cannot be reached is what err says
		return nil, err
	}
	net := &nn.MLP{Layers: slices.Clone(c.Layers), Weights: weights, Numerics: nn.Spark41()}
	return &MultilayerPerceptronClassificationModel{Net: net, estimator: c, remote: model}, nil
}

// weights brings as many weights as a model must have.
func (r reference) weights(n int) ([]float64, error) {
	literal, err := r.fetch("weights")
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	weights, err := literalVector(literal)
	if err == nil && len(weights) != n {
		err = fmt.Errorf("the server sent %d weights for %d", len(weights), n)
	}
	return weights, err
}

// checkFrame looks at the columns, and for rows where the server would make a model of
// none.
func (c MultilayerPerceptronClassifier) checkFrame(df *DataFrame) error {
	schema, err := df.schema()
	if err != nil {
		return err
	}
	if err := checkVectors(schema, cmp.Or(c.FeaturesCol, "features"), c.Layers[0]); err != nil {
		return err
	}
	if err := checkNumbers(schema, cmp.Or(c.LabelCol, "label")); err != nil {
		return err
	}
	for _, added := range [][2]string{
		{"PredictionCol", cmp.Or(c.PredictionCol, "prediction")}, {"ProbabilityCol", cmp.Or(c.ProbabilityCol, "probability")},
		{"RawPredictionCol", cmp.Or(c.RawPredictionCol, "rawPrediction")},
	} {
		if _, there := field(schema, added[1]); there {
			return fmt.Errorf("there is a column %s already; %s can have another name", added[1], added[0])
		}
	}
	if c.Solver != "gd" && c.MaxIter >= 0 {
		return nil // l-bfgs fails by itself
	}
	return df.anyRows()
}

// anyRows reports a frame without rows.
func (df *DataFrame) anyRows() error {
	first, err := df.Limit(1).Count()
	if err == nil && first == 0 {
		err = errNoRows
	}
	return err
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
	if most := max(c.MaxIter, c.BlockSize, slices.Max(c.Layers)); most > math.MaxInt32 {
		return 0, fmt.Errorf("a parameter is %d, the server takes up to %d", most, math.MaxInt32)
	}
	if c.MaxIter < -1 {
		return 0, fmt.Errorf("parameter MaxIter is %d, the least is 1, or -1 for none", c.MaxIter)
	}
	if !(c.Tol >= 0 || c.Tol == -1) || math.IsInf(c.Tol, 1) {
		return 0, fmt.Errorf("parameter Tol is %v, it must be finite and not negative, but for -1, which is 0", c.Tol)
	}
	if n := len(c.InitialWeights); n > 0 && n != size {
		return 0, fmt.Errorf("there are %d InitialWeights, Layers %v needs %d", n, c.Layers, size)
	}
	switch {
	case c.BlockSize < 0:
		return 0, fmt.Errorf("parameter BlockSize is %d, the least is 1", c.BlockSize)
	case !(c.StepSize >= 0) || math.IsInf(c.StepSize, 1):
		return 0, fmt.Errorf("parameter StepSize is %v, it must be above 0 and finite", c.StepSize)
	case !slices.Contains([]string{"", "l-bfgs", "gd"}, c.Solver):
		return 0, fmt.Errorf("parameter Solver is %q, there are \"l-bfgs\" and \"gd\"", c.Solver)
	}
	return size, checkThresholds(c.Thresholds, c.Layers[len(c.Layers)-1])
}

// checkThresholds accepts none, or k that are not negative and of which at most one
// is 0.
func checkThresholds(thresholds []float64, k int) error {
	if n := len(thresholds); n > 0 && n != k {
		return fmt.Errorf("there are %d Thresholds for %d classes", n, k)
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
