package main

import (
	_ "golab/internal/symbols" // what cells may import
	"golab/kernel"
	"golab/kernel/display"
	"golab/kernel/interp"
	"golab/labs"
)

// newSession plugs a session together: this is all that golab's cells know
// beyond Go.
func newSession() (*kernel.Session, error) {
	engine, err := interp.New(interp.Config{})
	if err != nil {
		return nil, err
	}
	return kernel.NewSession(kernel.Config{
		Engine:    engine,
		Prelude:   labs.Prelude,
		Renderers: []display.RenderFunc{frame, figure},
	})
}
