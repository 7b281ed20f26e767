// Package display turns any value into a MIME bundle, the representations of
// one value that a front end chooses from.
//
// A value says how it is shown by having a method
//
//	MIMEBundle() (map[string]any, error)
//
// which it can have without importing anything of golab. The keys are MIME
// types; a value is a string, or the bytes of a picture. A [MIMEMap] with such
// keys is a bundle itself. The kernel's owner may
// hand in a [RenderFunc] for types that have no such method. The methods of
// gophernotes count too, from HTML() string to Render() Data; see [Renderer] and
// its neighbours. Besides, pictures are shown as PNG and matrices as tables. All the rest is shown as text, as
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
//
// # Showing values from within a cell
//
// [Display] shows a value at once, [Update] replaces one that is shown, and
// [ClearOutput] takes all away. [HTML], [Markdown], [Math], [PNG], [File] and
// their like make [Data], which is shown as what it says it is. Functions and
// methods have the names that they have in gophernotes, whose notebooks find all
// they need here. [Progress] and [NewBar] show how far a loop has come.
//
// The same code runs in a plain program: there all of these print text.
package display
