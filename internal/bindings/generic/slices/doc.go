// Package slices is the standard library's slices.
package slices
