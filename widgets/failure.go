package widgets

import (
	"crypto/rand"
	"fmt"
	"html"
	"os"

	"golab/kernel/display"
)

// A failure is the place where the errors of a callback are shown: below the cell
// that it comes from, the last one in the place of the one before.
type failure struct {
	id    string
	shown bool
}

// show shows err, or takes the one before away when it is nil. In a program
// without a front end it prints err to os.Stderr.
func (f *failure) show(err error) {
	switch {
	case err == nil && !f.shown:
		return
	case display.Comms() == nil:
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		return
	case f.id == "":
		f.id = "failure-" + rand.Text()
	}
	d := display.MIME(display.MIMEMap{display.MIMETypeText: ""}, nil)
	if err != nil {
		d = display.MIME(failed(err), nil)
	}
	f.shown = display.Update(f.id, d) == nil && err != nil
}

// failed returns the bundle that shows an error.
func failed(err error) display.MIMEMap {
	return display.MIMEMap{
		display.MIMETypeText: err.Error(),
		display.MIMETypeHTML: `<pre style="color: var(--jp-error-color0, #d32f2f)">` + html.EscapeString(err.Error()) + "</pre>",
	}
}
