// Package scorer predicts with fitted models of golab, batch by batch, in a process of its
// own: beside a Python worker of Spark, or any other program that has Arrow.
//
// A [Task] is the model and its columns; it travels as bytes. [Serve] is the other side's
// whole life: it reads a task and Arrow batches from a pipe and answers with predictions.
// They are computed by the code that predicts everywhere else in golab, so they are the
// same, bit for bit, on processors of the same kind: arithmetic in vectors adds up in
// another order on arm64, or without AVX2, than with it, and the last bits of sums differ.
package scorer
