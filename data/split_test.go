package data

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/mat"

	"golab/internal/jvm"
)

// classCounts returns how many rows of df have label 0 and label 1.
func classCounts(t testing.TB, df dataframe.DataFrame) [2]int {
	t.Helper()
	names := df.Names()
	labels, err := Column(df, names[len(names)-1])
	if err != nil {
		t.Fatal(err)
	}
	var counts [2]int
	for _, label := range labels {
		counts[int(label)]++
	}
	return counts
}

// The counts are those that Spark 3.0.1, 3.3.1 and 4.1.4 give.
func TestRandomSplitSpambase(t *testing.T) {
	df, err := ReadCSV(realSpambase(t))
	if err != nil {
		t.Fatal(err)
	}
	splits, err := RandomSplit(df, []float64{0.7, 0.3}, 42)
	if err != nil {
		t.Fatal(err)
	}
	train, test := splits[0], splits[1]
	if got := classCounts(t, train); got != [2]int{2016, 1272} {
		t.Errorf("train has %v of the classes", got)
	}
	if got := classCounts(t, test); got != [2]int{772, 541} {
		t.Errorf("test has %v of the classes", got)
	}
	other, err := RandomSplit(df, []float64{0.7, 0.3}, 1242)
	if err != nil {
		t.Fatal(err)
	}
	if other[0].Nrow() != 3166 || other[1].Nrow() != 1435 {
		t.Errorf("seed 1242: %d and %d rows", other[0].Nrow(), other[1].Nrow())
	}
	// The last fifth of the training set is another population than the rest.
	if got := classCounts(t, train.Subset(span(2630, 3288))); got != [2]int{247, 411} {
		t.Errorf("the last 658 training rows have %v of the classes", got)
	}
	if got, err := Column(train.Subset(span(2630, 3288)), "_c0"); err != nil || slices.Min(got) <= 0 {
		t.Errorf("the last 658 training rows have a 0 in the first column, %v", err)
	}
	want := expectedSplits(t, df)
	for i := range splits {
		if got, err := Matrix(splits[i]); err != nil || !mat.Equal(got, want[i]) {
			t.Errorf("split %d has other rows, or another order, %v", i, err)
		}
	}
}

// span returns the numbers from a to b-1.
func span(a, b int) []int {
	var all []int
	for i := a; i < b; i++ {
		all = append(all, i)
	}
	return all
}

// expectedSplits cuts df, 0.7 to 0.3 with seed 42, in the plainest way.
func expectedSplits(t *testing.T, df dataframe.DataFrame) [2]*mat.Dense {
	t.Helper()
	x, err := Matrix(df)
	if err != nil {
		t.Fatal(err)
	}
	n, p := x.Dims()
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = x.RawRowView(i)
	}
	slices.SortStableFunc(rows, func(a, b []float64) int { return slices.Compare(a, b) })
	random := jvm.NewXORShiftRandom(42)
	var values [2][]float64
	for _, row := range rows {
		part := 0
		if random.NextDouble() >= 0.7 {
			part = 1
		}
		values[part] = append(values[part], row...)
	}
	var splits [2]*mat.Dense
	for i, v := range values {
		splits[i] = mat.NewDense(len(v)/p, p, v)
	}
	return splits
}

// sorted returns the first column of df, as text, in Spark's order.
func sorted(df dataframe.DataFrame) string {
	var cells []string
	for _, i := range sortedRows(df) {
		cells = append(cells, df.Elem(i, 0).String())
	}
	return strings.Join(cells, " ")
}

