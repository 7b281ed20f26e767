package spark

import (
	"bytes"
	"debug/elf"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"golab/data"
	"golab/internal/scorer"
	"golab/learn"
	"golab/nn"
	"golab/spark/internal/wire"

	"gonum.org/v1/gonum/mat"
)

func typeOf[K any](kind K) *wire.DataType {
	t := &wire.DataType{}
	switch any(kind).(type) {
	case string:
		t.Kind = &wire.DataType_String_{String_: &wire.DataType_Simple{}}
	case float64:
		t.Kind = &wire.DataType_Double{Double: &wire.DataType_Simple{}}
	case int64:
		t.Kind = &wire.DataType_Long{Long: &wire.DataType_Simple{}}
	}
	return t
}

func vectorType() *wire.DataType {
	return &wire.DataType{Kind: &wire.DataType_Udt{Udt: &wire.DataType_UDT{JvmClass: proto.String("org.apache.spark.ml.linalg.VectorUDT")}}}
}

func rowType(pairs ...any) *wire.DataType_Struct {
	s := &wire.DataType_Struct{}
	for i := 0; i < len(pairs); i += 2 {
		s.Fields = append(s.Fields, &wire.DataType_StructField{Name: pairs[i].(string), DataType: pairs[i+1].(*wire.DataType)})
	}
	return s
}

