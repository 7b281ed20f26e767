// Package arrowin reads Arrow IPC files and streams that may be damaged, or made to do
// harm, with arrow-go.
//
// arrow-go believes the lengths in its input: a file of some bytes can make it ask for so
// much memory that the process ends, or call itself until there is no stack, and neither
// can be recovered. So the metadata of each message (a flatbuffer) is checked before
// arrow-go sees it: each table, vector and text lies inside it and there are not more of
// them than it has bytes for; each buffer lies inside the body; a compressed buffer claims
// no more bytes than its codec can make of it. What all of it takes must fit into the
// memory that the machine has left, see [Enough].
//
// What the bytes of buffers say, as offsets of texts, is not checked. arrow-go panics when
// such a number is wrong: who looks at the values has to recover.
package arrowin
