// Package kernel runs Go sessions: a session is a function from the text of a
// cell to its outputs.
//
// An [Engine] compiles and runs the cells, a [Session] around it numbers them,
// captures what they print and turns values and errors into outputs. Who shows
// the outputs, a notebook file or a front end at the other end of a socket, is
// not the session's business.
package kernel
