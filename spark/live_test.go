package spark

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"golab/data"
)

// live returns a session with the real server that GOLAB_SPARK_REMOTE names. Its
// actions have a deadline.
func live(t *testing.T) *Session {
	remote := os.Getenv("GOLAB_SPARK_REMOTE")
	if remote == "" {
		t.Skip("GOLAB_SPARK_REMOTE names no server")
	}
	s, err := Options{Quiet: true}.Connect(remote)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Second)
	t.Cleanup(func() {
		cancel()
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s.WithContext(ctx)
}

// text returns what an action gives as text, for tables of tests.
func text[T any](v T, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	return fmt.Sprint(v)
}

// sql is session.SQL in a test that cannot go on without it.
func sql(t *testing.T, s *Session, query string, arguments ...any) *DataFrame {
	t.Helper()
	df, err := s.SQL(query, arguments...)
	if err != nil {
		t.Fatal(err)
	}
	return df
}

// values returns the rows of a collected frame as text.
func values(df *DataFrame) string {
	frame, err := df.Collect()
	if err != nil {
		return "error: " + err.Error()
	}
	return fmt.Sprint(frame.Records())
}

func TestLiveTransformations(t *testing.T) {
	s := live(t)
	df := s.Range(0, 4).WithColumn("half", "id / 2")
	people := sql(t, s, "SELECT * FROM VALUES (1, 'ada', 36), (2, 'bob', NULL), (3, 'eve', 20) AS t(id, name, age)")
	pay := sql(t, s, "SELECT * FROM VALUES (1, 10.5), (3, 20.0), (4, 1.0) AS t(id, pay)")
	for _, c := range []struct {
		name string
		df   *DataFrame
		want string
	}{
		{"Select", df.Select("half", "id").Limit(2), "[[half id] [0.000000 0] [0.500000 1]]"},
		{"Select all", people.Select("*").Limit(1), "[[id name age] [1 ada 36]]"},
		{"SelectExpr", df.SelectExpr("id * 10 AS `ten times`").Limit(2), "[[ten times] [0] [10]]"},
		{"Filter", people.Filter("age IS NULL"), "[[id name age] [2 bob NaN]]"},
		{"Where", df.Where("id > 1").Select("id"), "[[id] [2] [3]]"},
		{"WithColumn in place", df.WithColumn("half", "half + 1").Limit(1), "[[id half] [0 1.000000]]"},
		{"WithColumnRenamed", people.WithColumnRenamed("name", "who").WithColumnRenamed("no", "x").Limit(1), "[[id who age] [1 ada 36]]"},
		{"ToDF", df.ToDF("a", "b.c").Limit(1), "[[a b.c] [0 0.000000]]"},
		{"Drop", people.Drop("name", "none").Limit(1), "[[id age] [1 36]]"},
		{"Cast", people.Cast("string", "id").Cast("double", "age").Limit(1), "[[id name age] [1 ada 36.000000]]"},
		{"Cast of an odd name", df.ToDF("a", "b.`c").Cast("int", "b.`c").Limit(1), "[[a b.`c] [0 0]]"},
		{"OrderBy", people.OrderBy("age DESC").Select("name"), "[[name] [ada] [eve] [bob]]"},
		{"OrderBy, NULL first", people.OrderBy("age desc nulls first", "id").Select("name"), "[[name] [bob] [ada] [eve]]"},
		{"OrderBy, plain", people.OrderBy("age").Select("name"), "[[name] [bob] [eve] [ada]]"},
		{"GroupBy", df.WithColumn("odd", "id % 2").GroupBy("odd").Agg("sum(id) AS s", "max(half) AS m").OrderBy("odd"), "[[odd s m] [0 2 1.000000] [1 4 1.500000]]"},
		{"GroupBy, Count", df.WithColumn("odd", "id % 2").GroupBy("odd").Count().OrderBy("odd DESC"), "[[odd count] [1 2] [0 2]]"},
		{"Join", people.Join(pay, "inner", "id").OrderBy("id").Select("name", "pay"), "[[name pay] [ada 10.500000] [eve 20.000000]]"},
		{"Join, left", people.Join(pay, "left", "id").OrderBy("id").Select("name", "pay"), "[[name pay] [ada 10.500000] [bob NaN] [eve 20.000000]]"},
		{"Join, anti", people.Join(pay, "left_anti", "id").Select("name"), "[[name] [bob]]"},
		{"JoinExpr", people.Alias("a").JoinExpr(pay.Alias("b"), "outer", "a.id = b.id").OrderBy("b.id").SelectExpr("b.id AS id", "name").Filter("id = 4"), "[[id name] [4 NaN]]"},
		{"Union, Distinct", df.Union(df).Distinct().OrderBy("id").Select("id"), "[[id] [0] [1] [2] [3]]"},
		{"SQL with arguments", sql(t, s, "SELECT ? + 1 AS a, ? AS b, ? AS c, ? AS d, ? AS e", 2, 1.5, "it's", true, nil), "[[a b c d e] [3 1.500000 it's true NaN]]"},
		{"Range", s.Range(5, 7), "[[id] [5] [6]]"},
		{"Describe", df.Describe("id").Filter("summary = 'mean'"), "[[summary id] [mean 1.5]]"},
		{"no rows", people.Filter("id > 9"), "[[id name age]]"},
	} {
		if got := values(c.df); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	for name, parts := range map[string]*DataFrame{"3": df.Repartition(3), "1": df.Repartition(3).Coalesce(1)} {
		if got := values(parts.SelectExpr("spark_partition_id() AS p").GroupBy().Agg("max(p) + 1 AS n", "count(*) AS rows")); got != "[[n rows] ["+name+" 4]]" {
			t.Errorf("%s partitions: %s", name, got)
		}
	}
	if n, err := s.Range(0, 10000).Sample(0.3, 7).Count(); err != nil || n < 2800 || n > 3200 {
		t.Errorf("Sample of 0.3 has %d of 10000 rows, %v", n, err)
	}
}

func TestLiveTypes(t *testing.T) {
	s := live(t)
	if err := s.Conf().Set("spark.sql.session.timeZone", "America/New_York"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ expression, kind, want string }{
		{"CAST(-7 AS TINYINT)", "tinyint", "-7"},
		{"CAST(7 AS SMALLINT)", "smallint", "7"},
		{"7", "int", "7"},
		{"9007199254740993L", "bigint", "9007199254740993"},
		{"CAST(1.5 AS FLOAT)", "float", "1.500000"},
		{"1.5D", "double", "1.500000"},
		{"double('NaN')", "double", "NaN"},
		{"12.34", "decimal(4,2)", "12.340000"},
		{"'x'", "string", "x"},
		{"true", "boolean", "true"},
		{"DATE'2026-11-23'", "date", "2026-11-23"},
		{"TIMESTAMP'2026-07-01 10:20:30.5'", "timestamp", "2026-07-01 10:20:30.5"},
		{"TIMESTAMP_NTZ'2026-07-01 10:20:30'", "timestamp_ntz", "2026-07-01 10:20:30"},
		{"array(1, NULL)", "array<int>", "[1,null]"},
		{"map('a', 1)", "map<string,int>", `[{"key":"a","value":1}]`},
		{"named_struct('a', 1)", "struct<a:int>", `{"a":1}`},
		{"X'0102'", "binary", "AQI="},
		{"NULL", "void", "NaN"},
	} {
		df := sql(t, s, "SELECT "+c.expression+" AS x UNION ALL SELECT NULL")
		frame, err := df.Collect()
		if err != nil {
			t.Errorf("%s: %v", c.expression, err)
			continue
		}
		schema, err := df.Schema()
		if err != nil || schema[0].Type != c.kind {
			t.Errorf("%s: the schema is %v, %v, want %s", c.expression, schema, err, c.kind)
		}
		got := frame.Records()
		slices.SortFunc(got[1:], func(a, b []string) int { return strings.Compare(b[0], a[0]) })
		want := [][]string{{"x"}, {c.want}, {"NaN"}}
		slices.SortFunc(want[1:], func(a, b []string) int { return strings.Compare(b[0], a[0]) })
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", c.expression, got, want)
		}
	}
	if schema := text(sql(t, s, "SELECT 1 AS `a b`, named_struct('x', array(1.5D)) AS s").Schema()); schema != "`a b` int NOT NULL, `s` struct<x:array<double>> NOT NULL" {
		t.Errorf("the schema is %s", schema)
	}
	if columns := text(s.Range(0, 1).ToDF("a").Columns()); columns != "[a]" {
		t.Errorf("the columns are %s", columns)
	}
}

func TestLiveText(t *testing.T) {
	s := live(t)
	df := sql(t, s, "SELECT * FROM VALUES (1, 'a long text that is cut somewhere'), (2, NULL) AS t(id, name)")
	const shown = `+---+--------------------+
| id|                name|
+---+--------------------+
|  1|a long text that ...|
|  2|                NULL|
+---+--------------------+`
	if got := text(df.ShowString(20, 20, false)); got != shown {
		t.Errorf("shown:\n%s\nwant\n%s", got, shown)
	}
	if got := text(df.ShowString(1, 0, true)); !strings.Contains(got, "-RECORD 0-") || !strings.Contains(got, "somewhere") {
		t.Errorf("shown:\n%s", got)
	}
	if got := text(df.explain(true)); !strings.Contains(got, "== Analyzed Logical Plan ==") {
		t.Errorf("explained:\n%s", got)
	}
	if got := text(df.explain(false)); !strings.Contains(got, "== Physical Plan ==") || strings.Contains(got, "Analyzed") {
		t.Errorf("explained:\n%s", got)
	}
	bundle, err := df.MIMEBundle()
	if err != nil || !strings.Contains(bundle["text/plain"].(string), "2 rows × 2 columns") || !strings.Contains(bundle["text/html"].(string), "<td style=\"text-align: left\">a long text that is cut somewhere</td>") {
		t.Errorf("the bundle is %v, %v", bundle, err)
	}
	bundle, err = s.Range(0, 30).MIMEBundle()
	if err != nil || !strings.HasSuffix(bundle["text/plain"].(string), "\nthe first 20 rows × 1 columns") ||
		!strings.HasSuffix(bundle["text/html"].(string), "</table>\n<p>the first 20 rows × 1 columns</p>\n</div>") {
		t.Errorf("the bundle is %v, %v", bundle, err)
	}
	bundle, err = df.SelectExpr("id", "id").MIMEBundle()
	if err != nil || !strings.Contains(bundle["text/plain"].(string), "| id| id|") {
		t.Errorf("two columns of one name: %v, %v", bundle, err)
	}
	if _, err = df.Select("nope").MIMEBundle(); err == nil {
		t.Error("a frame that cannot be computed is shown")
	}
}

func TestLiveErrors(t *testing.T) {
	s := live(t)
	_, err := s.Range(0, 5).Select("nope").Collect()
	checkError(t, err, "UNRESOLVED_COLUMN.WITH_SUGGESTION", "`nope` cannot be resolved")
	_, err = s.Range(0, 5).SelectExpr("cast(concat('abc', id) as double)").Collect()
	checkError(t, err, "CAST_INVALID_INPUT", "'abc")
	_, err = s.Range(0, 5).Filter("id = ").Count()
	checkError(t, err, "PARSE_SYNTAX_ERROR", "end of input")
	_, err = s.Read().CSV("/nope").Count()
	checkError(t, err, "PATH_NOT_FOUND", "file:/nope")
	_, err = s.Read().Table("nope").Count()
	checkError(t, err, "TABLE_OR_VIEW_NOT_FOUND", "`nope` cannot be found")
	_, err = s.SQL("SELEC 1")
	checkError(t, err, "PARSE_SYNTAX_ERROR", "'SELEC'")
	_, err = s.Conf().Get("spark.nothing")
	checkError(t, err, "SQL_CONF_NOT_FOUND", "spark.nothing")
	checkError(t, s.Conf().Set("spark.sql.shuffle.partitions", "many"), "INVALID_CONF_VALUE.TYPE_MISMATCH", "'many'")
	if err := s.Conf().Set("spark.sql.shuffle.partitions", "3"); err != nil || text(s.Conf().Get("spark.sql.shuffle.partitions")) != "3" {
		t.Error(err, text(s.Conf().Get("spark.sql.shuffle.partitions")))
	}
	if err := s.Conf().Unset("spark.sql.shuffle.partitions"); err != nil || text(s.Conf().Get("spark.sql.shuffle.partitions")) != "200" {
		t.Error(err, text(s.Conf().Get("spark.sql.shuffle.partitions")))
	}
}

// checkError wants an error of the server with a class, and a text in its line.
func checkError(t *testing.T, err error, class, part string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || class != "" && e.Class != class || !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v, want class %s and %s", err, class, part)
	}
}

