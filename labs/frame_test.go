package labs

import (
	"math"
	"strings"
	"testing"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/mat"
)

var nan, inf = math.NaN(), math.Inf(1)

// frame makes a frame of float columns, name and values in turn.
func frame(pairs ...any) dataframe.DataFrame {
	var columns []series.Series
	for i := 0; i < len(pairs); i += 2 {
		switch values := pairs[i+1].(type) {
		case []string:
			columns = append(columns, series.New(values, series.String, pairs[i].(string)))
		case []int:
			columns = append(columns, series.New(values, series.Int, pairs[i].(string)))
		case []bool:
			columns = append(columns, series.New(values, series.Bool, pairs[i].(string)))
		default:
			columns = append(columns, series.New(values, series.Float, pairs[i].(string)))
		}
	}
	return dataframe.New(columns...)
}

// vectors adds a vector column to a frame.
func vectors(t testing.TB, df dataframe.DataFrame, name string, width int, values ...float64) dataframe.DataFrame {
	t.Helper()
	out, err := data.WithVector(df, name, mat.NewDense(len(values)/width, width, values))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// xor is the example of PySpark's documentation.
func xor(t testing.TB) dataframe.DataFrame {
	return vectors(t, frame("label", []float64{0, 1, 1, 0}), "features", 2, 0, 0, 0, 1, 1, 0, 1, 1)
}

// wantError checks that err has the text that begins with prefix and holds the parts.
func wantError(t *testing.T, name string, err error, prefix string, parts ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: no error, want %s …", name, prefix)
		return
	}
	if !strings.HasPrefix(err.Error(), prefix) {
		t.Errorf("%s: error %q, want one that begins with %q", name, err, prefix)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s: error %q does not say %q", name, err, part)
		}
	}
}

// wantColumn checks the numbers of a column.
func wantColumn(t *testing.T, df dataframe.DataFrame, name string, want ...float64) {
	t.Helper()
	got, err := data.Column(df, name)
	if err != nil {
		t.Error(err)
		return
	}
	wantNumbers(t, name, got, want)
}

func wantNumbers(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s has %d numbers, want %d", what, len(got), len(want))
		return
	}
	for i := range got {
		if math.IsNaN(got[i]) != math.IsNaN(want[i]) || math.Abs(got[i]-want[i]) > 1e-13*math.Max(1, math.Abs(want[i])) {
			t.Errorf("%s[%d] = %v, want %v", what, i, got[i], want[i])
		}
	}
}
