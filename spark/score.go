package spark

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golab/internal/scorer"
	"golab/spark/internal/pickle"
	"golab/spark/internal/shim"
	"golab/spark/internal/wire"
)

// An Engine is a way to compute predictions on a cluster.
type Engine string

const (
	// AnyEngine is MapInArrow, or SQL where the executors cannot do that and the model
	// is small enough.
	AnyEngine Engine = ""

	// MapInArrow gives batches of rows to golab's own code, which computes as here, bit
	// for bit. The executors need Python and pyarrow to pass them on; golab itself,
	// as a program of 9 MB, is sent.
	MapInArrow Engine = "mapInArrow"

	// SQL writes the network as expressions of Spark's SQL, in doubles. It needs
	// nothing, and is for networks of 2000 weights at most. Predictions differ
	// from those here by the rounding of float32, about 1e-7 of the numbers that are
	// added up; those of an nn.MLP, which computes in doubles, by some 1e-16.
	SQL Engine = "sql"
)

// ScoreOptions say how to score. The zero value is what [Session.Score] uses.
type ScoreOptions struct {
	// Engine is how; the zero value is AnyEngine.
	Engine Engine

	// Scorer is the path of the golab-scorer for the executors. The default is
	// golab-scorer-linux-amd64 or golab-scorer-linux-arm64 beside the program that runs, else one
	// that is built from golab's source if that is here and Go as well, else golab itself,
	// which is ten times as large and takes the first Score of a session some seconds to send.
	Scorer string
}

// Score returns df with one column more, what a fitted model of nn, learn or labs
// predicts from the columns features. The rows are scored on the executors, when an
// action needs them. The model travels, not the closure: Go functions cannot.
//
//	scored, err := session.Score(df, features, model)
//
// The column is called prediction, or as the model of labs calls it. It holds
//
//   - for a network what its Predict returns, a double, or an array of doubles if the
//     network has several outputs,
//   - for other models the class, or the value of a regression, as a double,
//   - for pipelines and searches of labs what their Transform puts there.
//
// No features are all columns of df. They are of numbers, decimals or booleans; those of
// a pipeline may be texts, too. The prediction is NULL where a feature is NULL and no
// StringIndexer keeps that, or where a stage skips the row; it is NaN where a number is NaN or infinite
// and the model refuses that. Else predictions are those that the model makes on this machine, in every bit, if
// the executors' processors are of its kind: vectors of AVX2, of arm64 and plain code add
// up in different orders.
//
// It fails if the model cannot travel or takes another number of features, if a feature
// is missing or of another type, if df has the new column already or a vector column, and
// if the executors cannot run the scorer.
func (s *Session) Score(df *DataFrame, features []string, model any) (*DataFrame, error) {
	return ScoreOptions{}.Score(s, df, features, model)
}

// Score scores as [Session.Score] does.
func (o ScoreOptions) Score(s *Session, df *DataFrame, features []string, model any) (*DataFrame, error) {
	scored, err := o.score(s, df, features, model)
	if err != nil {
		return nil, fmt.Errorf("spark: Score: %w", err)
	}
	return scored, nil
}

func (o ScoreOptions) score(s *Session, df *DataFrame, features []string, model any) (*DataFrame, error) {
	if err := df.problem(); err != nil {
		return nil, err
	}
	if err := s.problem(); err != nil {
		return nil, err
	}
	if df.session.link != s.link {
		return nil, errors.New("the frame belongs to another session")
	}
	rows, err := df.schema()
	if err != nil {
		return nil, err
	}
	if len(features) == 0 {
		for _, f := range rows.GetFields() {
			features = append(features, f.GetName())
		}
	}
	task, err := scorer.NewTask(model, features)
	if err != nil {
		return nil, err
	}
	if err := checkFeatures(rows, task); err != nil {
		return nil, err
	}
	j := job{session: s, df: df, rows: rows, task: task, model: model, options: o}
	switch o.Engine {
	case MapInArrow:
		return j.inArrow()
	case SQL:
		return j.inSQL()
	case AnyEngine:
		return j.anyhow()
	}
	return nil, fmt.Errorf("there is no engine %q: there are %q and %q", o.Engine, MapInArrow, SQL)
}

// A job is a frame to score.
type job struct {
	session *Session
	df      *DataFrame
	rows    *wire.DataType_Struct // its type
	task    *scorer.Task
	model   any
	options ScoreOptions
}

// anyhow scores in SQL where the executors cannot run the scorer.
func (j job) anyhow() (*DataFrame, error) {
	scored, err := j.inArrow()
	var cannot *cannotRun
	if !errors.As(err, &cannot) {
		return scored, err
	}
	scored, inSQL := j.inSQL()
	if inSQL != nil {
		return nil, fmt.Errorf("%w; nor can Spark's SQL compute the model: %w", err, inSQL)
	}
	return scored, nil
}

// cannotRun says why the executors cannot run the scorer.
type cannotRun struct{ err error }

func (c *cannotRun) Error() string { return c.err.Error() }
func (c *cannotRun) Unwrap() error { return c.err }

// evalMapInArrow is PySpark's SQL_MAP_ARROW_ITER_UDF.
const evalMapInArrow = 207

