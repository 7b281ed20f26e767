package labs

import (
	"fmt"
	"math"

	"golab/internal/forest"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A GBTClassifier is an estimator: gradient-boosted trees for two classes, y = -1 for
// label 0 and +1 for label 1. Trees that predict numbers are grown one after the other,
// the first to y and each further one to the negative gradient of the loss,
//
//	2·log(1 + exp(-2·y·F)),  4·y/(1 + exp(2·y·F))
//
// and added up, all but the first times StepSize:
//
//	F(x) = tree_0(x) + StepSize·Σ_t tree_t(x),  P(1 | x) = 1/(1 + exp(-2·F(x)))
//
// The value of a leaf is the mean of the gradients in it. The trees are Spark's,
// node for node and digit for digit, where a [DecisionTreeClassifier] is, and Spark runs
// on Java 9 or later on x86-64, whose exp is used. Rows have no weights here, and there
// is no column of rows for validation.
//
// [golab/learn.GradientBoostingClassifier] is scikit-learn's, whose leaves take a step
// of Newton's method.
//
// Source: GBTClassifier of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/classification/GBTClassifier.scala.
type GBTClassifier struct {
	FeaturesCol      string // vector column to read; the default is "features"
	LabelCol         string // column of classes 0 and 1; the default is "label"
	PredictionCol    string // column to add; the default is "prediction", NoColumn for none
	ProbabilityCol   string // vector column to add; the default is "probability", NoColumn for none
	RawPredictionCol string // vector column to add; the default is "rawPrediction", NoColumn for none

	MaxIter         int     // trees; 20 by default
	StepSize        float64 // factor of all trees but the first, above 0 and up to 1; 0.1 by default
	SubsamplingRate float64 // share of the rows that a tree sees, above 0 and up to 1; 1 by default

	// FeatureSubsetStrategy says how many features a node looks at: "all", the default,
	// or one of those of [RandomForestClassifier]; "auto" is all, too.
	FeatureSubsetStrategy string

	MaxDepth                 int     // of leaves below the root, up to 30; 5 by default, -1 is 0
	MaxBins                  int     // of a feature, at least 2; 32 by default
	MinInstancesPerNode      int     // rows that each child must have; 1 by default
	MinWeightFractionPerNode float64 // share of all rows that each child must have, below 0.5; 0 by default
	MinInfoGain              float64 // that a question must bring; 0 by default

	// Seed draws rows and features. The default is Spark's, -1287390502, the hash of the
	// class's name in Java. (PySpark takes another at each start.) As a Seed of 0 means
	// that default, ZeroSeed asks for the seed 0.
	Seed     int64
	ZeroSeed bool

	// Thresholds, one for each class, not negative and at most one of them 0, make
	// the model predict the class with the largest probability/threshold. By default
	// it is the class with the largest probability.
	Thresholds []float64
}

// boostingSeed is the hash code that Java gives the string
// "org.apache.spark.ml.classification.GBTClassifier".
const boostingSeed = -1287390502

// A GBTClassificationModel is a fitted [GBTClassifier]. The names of its columns,
// FeaturesCol and so on, and Thresholds are fields that may be changed. Its methods may
// be called from many goroutines at once.
type GBTClassificationModel struct {
	probabilistic
	trees []*forest.Tree
	step  float64
}

// Fit grows the trees for the features and labels in df.
//
// It fails when a parameter is outside its range, when a column is missing or one of
// those to be added is there already, when df has no rows, when a feature is not finite,
// when the labels are not 0 and 1, and when the cell that it runs in is interrupted.
func (c GBTClassifier) Fit(df dataframe.DataFrame) (*GBTClassificationModel, error) {
	m, err := c.fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: GBTClassifier: %w", err)
	}
	return m, nil
}

func (c GBTClassifier) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(c.Fit(df))
}

