package display

import (
	"fmt"
	"os"
)

// Display shows a value at once, as the last value of a cell is shown at its
// end. In a program without a front end it prints the value's text.
//
// It fails when the value cannot be shown.
func Display(x any) error {
	d, p, err := render(x)
	if err != nil {
		return err
	}
	if p == nil {
		return printText(d)
	}
	return p.Show(d, false)
}

// Update shows a value in the place of the one that was shown under the same id.
// The first call in a run of a cell shows the value below what the cell has
// shown so far, later ones replace it, and so do those in handlers:
//
//	for epoch := range 10 {
//		display.Update("loss", losses[:epoch])
//	}
//
// A text is shown as it is, without quotes. Update fails when the value cannot be
// shown.
func Update(id string, x any) error {
	d, p, err := render(unquoted(x))
	if err != nil {
		return err
	}
	if p == nil {
		return printText(d)
	}
	d.Transient = with(d.Transient, "display_id", id)
	p.mu.Lock()
	defer p.mu.Unlock()
	cell := p.Cell()
	update := p.shown[shownID{id, cell}]
	if err := p.Show(d, update); err != nil {
		return err
	}
	p.shown[shownID{id, cell}] = true
	p.shown[shownID{id, 0}] = true
	return nil
}

// unquoted returns a text as Data that is shown as it is, and other values.
func unquoted(x any) any {
	if text, ok := x.(string); ok {
		return MakeData(MIMETypeText, text)
	}
	return x
}

// ClearOutput takes away all that the running cell has shown and printed: at
// once or, with wait, when the next value or text comes, so that nothing
// flickers. Without a front end it does nothing.
func ClearOutput(wait bool) error {
	if p := frontend.Load(); p != nil {
		return p.ClearOutput(wait)
	}
	return nil
}

// Render returns what the front end would be given to show x: the value's Bundle
// with the renderers of the session.
func Render(x any) (Data, error) {
	d, _, err := render(x)
	return d, err
}

// render returns the Data of x and the place to show it, nil for os.Stdout.
func render(x any) (Data, *place, error) {
	p := frontend.Load()
	if p == nil {
		d, err := Bundle([]any{x})
		return d, nil, err
	}
	d, err := p.Render(x)
	return d, p, err
}

// with returns m with one entry more; m itself may be the user's.
func with(m MIMEMap, key string, value any) MIMEMap {
	n := MIMEMap{}
	merge(&n, m)
	n[key] = value
	return n
}

// printText prints the text of d.
func printText(d Data) error {
	_, err := fmt.Fprintln(os.Stdout, d.Data[MIMETypeText])
	return err
}
