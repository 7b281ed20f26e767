package labs

import (
	"fmt"
	"strings"

	"golab/internal/forest"
	"golab/internal/jvm"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A RandomForestClassifier is an estimator: many trees, each grown as a
// [DecisionTreeClassifier] grows it, but from rows of its own, drawn with replacement,
// and with a few features for each node, drawn, too. A row's classes are as likely as
// the trees find on average.
//
// The trees are Spark's, node for node, where a [DecisionTreeClassifier] is: rows and
// features are drawn by the generators of Spark and the Java virtual machine. Trees are
// grown on all cores, with the same result on any number of them. Rows have no weights
// here.
//
// [golab/learn.RandomForestClassifier] is scikit-learn's.
//
// Source: RandomForestClassifier of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/classification/RandomForestClassifier.scala.
type RandomForestClassifier struct {
	FeaturesCol      string // vector column to read; the default is "features"
	LabelCol         string // column of classes 0, 1, …; the default is "label"
	PredictionCol    string // column to add; the default is "prediction", NoColumn for none
	ProbabilityCol   string // vector column to add; the default is "probability", NoColumn for none
	RawPredictionCol string // vector column to add; the default is "rawPrediction", NoColumn for none

	NumTrees int // 20 by default

	// FeatureSubsetStrategy says how many features a node looks at: "all", "sqrt", "log2",
	// "onethird", a number such as "5", a share such as "0.5", or "auto", the default:
	// all for one tree, else the root of their number. Parts are rounded up.
	FeatureSubsetStrategy string

	SubsamplingRate float64 // how many rows a tree sees, as a share of all; above 0, 1 by default
	NoBootstrap     bool    // draw rows without replacement, Spark's bootstrap=False

	MaxDepth                 int     // of leaves below the root, up to 30; 5 by default, -1 is 0
	MaxBins                  int     // of a feature, at least 2; 32 by default
	MinInstancesPerNode      int     // rows that each child must have; 1 by default
	MinWeightFractionPerNode float64 // share of all rows that each child must have, below 0.5; 0 by default
	MinInfoGain              float64 // that a question must bring; 0 by default
	Impurity                 string  // "gini", the default, or "entropy"

	// Seed draws rows and features. The default is Spark's, 207336481, the hash of the
	// class's name in Java. (PySpark takes another at each start.) As a Seed of 0 means
	// that default, ZeroSeed asks for the seed 0.
	Seed     int64
	ZeroSeed bool

	// Thresholds, one for each class, not negative and at most one of them 0, make
	// the model predict the class with the largest probability/threshold. By default
	// it is the class with the largest probability.
	Thresholds []float64
}

// forestSeed is the hash code that Java gives the string
// "org.apache.spark.ml.classification.RandomForestClassifier".
const forestSeed = 207336481

// A RandomForestClassificationModel is a fitted [RandomForestClassifier]. The names of its
// columns, FeaturesCol and so on, and Thresholds are fields that may be changed. Its
// methods may be called from many goroutines at once.
type RandomForestClassificationModel struct {
	probabilistic
	trees []*forest.Tree
}

// Fit grows the trees for the features and labels in df.
//
// It fails when a parameter is outside its range, when a column is missing or one of
// those to be added is there already, when df has no rows, when a feature is not finite,
// when a label is not one of 0, 1, …, 99, when all labels are the same, and when the cell
// that it runs in is interrupted.
func (c RandomForestClassifier) Fit(df dataframe.DataFrame) (*RandomForestClassificationModel, error) {
	m, err := c.fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: RandomForestClassifier: %w", err)
	}
	return m, nil
}

func (c RandomForestClassifier) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(c.Fit(df))
}

func (c RandomForestClassifier) fit(df dataframe.DataFrame) (*RandomForestClassificationModel, error) {
	const most = 1 << 20
	trees := orElse(c.NumTrees, 20)
	if err := wholeBetween("NumTrees", trees, 1, most); err != nil {
		return nil, err
	}
	rate, err := samplingRate(c.SubsamplingRate)
	if err != nil {
		return nil, err
	}
	m := &RandomForestClassificationModel{probabilistic: newProbabilistic(c.FeaturesCol, c.PredictionCol, c.ProbabilityCol, c.RawPredictionCol, c.Thresholds)}
	s, bins, p, err := treeInput(df, c.FeaturesCol, c.LabelCol, &m.probabilistic, treeParameters{
		maxDepth: c.MaxDepth, maxBins: c.MaxBins, minInstances: c.MinInstancesPerNode,
		minWeightFraction: c.MinWeightFractionPerNode, minInfoGain: c.MinInfoGain, impurity: c.Impurity,
		seed: c.Seed, zeroSeed: c.ZeroSeed, defaultSeed: forestSeed,
		subsets: named(c.FeatureSubsetStrategy, "auto"), several: trees > 1,
	})
	if err != nil {
		return nil, err
	}
	if m.trees, err = bins.Forest(s.labels, forest.Sampling{Rate: rate, Bootstrap: !c.NoBootstrap, Seed: p.Seed}, trees, p); err != nil {
		return nil, fmt.Errorf("interrupted: %w", err)
	}
	return m, nil
}

