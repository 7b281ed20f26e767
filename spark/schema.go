package spark

import (
	"fmt"
	"os"
	"strings"

	"golab/spark/internal/wire"
)

// A StructField is a column of a schema.
type StructField struct {
	Name     string
	Type     string // as in SQL: double, array<string>, decimal(10,2)
	Nullable bool
}

// A StructType is the columns of a frame, in order.
type StructType []StructField

// String returns the schema as SQL writes it.
func (t StructType) String() string {
	fields := make([]string, len(t))
	for i, f := range t {
		fields[i] = quoted(f.Name) + " " + f.Type
		if !f.Nullable {
			fields[i] += " NOT NULL"
		}
	}
	return strings.Join(fields, ", ")
}

// Schema returns the columns with their types. The server works out the plan for it
// and computes nothing.
func (df *DataFrame) Schema() (StructType, error) {
	fields, err := df.schema()
	if err != nil {
		return nil, fmt.Errorf("spark: Schema: %w", err)
	}
	var t StructType
	for _, f := range fields.GetFields() {
		t = append(t, StructField{f.GetName(), typeName(f.GetDataType()), f.GetNullable()})
	}
	return t, nil
}

// Columns returns the names of the columns.
func (df *DataFrame) Columns() ([]string, error) {
	fields, err := df.schema()
	if err != nil {
		return nil, fmt.Errorf("spark: Columns: %w", err)
	}
	names := make([]string, len(fields.GetFields()))
	for i, f := range fields.GetFields() {
		names[i] = f.GetName()
	}
	return names, nil
}

// PrintSchema prints the schema as a tree, as Spark does.
func (df *DataFrame) PrintSchema() error {
	err := df.problem()
	var response *wire.AnalyzePlanResponse
	if err == nil {
		response, err = df.session.link.analyze(df.session.ctx, &wire.AnalyzePlanRequest{
			Analyze: &wire.AnalyzePlanRequest_TreeString_{TreeString: &wire.AnalyzePlanRequest_TreeString{Plan: df.root()}},
		})
	}
	if err != nil {
		return fmt.Errorf("spark: PrintSchema: %w", err)
	}
	_, err = fmt.Fprintln(os.Stdout, strings.TrimRight(response.GetTreeString().GetTreeString(), "\n"))
	return err
}

// Explain prints the physical plan, by which the server would compute df; with
// extended also the steps from the plan as written to it.
func (df *DataFrame) Explain(extended bool) error {
	text, err := df.explain(extended)
	if err != nil {
		return fmt.Errorf("spark: Explain: %w", err)
	}
	_, err = fmt.Fprintln(os.Stdout, strings.TrimRight(text, "\n"))
	return err
}

func (df *DataFrame) explain(extended bool) (string, error) {
	if err := df.problem(); err != nil {
		return "", err
	}
	mode := wire.AnalyzePlanRequest_Explain_EXPLAIN_MODE_SIMPLE
	if extended {
		mode = wire.AnalyzePlanRequest_Explain_EXPLAIN_MODE_EXTENDED
	}
	response, err := df.session.link.analyze(df.session.ctx, &wire.AnalyzePlanRequest{
		Analyze: &wire.AnalyzePlanRequest_Explain_{Explain: &wire.AnalyzePlanRequest_Explain{Plan: df.root(), ExplainMode: mode}},
	})
	return response.GetExplain().GetExplainString(), err
}