func (c GBTClassifier) fit(df dataframe.DataFrame) (*GBTClassificationModel, error) {
	const most = 1 << 20
	trees := orElse(c.MaxIter, 20)
	if err := wholeBetween("MaxIter", trees, 1, most); err != nil {
		return nil, err
	}
	step := orElse(c.StepSize, 0.1)
	if !(step > 0 && step <= 1) {
		return nil, fmt.Errorf("parameter StepSize is %v, it must be above 0 and at most 1", c.StepSize)
	}
	rate, err := samplingRate(c.SubsamplingRate)
	if err != nil {
		return nil, err
	}
	m := &GBTClassificationModel{probabilistic: newProbabilistic(c.FeaturesCol, c.PredictionCol, c.ProbabilityCol, c.RawPredictionCol, c.Thresholds), step: step}
	s, bins, p, err := treeInput(df, c.FeaturesCol, c.LabelCol, &m.probabilistic, treeParameters{
		maxDepth: c.MaxDepth, maxBins: c.MaxBins, minInstances: c.MinInstancesPerNode,
		minWeightFraction: c.MinWeightFractionPerNode, minInfoGain: c.MinInfoGain,
		seed: c.Seed, zeroSeed: c.ZeroSeed, defaultSeed: boostingSeed, subsets: c.FeatureSubsetStrategy,
	})
	if err != nil {
		return nil, err
	}
	if s.k != 2 {
		return nil, fmt.Errorf("the labels have %d classes, this is for 2", s.k)
	}
	if m.trees, err = bins.Boost(s.labels, forest.Boosting{Trees: trees, Step: step, Rate: rate}, p); err != nil {
		return nil, fmt.Errorf("interrupted: %w", err)
	}
	return m, nil
}

// NumTrees returns the number of trees.
func (m *GBTClassificationModel) NumTrees() int { return len(m.trees) }

// TotalNumNodes returns the number of questions and leaves of all trees.
func (m *GBTClassificationModel) TotalNumNodes() int { return totalNodes(m.trees) }

// TreeWeights returns the factors of the trees.
func (m *GBTClassificationModel) TreeWeights() []float64 {
	out := make([]float64, len(m.trees))
	for i := range out {
		out[i] = m.weight(i)
	}
	return out
}

func (m *GBTClassificationModel) weight(i int) float64 {
	if i == 0 {
		return 1
	}
	return m.step
}

// FeatureImportances returns for each feature its share of the gains of all trees,
// weighted by the rows. They sum to 1, or are all 0 if no tree asks anything.
func (m *GBTClassificationModel) FeatureImportances() []float64 {
	return forest.Importances(m.trees, m.numFeatures, forest.Variance, false)
}

// String says what Spark says, without the uid.
func (m *GBTClassificationModel) String() string {
	return fmt.Sprintf("GBTClassificationModel: numTrees=%d, numClasses=%d, numFeatures=%d", len(m.trees), m.numClasses, m.numFeatures)
}

// ToDebugString draws the trees with words, as Spark does.
func (m *GBTClassificationModel) ToDebugString() string {
	return m.String() + "\n" + ensembleText(m.trees, m.weight)
}

func (m *GBTClassificationModel) name() string { return "GBTClassificationModel" }

func (m *GBTClassificationModel) predict(x *mat.Dense) (p predictions, err error) {
	if err := checkThresholds(m.Thresholds, m.numClasses); err != nil {
		return p, err
	}
	n, _ := x.Dims()
	margin := make([]float64, n)
	for i := range margin {
		for t, tree := range m.trees {
			margin[i] += float64(tree.Leaf(x.RawRowView(i)).Prediction * m.weight(t))
		}
	}
	p = twoSided(margin, 0)
	p.probability = mat.NewDense(n, 2, nil)
	for i, f := range margin {
		zero := 1 / (1 + math.Exp(2*f))
		p.probability.SetRow(i, []float64{zero, 1 - zero})
	}
	if len(m.Thresholds) > 0 {
		p.choose(m.Thresholds)
	}
	return p, nil
}

// Transform returns df with three columns added: the vectors rawPrediction, -F and
// F, and probability, and prediction.
//
// It fails when the features are missing, are not NumFeatures a row, or are not
// finite, when a column to be added is there already, when Thresholds do not suit the
// classes, and when df has no rows.
func (m *GBTClassificationModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	return transform(m, df)
}

func (m *GBTClassificationModel) fitStage(dataframe.DataFrame) (Transformer, error) {
	return m, nil
}

// Evaluate compares the model's predictions for df with the labels in labelCol. It fails
// as Transform does, and when the label column is missing.
func (m *GBTClassificationModel) Evaluate(df dataframe.DataFrame, labelCol string) (MulticlassMetrics, error) {
	return evaluate(m, df, labelCol)
}

// PredictRaw returns -F and F of one example. It
// fails when features are not NumFeatures finite numbers.
func (m *GBTClassificationModel) PredictRaw(features []float64) ([]float64, error) {
	return predictRaw(m, features)
}

// PredictProbability returns the probability of each class. It fails as PredictRaw does.
func (m *GBTClassificationModel) PredictProbability(features []float64) ([]float64, error) {
	return predictProbability(m, features)
}

// Predict returns the class of one example, with regard to Thresholds. It fails as
// PredictRaw does.
func (m *GBTClassificationModel) Predict(features []float64) (float64, error) {
	return predictClass(m, features)
}
