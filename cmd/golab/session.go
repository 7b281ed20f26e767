package main

import (
	"time"

	_ "golab/internal/symbols" // what cells may import
	"golab/kernel"
	"golab/kernel/display"
	"golab/kernel/interp"
	"golab/labs"
)

// newSession plugs a session together: this is all that golab's cells know
// beyond Go. With asks there is someone who can be asked for input.
func newSession(asks bool) (*kernel.Session, error) {
	engine, err := interp.New(interp.Config{
		Grace:   50 * time.Millisecond,
		Imports: map[string]string{"display": "golab/kernel/display"},
		Late:    map[string]string{"Display": "func Display(x any) error { return display.Display(x) }"},
	})
	if err != nil {
		return nil, err
	}
	return kernel.NewSession(kernel.Config{
		Engine:    engine,
		Prelude:   labs.Prelude,
		Stdin:     asks,
		Renderers: []display.RenderFunc{frame, figure},
	})
}
