// Package labs composes frames, networks and classifiers the way Spark ML does.
//
// It keeps Spark's names in Go case, Spark's defaults and, where the numerics
// profile says so, Spark's numbers to the last bit. A stage is a struct whose zero
// fields mean the defaults; a [Pipeline] is a slice of stages:
//
//	assembler := labs.VectorAssembler{InputCols: features, OutputCol: "features"}
//	mlp := labs.MultilayerPerceptronClassifier{Layers: []int{57, 20, 5, 2}, LabelCol: "labels"}
//	model, err := labs.Pipeline{assembler, mlp}.Fit(train)
//	…
//	predictions, err := model.Transform(test)
//
// Fit leaves the stage alone and returns the fitted thing. To try another
// hyperparameter, copy the struct and change a field.
//
// # The best of several pipelines
//
// [ParamGrid] makes a list of candidates in which some fields vary, and a
// [CrossValidator] or a [TrainValidationSplit] finds the one whose predictions an
// [Evaluator] likes best, on rows that it was not fitted with:
//
//	grid, err := labs.ParamGrid(labs.Pipeline{assembler, &mlp},
//		labs.Vary(&mlp.Layers, []int{57, 5, 2}, []int{57, 20, 5, 2}))
//	…
//	model, err := labs.CrossValidator{Grid: grid, Evaluator: evaluator, Seed: 42}.Fit(train)
//
// The model shows itself as a table; its AvgMetrics are what a plot needs.
//
// # Preparing columns
//
// [StringIndexer] numbers texts and [IndexToString] does the reverse, [OneHotEncoder]
// turns such numbers into vectors, [StandardScaler] and [MinMaxScaler] bring the numbers
// of vectors to one scale. They are fitted with the training set, as stages of the
// pipeline, so that a cross-validation fits them anew for each fold.
//
// # Classifiers
//
// Beside the [MultilayerPerceptronClassifier] there are Spark's [LogisticRegression],
// [LinearSVC], [NaiveBayes], [DecisionTreeClassifier], [RandomForestClassifier],
// [GBTClassifier] and [OneVsRest], each with Spark's parameters and defaults:
//
//	forest := labs.RandomForestClassifier{NumTrees: 50, Seed: 42, LabelCol: "labels"}
//	model, err := labs.Pipeline{assembler, forest}.Fit(train)
//
// What they learn is what Spark learns: trees node for node, weights to six digits and
// more. Each says where rounding may make a difference. scikit-learn's classifiers of
// the same names, on matrices, are in package learn. All fitted things go into
// bytes and back: MarshalBinary, UnmarshalBinary.
//
// # Vector columns
//
// Spark keeps the features of a row in one column of vectors. A gota frame has
// none, so a vector column v is the group of float columns v[0], v[1], …; parameters
// such as FeaturesCol name the group. Package data makes and reads such groups.
//
// # Errors
//
// Whatever takes data returns an error that begins with the stage's name and tells the
// culprit, for example
//
//	labs: MultilayerPerceptronClassifier: features has 57 numbers a row, Layers begins with 56
package labs
