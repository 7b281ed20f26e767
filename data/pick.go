package data

import (
	"fmt"
	"math/rand/v2"

	"github.com/go-gota/gota/dataframe"
)

// Select returns the named columns of df in the order given; a vector comes with
// all its numbers. It fails if df has no column of a name, or if one is named
// twice.
func Select(df dataframe.DataFrame, names ...string) (dataframe.DataFrame, error) {
	if len(names) == 0 {
		return dataframe.DataFrame{}, fmt.Errorf("data: Select: no column is named")
	}
	chosen, err := chosen(df, names)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Select: %w", err)
	}
	selected := df.Select(chosen)
	if selected.Err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Select: %w", selected.Err)
	}
	return selected, nil
}

// Drop returns df without the named columns. It fails if df has no column of a
// name, or if none would be left.
func Drop(df dataframe.DataFrame, names ...string) (dataframe.DataFrame, error) {
	gone, err := positions(df, names)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Drop: %w", err)
	}
	left := without(allRows(df.Ncol()), gone)
	if len(left) == 0 {
		return dataframe.DataFrame{}, fmt.Errorf("data: Drop: all %d columns of the frame are named, none would be left", df.Ncol())
	}
	dropped := df.Select(left)
	if dropped.Err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Drop: %w", dropped.Err)
	}
	return dropped, nil
}

// without returns the numbers of all that are not in gone.
func without(all, gone []int) []int {
	out := make(map[int]bool, len(gone))
	for _, j := range gone {
		out[j] = true
	}
	left := []int{}
	for _, j := range all {
		if !out[j] {
			left = append(left, j)
		}
	}
	return left
}

// Head returns the first n rows of df, or all if there are less. It fails if n is
// negative.
func Head(df dataframe.DataFrame, n int) (dataframe.DataFrame, error) {
	return ends("Head", df, n, func(rows []int, n int) []int { return rows[:n] })
}

// Tail returns the last n rows of df, or all if there are less. It fails if n is
// negative.
func Tail(df dataframe.DataFrame, n int) (dataframe.DataFrame, error) {
	return ends("Tail", df, n, func(rows []int, n int) []int { return rows[len(rows)-n:] })
}

// ends returns those of the rows of df that cut takes.
func ends(caller string, df dataframe.DataFrame, n int, cut func(rows []int, n int) []int) (dataframe.DataFrame, error) {
	if err := usable(df); err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: %s: %w", caller, err)
	}
	if n < 0 {
		return dataframe.DataFrame{}, fmt.Errorf("data: %s: %d rows are less than none", caller, n)
	}
	some, err := subset(df, cut(allRows(df.Nrow()), min(n, df.Nrow())))
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: %s: %w", caller, err)
	}
	return some, nil
}

// Sample returns n rows of df, none of them twice, in random order: the same ones
// for the same seed, and all orders of all choices alike probable. It fails if n is
// negative or more than the rows of df.
func Sample(df dataframe.DataFrame, n int, seed int64) (dataframe.DataFrame, error) {
	if err := usable(df); err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Sample: %w", err)
	}
	if n < 0 || n > df.Nrow() {
		return dataframe.DataFrame{}, fmt.Errorf("data: Sample: %d rows, the frame has %d", n, df.Nrow())
	}
	some, err := subset(df, rand.New(rand.NewPCG(uint64(seed), 0)).Perm(df.Nrow())[:n])
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Sample: %w", err)
	}
	return some, nil
}
