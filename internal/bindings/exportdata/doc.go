// Package exportdata writes what importers must know of packages, their
// exported objects and all that these mention, and reads it back as go/types
// packages, one declaration at a time.
//
// An archive holds a chunk for each package. A chunk names the declarations of
// other packages by path and name, so it does not change with them, and
// importing a package decodes of its dependencies only what it mentions.
// Chunks are not compressed: they are read in place, out of the binary.
// Positions are left out.
//
// The layout, with numbers as in encoding/binary's Uvarint where not fixed:
//
//	archive  count, then for each chunk its path, length, then the chunks
//	chunk    16 bytes: what lies where; then
//	         strings  each its length and its bytes; a string is named by its offset
//	         index    8 bytes for each declaration, sorted by name: name, offset
//	         data     declarations and types, each named by its offset
package exportdata
