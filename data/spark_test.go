package data

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// A sparkSplit is what real Spark's randomSplit answered: see
// testdata/spark-split.py.
type sparkSplit struct {
	Weights []float64
	Seed    int64
	Rows    [][3]any // two numbers and a string
	Parts   [][]int  // positions of the rows, the first of equal ones
}

// frame returns the rows as a frame.
func (c sparkSplit) frame(t *testing.T) dataframe.DataFrame {
	t.Helper()
	n := len(c.Rows)
	df := dataframe.New(
		series.New(make([]float64, n), series.Float, "a"),
		series.New(make([]float64, n), series.Float, "b"),
		series.New(make([]string, n), series.String, "s"))
	for i, row := range c.Rows {
		for j, v := range row {
			if text, ok := v.(string); ok && j < 2 {
				x, err := strconv.ParseFloat(text, 64)
				if err != nil {
					t.Fatal(err)
				}
				v = x
			}
			df.Elem(i, j).Set(v)
		}
	}
	return df
}

// rowTexts returns each row of df as a text that tells null, NaN and -0 apart.
func rowTexts(df dataframe.DataFrame) []string {
	var rows []string
	for i := range df.Nrow() {
		text := ""
		for j := range df.Ncol() {
			e := df.Elem(i, j)
			if isNull(e) {
				text += " null"
			} else {
				text += fmt.Sprintf(" %q", fmt.Sprint(e.Val()))
			}
		}
		rows = append(rows, text)
	}
	return rows
}

func TestRandomSplitAsSpark(t *testing.T) {
	text, err := os.ReadFile("testdata/spark-split.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []sparkSplit }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range file.Cases {
		df := c.frame(t)
		parts, err := RandomSplit(df, c.Weights, c.Seed)
		if err != nil {
			t.Fatal(err)
		}
		rows := rowTexts(df)
		for i, part := range parts {
			var want []string
			for _, position := range c.Parts[i] {
				want = append(want, rows[position])
			}
			if got := rowTexts(part); !slices.Equal(got, want) {
				t.Errorf("weights %v, seed %d, part %d:\n got %q\nwant %q", c.Weights, c.Seed, i, got, want)
			}
		}
	}
}
