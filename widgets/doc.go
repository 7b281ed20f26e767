// Package widgets has sliders, buttons and bars in a notebook, by the ipywidgets
// protocol.
//
// A widget is a struct whose fields say how it starts; the zero fields mean the
// default. It is shown as the last value of a cell, by display.Display, or within
// a box, and has to be a pointer for that:
//
//	rate := &widgets.FloatLogSlider{Description: "learning rate", Min: -4, Initial: 0.01}
//	rate
//
// From then on the fields no longer count: Value returns the present value, and
// SetValue changes it, here and on the page. Most labs need no more than
// [Interact], which calls a function again whenever a slider is moved:
//
//	widgets.Interact(func(rate float64) *plots.Figure { return lossCurve(rate) }, rate)
//
// # Callbacks
//
// Functions given to Observe, OnClick and Interact run in the kernel, one after
// another and never within each other, but at the same time as cells: what cells
// share with them needs a lock, as between goroutines. While one runs, newer
// values of a slider replace those that wait, so that dragging stays live. What a
// callback prints and shows goes below the cell that it comes from, and so does
// its error if it panics.
//
// # Front ends without widgets
//
// Every widget is shown as HTML that does not move and as text too. Where
// ipywidgets is not installed, and in notebooks that are only read, these are
// seen. In a program without a front end widgets are plain values; see the
// examples.
//
// Names are those of ipywidgets 8, whose protocol is version 2 with models of
// @jupyter-widgets/base and controls 2.0.0.
package widgets
