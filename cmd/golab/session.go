package main

import (
	"fmt"
	"strings"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

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

// frame shows a gota frame as a table, and a series as one of a single column.
// One that holds an error, as gota returns for a column that is not there, fails.
func frame(v any) (map[string]any, error) {
	var df dataframe.DataFrame
	switch x := v.(type) {
	case dataframe.DataFrame:
		df = x
	case *dataframe.DataFrame:
		if x == nil {
			return nil, nil
		}
		df = *x
	case series.Series:
		if df.Err = x.Err; x.Err == nil {
			df = dataframe.New(x)
		}
	default:
		return nil, nil
	}
	if df.Err != nil {
		return nil, fmt.Errorf("dataframe: %w", df.Err)
	}
	return map[string]any{display.Plain: strings.TrimRight(data.Text(df), "\n"), display.HTML: data.HTML(df)}, nil
}
