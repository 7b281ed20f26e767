// Package nn is feed-forward networks as a topology and one parameter vector, and the ways to fit it.
//
// A network is described once, as a list of layers, and all its weights lie in
// one slice: kernel then bias of the first layer, kernel then bias of the
// second, and so on. Optimizers, checks, copies and files are then single
// loops over that slice, and a layer is only a view into it.
//
// # In the manner of Keras
//
// Describe, compile, fit, predict:
//
//	net := nn.NewSequential(57,
//		nn.Dense(20, nn.ReLU),
//		nn.Dense(5, nn.ReLU),
//		nn.Dense(1, nn.Sigmoid),
//	)
//	model := net.Compile(&nn.RMSprop{}, nn.BinaryCrossentropy, nn.Accuracy)
//	history, err := model.Fit(x, y, nn.FitConfig{Epochs: 100, BatchSize: 100})
//	p, err := model.Predict(x)
//
// x holds one example per row. y holds, row by row, as many numbers as the
// last layer has outputs; for sparse categorical crossentropy it holds one
// class number per row. Zero fields of a configuration mean Keras's defaults.
// The arithmetic is float32, as in Keras; the losses are computed in float64
// from the logits of the last layer wherever that layer is a sigmoid or a
// softmax that fits the loss.
//
// Optimizers, schedules of their learning rate, losses and metrics have Keras's names
// and compute what Keras does; they are structs whose zero fields mean Keras's defaults.
// A loss is a metric too, [Weighted] has a metric heed the weights of rows, and
// [LossFunc] and [MetricFunc] take functions of your own:
//
//	optimizer := &nn.AdamW{OptimizerOptions: nn.OptimizerOptions{
//		Schedule: nn.CosineDecay{InitialLearningRate: 0.01, DecaySteps: 1000},
//		ClipNorm: 1,
//	}}
//	model := net.Compile(optimizer, nn.BinaryFocalCrossentropy,
//		nn.AUC, nn.Precision, nn.MeanAbsoluteError, nn.Weighted(nn.Accuracy))
//
// Products, activations and steps run in vectors (AVX2 and FMA on amd64, NEON on
// arm64), elsewhere in plain Go. The same seed gives the same bits on any number of
// cores; on another kind of processor the last bits may differ, since a fused
// multiplication and addition rounds once.
//
// # Layers
//
// Besides [Dense] there are Keras's other layers for rows of numbers: [Activate] and
// the parametric activations, [Dropout] and [GaussianNoise], [BatchNormalization],
// [LayerNormalization], [Adapt] for columns of different size, [Rescaling], [Flatten],
// [Reshape] and, for class numbers, [Embedding]; [Frozen] keeps a layer as it is. A
// layer is a struct, whose fields are Keras's arguments, and many have a short
// constructor. What a layer keeps beside its parameters, such as the moving mean of a
// BatchNormalization, is in [Sequential.NonTrainable]. A fit with dropout, noise or
// normalized batches computes otherwise than Predict; [Sequential.Train] and
// [Sequential.Eval] say which of the two Forward does.
//
// Where a Dense comes first and most numbers of x are 0, a fit leaves them out. The
// weights are the same in every bit.
//
// # Written out
//
// The same training can be written out: [Batches], [Sequential.Forward], a
// loss's Eval, [Sequential.Backward] and an optimizer's Step are the steps that
// [Model.Fit] takes, and give the same weights bit for bit, unless a layer draws
// random numbers.
//
// # In the manner of Spark ML
//
// [MLPTrainer] fits the network of Spark's multilayer perceptron classifier:
// sigmoids, a softmax, and L-BFGS on all rows at once.
//
// # Seeds
//
// Weights come from [Sequential.Init], which NewSequential calls with seed 0;
// shuffles, dropout and noise from [FitConfig].Seed. The two never share random numbers, and
// neither depends on the number of cores.
//
// # Errors
//
// Functions that take data check it and return errors. A description that makes
// no sense, such as a layer with no units, is kept by NewSequential and
// returned by whatever is asked of the network first ([Sequential.Err] asks
// directly). The primitives Forward, Backward, Eval, Step and Batches return no
// error and panic, with an error as the value, when shapes do not fit.
package nn
