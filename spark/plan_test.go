package spark

import (
	"math"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"

	"golab/spark/internal/wire"
)

// offline is a session whose server nobody has asked for anything.
func offline(t *testing.T) (*fake, *Session) {
	f := newFake(t)
	return f, f.connect(t)
}

func TestWhatIsWrongWithAPlanComesUpAtTheAction(t *testing.T) {
	f, s := offline(t)
	_, stranger := offline(t)
	df := s.Range(0, 3)
	var none *DataFrame
	var nobody *Session
	split := func(weights ...float64) *DataFrame { return df.RandomSplit(weights, 1)[0] }
	for _, c := range []struct {
		df   *DataFrame
		want string
	}{
		{df.Limit(-1), "spark: Limit: -1 rows"},
		{df.Repartition(0), "spark: Repartition: 0 partitions"},
		{df.Coalesce(-2), "spark: Coalesce: -2 partitions"},
		{df.Sample(1.5, 1), "spark: Sample: the fraction is 1.5"},
		{df.Sample(math.NaN(), 1), "spark: Sample: the fraction is NaN"},
		{df.Cast("int"), "spark: Cast: no columns"},
		{df.Join(df, "sideways", "id"), `spark: Join: "sideways" is no way to join`},
		{df.Join(stranger.Range(0, 1), "inner", "id"), "spark: Join: the two frames belong to different sessions"},
		{df.Union(stranger.Range(0, 1)), "spark: Union: the two frames belong to different sessions"},
		{df.Union(df.Limit(-5)), "spark: Limit: -5 rows"},
		{df.Union(none), "spark: Union: the second frame is nil"},
		{df.Join(nil, "inner", "id"), "spark: Join: the second frame is nil"},
		{df.JoinExpr(none, "inner", "a = b"), "spark: Join: the second frame is nil"},
		{df.Union(&DataFrame{}), "the frame is nil"},
		{none.Union(df), "the frame is nil"},
		{none, "the frame is nil"},
		{&DataFrame{}, "the frame is nil"},
		{none.RandomSplit([]float64{1}, 1)[0].Select("a").Filter("b").WithColumn("c", "d").GroupBy("c").Count().Limit(1), "the frame is nil"},
		{none.Limit(-1).Cast("int").Alias("a").Drop("b").ToDF("c").Describe().OrderBy("d").Distinct(), "the frame is nil"},
		{nobody.Range(0, 1), "there is no session"},
		{nobody.Read().Option("a", "b").CSV("c").Union(df), "there is no session"},
		{df.Union((&Session{}).Read().Table("a")), "there is no session"},
		{nobody.WithContext(t.Context()).Range(0, 1).Sample(0.5, 1), "there is no session"},
		{df.Limit(-1).Coalesce(-1).Select("id"), "spark: Limit: -1 rows"},
		{split(1, -1), "spark: RandomSplit: weight 1 of 2 is -1"},
		{split(0, 0), "spark: RandomSplit: the 2 weights sum to 0"},
		{split(math.MaxFloat64, math.MaxFloat64), "spark: RandomSplit: the 2 weights sum to +Inf"},
	} {
		_, collect := c.df.Collect()
		_, count := c.df.Count()
		_, head := c.df.Head(1)
		_, schema := c.df.Schema()
		_, columns := c.df.Columns()
		_, shown := c.df.ShowString(1, 1, false)
		_, bundle := c.df.MIMEBundle()
		_, explained := c.df.explain(false)
		for i, err := range []error{collect, count, head, schema, columns, shown, bundle, explained, c.df.PrintSchema(),
			c.df.CreateOrReplaceTempView("v"), c.df.Write().Parquet("p"), c.df.WithContext(t.Context()).Show()} {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("action %d: %v, want %s", i, err, c.want)
			}
		}
	}
	if df.err != nil {
		t.Errorf("the first frame has got an error: %v", df.err)
	}
	if n := len(f.called("ExecutePlan")); n != 0 {
		t.Errorf("the server was sent %d plans", n)
	}
}

func TestRandomSplitsAreConsecutive(t *testing.T) {
	_, s := offline(t)
	splits := s.Range(0, 3).RandomSplit([]float64{7, 2, 1}, 42)
	lower := 0.0
	for i, w := range []float64{7, 2, 1} {
		got := splits[i].plan.GetSample()
		upper := lower + w/10
		if got.GetLowerBound() != lower || got.GetUpperBound() != upper || got.GetSeed() != 42 || !got.GetDeterministicOrder() || got.GetWithReplacement() {
			t.Errorf("split %d is %v, want [%v, %v)", i, got, lower, upper)
		}
		lower = upper
	}
}

