package main

import (
	"time"

	"golab/kernel"
	"golab/kernel/display"
	"golab/kernel/interp"
	"golab/labs"
)

// lateDisplay is what cells have under the name that gophernotes gives it.
const lateDisplay = `// Display shows a value at once, as the last value of a cell is shown at its end.
func Display(x any) error { return display.Display(x) }`

// newSession plugs a session together: this is all that golab's cells know
// beyond Go. An interactive one has a user who looks on.
func newSession(interactive bool) (*kernel.Session, error) {
	engine, err := interp.New(interp.Config{
		Grace:   50 * time.Millisecond,
		Imports: map[string]string{"display": "golab/kernel/display"},
		Late:    map[string]string{"Display": lateDisplay},
	})
	if err != nil {
		return nil, err
	}
	return kernel.NewSession(kernel.Config{
		Engine:      engine,
		Prelude:     labs.Prelude,
		Interactive: interactive,
		Renderers:   []display.RenderFunc{frame, figure},
	})
}
