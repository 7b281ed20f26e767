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
// [LogisticRegression], [LinearSVC], [GaussianNB], [MultinomialNB], [BernoulliNB] and
// [KNeighborsClassifier] give models that are each a [Classifier], most of them a
// [ProbabilisticClassifier]. A model may be used from many goroutines at once, and goes
// to other machines as bytes: MarshalBinary, UnmarshalBinary.
//
// What cannot be learned from is an error that tells the place: x empty, NaN or
// infinite, another number of rows than labels, labels that are no whole numbers, and
// one class only, where scikit-learn refuses it, too.
//
// # Metrics
//
// [AccuracyScore], [F1Score], [NewClassificationReport], [NewConfusionMatrix],
// [NewROCCurve] and others compare predictions with the truth. [CrossValScore] fits and
// scores an estimator on the folds of a [Splitter].
package learn
