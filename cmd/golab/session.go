package main

import (
	"strings"

	"github.com/go-gota/gota/dataframe"

	"golab/data"
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
		Renderers: []display.Renderer{frame},
	})
}

// frame shows a gota frame as a table.
func frame(v any) (map[string]any, bool) {
	if p, ok := v.(*dataframe.DataFrame); ok && p != nil {
		v = *p
	}
	df, ok := v.(dataframe.DataFrame)
	if !ok {
		return nil, false
	}
	return map[string]any{display.Plain: strings.TrimRight(data.Text(df), "\n"), display.HTML: data.HTML(df)}, true
}
