package sqlmodel

import (
	"fmt"
	"strconv"
	"strings"

	"golab/nn"
)

// Expressions returns the projections that predict with a model: each list is selected
// from the result of the one before. Carry are the columns to keep, which include the
// features; output is the column to add. The prediction is NULL where a feature is NULL,
// and NaN where one is NaN or infinite; of a class it is 0.
//
// It fails for models that are no network of dense layers, and for those of more than
// [MaxWeights] weights.
func Expressions(model any, features, carry []string, output string) ([][]string, error) {
	n, err := reduce(model, features)
	if err != nil {
		return nil, err
	}
	kept := make([]string, len(carry))
	for i, name := range carry {
		kept[i] = quoted(name)
	}
	var steps [][]string
	in := make([]string, len(n.inputs))
	for i, name := range n.inputs {
		in[i] = "CAST(" + quoted(name) + " AS DOUBLE)"
	}
	for k, l := range n.layers {
		step, names := append([]string(nil), kept...), make([]string, len(l.weights))
		for o := range l.weights {
			names[o] = fmt.Sprintf("`golab %d %d`", k, o)
			step = append(step, l.output(o, in)+" AS "+names[o])
		}
		steps, in = append(steps, step), names
	}
	last := n.layers[len(n.layers)-1]
	if last.activation == nn.Softmax {
		step, names := append([]string(nil), kept...), make([]string, len(in))
		for o, z := range in {
			names[o] = fmt.Sprintf("`golab softmax %d`", o)
			step = append(step, fmt.Sprintf("exp(%s - %s) AS %s", z, greatest(in), names[o]))
		}
		steps = append(steps, step)
		sum := "(" + strings.Join(names, " + ") + ")"
		in = make([]string, len(names))
		for o, e := range names {
			in[o] = e + " / " + sum
		}
	}
	return append(steps, append(kept, n.result(in)+" AS "+quoted(output))), nil
}

// output returns output o of a layer but for a softmax.
func (l layer) output(o int, in []string) string {
	var b strings.Builder
	b.WriteString(literal(l.bias[o]))
	for i, w := range l.weights[o] {
		fmt.Fprintf(&b, " + %s * %s", literal(w), in[i])
	}
	z := b.String()
	switch l.activation {
	case nn.ReLU:
		return "greatest(0D, " + z + ")"
	case nn.Sigmoid:
		return "1D / (1D + exp(-(" + z + ")))"
	case nn.Tanh:
		return "tanh(" + z + ")"
	}
	return z
}

// result returns the prediction from the outputs of the last layer. Functions such as
// greatest pass over NULL, so it is put back.
func (n *network) result(outputs []string) string {
	var null, odd []string
	for _, name := range n.inputs {
		column := quoted(name)
		null = append(null, column+" IS NULL")
		odd = append(odd, fmt.Sprintf("(CAST(%s AS DOUBLE) - CAST(%s AS DOUBLE))", column, column)) // 0, or NaN
	}
	value, bad := outputs[0], "double('NaN')"
	switch {
	case n.class:
		value, bad = firstGreatest(outputs), "0D"
	case len(outputs) > 1:
		value = "array(" + strings.Join(outputs, ", ") + ")"
		bad = "array(" + strings.Repeat("double('NaN'), ", len(outputs)-1) + "double('NaN'))"
	}
	return fmt.Sprintf("CASE WHEN %s THEN NULL WHEN isnan(%s) THEN %s ELSE %s END",
		strings.Join(null, " OR "), strings.Join(odd, " + "), bad, value)
}

// firstGreatest returns the number of the first of the greatest values.
func firstGreatest(values []string) string {
	var b strings.Builder
	b.WriteString("CASE")
	for c, v := range values[:len(values)-1] {
		var notLess []string
		for _, other := range values[c+1:] {
			notLess = append(notLess, v+" >= "+other)
		}
		fmt.Fprintf(&b, " WHEN %s THEN %dD", strings.Join(notLess, " AND "), c)
	}
	fmt.Fprintf(&b, " ELSE %dD END", len(values)-1)
	return b.String()
}

func greatest(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	return "greatest(" + strings.Join(values, ", ") + ")"
}

// literal returns a double as SQL reads it: without D it would be a decimal number.
func literal(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) + "D" }

func quoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