// patience is how many seconds a scorer has to understand the model.
const patience = 60

// silence is how many seconds a scorer may take for a batch, of 10000 rows at most. It is
// the way out for those who wait: where nobody does, Spark gives the task up before.
const silence = 900

// largeModel is the size from which a model is a file of the session: other models travel
// within each plan.
const largeModel = 1 << 20

// inArrow scores with the scorer.
func (j job) inArrow() (*DataFrame, error) {
	executors, err := j.session.link.scoring.executors(j.session)
	if err != nil {
		return nil, err
	}
	file, err := j.session.link.scoring.scorer(j.session, executors.platform, j.options.Scorer)
	if err != nil {
		return nil, err
	}
	out := &wire.DataType_Struct{}
	for _, f := range j.rows.GetFields() {
		out.Fields = append(out.Fields, &wire.DataType_StructField{Name: f.GetName(), DataType: f.GetDataType(), Nullable: true})
	}
	out.Fields = append(out.Fields, &wire.DataType_StructField{Name: j.task.Output, DataType: predictionType(j.task), Nullable: true})
	schema, err := typeJSON(structOf(out))
	if err != nil {
		return nil, err
	}
	options := shim.Options{
		Schema: schema, Files: map[string]shim.File{executors.platform: file},
		Names: j.task.Features, Patience: patience, Silence: silence,
	}
	for _, name := range j.task.Features {
		options.Columns = append(options.Columns, slices.IndexFunc(j.rows.GetFields(), named(name)))
	}
	model, err := j.task.MarshalBinary()
	if err != nil {
		return nil, err
	}
	if len(model) > largeModel {
		if options.Model, err = j.session.addFile("golab-model", model); err != nil {
			return nil, err
		}
		model = nil
	}
	text, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(j.rows.GetFields()))
	for i, f := range j.rows.GetFields() {
		names[i] = quoted(f.GetName())
	}
	return j.df.mapInArrow("golab_score", names, out, pickle.Command(shim.Source, model, string(text)), executors.python), nil
}

// mapInArrow returns the frame that a Python function makes of the batches of df.
func (df *DataFrame) mapInArrow(name string, columns []string, out *wire.DataType_Struct, command []byte, python string) *DataFrame {
	function := &wire.CommonInlineUserDefinedFunction{
		FunctionName: name, Deterministic: true, Arguments: columnExpressions(columns),
		Function: &wire.CommonInlineUserDefinedFunction_PythonUdf{PythonUdf: &wire.PythonUDF{
			OutputType: structOf(out), EvalType: evalMapInArrow, Command: command, PythonVer: python,
		}},
	}
	return df.with(&wire.Relation{RelType: &wire.Relation_MapPartitions{MapPartitions: &wire.MapPartitions{Input: df.plan, Func: function}}})
}

func structOf(s *wire.DataType_Struct) *wire.DataType {
	return &wire.DataType{Kind: &wire.DataType_Struct_{Struct: s}}
}

func named(name string) func(f *wire.DataType_StructField) bool {
	return func(f *wire.DataType_StructField) bool { return f.GetName() == name }
}

// predictionType is Spark's type of what a task predicts.
func predictionType(t *scorer.Task) *wire.DataType {
	double := &wire.DataType{Kind: &wire.DataType_Double{Double: &wire.DataType_Simple{}}}
	if t.Width == 1 {
		return double
	}
	return &wire.DataType{Kind: &wire.DataType_Array_{Array: &wire.DataType_Array{ElementType: double, ContainsNull: true}}}
}

// checkFeatures says why a frame cannot be scored.
func checkFeatures(rows *wire.DataType_Struct, task *scorer.Task) error {
	seen := map[string]*wire.DataType{}
	for _, f := range rows.GetFields() {
		if _, twice := seen[f.GetName()]; twice {
			return fmt.Errorf("the frame has two columns %q; rename one", f.GetName())
		}
		seen[f.GetName()] = f.GetDataType()
		if isVector(f.GetDataType()) {
			return fmt.Errorf("column %q is of Spark's vectors, which do not go through Arrow: drop it, and name the columns that it was assembled from", f.GetName())
		}
	}
	for _, name := range task.Features {
		t, ok := seen[name]
		if !ok {
			return fmt.Errorf("the frame has no column %q, it has %s", name, strings.Join(fieldNames(rows), ", "))
		}
		if !isNumeric(t) && !(task.TakesTexts() && isString(t)) {
			hint := "cast it, or leave it out of the features"
			if !task.TakesTexts() && isString(t) {
				hint = "cast it, or fit a pipeline of labs whose StringIndexer makes numbers of it"
			}
			return fmt.Errorf("feature %q is of type %s, the model takes numbers and booleans: %s", name, typeName(t), hint)
		}
	}
	if _, there := seen[task.Output]; there {
		return fmt.Errorf("the frame already has a column %q; drop or rename it", task.Output)
	}
	return nil
}

func fieldNames(rows *wire.DataType_Struct) []string {
	names := make([]string, len(rows.GetFields()))
	for i, f := range rows.GetFields() {
		names[i] = f.GetName()
	}
	return names
}
