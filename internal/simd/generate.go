package simd

//go:generate go run ./makepanels .
