package graph

import (
	"fmt"
	"slices"
	"strings"

	"gorgonia.org/gorgonia"
)

// kind is what a vertex of the picture stands for.
type kind int

const (
	operation kind = iota
	given          // rows, labels, weights of rows
	weight         // of a layer
	result         // the cost
)

// vertex is a node of the graph as it is drawn: without what only shapes others.
type vertex struct {
	name, shape string
	kind        kind
	from        []*vertex
	level       int     // from the top
	x           float64 // of the centre
}

// vertices returns the nodes that lead to the cost, inputs first.
func (g *Graph) vertices() []*vertex {
	known := map[*gorgonia.Node]*vertex{}
	var all []*vertex
	var visit func(n *gorgonia.Node) *vertex
	visit = func(n *gorgonia.Node) *vertex {
		if v := known[n]; v != nil {
			return v
		}
		inputs := g.inputs(n)
		if opName(n) == "⊙ false" && opName(inputs[1]) == "> true" && g.inputs(inputs[1])[0] == inputs[0] {
			v := &vertex{name: "relu", shape: fmt.Sprint(n.Shape()), from: []*vertex{visit(inputs[0])}}
			v.level = v.from[0].level + 1
			known[n], all = v, append(all, v)
			return v
		}
		if n.Op() != nil && shapes(n.Op().String()) {
			v := visit(inputs[0])
			known[n] = v
			return v
		}
		v := &vertex{name: name(n), shape: fmt.Sprint(n.Shape()), kind: g.kind(n)}
		known[n] = v
		for _, in := range inputs {
			if strings.HasPrefix(opName(in), "const ") {
				v.name += " " + strings.TrimPrefix(opName(in), "const ")
				continue
			}
			u := visit(in)
			v.from = append(v.from, u)
			v.level = max(v.level, u.level+1)
		}
		all = append(all, v)
		return v
	}
	visit(g.cost)
	visit(g.outputs).name += " → outputs"
	return all
}

// inputs returns what n is computed from, in order.
func (g *Graph) inputs(n *gorgonia.Node) []*gorgonia.Node {
	var all []*gorgonia.Node
	for it := g.expressions.From(n.ID()); it.Next(); {
		all = append(all, it.Node().(*gorgonia.Node))
	}
	return all
}

// shapes reports whether an operation only repeats or reshapes numbers.
func shapes(op string) bool {
	return strings.HasPrefix(op, "Repeat") || strings.HasPrefix(op, "Reshape") || strings.HasPrefix(op, "SizeOf")
}

// kind says what n stands for.
func (g *Graph) kind(n *gorgonia.Node) kind {
	switch {
	case n == g.cost:
		return result
	case slices.Contains(g.weights, n):
		return weight
	case n.IsVar():
		return given
	}
	return operation
}

// opName returns Gorgonia's name of what n does, "" for inputs.
func opName(n *gorgonia.Node) string {
	if n.Op() == nil {
		return ""
	}
	return n.Op().String()
}

// name returns what is written on n.
func name(n *gorgonia.Node) string {
	op := opName(n)
	switch {
	case op == "":
		return n.Name()
	case strings.HasPrefix(op, "Softmax") && strings.Contains(op, "true"):
		return "log softmax"
	case strings.HasPrefix(op, "Softmax"):
		return "softmax"
	case strings.HasPrefix(op, "Σ"):
		return "Σ loss"
	}
	op = strings.TrimSuffix(strings.TrimSuffix(op, " true"), " false")
	return strings.NewReplacer("A × B", "×", "-", "−").Replace(op)
}
