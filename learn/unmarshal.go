package learn

import (
	"encoding"
	"fmt"
)

// UnmarshalModel returns the model in data, which MarshalBinary of any fitted classifier
// of this package made: so one need not know what kind of classifier it is to read it
// from a file or on another machine. It fails when data is anything else.
func UnmarshalModel(data []byte) (Classifier, error) {
	const where = "UnmarshalModel"
	name, _, err := frameKind(data)
	if err != nil {
		return nil, fmt.Errorf("learn: %s: %w", where, err)
	}
	m := emptyModel(name)
	if m == nil {
		return nil, fmt.Errorf("learn: %s: the bytes hold a %s, which is no classifier that this golab knows", where, fittedType(name))
	}
	if err := m.UnmarshalBinary(data); err != nil {
		return nil, err
	}
	return m, nil
}

// A readableClassifier can be replaced by what is in bytes.
type readableClassifier interface {
	Classifier
	encoding.BinaryUnmarshaler
}

// emptyModel returns an empty model of the named estimator, nil if there is none.
func emptyModel(name string) readableClassifier {
	switch name {
	case "AdaBoostClassifier":
		return &AdaBoostClassifierModel{}
	case "BernoulliNB":
		return &BernoulliNBModel{}
	case "DecisionTreeClassifier":
		return &DecisionTreeClassifierModel{}
	case "GaussianNB":
		return &GaussianNBModel{}
	case "GradientBoostingClassifier":
		return &GradientBoostingClassifierModel{}
	case "KNeighborsClassifier":
		return &KNeighborsClassifierModel{}
	case "LinearSVC":
		return &LinearSVCModel{}
	case "LogisticRegression":
		return &LogisticRegressionModel{}
	case "MLPClassifier":
		return &MLPClassifierModel{}
	case "MultinomialNB":
		return &MultinomialNBModel{}
	case "RandomForestClassifier":
		return &RandomForestClassifierModel{}
	}
	return nil
}
