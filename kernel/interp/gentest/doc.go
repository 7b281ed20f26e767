// Package gentest writes random Go programs for tests of the interpreter.
//
// A program is well typed, ends soon, and prints the same whatever implements
// Go: the order of evaluation, of maps and of goroutines never shows where the
// language leaves it open, and so don't capacities that append chooses, results
// of conversions that do not fit, or addresses. Panics are part of it, where
// just one operand of a statement can raise one.
//
// The generator is allowed to be careless about constants (an overflow, say, is
// an error of Go's compiler): what does not check is cut out at the end. Cut is
// how a program that shows a fault is made small, too.
package gentest