func TestFeaturesAreChecked(t *testing.T) {
	net := nn.NewSequential(1, nn.Dense(1, nn.Linear)).Init(1)
	task := must[*scorer.Task](t)(scorer.NewTask(net, []string{"x"}))
	double := typeOf(1.0)
	for _, c := range []struct {
		name string
		rows *wire.DataType_Struct
		want string
	}{
		{"good", rowType("s", typeOf(""), "x", double), ""},
		{"vector", rowType("v", vectorType(), "x", double), `column "v" is of Spark's vectors, which do not go through Arrow: drop it`},
		{"missing", rowType("y", double), `the frame has no column "x", it has y`},
		{"text", rowType("x", typeOf("")), `feature "x" is of type string`},
		{"there", rowType("x", double, "prediction", double), `already has a column "prediction"`},
		{"twice", rowType("x", double, "x", double), `two columns "x"`},
	} {
		err := checkFeatures(c.rows, task)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestTypesAsPySparkReadsThem(t *testing.T) {
	nested := structOf(rowType("a b", &wire.DataType{Kind: &wire.DataType_Array_{Array: &wire.DataType_Array{ElementType: structOf(rowType("n", typeOf(int64(1)))), ContainsNull: true}}},
		"m", &wire.DataType{Kind: &wire.DataType_Map_{Map: &wire.DataType_Map{KeyType: typeOf(""), ValueType: &wire.DataType{Kind: &wire.DataType_Decimal_{Decimal: &wire.DataType_Decimal{Precision: proto.Int32(10), Scale: proto.Int32(2)}}}}}}))
	want := `{"fields":[{"metadata":{},"name":"a b","nullable":false,"type":{"containsNull":true,"elementType":{"fields":[{"metadata":{},"name":"n","nullable":false,"type":"long"}],"type":"struct"},"type":"array"}},` +
		`{"metadata":{},"name":"m","nullable":false,"type":{"keyType":"string","type":"map","valueContainsNull":false,"valueType":"decimal(10,2)"}}],"type":"struct"}`
	if got, err := typeJSON(nested); err != nil || string(got) != want {
		t.Errorf("%s %v, want %s", got, err, want)
	}
	deep := structOf(rowType("s", structOf(rowType("v", vectorType()))))
	if _, err := typeJSON(deep); err == nil || !strings.Contains(err.Error(), `column "s": column "v": the type vector does not go through Arrow`) {
		t.Error(err)
	}
}

// noPython is what a server of Spark 4.1.4 says whose PYSPARK_PYTHON does not exist.
const noPython = `Job aborted due to stage failure: Task 0 in stage 0.0 failed 1 times, most recent failure: Lost task 0.0 in stage 0.0 (TID 0) ` +
	`(localhost executor driver): java.io.IOException: Cannot run program "/nowhere/python3" (in directory "/files"): error=2, No such file or directory`

// TestWithoutPyarrow has executors whose Python says its version, and then as one of
// Spark 4.1.4 does that pyarrow is missing.
func TestWithoutPyarrow(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	asked := 0
	f.stream("ExecutePlan", func(proto.Message, func(*wire.ExecutePlanResponse)) error {
		if asked++; asked == 1 {
			return failure(t, "Python in worker has different version: 3.11 than that in driver: 0.0", nil)
		}
		return failure(t, "ModuleNotFoundError: No module named 'pyarrow'", nil)
	})
	_, err := s.link.scoring.executors(s)
	var cannot *cannotRun
	if !errors.As(err, &cannot) || asked != 2 || !strings.Contains(err.Error(), "install Python and pyarrow there") || !strings.HasSuffix(err.Error(), "No module named 'pyarrow'") {
		t.Errorf("after %d queries: %v", asked, err)
	}
}

// TestWithoutPython has executors that cannot run Python.
func TestWithoutPython(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	f.answer("AnalyzePlan", &wire.AnalyzePlanResponse{Result: &wire.AnalyzePlanResponse_Schema_{
		Schema: &wire.AnalyzePlanResponse_Schema{Schema: structOf(rowType("x", typeOf(1.0)))},
	}})
	f.stream("ExecutePlan", func(proto.Message, func(*wire.ExecutePlanResponse)) error {
		return failure(t, noPython, nil)
	})
	net := nn.NewSequential(1, nn.Dense(1, nn.Linear)).Init(1)
	tree := must[*learn.DecisionTreeClassifierModel](t)(learn.DecisionTreeClassifier{}.Fit(mat.NewDense(2, 1, []float64{1, 2}), []float64{0, 1}))
	df, err := s.Score(s.Range(0, 1), nil, net)
	if err != nil || len(df.plan.GetProject().GetExpressions()) != 2 {
		t.Errorf("no expressions of SQL: %v %v", df, err)
	}
	for _, c := range []struct {
		engine Engine
		model  any
		want   []string
	}{
		{MapInArrow, net, []string{"install Python and pyarrow", `Cannot run program "/nowhere/python3"`, "error=2, No such file or directory"}},
		{AnyEngine, tree, []string{"install Python and pyarrow", "nor can Spark's SQL compute the model: SQL knows networks of dense layers"}},
		{SQL, tree, []string{"SQL knows networks"}},
		{"beam", net, []string{`there is no engine "beam": there are "mapInArrow" and "sql"`}},
	} {
		_, err := ScoreOptions{Engine: c.engine}.Score(s, s.Range(0, 1), nil, c.model)
		for _, part := range append(c.want, "spark: Score: ") {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("engine %q: %v, want %s", c.engine, err, part)
			}
		}
	}
}

func TestFindScorer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own")
	if err := os.WriteFile(path, []byte("program"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err := findScorer("Windows-AMD64", path); err != nil || string(p.content) != "program" || p.arguments != nil {
		t.Errorf("the named one: %v %v", p, err)
	}
	if _, err := findScorer("Linux-x86_64", path+"x"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a named one that is not there: %v", err)
	}
	if _, err := findScorer("Darwin-arm64", ""); err == nil || !strings.Contains(err.Error(), "the executors run on Darwin-arm64") {
		t.Error(err)
	}
	if _, err := golabItself("amd64"); err == nil {
		t.Error("a test is taken for golab")
	}
	if root, err := sourceRoot(); err != nil || !strings.HasSuffix(filepath.Join(root, "spark"), "spark") {
		t.Errorf("the source is in %s: %v", root, err)
	}
}

// liveProgram builds the scorer from this source. It is static and no larger than it may
// be.
func liveProgram(t *testing.T, _ *Session) {
	const most = 10_000_000
	p, err := scorerBuilt(runtime.GOARCH)
	if err != nil {
		t.Fatal(err)
	}
	file, err := elf.NewFile(bytes.NewReader(p.content))
	if err != nil {
		t.Fatal(err)
	}
	if libraries, _ := file.ImportedLibraries(); len(libraries) > 0 || len(p.content) > most {
		t.Errorf("the scorer has %d bytes and the libraries %v", len(p.content), libraries)
	}
}

// liveSQL compares expressions with the same network in doubles, and classes with those
// of this machine.
func liveSQL(t *testing.T, s *Session) {
	models, df, features := rivals(t, 400)
	remote := must[*DataFrame](t)(s.CreateDataFrame(df))
	x := must[*mat.Dense](t)(data.Matrix(df, features...))
	for _, tt := range []struct {
		rival
		tolerance float64
	}{{rival{"network", models[0].model, forward64(models[0].model.(*nn.Model).Network(), x)}, 1e-15}, {models[5], 0}} {
		got := predictions(t, scored(t)(ScoreOptions{Engine: SQL}.Score(s, remote, features, tt.model)), 1)
		for i, p := range got {
			if d := p - tt.local[i]; !(d <= tt.tolerance && -d <= tt.tolerance) {
				t.Fatalf("%s, row %d: %v, want %v", tt.name, i, p, tt.local[i])
			}
		}
	}
}
