package data

import (
	"math"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

const petsCSV = "name,kind,age,weight\nrex,dog,3,20.5\ntom,cat,,4\nkit,cat,5,\nbo,dog,7,8.25\nzoe,,1,0.1\n"

func pets(t testing.TB) dataframe.DataFrame { return parse(t, CSV{Header: true}, petsCSV) }

func old(age float64) bool { return age > 2 }

// Each mistake is an error that names the function, the culprit and, where there are
// two, both numbers.
func TestFrameMistakes(t *testing.T) {
	df := pets(t)
	g, err := GroupBy(df, "kind")
	if err != nil {
		t.Fatal(err)
	}
	first := func(_ any, err error) error { return err }
	ints := parse(t, CSV{Header: true}, "name,x\n1,2\n")
	vectors := parse(t, CSV{Header: true}, "v[0],v[1],y\n1,2,3\n")
	broken := df.Select("nothing")
	for _, tt := range []struct {
		err  error
		want string
	}{
		{first(Describe(df, "agee")), `data: Describe: no column "agee" (did you mean age?)`},
		{first(Describe(dataframe.DataFrame{})), `data: Describe: the frame has no columns`},
		{first(Describe(df, "age", "age")), `data: Describe: "age" is named twice, at places 0 and 1`},
		{first(Describe(broken)), `data: Describe: the frame is unusable: `},
		{first(ValueCounts(df, "kid")), `data: ValueCounts: no column "kid" (did you mean kind?)`},
		{first(ValueCounts(vectors, "v")), `data: ValueCounts: "v" holds vectors of 2 numbers, not single values`},
		{first(Missing(dataframe.DataFrame{})), `data: Missing: the frame has no columns`},
		{first(DropMissing(df, "x")), `data: DropMissing: no column "x" (there are 4: name, kind, age, ..., weight)`},
		{first(FillMissing(df, Std)), `data: FillMissing: the std is no value to fill a column with`},
		{first(FillMissing(df, Mean, "kind")), `data: FillMissing: column "kind" holds text, which has no mean`},
		{first(FillMissing(parse(t, CSV{Header: true}, "a,b\n1,\n2,\n"), Median, "b")), `data: FillMissing: column "b" has no value among 2, so there is no median`},
		{first(FillNumber(df, 0, "kind")), `data: FillNumber: column "kind" holds text, not numbers: FillText fills it`},
		{first(FillText(df, "?", "age")), `data: FillText: column "age" holds numbers, not text: FillNumber fills it`},
		{first(Filter(df, "kind", old)), `data: Filter: column "kind" holds text, not numbers: row 0 has "dog"`},
		{first(Filter(df, "Ages", old)), `data: Filter: no column "Ages" (did you mean age?)`},
		{first(FilterText(df, "age", func(string) bool { return true })), `data: FilterText: column "age" holds numbers, not text: Filter takes them`},
		{first(FilterRows(df, func(r Row) bool { return r.Number("agee") > 1 })), `data: FilterRows: no column "agee" (did you mean age?)`},
		{first(FilterRows(df, func(r Row) bool { return r.Number("kind") > 1 })), `data: FilterRows: column "kind" holds text, not numbers`},
		{first(FilterRows(df, func(r Row) bool { return r.Text("age") > "1" || r.Missing("nothing") })), `data: FilterRows: column "age" holds numbers, not text`},
		{first(Select(df)), `data: Select: no column is named`},
		{first(Select(df, "age", "name", "age")), `data: Select: "age" is named twice, at places 0 and 2`},
		{first(Select(df, "weigth")), `data: Select: no column "weigth" (did you mean weight?)`},
		{first(Drop(df, "name", "kind", "age", "weight")), `data: Drop: all 4 columns of the frame are named, none would be left`},
		{first(Drop(df, "nam")), `data: Drop: no column "nam" (did you mean name?)`},
		{first(Head(df, -1)), `data: Head: -1 rows are less than none`},
		{first(Tail(dataframe.DataFrame{}, 1)), `data: Tail: the frame has no columns`},
		{first(Sample(df, 6, 1)), `data: Sample: 6 rows, the frame has 5`},
		{first(SortBy(df)), `data: SortBy: no column is named`},
		{first(SortBy(df, "-wight")), `data: SortBy: no column "wight" (did you mean weight?)`},
		{first(GroupBy(df)), `data: GroupBy: no column is named`},
		{first(GroupBy(df, "kind", "kind")), `data: GroupBy: "kind" is named twice, at places 0 and 1`},
		{first(GroupMeans(df, "kin")), `data: GroupMeans: no column "kin" (did you mean kind?)`},
		{first(g.Agg(Mean.Of("name"))), `data: Agg: column "name" holds text, which has no mean`},
		{first(g.Agg(Mean.Of("age"), Max.Of("age").As("kind"))), `data: Agg: columns 0 and 2 of the result would both be "kind"`},
		{first(g.Agg(Mean.Of("age").As(""))), `data: Agg: the name of column 1 of the result is empty`},
		{first(g.Agg(Statistic(99).Of("age"))), `data: Agg: Statistic(99) is none of the 8 statistics`},
		{first(g.Each(Sum, "nam")), `data: Each: no column "nam" (did you mean name?)`},
		{first(Join(df, ints, Inner)), `data: Join: column "name" holds text on the left and numbers on the right`},
		{first(Join(df, vectors, Left)), `data: Join: the frames of 4 and 3 columns have no name in common`},
		{first(Join(df, ints, Left, "age")), `data: Join: right: no column "age" (did you mean name?)`},
		{first(Join(df, dataframe.DataFrame{}, Left)), `data: Join: right: the frame has no columns`},
		{first(Join(df, df, 9)), `data: Join: JoinKind(9) is none of the kinds Inner, Left, Right and Outer`},
		{first(OneHot(df, "kinds")), `data: OneHot: no column "kinds" (did you mean kind?)`},
		{first(OneHot(vectors, "v")), `data: OneHot: "v" holds vectors of 2 numbers, not single values`},
		{first(Corr(df, "kind", "age")), `data: Corr: column "kind" holds text, not numbers: row 0 has "dog"`},
		{first(Corr(parse(t, CSV{Header: true}, "a\nx\n"))), `data: Corr: none of the 1 columns holds numbers`},
		{first(Concat()), `data: Concat: there is no frame`},
		{first(Concat(df, ints)), `data: Concat: column "name" holds text in frame 0 and numbers in frame 1`},
		{first(Concat(df, broken)), `data: Concat: frame 1: the frame is unusable: `},
		{CSV{Comma: '1'}.Write(df, t.TempDir()+"/x.csv"), `data: Write: `},
		{WriteCSV(df, t.TempDir()+"/no/folder.csv"), `data: Write: `},
	} {
		if tt.err == nil || !strings.HasPrefix(tt.err.Error(), tt.want) {
			t.Errorf("error %v\nwant  %s", tt.err, tt.want)
		}
	}
}

func TestFrameResults(t *testing.T) {
	df := pets(t)
	g, err := GroupBy(df, "kind")
	if err != nil {
		t.Fatal(err)
	}
	type result = func() (dataframe.DataFrame, error)
	for name, tt := range map[string]struct {
		call result
		want string
	}{
		"filter": {func() (dataframe.DataFrame, error) { return Filter(df, "age", old) },
			"name:string=rex,kit,bo kind:string=dog,cat,dog age:float=3,5,7 weight:float=20.5,null,8.25"},
		"filter text": {func() (dataframe.DataFrame, error) {
			return FilterText(df, "kind", func(kind string) bool { return kind == "" })
		}, "name:string=zoe kind:string= age:float=1 weight:float=0.1"},
		"filter rows": {func() (dataframe.DataFrame, error) {
			return FilterRows(df, func(r Row) bool { return r.Missing("weight") || r.Index() == 1 })
		}, "name:string=tom,kit kind:string=cat,cat age:float=null,5 weight:float=4,null"},
		"nothing left": {func() (dataframe.DataFrame, error) { return Filter(df, "age", func(float64) bool { return false }) },
			"name:string= kind:string= age:float= weight:float="},
		"head of all":  {func() (dataframe.DataFrame, error) { return Head(ageOnly(t, df), 99) }, "age:float=3,null,5,7,1"},
		"head of none": {func() (dataframe.DataFrame, error) { return Head(ageOnly(t, df), 0) }, "age:float="},
		"tail":         {func() (dataframe.DataFrame, error) { return Tail(ageOnly(t, df), 2) }, "age:float=7,1"},
		"down, missing last": {func() (dataframe.DataFrame, error) { return SortBy(ageOnly(t, df), "-age") },
			"age:float=7,5,3,1,null"},
		"drop": {func() (dataframe.DataFrame, error) { return Drop(df, "name", "weight", "kind") }, "age:float=3,null,5,7,1"},
		"fill number": {func() (dataframe.DataFrame, error) { return FillNumber(ageOnly(t, df), 0.5) },
			"age:float=3,0.5,5,7,1"},
		"fill text": {func() (dataframe.DataFrame, error) {
			return chain(df, selected("kind"), func(df dataframe.DataFrame) (dataframe.DataFrame, error) { return FillText(df, "?") })
		}, "kind:string=dog,cat,cat,dog,?"},
		"fill with what fits": {func() (dataframe.DataFrame, error) { return FillMissing(df, Max) },
			"name:string=rex,tom,kit,bo,zoe kind:string=dog,cat,cat,dog, age:float=3,7,5,7,1 weight:float=20.5,4,20.5,8.25,0.1"},
		"counts": {func() (dataframe.DataFrame, error) { return ValueCounts(df, "kind") },
			"kind:string=dog,cat count:int=2,2 proportion:float=0.5,0.5"},
		"one hot": {func() (dataframe.DataFrame, error) {
			return chain(df, selected("kind", "age"), func(df dataframe.DataFrame) (dataframe.DataFrame, error) { return OneHot(df) })
		}, "age:float=3,null,5,7,1 kind_cat:int=0,1,1,0,0 kind_dog:int=1,0,0,1,0"},
		"one zero": {func() (dataframe.DataFrame, error) {
			return GroupMeans(parse(t, CSV{Header: true}, "x,y\n0.0,1\n-0.0,3\n2.5,4\n"), "x")
		}, "x:float=0,2.5 y:float=2,4"},
		"texts that run together": {func() (dataframe.DataFrame, error) {
			return GroupMeans(parse(t, CSV{Header: true}, "a,b,y\nat,b,1\na,tb,3\n"), "a", "b")
		}, "a:string=a,at b:string=tb,b y:float=3,1"},
		"correlations of what does not change": {func() (dataframe.DataFrame, error) {
			return Corr(parse(t, CSV{Header: true}, "x,same,once\n1,0.1,2\n2,0.1,\n4,0.1,\n"))
		}, "column:string=x,same,once x:float=1,NaN,NaN same:float=NaN,NaN,NaN once:float=NaN,NaN,NaN"},
		"modes": {func() (dataframe.DataFrame, error) { return g.Agg(Mode.Of("name").As("who"), Count.Of("weight")) },
			"kind:string=cat,dog who:string=kit,bo weight_count:int=1,2"},
		"each": {func() (dataframe.DataFrame, error) { return g.Each(Max) }, "kind:string=cat,dog age:float=5,7 weight:float=4,20.5"},
		"great ints join": {func() (dataframe.DataFrame, error) {
			return Join(parse(t, CSV{Header: true}, "n,a\n9007199254740993,1\n"), parse(t, CSV{Header: true}, "n,b\n9007199254740992,1\n9007199254740993,2\n"), Inner)
		}, "n:int=9007199254740993 a:int=1 b:int=2"},
		"suffixes": {func() (dataframe.DataFrame, error) {
			return Join(parse(t, CSV{Header: true}, "k,a\n1,1\n2,2\n"), parse(t, CSV{Header: true}, "k,a\n1.0,3\n"), Left, "k")
		}, "k:float=1,2 a_x:int=1,2 a_y:float=3,null"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := tt.call()
			if err != nil {
				t.Fatal(err)
			}
			if dump(got) != tt.want {
				t.Errorf("got  %s\nwant %s", dump(got), tt.want)
			}
		})
	}
	if got, want := g.String(), "2 groups by kind, 4 rows"; got != want {
		t.Errorf("the groups are %q, want %q", got, want)
	}
	if g.Len() != 2 {
		t.Errorf("%d groups, want 2", g.Len())
	}
	if frames, err := g.Frames(); err != nil || len(frames) != 2 || frames[1].Nrow() != 2 {
		t.Errorf("frames %v, %v", frames, err)
	}
	if got, want := dump(df), dump(pets(t)); got != want {
		t.Errorf("the frame has changed to %s", got)
	}
}

