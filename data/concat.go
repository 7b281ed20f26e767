package data

import (
	"fmt"

	"github.com/go-gota/gota/dataframe"
)

// Concat puts the rows of frames below each other. The result has all their
// columns, in the order in which they first come; what a frame has not got is
// missing in its rows. A column of ints here and floats there holds floats.
//
// It fails if there is no frame, or if a column holds numbers in one frame and text
// in another.
func Concat(frames ...dataframe.DataFrame) (dataframe.DataFrame, error) {
	if len(frames) == 0 {
		return dataframe.DataFrame{}, fmt.Errorf("data: Concat: there is no frame")
	}
	var names []string
	parts := map[string][]part{}
	rows := 0
	for n, df := range frames {
		if err := usable(df); err != nil {
			return dataframe.DataFrame{}, fmt.Errorf("data: Concat: frame %d: %w", n, err)
		}
		for _, v := range allValues(df, allRows(df.Ncol())) {
			before := parts[v.name]
			if len(before) == 0 {
				names = append(names, v.name)
			} else if first := before[0]; first.numeric() != v.numeric() {
				return dataframe.DataFrame{}, fmt.Errorf("data: Concat: column %q holds %s in frame %d and %s in frame %d",
					v.name, first.holds(), first.frame, v.holds(), n)
			}
			parts[v.name] = append(before, part{v, n})
		}
		rows += df.Nrow()
	}
	columns := make([]column, len(names))
	for k, name := range names {
		columns[k] = stacked(name, parts[name], frames, rows)
	}
	return newFrame(columns, rows), nil
}

// A part is a column of one of several frames.
type part struct {
	values
	frame int
}

// stacked returns the column of all parts, with gaps where a frame has none.
func stacked(name string, parts []part, frames []dataframe.DataFrame, rows int) column {
	kind := parts[0].kind
	for _, p := range parts {
		if p.kind != kind {
			kind = kindFloat
		}
	}
	c := newColumn(name, kind, rows)
	for n, df := range frames {
		have := len(parts) > 0 && parts[0].frame == n
		for i := range df.Nrow() {
			if !have {
				c.addMissing()
				continue
			}
			if v := parts[0].values; kind == kindFloat && !v.missing[i] {
				c.addFloat(v.floats[i])
			} else {
				v.addTo(&c, i)
			}
		}
		if have {
			parts = parts[1:]
		}
	}
	return c
}
