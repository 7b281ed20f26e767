package data

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/mat"
)

func TestRename(t *testing.T) {
	df := parse(t, CSV{}, "1,2.5,\n2,,x\n")
	before := dump(df)
	renamed, err := Rename(df, []string{"a", "b", "c"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := dump(renamed), "a:int=1,2 b:float=2.5,null c:string=,x"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	renamed.Elem(0, 0).Set(99)
	if got := dump(df); got != before {
		t.Errorf("the frame has changed to %s", got)
	}
}

func TestRenameErrors(t *testing.T) {
	df := parse(t, CSV{}, "1,2\n")
	tests := []struct {
		df    dataframe.DataFrame
		names []string
		want  string
	}{
		{df, []string{"a"}, "1 names, the frame has 2 columns"},
		{df, []string{"a", "b", "c"}, "3 names, the frame has 2 columns"},
		{df, []string{"a", "a"}, `columns 0 and 1 would both be "a"`},
		{df, []string{"a", ""}, "the name of column 1 is empty"},
		{dataframe.DataFrame{}, nil, "the frame has no columns"},
	}
	for _, tt := range tests {
		_, err := Rename(tt.df, tt.names)
		if err == nil || err.Error() != "data: Rename: "+tt.want {
			t.Errorf("%q: %v, want %s", tt.names, err, tt.want)
		}
	}
}

func TestWithColumn(t *testing.T) {
	df := parse(t, CSV{Header: true}, mixed)
	tests := []struct {
		name string
		want string
	}{
		{"new", "n:int=1,2 x:float=1.5,null name:string=a,b v[0]:int=10,30 v[1]:int=20,40 new:float=0.5,NaN"},
		{"name", "n:int=1,2 x:float=1.5,null name:float=0.5,NaN v[0]:int=10,30 v[1]:int=20,40"},
		{"v[0]", "n:int=1,2 x:float=1.5,null name:string=a,b v[0]:float=0.5,NaN v[1]:int=20,40"},
		{"v", "n:int=1,2 x:float=1.5,null name:string=a,b v:float=0.5,NaN"},
	}
	for _, tt := range tests {
		values := []float64{0.5, math.NaN()}
		got, err := WithColumn(df, tt.name, values)
		if err != nil || dump(got) != tt.want {
			t.Errorf("%s: %s, %v, want %s", tt.name, dump(got), err, tt.want)
		}
		values[0] = 99
		got.Elem(0, 0).Set(99)
		if changed, _ := Column(got, tt.name); changed[0] != 0.5 {
			t.Errorf("%s: shares memory with the values", tt.name)
		}
		if got := dump(df); got != dump(parse(t, CSV{Header: true}, mixed)) {
			t.Errorf("%s: the frame has changed to %s", tt.name, got)
		}
	}
	first, err := WithColumn(dataframe.DataFrame{}, "x", []float64{1, 2, 3})
	if err != nil || dump(first) != "x:float=1,2,3" {
		t.Errorf("to the zero frame: %s, %v", dump(first), err)
	}
}

func TestWithColumnErrors(t *testing.T) {
	df := parse(t, CSV{Header: true}, mixed)
	tests := []struct {
		df     dataframe.DataFrame
		name   string
		values []float64
		want   string
	}{
		{df, "p", []float64{1}, `"p" has 1 values, the frame has 2 rows`},
		{df, "", []float64{1, 2}, "the name is empty"},
		{df.Select("zz"), "p", []float64{1}, "the frame is unusable: can't select columns: can't select columns: column name \"zz\" not found"},
	}
	for _, tt := range tests {
		_, err := WithColumn(tt.df, tt.name, tt.values)
		if err == nil || err.Error() != "data: WithColumn: "+tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestVector(t *testing.T) {
	df := parse(t, CSV{Header: true}, mixed)
	m := mat.NewDense(2, 3, []float64{1, 2, 3, 4, 5, 6})
	for _, name := range []string{"features", "name", "v"} {
		got, err := WithVector(df, name, m.T().T())
		if err != nil {
			t.Fatal(err)
		}
		x, err := Vector(got, name)
		if err != nil || !mat.Equal(x, m) {
			t.Errorf("%s: %v, %v", name, x, err)
		}
		x.Set(0, 0, 99)
		if again, _ := Vector(got, name); again.At(0, 0) != 1 {
			t.Errorf("%s: the result shares memory with the frame", name)
		}
	}
	replaced, _ := WithVector(df, "name", m)
	if got, want := strings.Join(Columns(replaced), " "), "n x name v"; got != want {
		t.Errorf("columns %s, want %s", got, want)
	}
	shorter, _ := WithVector(replaced, "name", m.Slice(0, 2, 0, 1))
	if got, want := strings.Join(shorter.Names(), " "), "n x name[0] v[0] v[1]"; got != want {
		t.Errorf("columns %s, want %s", got, want)
	}
	if x, err := Vector(df, "v"); err != nil || !mat.Equal(x, mat.NewDense(2, 2, []float64{10, 20, 30, 40})) {
		t.Errorf("v: %v, %v", x, err)
	}
}

func TestVectorErrors(t *testing.T) {
	df := parse(t, CSV{Header: true}, mixed)
	for name, want := range map[string]string{
		"n":  `data: Vector: "n" is a column of single values, not of vectors`,
		"vv": `data: Vector: no column "vv" (did you mean v?)`,
	} {
		if _, err := Vector(df, name); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if _, err := WithVector(df, "p", mat.NewDense(3, 1, nil)); err == nil || err.Error() != `data: WithVector: "p" has 3 values, the frame has 2 rows` {
		t.Errorf("too high: %v", err)
	}
	if _, err := WithVector(df, "p", &mat.Dense{}); err == nil || err.Error() != `data: WithVector: the matrix for "p" has no columns` {
		t.Errorf("empty: %v", err)
	}
	for _, m := range []mat.Matrix{nil, (*mat.Dense)(nil)} {
		if _, err := WithVector(df, "p", m); err == nil || err.Error() != `data: WithVector: the matrix for "p" is nil` {
			t.Errorf("nil matrix: %v", err)
		}
	}
	if _, err := WithVector(df, "", mat.NewDense(2, 1, nil)); err == nil {
		t.Error("an empty name is accepted")
	}
}

func TestColumns(t *testing.T) {
	tests := []struct {
		header string
		want   string
	}{
		{"a,b", "a b"},
		{"f[0],f[1],y", "f y"},
		{"f[1],y,f[0]", "y f"},
		{"f[1],f[2]", "f[1] f[2]"},
		{"f[0],f[2]", "f f[2]"},
		{"f,f[0],f[1]", "f f[0] f[1]"},
		{"[0],f[x],f[01]", "[0] f[x] f[01]"},
	}
	for _, tt := range tests {
		df := parse(t, CSV{Header: true}, tt.header+"\n"+strings.Repeat("1,", strings.Count(tt.header, ","))+"1\n")
		if got := strings.Join(Columns(df), " "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.header, got, tt.want)
		}
	}
	text := dataframe.New(series.New([]string{"a"}, series.String, "f[0]"), series.New([]int{1}, series.Int, "f[1]"))
	if got := strings.Join(Columns(text), " "); got != "f[0] f[1]" {
		t.Errorf("with text: %s", got)
	}
	if got := Columns(dataframe.DataFrame{}); len(got) != 0 {
		t.Errorf("no columns: %q", got)
	}
}

func ExampleRename() {
	df, _ := CSV{}.Parse(strings.NewReader("1.5,0\n3,1\n"), "shapes.csv")
	fmt.Println(Columns(df))
	df, err := Rename(df, []string{"height", "label"})
	fmt.Println(Columns(df), err)
	_, err = Rename(df, []string{"height"})
	fmt.Println(err)
	// Output:
	// [_c0 _c1]
	// [height label] <nil>
	// data: Rename: 1 names, the frame has 2 columns
}

func ExampleWithColumn() {
	df, _ := CSV{Header: true}.Parse(strings.NewReader("height,label\n1.5,0\n3,1\n"), "shapes.csv")
	df, err := WithColumn(df, "prediction", []float64{0, 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(Text(df))
	// Output:
	//     height  label  prediction
	//    float64    int     float64
	// 0      1.5      0         0.0
	// 1      3.0      1         1.0
	//
	// 2 rows × 3 columns
}

func ExampleVector() {
	df, _ := CSV{Header: true}.Parse(strings.NewReader("label\n0\n1\n"), "labels.csv")
	df, _ = WithVector(df, "probability", mat.NewDense(2, 2, []float64{0.75, 0.25, 0.125, 0.875}))
	fmt.Println(Columns(df))
	fmt.Print(Text(df))
	p, _ := Vector(df, "probability")
	fmt.Println(p.At(1, 1))
	// Output:
	// [label probability]
	//    label    probability
	//      int         vector
	// 0      0    [0.75,0.25]
	// 1      1  [0.125,0.875]
	//
	// 2 rows × 2 columns
	// 0.875
}
