// Package display turns any value into a MIME bundle, the representations of
// one value that a front end chooses from.
//
// A value says how it is shown by having a method
//
//	MIMEBundle() (map[string]any, error)
//
// which it can have without importing anything of golab. The keys are MIME
// types; a value is a string, or the bytes of a picture. The kernel's owner may
// hand in a [Renderer] for types that have no such method. Besides, pictures
// are shown as PNG and matrices as tables. All the rest is shown as text, as
// fmt's %+v prints it, with these differences, made for reading:
//
//   - Text is quoted, so that "1" is not taken for 1. A text of several lines
//     that is the whole value is shown as it is.
//   - A struct has its type in front: Point{X:1 Y:2}. What a pointer points to
//     is shown, not the address.
//   - What is wider than a line is laid out over several. Long slices and maps,
//     long texts and deep structures are cut, with a count of what was left out.
//
// Values that point to themselves are safe, and so are String methods that
// panic.
package display