// NumTrees returns the number of trees.
func (m *RandomForestClassificationModel) NumTrees() int { return len(m.trees) }

// TotalNumNodes returns the number of questions and leaves of all trees.
func (m *RandomForestClassificationModel) TotalNumNodes() int { return totalNodes(m.trees) }

func totalNodes(trees []*forest.Tree) int {
	sum := 0
	for _, t := range trees {
		sum += len(t.Nodes)
	}
	return sum
}

// Trees returns the trees, each a model of its own.
func (m *RandomForestClassificationModel) Trees() []*DecisionTreeClassificationModel {
	out := make([]*DecisionTreeClassificationModel, len(m.trees))
	for i, t := range m.trees {
		out[i] = &DecisionTreeClassificationModel{m.probabilistic, t}
	}
	return out
}

// FeatureImportances returns the mean of the importances of the trees. They sum to 1, or
// are all 0 if no tree asks anything.
func (m *RandomForestClassificationModel) FeatureImportances() []float64 {
	return classImportances(m.trees, m.numFeatures)
}

// String says what Spark says, without the uid.
func (m *RandomForestClassificationModel) String() string {
	return fmt.Sprintf("RandomForestClassificationModel: numTrees=%d, numClasses=%d, numFeatures=%d", len(m.trees), m.numClasses, m.numFeatures)
}

// ToDebugString draws the trees with words, as Spark does.
func (m *RandomForestClassificationModel) ToDebugString() string {
	return m.String() + "\n" + ensembleText(m.trees, func(int) float64 { return 1 })
}

// ensembleText draws trees with their weights.
func ensembleText(trees []*forest.Tree, weight func(i int) float64) string {
	var b strings.Builder
	for i, t := range trees {
		fmt.Fprintf(&b, "  Tree %d (weight %s):\n%s", i, jvm.DoubleText(weight(i)), t.Text(4))
	}
	return b.String()
}

func (m *RandomForestClassificationModel) name() string { return "RandomForestClassificationModel" }

func (m *RandomForestClassificationModel) predict(x *mat.Dense) (p predictions, err error) {
	if err := checkThresholds(m.Thresholds, m.numClasses); err != nil {
		return p, err
	}
	n, _ := x.Dims()
	p.raw = mat.NewDense(n, m.numClasses, nil)
	for i := range n {
		votes := p.raw.RawRowView(i)
		for _, t := range m.trees {
			stats := t.Leaf(x.RawRowView(i)).Stats
			total := forest.Gini.Count(stats)
			for c, v := range stats {
				if total != 0 {
					votes[c] += v / total
				}
			}
		}
	}
	p.probability = shares(p.raw)
	p.choose(m.Thresholds)
	return p, nil
}

// Transform returns df with three columns added: the vectors rawPrediction, the sums
// of the shares that the trees give, and probability, and prediction.
//
// It fails when the features are missing, are not NumFeatures a row, or are not
// finite, when a column to be added is there already, when Thresholds do not suit the
// classes, and when df has no rows.
func (m *RandomForestClassificationModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	return transform(m, df)
}

func (m *RandomForestClassificationModel) fitStage(dataframe.DataFrame) (Transformer, error) {
	return m, nil
}

// Evaluate compares the model's predictions for df with the labels in labelCol. It fails
// as Transform does, and when the label column is missing.
func (m *RandomForestClassificationModel) Evaluate(df dataframe.DataFrame, labelCol string) (MulticlassMetrics, error) {
	return evaluate(m, df, labelCol)
}

// PredictRaw returns the shares that the trees give each class of one example, summed up. It
// fails when features are not NumFeatures finite numbers.
func (m *RandomForestClassificationModel) PredictRaw(features []float64) ([]float64, error) {
	return predictRaw(m, features)
}

// PredictProbability returns the shares that the trees give, on average. It fails as PredictRaw does.
func (m *RandomForestClassificationModel) PredictProbability(features []float64) ([]float64, error) {
	return predictProbability(m, features)
}

// Predict returns the class of one example, with regard to Thresholds. It fails as
// PredictRaw does.
func (m *RandomForestClassificationModel) Predict(features []float64) (float64, error) {
	return predictClass(m, features)
}
