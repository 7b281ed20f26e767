package data

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// hundredThousand is a frame of that many rows.
func hundredThousand() dataframe.DataFrame {
	const n = 100_000
	r := rand.New(rand.NewPCG(1, 2))
	city, kind, x := make([]string, n), make([]int, n), make([]float64, n)
	for i := range n {
		city[i], kind[i], x[i] = fmt.Sprint("city ", r.IntN(100)), r.IntN(1000), r.NormFloat64()
	}
	return dataframe.New(series.New(city, series.String, "city"), series.New(kind, series.Int, "kind"), series.New(x, series.Float, "x"))
}

func BenchmarkFrames(b *testing.B) {
	df := hundredThousand()
	towns, err := ValueCounts(df, "kind")
	if err != nil {
		b.Fatal(err)
	}
	for name, call := range map[string]func() (dataframe.DataFrame, error){
		"describe":     func() (dataframe.DataFrame, error) { return Describe(df) },
		"value counts": func() (dataframe.DataFrame, error) { return ValueCounts(df, "city") },
		"group means":  func() (dataframe.DataFrame, error) { return GroupMeans(df, "city", "kind") },
		"sort":         func() (dataframe.DataFrame, error) { return SortBy(df, "city", "-x") },
		"filter":       func() (dataframe.DataFrame, error) { return Filter(df, "x", func(x float64) bool { return x > 0 }) },
		"join":         func() (dataframe.DataFrame, error) { return Join(df, towns, Left, "kind") },
		"corr":         func() (dataframe.DataFrame, error) { return Corr(df) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := call(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
