// Package labs is the generic part of golab's labs.
package labs

import "golab/labs"

func Vary[T any](field *T, values ...T) labs.Axis {
	axis := labs.Axis{Field: field}
	for _, v := range values {
		axis.Values = append(axis.Values, v)
	}
	return axis
}
