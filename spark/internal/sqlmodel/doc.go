// Package sqlmodel writes small networks as expressions of Spark's SQL, which compute in
// doubles.
//
// A network becomes one projection for each layer, and one more for a softmax. Spark plans
// and compiles such expressions much slower than it computes them: 1300 weights take two
// seconds, 6000 twenty. [MaxWeights] is the limit.
package sqlmodel
