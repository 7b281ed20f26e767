// Package graph is the networks of golab/nn as Gorgonia expression graphs: another way to compute their losses and gradients, and a picture of them.
//
// [Backend] has Model.Fit compute with Gorgonia in place of golab/nn's own
// executor. With FitConfig.Float64 the two give the same numbers to six digits and
// more: each is a check of the other. Gorgonia takes some twenty times as long.
//
// [New] builds the graph of one network and loss, which shows itself in a notebook as
// a picture, and as text in Graphviz's language by [Graph.Dot].
package graph
