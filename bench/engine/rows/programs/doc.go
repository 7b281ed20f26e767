// Package programs has the programs that every engine runs: compiled they are the
// native figures, and as text they are what the interpreters read. programs.py
// beside them does the same in Python. They keep to Go as of 1.17, which is what the
// oldest of the interpreters knows.
//
// Each takes the number of its rounds and returns a number by which one sees that it
// did its work.
package programs
