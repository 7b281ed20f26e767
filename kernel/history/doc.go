// Package history keeps what was typed, across sessions, in a file.
//
// The file holds a JSON object per line, an input or what an input returned:
//
//	{"session":3,"line":1,"input":"x := 1"}
//	{"session":3,"line":2,"input":"x + 1"}
//	{"session":3,"line":2,"output":"2"}
//
// Several kernels write the same file at once. Each writes whole lines by a single
// write to the end of it, while it holds a lock on a file beside it (.lock), so that
// lines do not mix. A session gets its number when it first writes: one more than
// the highest in the file, found under the same lock, so that no two have the same.
// A line that is damaged, such as the half of one that a full disk has left, is
// passed over.
//
// The file is bounded: beyond 12 500 inputs or 8 MB it is replaced, in one step and
// under the lock, by the last 10 000 inputs or 4 MB of it. As people type secrets,
// only the user may read it.
//
// Nothing is read or written before it is needed: [Open] looks whether the file can
// be used, the first input makes it, the first question reads it.
package history
