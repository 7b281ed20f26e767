// Split writes the training and test rows of the lab's split of Spambase, for
// make_goldens.py:
//
//	go run ./learn/testdata/split spambase.data folder
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golab/data"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: split spambase.data folder")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(from, folder string) error {
	df, err := data.ReadCSV(from)
	if err != nil {
		return err
	}
	parts, err := data.RandomSplit(df, []float64{0.7, 0.3}, 42)
	if err != nil {
		return err
	}
	for i, name := range []string{"train.csv", "test.csv"} {
		x, err := data.Matrix(parts[i], df.Names()...)
		if err != nil {
			return err
		}
		var b strings.Builder
		rows, cols := x.Dims()
		for r := range rows {
			for c := range cols {
				if c > 0 {
					b.WriteByte(',')
				}
				b.WriteString(strconv.FormatFloat(x.At(r, c), 'g', -1, 64))
			}
			b.WriteByte('\n')
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(b.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}
