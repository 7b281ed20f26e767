// Package data reads files into gota frames and takes frames apart into
// matrices.
//
// Most programs need five calls: [Find] says where a data file is, [ReadCSV]
// reads it, [Rename] names its columns, [RandomSplit] cuts it in two as Spark
// does, and [Matrix] and [Column] hand the numbers to a network.
//
// # Looking at frames, and cutting them
//
// What pandas does for a frame before a model sees it: [Describe], [ValueCounts],
// [Missing] and [Corr] sum it up; [GroupBy] and [GroupMeans] do so by groups; [Select],
// [Drop], [Head], [Tail], [Sample], [Filter], [FilterText], [FilterRows],
// [DropMissing] and [SortBy] take parts of it; [FillMissing], [FillNumber],
// [FillText] and [OneHot] change columns; [Join] and [Concat] put frames together;
// [WriteCSV] saves one with all its digits. Their numbers are pandas's.
//
// # Column types
//
// A frame's columns are float64, int, string or bool. A missing value is what
// gota calls NaN in a column of numbers, and the empty text in a column of
// strings.
//
// # Vector columns
//
// Spark's frames have columns whose cells are vectors, such as features or
// probability. A gota frame has none, so a vector column is a group of columns of
// numbers named features[0], features[1] and so on. [Vector] and [WithVector]
// read and write a group as a matrix; [Columns], [Text] and [HTML] show it as one
// column.
//
// # Aliasing
//
// No function changes the frame, slice or matrix it is given, and no result
// shares memory with an argument.
//
// # Errors
//
// Nothing here panics on bad input. Errors begin with "data: " and name the
// culprit; those about a place in a file say file:line:column, where the column
// is the number of the field in its row, counted from 1. Arrow and Parquet files that
// are damaged, or whose rows take more memory than the machine has left, are refused
// before it is asked for.
package data
