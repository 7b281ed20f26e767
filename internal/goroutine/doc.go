// Package goroutine tells which piece of work a goroutine belongs to.
//
// A piece of work is whatever runs inside Do, together with all goroutines that
// are started there, directly or by others, also in code that knows nothing of
// this package. It rests on the labels of runtime/pprof, which the runtime hands
// on from a goroutine to those that it starts: a goroutine that sets labels of
// its own leaves its work.
//
// The address of a goroutine's labels is had by linkname (labels_linkname.go).
// Where that does not work, which is tried when the program starts, and with the
// build tag vmportable, the labels are looked for in the profile of all
// goroutines, which takes a thousand times as long (profile.go).
package goroutine
