package labs

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golab/data"
	"golab/internal/jvm"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// A StringIndexer is an estimator that numbers the different texts in a column, its
// labels: 0 for the most frequent one, and so on. A column of numbers is taken as
// their texts, as Java writes them.
//
// Source: StringIndexer of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/feature/StringIndexer.scala.
type StringIndexer struct {
	InputCol  string // column to read; there is no default
	OutputCol string // column of numbers to add; there is no default

	// InputCols and OutputCols, as many of each, are for several columns at once, which
	// are indexed each by itself; InputCol and OutputCol are then empty.
	InputCols, OutputCols []string

	// StringOrderType is the order of the labels: "frequencyDesc", the default,
	// "frequencyAsc", "alphabetDesc" or "alphabetAsc". Labels that are equally frequent
	// are in alphabetical order.
	StringOrderType string

	// HandleInvalid says what happens to a row with a label that was not there when the
	// model was fitted, or with a missing value: "error", the default, "skip" leaves
	// the row out, "keep" gives it the number behind the last.
	HandleInvalid string
}

// A StringIndexerModel is a fitted [StringIndexer].
type StringIndexerModel struct {
	InputCols, OutputCols []string
	HandleInvalid         string

	// LabelsArray are the labels of each input column; the index in it is the number.
	LabelsArray [][]string
}

// Labels returns those of the first input column.
func (m *StringIndexerModel) Labels() []string {
	if len(m.LabelsArray) == 0 {
		return nil
	}
	return slices.Clone(m.LabelsArray[0])
}

// Fit collects the labels; missing values are none. It fails when a parameter is none of
// its choices, when a column's name is empty, when an input is missing or a vector
// column, and when an output is there already.
func (s StringIndexer) Fit(df dataframe.DataFrame) (*StringIndexerModel, error) {
	model, err := s.fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: StringIndexer: %w", err)
	}
	return model, nil
}

func (s StringIndexer) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(s.Fit(df))
}

func (s StringIndexer) fit(df dataframe.DataFrame) (*StringIndexerModel, error) {
	order := named(s.StringOrderType, "frequencyDesc")
	if err := oneOf("StringOrderType", order, "frequencyDesc", "frequencyAsc", "alphabetDesc", "alphabetAsc"); err != nil {
		return nil, err
	}
	m := &StringIndexerModel{HandleInvalid: named(s.HandleInvalid, "error")}
	if err := oneOf("HandleInvalid", m.HandleInvalid, "error", "skip", "keep"); err != nil {
		return nil, err
	}
	var err error
	if m.InputCols, m.OutputCols, err = columnPairs(df, s.InputCol, s.OutputCol, s.InputCols, s.OutputCols); err != nil {
		return nil, err
	}
	for _, name := range m.InputCols {
		column, err := texts(df, name)
		if err != nil {
			return nil, err
		}
		m.LabelsArray = append(m.LabelsArray, labelsOf(column, order))
	}
	return m, nil
}

// labelsOf returns the different texts of a column in order.
func labelsOf(column []text, order string) []string {
	count := map[string]int{}
	for _, t := range column {
		if !t.missing {
			count[t.string]++
		}
	}
	labels := make([]string, 0, len(count))
	for label := range count {
		labels = append(labels, label)
	}
	slices.SortFunc(labels, func(a, b string) int {
		switch order {
		case "frequencyDesc":
			return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
		case "frequencyAsc":
			return cmp.Or(cmp.Compare(count[a], count[b]), cmp.Compare(a, b))
		case "alphabetDesc":
			return cmp.Compare(b, a)
		}
		return cmp.Compare(a, b)
	})
	return labels
}

// Transform returns df with the columns of numbers added. An input column that is
// missing is passed over, as in Spark, so that a model with an indexed label can
// predict where the label is not known. It fails at an invalid row, if HandleInvalid is
// "error", and when an output is there already.
func (m *StringIndexerModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	out, err := m.transform(df)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: StringIndexerModel: %w", err)
	}
	return out, nil
}

func (m *StringIndexerModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }

func (m *StringIndexerModel) transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	if err := frameError(df); err != nil {
		return df, err
	}
	invalid := make([]bool, df.Nrow())
	var names []string
	var columns [][]float64
	for c, input := range m.InputCols {
		if !has(df, input) {
			continue
		}
		if has(df, m.OutputCols[c]) {
			return df, fmt.Errorf("column %s is already there", m.OutputCols[c])
		}
		column, err := texts(df, input)
		if err != nil {
			return df, err
		}
		numbers, err := m.numbers(c, column, invalid)
		if err != nil {
			return df, err
		}
		names, columns = append(names, m.OutputCols[c]), append(columns, numbers)
	}
	if m.HandleInvalid == "skip" && slices.Contains(invalid, true) {
		rows := divide(len(invalid), func(row int) bool { return invalid[row] }).train
		df = df.Subset(rows)
		for c, column := range columns {
			columns[c] = picked(column, rows)
		}
	}
	for c, name := range names {
		var err error
		if df, err = data.WithColumn(df, name, columns[c]); err != nil {
			return df, err
		}
	}
	return df, nil
}

// numbers returns those of the texts of input c, and marks invalid rows.
func (m *StringIndexerModel) numbers(c int, column []text, invalid []bool) ([]float64, error) {
	labels := m.LabelsArray[c]
	index := make(map[string]int, len(labels))
	for i, label := range labels {
		index[label] = i
	}
	numbers := make([]float64, len(column))
	for row, t := range column {
		i, known := index[t.string]
		if !known || t.missing {
			if m.HandleInvalid == "error" {
				return nil, m.unseen(c, row, t)
			}
			i, invalid[row] = len(labels), true
		}
		numbers[row] = float64(i)
	}
	return numbers, nil
}

func (m *StringIndexerModel) unseen(c, row int, t text) error {
	if t.missing {
		return fmt.Errorf(`row %d has no value in %s; set HandleInvalid to "skip" or "keep"`, row, m.InputCols[c])
	}
	return fmt.Errorf(`unseen label: row %d has %s = %q, which is none of the %d labels that the model was fitted with; set HandleInvalid to "skip" or "keep"`, row, m.InputCols[c], t.string, len(m.LabelsArray[c]))
}

// A text is a cell as a label.
type text struct {
	string
	missing bool
}

// texts reads a column, numbers as Java writes them.
func texts(df dataframe.DataFrame, name string) ([]text, error) {
	j := slices.Index(df.Names(), name)
	if j < 0 {
		if slices.Contains(data.Columns(df), name) {
			return nil, fmt.Errorf("%s is a column of vectors, not of texts or numbers", name)
		}
		_, err := data.Column(df, name) // says what there is
		return nil, err
	}
	kind := df.Types()[j]
	column := make([]text, df.Nrow())
	for i := range column {
		e := df.Elem(i, j)
		switch {
		case e.IsNA():
			column[i].missing = true
		case kind == series.Float:
			column[i].string = jvm.DoubleText(e.Float())
		case kind == series.Int:
			n, err := e.Int()
			if err != nil {
				return nil, err
			}
			column[i].string = strconv.Itoa(n)
		default:
			column[i].string = e.String()
		}
	}
	return column, nil
}

func picked(values []float64, rows []int) []float64 {
	out := make([]float64, len(rows))
	for i, row := range rows {
		out[i] = values[row]
	}
	return out
}

// oneOf checks a parameter that is one of some words.
func oneOf(parameter, value string, choices ...string) error {
	if slices.Contains(choices, value) {
		return nil
	}
	return fmt.Errorf("parameter %s is %q, the choices are %s", parameter, value, strings.Join(choices, ", "))
}

// columnPairs returns the columns to read and those to add, given as one pair or as two
// lists, and checks the names.
func columnPairs(df dataframe.DataFrame, in, out string, ins, outs []string) ([]string, []string, error) {
	if err := frameError(df); err != nil {
		return nil, nil, err
	}
	if len(ins)+len(outs) == 0 {
		ins, outs = []string{in}, []string{out}
	} else if in != "" || out != "" {
		return nil, nil, fmt.Errorf("parameters InputCol = %q and InputCols = %q exclude each other, and so do those of the output", in, ins)
	}
	if len(ins) != len(outs) {
		return nil, nil, fmt.Errorf("there are %d InputCols for %d OutputCols", len(ins), len(outs))
	}
	for i := range ins {
		if err := inAndOut(df, ins[i], outs[i]); err != nil {
			return nil, nil, err
		}
		if slices.Contains(outs[:i], outs[i]) {
			return nil, nil, fmt.Errorf("two columns to be added are called %s", outs[i])
		}
	}
	return slices.Clone(ins), slices.Clone(outs), nil
}