func TestSortedRows(t *testing.T) {
	special := dataframe.New(
		series.New([]string{"nan", "inf", "one", "null", "-0", "0", "-inf"}, series.String, "name"),
		series.New([]float64{math.NaN(), math.Inf(1), 1, 0, math.Copysign(0, -1), 0, math.Inf(-1)}, series.Float, "x"))
	special.Elem(3, 1).Set(nil)
	special = special.Select([]string{"x", "name"})
	order := []string{}
	for _, i := range sortedRows(special.Select("x")) {
		order = append(order, special.Elem(i, 1).String())
	}
	if got, want := strings.Join(order, " "), "null -inf -0 0 one inf nan"; got != want {
		t.Errorf("special numbers come as %s, want %s", got, want)
	}
	ints := series.New([]int{9007199254740993, 9007199254740992, -1}, series.Int, "n")
	ints.Append([]string{"none"})
	tests := []struct {
		name string
		df   dataframe.DataFrame
		want string
	}{
		{"ints beyond float64", dataframe.New(ints), "NaN -1 9007199254740992 9007199254740993"},
		{"texts by bytes", dataframe.New(series.New([]string{"b", "Z", "é", "a", ""}, series.String, "s")), " Z a b é"},
		{"bools", dataframe.New(series.New([]bool{true, false}, series.Bool, "b")), "false true"},
		{"second column decides", parse(t, CSV{}, "1,2,x\n1,1,y\n0,3,z\n").Select([]string{"_c2", "_c0", "_c1"}).Select([]int{1, 2, 0}).Select([]string{"_c0", "_c1"}), "0 1 1"},
	}
	for _, tt := range tests {
		if got := sorted(tt.df); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// A vector sorts as Spark's struct: sparse ones first, by their indices, then
// their values; dense ones by their values.
func TestSortedRowsVectors(t *testing.T) {
	rows := [][]float64{
		{1, 2, 3, 4, 5},  // dense
		{0, 0, 7, 0, 0},  // sparse
		{0, 0, 0, 0, 0},  // sparse, nothing in it
		{0, -1, 9, 1, 1}, // dense
		{0, 9, 0, 0, 0},  // sparse
		{0, 0, 6, 0, 0},  // sparse
		{0, 1, 1, 0, 0},  // 1.5·3 < 5: sparse
	}
	var b strings.Builder
	for i, row := range rows {
		for _, x := range row {
			fmt.Fprintf(&b, "%v,", x)
		}
		fmt.Fprintln(&b, i)
	}
	df, err := Rename(parse(t, CSV{}, b.String()), []string{"v[0]", "v[1]", "v[2]", "v[3]", "v[4]", "i"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sortedRows(df), []int{2, 4, 6, 5, 1, 3, 0}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

func TestRandomSplitWeights(t *testing.T) {
	df := parse(t, CSV{}, rowNumbers(1000))
	tests := []struct {
		weights []float64
		sizes   []float64 // expected
	}{
		{[]float64{1}, []float64{1000}},
		{[]float64{1, 0}, []float64{1000, 0}},
		{[]float64{1, 2, 1}, []float64{250, 500, 250}},
		{[]float64{0.1, 0.2, 0.3, 0.4}, []float64{100, 200, 300, 400}},
	}
	for _, tt := range tests {
		splits, err := RandomSplit(df, tt.weights, -7)
		if err != nil || len(splits) != len(tt.weights) {
			t.Fatalf("%v: %d splits, %v", tt.weights, len(splits), err)
		}
		var all []float64
		for i, split := range splits {
			if split.Ncol() != 1 || math.Abs(float64(split.Nrow())-tt.sizes[i]) > 60 {
				t.Errorf("%v: split %d has %d rows", tt.weights, i, split.Nrow())
			}
			rows, err := Column(split, "_c0")
			if err != nil || !slices.IsSorted(rows) {
				t.Errorf("%v: split %d is not sorted, %v", tt.weights, i, err)
			}
			all = append(all, rows...)
		}
		slices.Sort(all)
		if len(slices.Compact(all)) != 1000 {
			t.Errorf("%v: the splits have %d different rows of 1000", tt.weights, len(slices.Compact(all)))
		}
	}
}

// rowNumbers returns a CSV text with the numbers below n, the greatest first.
func rowNumbers(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strconv.Itoa(n-1-i) + "\n")
	}
	return b.String()
}

func TestRandomSplitErrors(t *testing.T) {
	df := parse(t, CSV{}, "1\n2\n")
	tests := []struct {
		df      dataframe.DataFrame
		weights []float64
		want    string
	}{
		{df, []float64{0.7, -0.3}, "weight 1 of 2 is -0.3, which is not a number of at least 0"},
		{df, []float64{math.NaN()}, "weight 0 of 1 is NaN, which is not a number of at least 0"},
		{df, []float64{1, math.Inf(1)}, "weight 1 of 2 is +Inf, which is not a number of at least 0"},
		{df, []float64{math.MaxFloat64, math.MaxFloat64}, "the 2 weights sum to +Inf, which must be above 0 and finite"},
		{df, []float64{0, 0}, "the 2 weights sum to 0, which must be above 0 and finite"},
		{df, nil, "the 0 weights sum to 0, which must be above 0 and finite"},
		{dataframe.DataFrame{}, []float64{1}, "the frame has no columns"},
		{df.Select("x"), []float64{1}, "the frame is unusable: can't select columns: can't select columns: column name \"x\" not found"},
	}
	for _, tt := range tests {
		_, err := RandomSplit(tt.df, tt.weights, 1)
		if err == nil || err.Error() != "data: RandomSplit: "+tt.want {
			t.Errorf("%v: %v, want %s", tt.weights, err, tt.want)
		}
	}
}

func TestRandomSplitNoRows(t *testing.T) {
	splits, err := RandomSplit(parse(t, CSV{Header: true}, "a,b\n"), []float64{1, 1}, 1)
	if err != nil || len(splits) != 2 || splits[0].Nrow() != 0 || splits[1].Ncol() != 2 {
		t.Errorf("%v, %v", splits, err)
	}
}

func BenchmarkRandomSplit(b *testing.B) {
	df, err := ReadCSV(realSpambase(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := RandomSplit(df, []float64{0.7, 0.3}, 42); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleRandomSplit() {
	df, err := ReadCSV(filepath.Join("testdata", "seeds.csv"))
	if err != nil {
		fmt.Println(err)
		return
	}
	splits, err := RandomSplit(df, []float64{0.7, 0.3}, 42)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, split := range splits {
		numbers, _ := Column(split, "_c0")
		fmt.Println(numbers)
	}
	// Output:
	// [1 2 4 5 6 8]
	// [3 7]
}
