package labs

import (
	"errors"
	"fmt"

	"golab/internal/forest"

	"gonum.org/v1/gonum/mat"
)

// shared are the fields of bytes that all these models have.
func (c *classification) shared() []any {
	return []any{&c.FeaturesCol, &c.PredictionCol, &c.RawPredictionCol, &c.numFeatures, &c.numClasses}
}

func (c *probabilistic) shared() []any {
	return append(c.classification.shared(), &c.ProbabilityCol, &c.Thresholds)
}

// sizes checks the numbers of features and classes.
func (c *classification) sizes() error {
	switch {
	case c.numFeatures == 0:
		return errNotFitted
	case c.numFeatures < 0 || c.numFeatures > mostFeatures || c.numClasses < 2:
		return fmt.Errorf("there are %d features, at most %d are possible, and %d classes", c.numFeatures, mostFeatures, c.numClasses)
	}
	return nil
}

func (c *probabilistic) sizes() error {
	if err := c.classification.sizes(); err != nil {
		return err
	}
	return checkThresholds(c.Thresholds, c.numClasses)
}

// isMatrix checks the size of a matrix.
func isMatrix(name string, m *mat.Dense, rows, cols int) error {
	r, c := 0, 0
	if m != nil {
		r, c = m.Dims()
	}
	if r != rows || c != cols {
		return fmt.Errorf("%s is %d×%d, it must be %d×%d", name, r, c, rows, cols)
	}
	return nil
}

// areTrees checks trees whose nodes have the given number of statistics.
func (c *classification) areTrees(trees []*forest.Tree, stats int) error {
	if len(trees) == 0 {
		return errors.New("there are no trees")
	}
	for i, t := range trees {
		if t == nil {
			return fmt.Errorf("tree %d is nil", i)
		}
		if err := t.Check(c.numFeatures, stats); err != nil {
			return fmt.Errorf("tree %d: %w", i, err)
		}
	}
	return nil
}

// MarshalBinary returns the model as bytes, without its Summary. It fails for a model that was not fitted.
func (m *LogisticRegressionModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *LogisticRegressionModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *LogisticRegressionModel) fields() []any {
	return append(m.shared(), &m.Threshold, &m.numSets, &m.planes.weights, &m.planes.intercepts)
}

func (m *LogisticRegressionModel) consistent() error {
	if err := m.sizes(); err != nil {
		return err
	}
	if m.numSets != m.numClasses && (m.numSets != 1 || m.numClasses != 2) {
		return fmt.Errorf("there are %d planes for %d classes", m.numSets, m.numClasses)
	}
	return firstError(
		m.checkThresholds(),
		isMatrix("CoefficientMatrix", m.planes.weights, m.numSets, m.numFeatures),
		sameLengths("planes", m.numSets, "InterceptVector", len(m.planes.intercepts)),
	)
}

// MarshalBinary returns the model as bytes, without its Summary. It fails for a model that was not fitted.
func (m *LinearSVCModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *LinearSVCModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *LinearSVCModel) fields() []any {
	return append(m.shared(), &m.Threshold, &m.planes.weights, &m.planes.intercepts)
}

func (m *LinearSVCModel) consistent() error {
	return firstError(
		m.sizes(), m.check(),
		sameLengths("classes", 2, "NumClasses", m.numClasses),
		isMatrix("Coefficients", m.planes.weights, 1, m.numFeatures),
		sameLengths("planes", 1, "Intercept", len(m.planes.intercepts)),
	)
}

// MarshalBinary returns the model as bytes. It fails for a model that was not fitted.
func (m *NaiveBayesModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *NaiveBayesModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *NaiveBayesModel) fields() []any {
	return append(m.shared(), &m.modelType, &m.pi, &m.theta, &m.sigma)
}

func (m *NaiveBayesModel) consistent() error {
	err := firstError(
		m.sizes(),
		oneOf("ModelType", m.modelType, "multinomial", "complement", "bernoulli", "gaussian"),
		sameLengths("classes", m.numClasses, "Pi", len(m.pi)),
		isMatrix("Theta", m.theta, m.numClasses, m.numFeatures),
	)
	if m.modelType == "gaussian" {
		err = firstError(err, isMatrix("Sigma", m.sigma, m.numClasses, m.numFeatures))
	} else if m.sigma != nil {
		err = firstError(err, fmt.Errorf("there is a Sigma for ModelType %s", m.modelType))
	}
	if err != nil {
		return err
	}
	return m.checkNumbers()
}

// MarshalBinary returns the model as bytes. It fails for a model that was not fitted.
func (m *DecisionTreeClassificationModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *DecisionTreeClassificationModel) UnmarshalBinary(data []byte) error {
	return unmarshal(data, m)
}

func (m *DecisionTreeClassificationModel) fields() []any {
	return append(m.shared(), &m.tree)
}

func (m *DecisionTreeClassificationModel) consistent() error {
	if err := m.sizes(); err != nil {
		return err
	}
	return m.areTrees([]*forest.Tree{m.tree}, m.numClasses)
}

// MarshalBinary returns the model as bytes. It fails for a model that was not fitted.
func (m *RandomForestClassificationModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *RandomForestClassificationModel) UnmarshalBinary(data []byte) error {
	return unmarshal(data, m)
}

func (m *RandomForestClassificationModel) fields() []any {
	return append(m.shared(), &m.trees)
}

func (m *RandomForestClassificationModel) consistent() error {
	if err := m.sizes(); err != nil {
		return err
	}
	return m.areTrees(m.trees, m.numClasses)
}

// MarshalBinary returns the model as bytes. It fails for a model that was not fitted.
func (m *GBTClassificationModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *GBTClassificationModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *GBTClassificationModel) fields() []any {
	return append(m.shared(), &m.trees, &m.step)
}

func (m *GBTClassificationModel) consistent() error {
	const statistics = 3
	if err := m.sizes(); err != nil {
		return err
	}
	if m.numClasses != 2 {
		return fmt.Errorf("there are %d classes", m.numClasses)
	}
	return firstError(m.areTrees(m.trees, statistics), between("StepSize", m.step, 0, 1))
}

// MarshalBinary returns the model as bytes. It fails for a model that was not fitted.
func (m *OneVsRestModel) MarshalBinary() ([]byte, error) { return marshal(m) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *OneVsRestModel) UnmarshalBinary(data []byte) error { return unmarshal(data, m) }

func (m *OneVsRestModel) fields() []any { return append(m.shared(), &m.models) }

func (m *OneVsRestModel) consistent() error {
	if err := m.sizes(); err != nil {
		return err
	}
	if err := sameLengths("classes", m.numClasses, "Models", len(m.models)); err != nil {
		return err
	}
	for class, model := range m.models {
		one, ok := model.(classificationModel)
		if !ok {
			return fmt.Errorf("the model of class %d is a %T", class, model)
		}
		if b := one.base(); b.numClasses != 2 || b.numFeatures != m.numFeatures {
			return fmt.Errorf("the model of class %d has %d features and %d classes", class, b.numFeatures, b.numClasses)
		}
	}
	return nil
}
