package labs

import (
	"errors"
	"fmt"
	"reflect"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/mat"
)

// A OneVsRest is an estimator that makes a classifier of several classes of one for two:
// it is fitted once for each class, with the label 1 for the rows of the class and 0 for
// all others, and the class whose model is surest of its 1 is predicted.
//
// Source: OneVsRest of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/classification/OneVsRest.scala.
type OneVsRest struct {
	// Classifier is fitted for each class: a [LogisticRegression], [LinearSVC],
	// [NaiveBayes], [DecisionTreeClassifier], [RandomForestClassifier] or [GBTClassifier].
	// Its own columns do not count. There is no default.
	Classifier Stage

	FeaturesCol      string // vector column to read; the default is "features"
	LabelCol         string // column of classes 0, 1, …; the default is "label"
	PredictionCol    string // column to add; the default is "prediction", NoColumn for none
	RawPredictionCol string // vector column to add; the default is "rawPrediction", NoColumn for none
}

// A OneVsRestModel is a fitted [OneVsRest]. The names of its columns, FeaturesCol and so
// on, are fields that may be changed. Its methods may be called from many goroutines at
// once.
type OneVsRestModel struct {
	classification
	models []Transformer // of each class, each a classificationModel
}

// A binaryClassifier is a classifier of this package that [OneVsRest] can use.
type binaryClassifier interface {
	Stage

	// standard returns the classifier with the default columns.
	standard() Stage
}

// Fit fits the classifier for each class.
//
// It fails when Classifier is none of those named, when a column is missing or one of
// those to be added is there already, when df has no rows, when a feature is not finite,
// when labels are not 0, 1, …, k-1 with rows in each, and when the classifier does.
func (c OneVsRest) Fit(df dataframe.DataFrame) (*OneVsRestModel, error) {
	m, err := c.fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: OneVsRest: %w", err)
	}
	return m, nil
}

func (c OneVsRest) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(c.Fit(df))
}

func (c OneVsRest) fit(df dataframe.DataFrame) (*OneVsRestModel, error) {
	if v := reflect.ValueOf(c.Classifier); c.Classifier == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, errors.New("parameter Classifier is nil")
	}
	classifier, ok := c.Classifier.(binaryClassifier)
	if !ok {
		return nil, fmt.Errorf("parameter Classifier is a %T, which is not a classifier for two classes", c.Classifier)
	}
	m := &OneVsRestModel{classification: classification{FeaturesCol: c.FeaturesCol, PredictionCol: c.PredictionCol, RawPredictionCol: c.RawPredictionCol}}
	s, err := newTrainingSet(df, columns{named(c.FeaturesCol, "features"), named(c.LabelCol, "label"), m.added()})
	if err != nil {
		return nil, err
	}
	m.numFeatures, m.numClasses = s.p, s.k
	for class := range s.k {
		labels := make([]float64, s.n)
		for i, y := range s.y {
			if y == class {
				labels[i] = 1
			}
		}
		one, err := data.WithVector(dataframe.New(series.New(labels, series.Float, "label")), "features", s.x)
		if err != nil {
			return nil, err
		}
		model, err := classifier.standard().fitStage(one)
		if err != nil {
			return nil, fmt.Errorf("class %d: %w", class, err)
		}
		m.models = append(m.models, model)
	}
	return m, nil
}

func (c LogisticRegression) standard() Stage {
	c.FeaturesCol, c.LabelCol, c.PredictionCol, c.ProbabilityCol, c.RawPredictionCol = "", "", "", "", ""
	return c
}

func (c LinearSVC) standard() Stage {
	c.FeaturesCol, c.LabelCol, c.PredictionCol, c.RawPredictionCol = "", "", "", ""
	return c
}

func (c NaiveBayes) standard() Stage {
	c.FeaturesCol, c.LabelCol, c.PredictionCol, c.ProbabilityCol, c.RawPredictionCol = "", "", "", "", ""
	return c
}

func (c DecisionTreeClassifier) standard() Stage {
	c.FeaturesCol, c.LabelCol, c.PredictionCol, c.ProbabilityCol, c.RawPredictionCol = "", "", "", "", ""
	return c
}

func (c RandomForestClassifier) standard() Stage {
	c.FeaturesCol, c.LabelCol, c.PredictionCol, c.ProbabilityCol, c.RawPredictionCol = "", "", "", "", ""
	return c
}

func (c GBTClassifier) standard() Stage {
	c.FeaturesCol, c.LabelCol, c.PredictionCol, c.ProbabilityCol, c.RawPredictionCol = "", "", "", "", ""
	return c
}

// Models returns the models of the classes, for example each a *[LogisticRegressionModel].
func (m *OneVsRestModel) Models() []Transformer { return append([]Transformer(nil), m.models...) }

func (m *OneVsRestModel) name() string { return "OneVsRestModel" }

func (m *OneVsRestModel) predict(x *mat.Dense) (p predictions, err error) {
	n, _ := x.Dims()
	p.raw = mat.NewDense(n, m.numClasses, nil)
	for class, model := range m.models {
		one, err := model.(classificationModel).predict(x)
		if err != nil {
			return p, fmt.Errorf("class %d: %w", class, err)
		}
		for i := range n {
			p.raw.Set(i, class, one.raw.At(i, 1))
		}
	}
	p.choose(nil)
	return p, nil
}

// Transform returns df with two columns added: the vector rawPrediction, what the model of
// each class gives for its 1, and prediction.
//
// It fails when the features are missing, are not NumFeatures a row, or are not
// finite, when a column to be added is there already, and when df has no rows.
func (m *OneVsRestModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	return transform(m, df)
}

func (m *OneVsRestModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }

// Evaluate compares the model's predictions for df with the labels in labelCol. It fails
// as Transform does, and when the label column is missing.
func (m *OneVsRestModel) Evaluate(df dataframe.DataFrame, labelCol string) (MulticlassMetrics, error) {
	return evaluate(m, df, labelCol)
}

// PredictRaw returns what the model of each class gives for its 1. It fails when features
// are not NumFeatures finite numbers.
func (m *OneVsRestModel) PredictRaw(features []float64) ([]float64, error) {
	return predictRaw(m, features)
}

// Predict returns the class of one example. It fails as PredictRaw does.
func (m *OneVsRestModel) Predict(features []float64) (float64, error) {
	return predictClass(m, features)
}

// String says what Spark says, without the uid.
func (m *OneVsRestModel) String() string {
	text := fmt.Sprintf("OneVsRestModel: numClasses=%d, numFeatures=%d", m.numClasses, m.numFeatures)
	if len(m.models) > 0 {
		text = fmt.Sprintf("OneVsRestModel: classifier=%s, numClasses=%d, numFeatures=%d", m.models[0].(classificationModel).name(), m.numClasses, m.numFeatures)
	}
	return text
}