func ageOnly(t *testing.T, df dataframe.DataFrame) dataframe.DataFrame {
	t.Helper()
	ages, err := Select(df, "age")
	if err != nil {
		t.Fatal(err)
	}
	return ages
}

// gota's own ints, texts and truth values may be missing, too; true and false count
// as 1 and 0.
func TestGapsOfAllKinds(t *testing.T) {
	df := dataframe.New(
		series.New([]any{1, nil, 3}, series.Int, "n"),
		series.New([]any{true, nil, true}, series.Bool, "b"),
		series.New([]any{"x", nil, ""}, series.String, "s"),
		series.New([]any{0.5, math.NaN(), nil}, series.Float, "x"),
	)
	gaps, err := Missing(df)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := dump(gaps), "column:string=n,b,s,x missing:int=1,1,2,2 proportion:float=0.3333333333333333,0.3333333333333333,0.6666666666666666,0.6666666666666666"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	filled, err := FillNumber(df, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := dump(filled), "n:int=1,0,3 b:bool=true,false,true s:string=x,, x:float=0.5,0,0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	sums, err := chain(df, func(df dataframe.DataFrame) (dataframe.DataFrame, error) { return Describe(df, "b", "n") })
	if err != nil {
		t.Fatal(err)
	}
	want := "statistic:string=count,unique,top,freq,mean,std,min,25%,50%,75%,max b:string=2,1,true,2,,,,,,, " +
		"n:float=2,null,null,null,2,1.4142135623730951,1,1.5,2,2.5,3"
	if dump(sums) != want {
		t.Errorf("got  %s\nwant %s", dump(sums), want)
	}
}

func TestSample(t *testing.T) {
	df := people(t)
	a, err := Sample(df, 50, 7)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := Sample(df, 50, 7)
	c, _ := Sample(df, 50, 8)
	if dump(a) != dump(b) || dump(a) == dump(c) {
		t.Error("the seed does not settle the rows")
	}
	seen := map[string]bool{}
	for i := range a.Nrow() {
		seen[exactCell(a.Elem(i, 3))] = true // incomes differ
	}
	if len(seen) != 50 {
		t.Errorf("%d different rows, want 50", len(seen))
	}
}

// The wants are those of numpy.quantile, NumPy 2.4.6.
func TestQuantile(t *testing.T) {
	for _, tt := range []struct {
		sorted []float64
		q      float64
		want   float64
	}{
		{[]float64{3}, 0.25, 3}, {[]float64{3}, 1, 3}, {[]float64{1, 2}, 0.75, 1.75},
		{[]float64{0.1, 0.2, 0.7}, 0.25, 0.15000000000000002}, {[]float64{0.1, 0.2, 0.7}, 0.75, 0.44999999999999996},
		{[]float64{0.54, 3.69, 7.87, 7.9}, 0.5, 5.78}, {[]float64{0.53, 1.74, 5.88, 7.68}, 0.5, 3.81},
	} {
		if got := quantile(tt.sorted, tt.q); got != tt.want {
			t.Errorf("quantile %v of %v is %v, NumPy has %v", tt.q, tt.sorted, got, tt.want)
		}
	}
	if got := quantile(nil, 0.5); !math.IsNaN(got) {
		t.Errorf("of nothing: %v", got)
	}
}
