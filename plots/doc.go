// Package plots turns slices of numbers into a figure.
//
// A figure is a value that draws itself: it has a title, two labelled axes and
// any number of series, and it becomes a file by [Figure.Save] or a picture in a
// notebook by [Figure.MIMEBundle]:
//
//	fig := plots.New("Training and validation accuracy", "Epochs", "Accuracy")
//	fig.Points("Training acc", epochs, training)
//	fig.Line("Validation acc", epochs, validation)
//	err := fig.Save("history.png")
//
// # Errors
//
// Adding a series cannot fail on the spot. The figure keeps the first thing that
// was wrong, ignores what is added afterwards, and gives the error up at Save and
// MIMEBundle, as a bufio.Writer does at Flush. [Figure.Err] tells it earlier.
//
// # Numbers that cannot be drawn
//
// A point with a NaN or an infinite coordinate is left out: it is a gap in a line
// and a missing dot among points. A series without a single drawable point is an
// error.
//
// # What the picture looks like
//
// Seven colours that people with any kind of colour blindness can tell apart (Okabe
// and Ito, "Color Universal Design", 2008), dots and lines, ticks at round
// numbers, a light grid, and a legend where it hides the least of the data. Text is
// drawn as outlines of the Liberation Sans typeface, so that a figure looks the same
// on every machine, in PNG, SVG and PDF.
package plots
