// Package learn is scalers and metrics on matrices, in scikit-learn's manner:
// [StandardScaler] and [AccuracyScore]; classifiers are to come.
//
// It keeps scikit-learn's words and numbers. An estimator is a struct whose fields
// are its hyperparameters and whose zero value means scikit-learn's defaults. Fit
// leaves it alone and returns the fitted thing, so an estimator may be copied,
// changed in one field and fitted again:
//
//	scaler, err := learn.StandardScaler{}.Fit(xTrain)
//	…
//	xTestScaled, err := scaler.Transform(xTest)
//
// A matrix x is n×p: one example per row, one feature per column. Labels are n
// class numbers as float64.
package learn
