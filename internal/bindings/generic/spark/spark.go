// Package spark is the generic part of golab's spark.
package spark

import "golab/spark"

func Vary[T any](field *T, values ...T) spark.Axis {
	axis := spark.Axis{Field: field}
	for _, v := range values {
		axis.Values = append(axis.Values, v)
	}
	return axis
}