func TestLiveFiles(t *testing.T) {
	s := live(t)
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	frame := dataframe.New(series.New([]int{1, 2, 3}, series.Int, "id"), series.New([]float64{0.5, math.NaN(), 2}, series.Float, "x"),
		series.New([]string{"a", "b,c", ""}, series.String, "s"))
	df, err := s.CreateDataFrame(frame)
	if err != nil {
		t.Fatal(err)
	}
	parquet, csv := filepath.Join(folder, "p"), filepath.Join(folder, "c")
	for _, err := range []error{
		df.Write().Parquet(parquet),
		df.Write().Mode("overwrite").Parquet(parquet),
		df.Write().Mode("append").PartitionBy().Parquet(parquet),
		df.Write().Mode("ignore").Parquet(parquet),
		df.Coalesce(1).Write().Option("header", "true").CSV(csv),
		df.Write().Format("noop").Mode("overwrite").Save(""),
		df.CreateOrReplaceTempView("things"),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	checkError(t, df.Write().Parquet(parquet), "PATH_ALREADY_EXISTS", "overwrite")
	if err := df.Write().Mode("sometimes").Parquet(parquet); err == nil {
		t.Error("an unknown mode is no error")
	}
	for _, c := range []struct {
		name string
		df   *DataFrame
		want string
	}{
		{"Parquet", s.Read().Parquet(parquet).GroupBy("id").Count().OrderBy("id"), "[[id count] [1 2] [2 2] [3 2]]"},
		{"CSV", s.Read().Option("header", "true").CSV(csv).Select("s", "id"), "[[s id] [a 1] [b,c 2] [NaN 3]]"},
		{"CSV with a schema", s.Read().Option("header", "true").Schema("i BIGINT, x DOUBLE, s STRING").CSV(csv).Select("i", "x"), "[[i x] [1 0.500000] [2 NaN] [3 2.000000]]"},
		{"CSV without options", s.Read().CSV(csv).Limit(1), "[[_c0 _c1 _c2] [id x s]]"},
		{"Table", s.Read().Table("things").Select("id"), "[[id] [1] [2] [3]]"},
		{"SQL", sql(t, s, "SELECT count(*) AS n FROM things WHERE isnan(x)"), "[[n] [1]]"},
	} {
		if got := values(c.df); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestLiveRandomSplit(t *testing.T) {
	s := live(t)
	path, err := data.Find("spambase.data")
	if err != nil {
		t.Skip(err)
	}
	local, err := data.ReadCSV(path)
	if err != nil {
		t.Fatal(err)
	}
	names := local.Names()
	df := s.Read().CSV(path).Cast("double", names...)
	weights := []float64{0.7, 0.3}
	want, err := data.RandomSplit(local, weights, 42)
	if err != nil {
		t.Fatal(err)
	}
	for i, split := range df.RandomSplit(weights, 42) {
		got, err := split.Collect()
		if err != nil {
			t.Fatal(err)
		}
		n, err := split.Count()
		if err != nil || int(n) != got.Nrow() || got.Nrow() != want[i].Nrow() {
			t.Fatalf("split %d: Count %d, %v, collected %d, data.RandomSplit %d", i, n, err, got.Nrow(), want[i].Nrow())
		}
		for j, name := range names {
			a, b := got.Col(name).Float(), want[i].Col(name).Float()
			if !slices.Equal(a, b) {
				t.Errorf("split %d: column %d differs from data.RandomSplit's", i, j)
			}
		}
		if size := []int{3288, 1313}[i]; local.Nrow() == 4601 && got.Nrow() != size {
			t.Errorf("split %d has %d rows, want %d", i, got.Nrow(), size)
		}
	}
}
