//go:build !amd64 || purego

package simd

// The functions here leave all work to their callers.

func softmaxVectors[T Float](_ []T, _, _, _ int, _ bool, _, _ []T) bool { return false }

func softmaxGradVectors[T Float](_ []T, _ int, _ []T, _, _, _ int) bool { return false }
