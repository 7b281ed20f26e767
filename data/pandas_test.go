package data

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// A pandasTable is a frame as testdata/pandas-frames.py has written it.
type pandasTable struct {
	Columns []string
	Rows    [][]any
}

func pandasTables(t *testing.T) map[string]pandasTable {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "pandas-frames.json"))
	if err != nil {
		t.Fatal(err)
	}
	var tables map[string]pandasTable
	if err := json.Unmarshal(text, &tables); err != nil {
		t.Fatal(err)
	}
	return tables
}

// people and cities are the frames that pandas was given.
func people(t testing.TB) dataframe.DataFrame { return fromTestdata(t, "people.csv") }
func cities(t testing.TB) dataframe.DataFrame { return fromTestdata(t, "cities.csv") }

func fromTestdata(t testing.TB, name string) dataframe.DataFrame {
	t.Helper()
	df, err := CSV{Header: true}.Read(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return df
}

// A step is one call of a chain; the first error stays.
type step func(dataframe.DataFrame) (dataframe.DataFrame, error)

func chain(df dataframe.DataFrame, steps ...step) (dataframe.DataFrame, error) {
	var err error
	for _, s := range steps {
		if df, err = s(df); err != nil {
			return df, err
		}
	}
	return df, nil
}

func selected(names ...string) step {
	return func(df dataframe.DataFrame) (dataframe.DataFrame, error) { return Select(df, names...) }
}

func counted(name string) step {
	return func(df dataframe.DataFrame) (dataframe.DataFrame, error) { return ValueCounts(df, name) }
}

func head(n int) step {
	return func(df dataframe.DataFrame) (dataframe.DataFrame, error) { return Head(df, n) }
}

// calls are the same calls as in the script.
func calls(t *testing.T) map[string]func() (dataframe.DataFrame, error) {
	all, towns := people(t), cities(t)
	groups, err := GroupBy(all, "city", "kind")
	if err != nil {
		t.Fatal(err)
	}
	pick := func(names ...string) dataframe.DataFrame {
		df, err := Select(all, names...)
		if err != nil {
			t.Fatal(err)
		}
		return df
	}
	calls := map[string]func() (dataframe.DataFrame, error){
		"describe":             func() (dataframe.DataFrame, error) { return Describe(all) },
		"describe text":        func() (dataframe.DataFrame, error) { return Describe(all, "city") },
		"value counts":         func() (dataframe.DataFrame, error) { return ValueCounts(all, "visits") },
		"value counts of text": func() (dataframe.DataFrame, error) { return chain(all, counted("city"), selected("city", "count")) },
		"group means":          func() (dataframe.DataFrame, error) { return GroupMeans(all, "city") },
		"groups": func() (dataframe.DataFrame, error) {
			return groups.Agg(Mean.Of("age"), Std.Of("age"), Median.Of("age"), Count.Of("age"), Sum.Of("income"), Min.Of("income"),
				Max.Of("income"), Sum.Of("visits"), Max.Of("visits"), Mean.Of("visits"))
		},
		"sizes":               groups.Sizes,
		"missing":             func() (dataframe.DataFrame, error) { return chain(all, Missing, selected("column", "missing")) },
		"drop missing":        func() (dataframe.DataFrame, error) { return DropMissing(all) },
		"drop missing of two": func() (dataframe.DataFrame, error) { return DropMissing(all, "city", "age") },
		"fill mean":           func() (dataframe.DataFrame, error) { return FillMissing(pick("age"), Mean) },
		"fill median":         func() (dataframe.DataFrame, error) { return FillMissing(pick("height"), Median, "height") },
		"fill mode":           func() (dataframe.DataFrame, error) { return FillMissing(pick("city"), Mode) },
		"filter": func() (dataframe.DataFrame, error) {
			return FilterRows(all, func(r Row) bool { return r.Number("age") >= 30 && r.Text("city") != "Tours" })
		},
		"sort":       func() (dataframe.DataFrame, error) { return SortBy(all, "city", "-age", "income") },
		"one hot":    func() (dataframe.DataFrame, error) { return OneHot(pick("age", "city", "kind"), "city", "kind") },
		"corr":       func() (dataframe.DataFrame, error) { return Corr(all, "age", "income", "height", "visits", "weight") },
		"corr numpy": func() (dataframe.DataFrame, error) { return corrOfWhole(all) },
		"concat": func() (dataframe.DataFrame, error) {
			small, _ := chain(all, head(7), selected("city", "age", "kind"))
			tail, _ := Tail(all, 4)
			other, _ := Select(tail, "income", "age", "city")
			return Concat(small, other)
		},
	}
	for _, how := range []JoinKind{Inner, Left, Right, Outer} {
		first, _ := Head(all, 20)
		calls["join "+how.String()] = func() (dataframe.DataFrame, error) { return Join(first, towns, how, "city") }
		calls["join of two "+how.String()] = func() (dataframe.DataFrame, error) { return Join(first, towns, how) }
	}
	return calls
}

func corrOfWhole(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	numbers := []string{"age", "income", "height", "visits", "weight"}
	return chain(df, selected(numbers...),
		func(df dataframe.DataFrame) (dataframe.DataFrame, error) { return DropMissing(df) },
		func(df dataframe.DataFrame) (dataframe.DataFrame, error) { return Corr(df) },
		selected(numbers...))
}

// Every table is pandas's own, in all digits; but correlations, which pandas and
// NumPy do not add in one order themselves, to 1e-14.
func TestAsPandas(t *testing.T) {
	tables, calls := pandasTables(t), calls(t)
	if len(tables) != len(calls) {
		t.Errorf("%d tables of pandas, %d calls", len(tables), len(calls))
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			df, err := call()
			if err != nil {
				t.Fatal(err)
			}
			tolerance := 0.0
			if name == "corr" || name == "corr numpy" {
				tolerance = 1e-14
			}
			compareTables(t, df, tables[name], tolerance)
		})
	}
}

func compareTables(t *testing.T, df dataframe.DataFrame, want pandasTable, tolerance float64) {
	t.Helper()
	if !slices.Equal(df.Names(), want.Columns) {
		t.Fatalf("columns %q, pandas has %q", df.Names(), want.Columns)
	}
	if df.Nrow() != len(want.Rows) {
		t.Fatalf("%d rows, pandas has %d", df.Nrow(), len(want.Rows))
	}
	for i, row := range want.Rows {
		for j, cell := range row {
			if !sameCell(df.Elem(i, j), cell, tolerance) {
				t.Errorf("row %d, column %s: %v, pandas has %v", i, want.Columns[j], exactCell(df.Elem(i, j)), cell)
			}
		}
	}
}

func exactCell(e series.Element) string {
	if e.Type() == series.Float {
		return exactText(e.Float())
	}
	return e.String()
}

func sameCell(e series.Element, want any, tolerance float64) bool {
	switch want := want.(type) {
	case nil:
		return e.IsNA() || e.Type() == series.String && e.String() == ""
	case float64:
		if e.Type() == series.String {
			return e.String() == strconv.FormatFloat(want, 'f', -1, 64)
		}
		return math.Abs(e.Float()-want) <= tolerance
	default:
		return e.Type() == series.String && e.String() == want
	}
}
