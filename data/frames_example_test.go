package data_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/go-gota/gota/dataframe"

	"golab/data"
)

// must and check are those of every notebook.
func must[T any](v T, err error) T { check(err); return v }
func check(err error) {
	if err != nil {
		panic(err)
	}
}

// animals is a small frame with gaps.
func animals() dataframe.DataFrame {
	const text = "name,kind,age,weight\nrex,dog,3,20.5\ntom,cat,,4\nkit,cat,5,3.5\nbo,dog,7,8.25\nzoe,,1,0.1\n"
	return must(data.CSV{Header: true}.Parse(strings.NewReader(text), "animals.csv"))
}

func ExampleDescribe() {
	fmt.Print(data.Text(must(data.Describe(animals()))))
	// Output:
	//    statistic      age   weight
	//    string     float64  float64
	// 0  count      4.00000   5.0000
	// 1  mean       4.00000   7.2700
	// 2  std        2.58199   7.9421
	// 3  min        1.00000   0.1000
	// 4  25%        2.50000   3.5000
	// 5  50%        4.00000   4.0000
	// 6  75%        5.50000   8.2500
	// 7  max        7.00000  20.5000
	//
	// 8 rows × 3 columns
}

func ExampleValueCounts() {
	fmt.Print(data.Text(must(data.ValueCounts(animals(), "kind"))))
	// Output:
	//    kind    count  proportion
	//    string    int     float64
	// 0  dog         2         0.5
	// 1  cat         2         0.5
	//
	// 2 rows × 3 columns
}

func ExampleGroupBy() {
	groups := must(data.GroupBy(animals(), "kind"))
	fmt.Print(data.Text(must(groups.Agg(data.Count.Of("age"), data.Mean.Of("weight"), data.Max.Of("age").As("oldest")))))
	// Output:
	//    kind    age_count  weight_mean   oldest
	//    string        int      float64  float64
	// 0  cat             1        3.750      5.0
	// 1  dog             2       14.375      7.0
	//
	// 2 rows × 4 columns
}

func ExampleGroupMeans() {
	fmt.Print(data.Text(must(data.GroupMeans(animals(), "kind"))))
	// Output:
	//    kind        age   weight
	//    string  float64  float64
	// 0  cat         5.0    3.750
	// 1  dog         5.0   14.375
	//
	// 2 rows × 3 columns
}

// Gaps are counted, then filled.
func ExampleFillMissing() {
	df := animals()
	fmt.Print(data.Text(must(data.Missing(df))))
	df = must(data.FillMissing(df, data.Median, "age"))
	df = must(data.FillText(df, "unknown", "kind"))
	fmt.Print(data.Text(df))
	// Output:
	//    column  missing  proportion
	//    string      int     float64
	// 0  name          0         0.0
	// 1  kind          1         0.2
	// 2  age           1         0.2
	// 3  weight        0         0.0
	//
	// 4 rows × 3 columns
	//    name    kind         age   weight
	//    string  string   float64  float64
	// 0  rex     dog          3.0    20.50
	// 1  tom     cat          4.0     4.00
	// 2  kit     cat          5.0     3.50
	// 3  bo      dog          7.0     8.25
	// 4  zoe     unknown      1.0     0.10
	//
	// 5 rows × 4 columns
}

func ExampleFilter() {
	light := must(data.Filter(animals(), "weight", func(kg float64) bool { return kg < 5 }))
	fmt.Print(data.Text(must(data.SortBy(light, "-weight"))))
	// Output:
	//    name    kind        age   weight
	//    string  string  float64  float64
	// 0  tom     cat         NaN      4.0
	// 1  kit     cat         5.0      3.5
	// 2  zoe                 1.0      0.1
	//
	// 3 rows × 4 columns
}

func ExampleFilterRows() {
	dogs := must(data.FilterRows(animals(), func(r data.Row) bool {
		return r.Text("kind") == "dog" && r.Number("age") > 3
	}))
	fmt.Println(dogs.Nrow())
	_, err := data.FilterRows(animals(), func(r data.Row) bool { return r.Number("wieght") > 3 })
	fmt.Println(err)
	// Output:
	// 1
	// data: FilterRows: no column "wieght" (did you mean weight?)
}

func ExampleJoin() {
	legs := must(data.CSV{Header: true}.Parse(strings.NewReader("kind,legs\ncat,4\nbird,2\n"), "legs.csv"))
	some := must(data.Select(animals(), "name", "kind"))
	fmt.Print(data.Text(must(data.Join(some, legs, data.Left, "kind"))))
	// Output:
	//    name    kind       legs
	//    string  string  float64
	// 0  rex     dog         NaN
	// 1  tom     cat         4.0
	// 2  kit     cat         4.0
	// 3  bo      dog         NaN
	// 4  zoe                 NaN
	//
	// 5 rows × 3 columns
}

func ExampleOneHot() {
	some := must(data.Select(animals(), "age", "kind"))
	fmt.Print(data.Text(must(data.OneHot(some))))
	// Output:
	//        age  kind_cat  kind_dog
	//    float64       int       int
	// 0      3.0         0         1
	// 1      NaN         1         0
	// 2      5.0         1         0
	// 3      7.0         0         1
	// 4      1.0         0         0
	//
	// 5 rows × 3 columns
}

func ExampleCorr() {
	fmt.Print(data.Text(must(data.Corr(animals()))))
	// Output:
	//    column       age    weight
	//    string   float64   float64
	// 0  age     1.000000  0.107769
	// 1  weight  0.107769  1.000000
	//
	// 2 rows × 3 columns
}

// No digit is lost; gota's own WriteCSV would write 0.000000.
func ExampleCSV_Format() {
	df := must(data.WithColumn(dataframe.DataFrame{}, "p", []float64{1e-9, 0.1, 2}))
	check(data.CSV{Header: true}.Format(df, os.Stdout))
	// Output:
	// p
	// 1e-09
	// 0.1
	// 2.0
}
