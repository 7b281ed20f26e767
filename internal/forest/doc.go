// Package forest grows decision trees as Spark's mllib does: on features put into bins,
// group of nodes by group, with the random numbers of the Java virtual machine. Trees,
// forests and boosted trees are Spark's node for node where the rows are one partition.
package forest
