// Package vm compiles SSA to register code and runs it.
//
// A World is a session. World.Compile takes one ssa.Package, which is a cell in
// a fresh ssa.Program, and keeps nothing of the SSA: functions and variables of
// earlier cells are found again by their types.Object. Code.Run runs a function
// of it under a Run, which can be stopped.
//
// # Frames
//
// A frame is one heap object of a real Go type, so that the collector sees every
// pointer and pointers into frames are legal. An SSA value lives at a fixed byte
// offset of the frame, unboxed, in one of six kinds of slot:
//
//   - word: 8 bytes without pointers. Integers are sign- or zero-extended to 64
//     bits, a bool is 0 or 1, a float32 is in the low half.
//   - pointer: one pointer word (pointer, map, channel, func).
//   - string, interface, slice: as Go lays them out.
//   - memory: everything else (struct, array, complex, tuple), as its Go type.
//
// Word 0 of a frame links unused frames. Parameters follow, at offsets that their
// types alone determine, then free variables, then all else. Constants have slots
// too, which are filled when a frame is made: every operand is just an offset.
// Nothing is cleared when a frame is used again, since SSA defines before it uses.
//
// # Code
//
// An Instr has an opcode, three operands and a pointer. Machine.loop is a switch
// over the opcodes; what is rare is a Go closure that opSlow calls. Calls between
// interpreted functions do not recurse on the Go stack.
//
// Sequences of instructions that loops are made of are one instruction (fuse.go).
//
// A func value of interpreted code is a real Go func value that compiled code can
// call, see closure. The package knows the outside through its Host alone.
//
// # Observing
//
// StandardIntrinsic has what cells call of the standard library that must know of
// the machine: what may block for ever, and what looks at the stack. A Debugger
// stops code at breakpoints, steps and shows variables. Run.StartProfile and
// Run.Profile say which lines take the time. Goroutines of cells that use a map at
// once get an error where Go would end the program.
//
// # Callbacks
//
// When compiled code calls a method or func value of a cell, the call gets a machine:
// mostly the one that its run's last callback has left. Which run that is the World
// asks its owner, see World.RunOf and World.KeyOf. What calls back often and does
// nothing else (sort.Sort, heaps) is given methods that run on the machine of its
// caller instead (emit_bound.go), and fmt.Sprint of one value is a call of its String
// method (emit_sprint.go).
//
// # Safety
//
// What the package knows of Go's run-time system is in a file for each concern,
// which is tried when the program starts. Where Go has changed something slower
// takes its place: for memory_linkname.go memory_reflect.go (memory_choice.go
// tries), for funclayout.go reflect.MakeFunc; the build tag vmportable always
// chooses these. Without runtime_layout.go cells do not see frames of their own,
// without once_layout.go they ask a sync.Once each time. Nothing can take the place
// of memory.go, which word_layout.go tries: see Supported. Slots need 64-bit
// little-endian machines. World.Verify has each compiled function checked: that its
// instructions touch words of the right kind only.
package vm
