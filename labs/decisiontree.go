package labs

import (
	"fmt"

	"golab/internal/forest"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A DecisionTreeClassifier is an estimator: a tree of questions, feature ≤ threshold,
// whose leaves say how likely the classes are. Each question is the one that makes the
// children least impure, of those between the bins of a feature: at most MaxBins parts of
// its values with about as many rows each.
//
//	gain = H - nL/n·H(left) - nR/n·H(right) → max
//	H = 1 - Σ p(c)² (gini) or -Σ p(c)·log₂ p(c) (entropy)
//
// The tree is Spark's, node for node, where Spark has all rows in one partition and, for
// the logarithm of the entropy, runs on Java 9 or later on x86-64. Of more than
// max(10000, MaxBins²) rows a sample tells the bins, the same as in Spark. All features
// are numbers: none is taken as categorical. The number of classes is the largest label
// and 1. Rows have no weights here.
//
// [golab/learn.DecisionTreeClassifier] is scikit-learn's, which tries all thresholds.
//
// Source: DecisionTreeClassifier of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/classification/DecisionTreeClassifier.scala.
type DecisionTreeClassifier struct {
	FeaturesCol      string // vector column to read; the default is "features"
	LabelCol         string // column of classes 0, 1, …; the default is "label"
	PredictionCol    string // column to add; the default is "prediction", NoColumn for none
	ProbabilityCol   string // vector column to add; the default is "probability", NoColumn for none
	RawPredictionCol string // vector column to add; the default is "rawPrediction", NoColumn for none

	MaxDepth                 int     // of leaves below the root, up to 30; 5 by default, -1 is 0
	MaxBins                  int     // of a feature, at least 2; 32 by default
	MinInstancesPerNode      int     // rows that each child must have; 1 by default
	MinWeightFractionPerNode float64 // share of all rows that each child must have, below 0.5; 0 by default
	MinInfoGain              float64 // that a question must bring; 0 by default
	Impurity                 string  // "gini", the default, or "entropy"

	// Seed draws the sample of more than max(10000, MaxBins²) rows. The default is Spark's,
	// 159147643, the hash of the class's name in Java. (PySpark takes another at each start.)
	// As a Seed of 0 means that default, ZeroSeed asks for the seed 0.
	Seed     int64
	ZeroSeed bool

	// Thresholds, one for each class, not negative and at most one of them 0, make
	// the model predict the class with the largest probability/threshold. By default
	// it is the class with the largest probability.
	Thresholds []float64
}

// treeSeed is the hash code that Java gives the string
// "org.apache.spark.ml.classification.DecisionTreeClassifier".
const treeSeed = 159147643

// A DecisionTreeClassificationModel is a fitted [DecisionTreeClassifier]. The names of its
// columns, FeaturesCol and so on, and Thresholds are fields that may be changed. Its
// methods may be called from many goroutines at once.
type DecisionTreeClassificationModel struct {
	probabilistic
	tree *forest.Tree
}

// Fit grows the tree for the features and labels in df.
//
// It fails when a parameter is outside its range, when a column is missing or one of
// those to be added is there already, when df has no rows, when a feature is not finite,
// when a label is not one of 0, 1, …, 99, when all labels are the same, and when the cell
// that it runs in is interrupted.
func (c DecisionTreeClassifier) Fit(df dataframe.DataFrame) (*DecisionTreeClassificationModel, error) {
	m := &DecisionTreeClassificationModel{probabilistic: newProbabilistic(c.FeaturesCol, c.PredictionCol, c.ProbabilityCol, c.RawPredictionCol, c.Thresholds)}
	s, bins, p, err := treeInput(df, c.FeaturesCol, c.LabelCol, &m.probabilistic, treeParameters{
		maxDepth: c.MaxDepth, maxBins: c.MaxBins, minInstances: c.MinInstancesPerNode,
		minWeightFraction: c.MinWeightFractionPerNode, minInfoGain: c.MinInfoGain, impurity: c.Impurity,
		seed: c.Seed, zeroSeed: c.ZeroSeed, defaultSeed: treeSeed,
	})
	if err != nil {
		return nil, fmt.Errorf("labs: DecisionTreeClassifier: %w", err)
	}
	trees, err := bins.Forest(s.labels, forest.Sampling{Rate: 1}, 1, p)
	if err != nil {
		return nil, fmt.Errorf("labs: DecisionTreeClassifier: interrupted: %w", err)
	}
	m.tree = trees[0]
	return m, nil
}

func (c DecisionTreeClassifier) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(c.Fit(df))
}

