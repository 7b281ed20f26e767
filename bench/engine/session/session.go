// Package session makes sessions as golab's users have them: it is what cmd/golab
// plugs together, less the pictures of frames and figures.
package session

import (
	"time"

	"golab/kernel"
	"golab/kernel/interp"
	"golab/labs"
)

// New returns a session of golab's engine.
func New() (*kernel.Session, error) {
	engine, err := interp.New(interp.Config{
		Grace:   50 * time.Millisecond,
		Imports: map[string]string{"display": "golab/kernel/display"},
		Late:    map[string]string{"Display": "func Display(x any) error { return display.Display(x) }"},
	})
	if err != nil {
		return nil, err
	}
	return kernel.NewSession(kernel.Config{Engine: engine, Prelude: labs.Prelude})
}
