package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"golab/data"
	"golab/kernel/display"
)

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
	return map[string]any{display.MIMETypeText: strings.TrimRight(data.Text(df), "\n"), display.MIMETypeHTML: data.HTML(df)}, nil
}

// figure shows a plot of gonum's as a picture of 640×440.
func figure(v any) (map[string]any, error) {
	p, ok := v.(*plot.Plot)
	if !ok || p == nil {
		return nil, nil
	}
	const pixel = vg.Inch / 96
	w, err := p.WriterTo(640*pixel, 440*pixel, "png")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := w.WriteTo(&b); err != nil {
		return nil, err
	}
	return map[string]any{display.MIMETypePNG: b.Bytes()}, nil
}
