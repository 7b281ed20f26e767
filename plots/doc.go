// Package plots turns slices of numbers into a figure.
//
// A figure is a value that draws itself: it has a title, two labelled axes and
// any number of series of any kind, and it becomes a file by [Figure.Save] or a picture in a
// notebook by [Figure.MIMEBundle]:
//
//	fig := plots.New("Training and validation accuracy", "Epochs", "Accuracy")
//	fig.Points("Training acc", epochs, training)
//	fig.Line("Validation acc", epochs, validation)
//	err := fig.Save("history.png")
//
// # Kinds of series
//
//   - [Figure.Points], [Figure.Line] and [Figure.Band] take coordinates.
//   - [Figure.Histogram], [Figure.Density] and [Figure.Box] show how values lie.
//   - [Figure.Bars] takes a value for each name.
//   - [Figure.LearningCurve], [Figure.ROC] and [Figure.PrecisionRecall] show how good
//     a model is.
//
// Some pictures have a figure to themselves: [Figure.Heatmap],
// [Figure.ConfusionMatrix] and [Figure.ScatterMatrix], which take a gonum matrix or
// anything like it. A [Live] is a figure that is drawn anew while its numbers come
// in.
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
