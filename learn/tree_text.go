package learn

import (
	"fmt"
	"strings"
)

// ExportTextOptions says how ExportText draws a tree.
type ExportTextOptions struct {
	FeatureNames []string // of the columns; feature_0, feature_1, … by default
	ClassNames   []string // in ascending order of the classes; the classes by default
	MaxDepth     int      // of the nodes that are drawn; 10 by default
	Spacing      int      // width of a level; 3 by default
	Decimals     int      // 2 by default, -1 for 0
	ShowWeights  bool     // the weight of each class in a leaf
}

// A treeText draws one tree.
type treeText struct {
	tree              *decisionTree
	features, classes []string // classes is nil for regression
	maxDepth, spacing int
	decimals          int
	showWeights       bool
	out               strings.Builder
}

// exportText draws t as scikit-learn's export_text does. classes is nil for regression.
//
// Source: export_text of scikit-learn 1.9, sklearn/tree/_export.py.
func exportText(where string, t *decisionTree, p int, classes []string, o ExportTextOptions) (string, error) {
	if t == nil {
		return "", fmt.Errorf("learn: %s: the model is not fitted: it is what Fit returns", where)
	}
	d := treeText{
		tree: t, features: o.FeatureNames, classes: classes,
		maxDepth: orElse(o.MaxDepth, 10), spacing: orElse(o.Spacing, 3), decimals: orElse(o.Decimals, 2),
		showWeights: o.ShowWeights,
	}
	if d.features == nil {
		for j := range p {
			d.features = append(d.features, fmt.Sprintf("feature_%d", j))
		}
	}
	if len(d.features) != p {
		return "", fmt.Errorf("learn: %s: there are %d FeatureNames, the model was fitted to %d features", where, len(d.features), p)
	}
	if o.ClassNames != nil && classes != nil {
		if len(o.ClassNames) != len(classes) {
			return "", fmt.Errorf("learn: %s: there are %d ClassNames, the model was fitted to %d classes", where, len(o.ClassNames), len(classes))
		}
		d.classes = o.ClassNames
	}
	if d.decimals == -1 {
		d.decimals = 0
	}
	if d.maxDepth < 0 || d.spacing < 0 || d.decimals < 0 {
		return "", fmt.Errorf("learn: %s: MaxDepth is %d, Spacing %d, Decimals %d; they must not be negative", where, d.maxDepth, d.spacing, d.decimals)
	}
	d.node(0, 1)
	return d.out.String(), nil
}

// node draws the branch at id, at a level that begins with 1.
func (d *treeText) node(id int32, level int) {
	indent := strings.Repeat("|"+strings.Repeat(" ", d.spacing), level-1) + "|" + strings.Repeat("-", d.spacing)
	n := d.tree.nodes[id]
	switch {
	case d.tree.isLeaf(int(id)):
		d.leaf(id, indent)
	case level > d.maxDepth+1:
		fmt.Fprintf(&d.out, "%s truncated branch of depth %d\n", indent, d.tree.height(id))
	default:
		name, threshold := d.features[n.feature], d.tree.thresholds[id]
		fmt.Fprintf(&d.out, "%s %s <= %.*f\n", indent, name, d.decimals, threshold)
		d.node(id+1, level+1)
		fmt.Fprintf(&d.out, "%s %s >  %.*f\n", indent, name, d.decimals, threshold)
		d.node(n.right, level+1)
	}
}

func (d *treeText) leaf(id int32, indent string) {
	values := d.tree.value(id)
	if d.classes == nil {
		fmt.Fprintf(&d.out, "%s value: %s\n", indent, d.list(values, 1))
		return
	}
	d.out.WriteString(indent)
	if d.showWeights {
		d.out.WriteString(" weights: " + d.list(values, d.tree.weights[id]))
	}
	fmt.Fprintf(&d.out, " class: %s\n", d.classes[largest(values)])
}

// list writes values, each times scale.
func (d *treeText) list(values []float64, scale float64) string {
	var words []string
	for _, v := range values {
		words = append(words, fmt.Sprintf("%.*f", d.decimals, v*scale))
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// largest returns the place of the largest number, the first of equal ones.
func largest(v []float64) int {
	best := 0
	for j, x := range v {
		if x > v[best] {
			best = j
		}
	}
	return best
}

// height returns the number of levels of the branch at id.
func (t *decisionTree) height(id int32) int {
	if t.isLeaf(int(id)) {
		return 1
	}
	return 1 + max(t.height(id+1), t.height(t.nodes[id].right))
}
