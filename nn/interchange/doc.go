// Package interchange reads and writes networks in other tools' files.
//
//	check(interchange.Save("lab.keras", model))       // real Keras 3 opens it
//	model := must(interchange.Load("lab.keras"))      // and its files are read
//
// The end of a file's name says what it is:
//
//	.keras        Keras 3: layers, weights, optimizer, loss and metrics     written and read
//	.weights.h5   Keras 3: weights alone                                    written and read
//	.h5, .hdf5    Keras 1 and 2, and Keras 3 on request                     read
//	.onnx         ONNX: what the network computes, for ONNX Runtime         written and read
//	.safetensors  weights alone, under Keras's or PyTorch's names           written and read
//
// For each there is a Write to an io.Writer and a Read from an io.Reader too.
//
// # What is kept
//
// A .keras file of a compiled model holds the optimizer's memory, so a fit that
// was begun here goes on there, and the other way round. ONNX has no training: a
// network that was read from it predicts, and is fitted after Compile.
//
// Every layer of golab/nn goes into .keras files with its initializers, regularizers
// and constraints, a Frozen one as trainable=False, and so do all optimizers with their
// options and schedules, all losses and, as far as Keras has them, all metrics. A
// CustomLayer, a function of one's own, a focal or Huber loss as a metric and a
// BinaryAccuracy of logits are refused by name. A Normalization is written as after
// Keras's adapt; .weights.h5 and .safetensors are read only if they have the mean and
// variance that the network has, which are no weights of it.
//
// Load reads what golab/nn has, and fails with the name of what it has not, such
// as a Conv2D. LoadForPredict reads more networks, but for Predict only: it leaves
// out what only a fit sees (dropout, noise, regularizers, the optimizer) and folds
// batch normalization, Normalization and Rescaling into the weights beside them,
// which changes predictions by float32 rounding alone. Reading ONNX folds too, and
// knows fewer operators than are written: Dense layers, scalings, and the activations
// relu, sigmoid, tanh and softmax.
//
// In .safetensors for PyTorch there is a module for each layer and one more for the
// activation of a Dense: BatchNorm1d has weight, bias, running_mean and running_var,
// LayerNorm weight and bias, Embedding and PReLU weight. What PyTorch has no name for,
// the mean and variance of a Normalization, keeps Keras's.
//
// # Strange files
//
// Files are taken for hostile: a truncated or contradictory one gives an error
// that names what is wrong, sizes are believed only when the bytes are there, and
// nothing beside the file is ever opened. Reading takes memory for the file and
// for its numbers, a few times its length and some 50 MB at most; the weights in
// a zip may inflate to ten times its length, or to 64 MiB, and no further.
package interchange
