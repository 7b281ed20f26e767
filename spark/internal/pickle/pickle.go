// Package pickle writes the one pickle that a Python worker of Spark needs: a call of a
// small function that runs the source sent with it.
//
// A pickle is a program for a machine with a stack. This one uses protocol 3, which every
// Python 3 reads, and eight of its instructions.
package pickle

import "encoding/binary"

// The instructions: Python's pickletools has them all.
const (
	opProto      = 0x80 // the protocol, in the next byte
	opGlobal     = 'c'  // push what a module calls so: two lines
	opBinUnicode = 'X'  // push a text: its length in 4 bytes, UTF-8
	opBinBytes   = 'B'  // push bytes: their length in 4 bytes
	opTuple1     = 0x85 // put the topmost into a tuple
	opTuple3     = 0x87 // put the three topmost into a tuple
	opReduce     = 'R'  // call the second topmost with the tuple on top
	opStop       = '.'  // the topmost is the result
)

// bootstrap is evaluated to a function that runs source text in a namespace of its own and
// returns what the function build in it returns.
const bootstrap = `lambda source, blob, options: (lambda space: (` +
	`exec(compile(source, "<golab>", "exec"), space), ` +
	`space["build"](blob, options))[1])({"__name__": "__golab__"})`

// Command returns the pickle of build(blob, options), where source is Python that defines
// build. Spark wants a tuple of a function and the type of what that returns. Each of
// the three must be shorter than 4 GB.
func Command(source string, blob []byte, options string) []byte {
	p := make([]byte, 0, len(bootstrap)+len(source)+len(blob)+len(options)+64)
	p = append(p, opProto, 3, opGlobal)
	p = append(p, "builtins\neval\n"...)
	p = text(p, bootstrap)
	p = append(p, opTuple1, opReduce)
	p = text(p, source)
	p = append(p, opBinBytes)
	p = append(binary.LittleEndian.AppendUint32(p, uint32(len(blob))), blob...)
	p = text(p, options)
	return append(p, opTuple3, opReduce, opStop)
}

func text(p []byte, s string) []byte {
	p = append(p, opBinUnicode)
	return append(binary.LittleEndian.AppendUint32(p, uint32(len(s))), s...)
}
