// Package worker runs a session in a process of its own.
//
// A Go program that writes to a map from two goroutines at once, or that finds no
// more memory, is ended by the runtime, and nothing in the program can prevent
// it. So cells run in a second process, the worker, which [Serve] is the main loop
// of. The first process holds a [Worker] and outlives it: when the worker ends,
// the cell that ran gets an error that says why, and the next one a fresh session.
// When none ran, the next one says so first.
//
// The two talk over the worker's standard input and output, in frames: see link.
package worker