func TestSortOrders(t *testing.T) {
	for text, want := range map[string]string{
		"age":                           "age ASCENDING FIRST",
		"age asc":                       "age ASCENDING FIRST",
		" age  DESC ":                   "age DESCENDING LAST",
		"age Desc Nulls  First":         "age DESCENDING FIRST",
		"a + b asc nulls last":          "a + b ASCENDING LAST",
		"age NULLS LAST":                "age ASCENDING LAST",
		"`x desc`":                      "`x desc` ASCENDING FIRST",
		"desc":                          "desc ASCENDING FIRST",
		"adesc":                         "adesc ASCENDING FIRST",
		"case when a then 1 else 2 end": "case when a then 1 else 2 end ASCENDING FIRST",
	} {
		o := sortOrder(text)
		got := strings.Join([]string{
			o.GetChild().GetExpressionString().GetExpression(),
			strings.TrimPrefix(o.GetDirection().String(), "SORT_DIRECTION_"), strings.TrimPrefix(o.GetNullOrdering().String(), "SORT_NULLS_"),
		}, " ")
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestReadersAndWritersAreValues(t *testing.T) {
	_, s := offline(t)
	base := s.Read().Option("a", "1")
	one, two := base.Option("b", "2").CSV("x"), base.Format("text").Schema("s STRING").Load("y", "z")
	for df, want := range map[*DataFrame]string{
		one: `read:{data_source:{format:"csv" options:{key:"a" value:"1"} options:{key:"b" value:"2"} paths:"x"}}`,
		two: `read:{data_source:{format:"text" schema:"s STRING" options:{key:"a" value:"1"} paths:"y" paths:"z"}}`,
	} {
		if got := strings.ReplaceAll(prototext.MarshalOptions{}.Format(df.plan), "  ", " "); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	w := s.Range(0, 1).Write().Option("a", "1")
	if v := w.Option("b", "2"); len(w.options) != 1 || len(v.options) != 2 {
		t.Errorf("options %v and %v", w.options, v.options)
	}
	for mode, want := range map[string]wire.WriteOperation_SaveMode{
		"": 3, "error": 3, "ErrorIfExists": 3, "overwrite": 2, "append": 1, "ignore": 4,
	} {
		if got, ok := saveMode(mode); got != want || !ok {
			t.Errorf("%q is %v, %v, want %v", mode, got, ok, want)
		}
	}
}

func TestTypeNames(t *testing.T) {
	for text, want := range map[string]string{
		"null:{}": "void", "byte:{}": "tinyint", "long:{}": "bigint", "char:{length:3}": "char(3)", "var_char:{length:4}": "varchar(4)",
		"decimal:{precision:10 scale:2}": "decimal(10,2)", "udt:{jvm_class:\"a.B\"}": "a.B", "variant:{}": "variant", "time:{}": "time",
		"map:{key_type:{string:{}} value_type:{array:{element_type:{float:{}}}}}":                    "map<string,array<float>>",
		"struct:{fields:{name:\"a\" data_type:{date:{}}} fields:{name:\"b\" data_type:{binary:{}}}}": "struct<a:date,b:binary>",
		"udt:{jvm_class:\"org.apache.spark.ml.linalg.VectorUDT\"}":                                   "vector", "unparsed:{data_type_string:\"odd\"}": "odd",
		"calendar_interval:{}": "interval", "year_month_interval:{}": "interval year to month", "day_time_interval:{}": "interval day to second", "": "unknown",
	} {
		d := &wire.DataType{}
		if err := prototext.Unmarshal([]byte(text), d); err != nil {
			t.Fatal(err)
		}
		if got := typeName(d); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestNoSession(t *testing.T) {
	for _, s := range []*Session{nil, {}} {
		_, query := s.SQL("SELECT 1")
		_, created := s.CreateDataFrame(numbered(1))
		_, get := s.Conf().Get("a")
		for i, err := range []error{query, created, get, s.Conf().Set("a", "b"), s.Conf().Unset("a"), s.Interrupt(), s.Stop()} {
			if err == nil || !strings.Contains(err.Error(), "there is no session") || !strings.HasPrefix(err.Error(), "spark: ") {
				t.Errorf("call %d: %v", i, err)
			}
		}
		if s.ID() != "" || s.Version() != "" || s.String() != "no session" {
			t.Errorf("%q, %q, %q", s.ID(), s.Version(), s)
		}
	}
}

func TestNoFrame(t *testing.T) {
	var none *DataFrame
	if none.Session() != nil {
		t.Error("a frame that is nil has a session")
	}
	mlp, evaluator := MultilayerPerceptronClassifier{Layers: []int{2, 2}}, MulticlassClassificationEvaluator{}
	grid := Grid{{mlp}}
	_, fit := mlp.Fit(none)
	_, pipeline := Pipeline{VectorAssembler{InputCols: []string{"a"}}, mlp}.Fit(none)
	_, metric := evaluator.Evaluate(none)
	_, search := CrossValidator{Grid: grid, Evaluator: evaluator}.Fit(none)
	_, split := TrainValidationSplit{Grid: grid, Evaluator: evaluator}.Fit(none)
	_, assembled := VectorAssembler{InputCols: []string{"a"}}.Transform(none).Count()
	_, transformed := new(MultilayerPerceptronClassificationModel).Transform(none).Count()
	_, scored := new(Session).Score(none, nil, nil)
	_, other := (&Session{link: &link{}}).Score(none, nil, nil)
	for i, err := range []error{fit, pipeline, metric, search, split, assembled, transformed, scored, other} {
		if err == nil || !strings.Contains(err.Error(), "the frame is nil") || strings.Contains(err.Error(), "\n") {
			t.Errorf("call %d: %v", i, err)
		}
	}
}
