package data

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// mixed has a column of each type, and a vector of two numbers.
const mixed = "n,x,name,v[0],v[1]\n1,1.5,a,10,20\n2,,b,30,40\n"

func TestMatrix(t *testing.T) {
	df := parse(t, CSV{Header: true}, mixed)
	x, err := Matrix(df, "v[1]", "n")
	if err != nil || !mat.Equal(x, mat.NewDense(2, 2, []float64{20, 1, 40, 2})) {
		t.Errorf("%v, %v", x, err)
	}
	x, err = Matrix(df, "n", "v")
	if err != nil || !mat.Equal(x, mat.NewDense(2, 3, []float64{1, 10, 20, 2, 30, 40})) {
		t.Errorf("with a vector: %v, %v", x, err)
	}
	x, err = Matrix(df.Drop("name"))
	if err != nil {
		t.Fatal(err)
	}
	if n, p := x.Dims(); n != 2 || p != 4 || !math.IsNaN(x.At(1, 1)) || x.At(0, 1) != 1.5 {
		t.Errorf("all columns: %v", mat.Formatted(x))
	}
	x.Set(0, 0, 99)
	if got := df.Elem(0, 0).Float(); got != 1 {
		t.Errorf("the frame has changed to %v", got)
	}
}

func TestMatrixErrors(t *testing.T) {
	df := parse(t, CSV{Header: true}, mixed)
	tests := []struct {
		df   dataframe.DataFrame
		cols []string
		want string
	}{
		{df, []string{"n", "name"}, `column "name" holds text, not numbers: row 0 has "a"`},
		{df, nil, `column "name" holds text, not numbers: row 0 has "a"`},
		{df, []string{"nam"}, `no column "nam" (did you mean name?)`},
		{df, []string{"v[2]"}, `no column "v[2]" (there are 4: n, x, name, ..., v)`},
		{df, []string{"temperature"}, `no column "temperature" (there are 4: n, x, name, ..., v)`},
		{parse(t, CSV{}, "1,2\n"), []string{"temperature"}, `no column "temperature" (there are _c0, _c1)`},
		{dataframe.DataFrame{}, []string{"n"}, "the frame has no columns"},
		{parse(t, CSV{Header: true}, "a\n"), []string{"a"}, "the frame has no rows"},
	}
	for _, tt := range tests {
		_, err := Matrix(tt.df, tt.cols...)
		if err == nil || err.Error() != "data: Matrix: "+tt.want {
			t.Errorf("%v: %v, want %s", tt.cols, err, tt.want)
		}
	}
}

func TestColumn(t *testing.T) {
	df := parse(t, CSV{Header: true}, mixed)
	for name, want := range map[string][]float64{"n": {1, 2}, "v[0]": {10, 30}} {
		got, err := Column(df, name)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		got[0] = 99
	}
	if got, err := Column(df, "x"); err != nil || got[0] != 1.5 || !math.IsNaN(got[1]) {
		t.Errorf("x: %v, %v", got, err)
	}
	if got := df.Elem(0, 0).Float(); got != 1 {
		t.Errorf("the frame has changed to %v", got)
	}
	if got, err := Column(parse(t, CSV{Header: true}, "a\n"), "a"); err != nil || len(got) != 0 {
		t.Errorf("no rows: %v, %v", got, err)
	}
	for name, want := range map[string]string{
		"name": `column "name" holds text, not numbers: row 0 has "a"`,
		"v":    `"v" holds vectors of 2 numbers: Vector returns them`,
		"Name": `no column "Name" (did you mean name?)`,
		"":     `no column "" (there are 4: n, x, name, ..., v)`,
	} {
		if _, err := Column(df, name); err == nil || err.Error() != "data: Column: "+want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

func BenchmarkMatrix(b *testing.B) {
	df, err := ReadCSV(realSpambase(b))
	if err != nil {
		b.Fatal(err)
	}
	names := df.Names()[:57]
	for b.Loop() {
		if _, err := Matrix(df, names...); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleMatrix() {
	df, _ := CSV{Header: true}.Parse(strings.NewReader("height,width,label\n1.5,2,0\n3,4.25,1\n"), "shapes.csv")
	x, err := Matrix(df, "height", "width")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(mat.Formatted(x))
	// Output:
	// ⎡ 1.5     2⎤
	// ⎣   3  4.25⎦
}

func ExampleColumn() {
	df, _ := CSV{Header: true}.Parse(strings.NewReader("height,label\n1.5,0\n3,1\n"), "shapes.csv")
	y, err := Column(df, "label")
	fmt.Println(y, err)
	_, err = Column(df, "lable")
	fmt.Println(err)
	// Output:
	// [0 1] <nil>
	// data: Column: no column "lable" (did you mean label?)
}
