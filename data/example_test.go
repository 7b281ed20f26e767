package data_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golab/data"
)

// The way from a file to the arrays that a network is fitted to.
func Example() {
	dir, err := os.MkdirTemp("", "golab")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "shapes.data")
	os.WriteFile(path, []byte("1.5,2,0\n3,4.25,1\n0.5,0.5,0\n"), 0o666)

	raw, err := data.ReadCSV(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	shapes, err := data.Rename(raw, []string{"height", "width", "label"})
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := data.Matrix(shapes, "height", "width")
	if err != nil {
		fmt.Println(err)
		return
	}
	y, err := data.Column(shapes, "label")
	if err != nil {
		fmt.Println(err)
		return
	}
	n, p := x.Dims()
	fmt.Println(n, p, y)
	// Output:
	// 3 2 [0 1 0]
}

func ExampleCSV() {
	text := "name;height;grade\nann;1.5;?\nbob;;2\n"
	df, err := data.CSV{Header: true, Comma: ';', NullValue: "?"}.Parse(strings.NewReader(text), "people.csv")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(data.Text(df))
	// Output:
	//    name     height    grade
	//    string  float64  float64
	// 0  ann         1.5      NaN
	// 1  bob         NaN      2.0
	//
	// 2 rows × 3 columns
}

// What is wrong with a file is said with the place: file, line, field.
func ExampleCSV_Parse() {
	for _, text := range []string{
		"1,2,3\n4,5,abc\n",
		"1,2,3\n4,5\n",
		"",
	} {
		_, err := data.CSV{}.Parse(strings.NewReader(text), "table.csv")
		fmt.Println(err)
	}
	// Output:
	// data: table.csv:2:3: "abc" is not a number as above; CSV's NullValue makes it missing, Strings the column text
	// data: table.csv:2:3: the row has 2 fields, the first row has 3
	// data: table.csv: the file is empty
}

func ExampleFinder() {
	dir, err := os.MkdirTemp("", "golab")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	os.MkdirAll(filepath.Join(dir, "Data"), 0o777)
	os.MkdirAll(filepath.Join(dir, "labs", "week9"), 0o777)
	os.WriteFile(filepath.Join(dir, "Data", "table.csv"), []byte("1,2\n"), 0o666)

	path, err := data.Finder{Dir: filepath.Join(dir, "labs", "week9")}.Find("table.csv")
	if err != nil {
		fmt.Println(err)
		return
	}
	relative, _ := filepath.Rel(dir, path)
	fmt.Println(filepath.ToSlash(relative))
	// Output:
	// Data/table.csv
}