// Depth returns the depth of the deepest leaf; that of the root is 0.
func (m *DecisionTreeClassificationModel) Depth() int {
	if m.tree == nil {
		return 0
	}
	return m.tree.Depth()
}

// NumNodes returns the number of questions and leaves.
func (m *DecisionTreeClassificationModel) NumNodes() int {
	if m.tree == nil {
		return 0
	}
	return len(m.tree.Nodes)
}

// FeatureImportances returns for each feature its share of the gains, weighted by the
// rows. They sum to 1, or are all 0 if the tree asks nothing.
func (m *DecisionTreeClassificationModel) FeatureImportances() []float64 {
	return classImportances(m.trees(), m.numFeatures)
}

func (m *DecisionTreeClassificationModel) trees() []*forest.Tree {
	if m.tree == nil {
		return nil
	}
	return []*forest.Tree{m.tree}
}

// classImportances are those of trees that tell classes.
func classImportances(trees []*forest.Tree, features int) []float64 {
	return forest.Importances(trees, features, forest.Gini, true)
}

// String says what Spark says, without the uid.
func (m *DecisionTreeClassificationModel) String() string {
	return fmt.Sprintf("DecisionTreeClassificationModel: depth=%d, numNodes=%d, numClasses=%d, numFeatures=%d", m.Depth(), m.NumNodes(), m.numClasses, m.numFeatures)
}

// ToDebugString draws the tree with words, as Spark does.
func (m *DecisionTreeClassificationModel) ToDebugString() string {
	text := m.String() + "\n"
	if m.tree != nil {
		text += m.tree.Text(2)
	}
	return text
}

func (m *DecisionTreeClassificationModel) name() string { return "DecisionTreeClassificationModel" }

func (m *DecisionTreeClassificationModel) predict(x *mat.Dense) (p predictions, err error) {
	if err := checkThresholds(m.Thresholds, m.numClasses); err != nil {
		return p, err
	}
	n, _ := x.Dims()
	p.raw = mat.NewDense(n, m.numClasses, nil)
	for i := range n {
		p.raw.SetRow(i, m.tree.Leaf(x.RawRowView(i)).Stats)
	}
	p.probability = shares(p.raw)
	p.choose(m.Thresholds)
	return p, nil
}

// shares returns the rows of raw divided by their sums.
func shares(raw *mat.Dense) *mat.Dense {
	out := mat.DenseCopyOf(raw)
	n, _ := out.Dims()
	for i := range n {
		row := out.RawRowView(i)
		sum := 0.0
		for _, v := range row {
			sum += v
		}
		for c := range row {
			if sum != 0 {
				row[c] /= sum
			}
		}
	}
	return out
}

// Transform returns df with three columns added: the vectors rawPrediction, the numbers
// of rows of the fit in the leaf, and probability, and prediction.
//
// It fails when the features are missing, are not NumFeatures a row, or are not
// finite, when a column to be added is there already, when Thresholds do not suit the
// classes, and when df has no rows.
func (m *DecisionTreeClassificationModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	return transform(m, df)
}

func (m *DecisionTreeClassificationModel) fitStage(dataframe.DataFrame) (Transformer, error) {
	return m, nil
}

// Evaluate compares the model's predictions for df with the labels in labelCol. It fails
// as Transform does, and when the label column is missing.
func (m *DecisionTreeClassificationModel) Evaluate(df dataframe.DataFrame, labelCol string) (MulticlassMetrics, error) {
	return evaluate(m, df, labelCol)
}

// PredictRaw returns how many rows of the fit each class has in the leaf of one
// example. It fails when features are not NumFeatures finite numbers.
func (m *DecisionTreeClassificationModel) PredictRaw(features []float64) ([]float64, error) {
	return predictRaw(m, features)
}

// PredictProbability returns the share of each class in the leaf. It fails as PredictRaw
// does.
func (m *DecisionTreeClassificationModel) PredictProbability(features []float64) ([]float64, error) {
	return predictProbability(m, features)
}

// Predict returns the class of one example, with regard to Thresholds. It fails as
// PredictRaw does.
func (m *DecisionTreeClassificationModel) Predict(features []float64) (float64, error) {
	return predictClass(m, features)
}
