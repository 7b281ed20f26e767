// Package cmp is the generic part of the standard library's cmp.
package cmp

import "cmp"

func Less[T cmp.Ordered](x, y T) bool {
	return x < y || x != x && y == y
}

func Compare[T cmp.Ordered](x, y T) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	case x == y:
		return 0
	case y == y: // x is not a number
		return -1
	case x == x:
		return 1
	}
	return 0
}

func Or[T comparable](vals ...T) T {
	var zero T
	for _, v := range vals {
		if v != zero {
			return v
		}
	}
	return zero
}
