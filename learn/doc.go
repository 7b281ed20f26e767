// Package learn is classical classifiers, scalers and metrics on matrices, in
// scikit-learn's manner: Fit, Predict, Score.
//
//	clf, err := learn.LogisticRegression{C: 0.5}.Fit(xTrain, yTrain)
//	…
//	yPred, err := clf.Predict(xTest)
//	accuracy, err := clf.Score(xTest, yTest)
//
// It keeps scikit-learn's words and numbers. An estimator is a struct whose fields
// are its hyperparameters and whose zero value means scikit-learn's defaults. Fit
// leaves it alone and returns the fitted thing, so an estimator may be copied,
// changed in one field and fitted again.
//
// A matrix x is n×p: one example per row, one feature per column. Labels are n
// class numbers as float64, whole ones; [LabelEncoder] makes them of text.
//
// # Classifiers
//
//   - linear: [LogisticRegression], [LinearSVC]
//   - naive Bayes: [GaussianNB], [MultinomialNB], [BernoulliNB]
//   - neighbours: [KNeighborsClassifier]
//   - trees: [DecisionTreeClassifier]; of numbers instead of classes, [DecisionTreeRegressor]
//   - many trees: [RandomForestClassifier], [GradientBoostingClassifier], [AdaBoostClassifier]
//   - networks: [MLPClassifier]
//
// Each gives a model that is a [Classifier], most of them a [ProbabilisticClassifier]. A
// model may be used from many goroutines at once, and goes to other machines as bytes:
// MarshalBinary, UnmarshalBinary, and [UnmarshalModel] where the kind is not known.
//
// What draws random numbers has a Seed and draws scikit-learn's: with Seed for its
// random_state trees, forests, networks, folds and splits are the same, up to rounding.
//
// What cannot be learned from is an error that tells the place: x empty, NaN or
// infinite, another number of rows than labels, labels that are no whole numbers, and
// one class only, where scikit-learn refuses it, too.
//
// # Scalers
//
// [StandardScaler] and [MinMaxScaler] bring columns to one scale, as linear models,
// neighbours and networks need it; [LabelEncoder] numbers labels that are text. What they
// have learned goes to other machines as bytes, too.
//
// # Metrics and model selection
//
// [AccuracyScore], [F1Score], [LogLoss], [NewClassificationReport], [NewConfusionMatrix],
// [NewROCCurve], [ROCAUCScore], [NewPrecisionRecallCurve] and others compare predictions
// with the truth. [TrainTestSplit], [KFold] and [StratifiedKFold] part rows, and
// [CrossValScore] fits and scores an estimator on the folds of a [Splitter].
package learn
