package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// elsewhereNames says what cells have in place of names of other languages.
var elsewhereNames = map[string]string{
	"None":      "did you mean nil?",
	"null":      "did you mean nil?",
	"NULL":      "did you mean nil?",
	"undefined": "did you mean nil?",
	"pass":      "a block may be empty: { }",
	"self":      "a method names its receiver: func (t T) …",
	"this":      "a method names its receiver: func (t T) …",
	"help":      "a name with a question mark shows help: fmt.Println?",
	"printf":    "did you mean fmt.Printf?",
	"console":   "fmt.Println prints",
	"System":    "fmt.Println prints",
	"str":       "fmt.Sprint makes a text of a value",
	"input":     "fmt.Scan reads what is typed",
	"list":      "a list is a slice: []float64{1, 2}",
	"dict":      `a table is a map: map[string]int{"a": 1}`,
	"float":     "did you mean float64?",
	"double":    "did you mean float64?",
	"char":      "did you mean rune?",
	"boolean":   "did you mean bool?",
	"String":    "did you mean string?",
	"abs":       "did you mean math.Abs?",
	"sqrt":      "did you mean math.Sqrt?",
	"exp":       "did you mean math.Exp?",
	"pow":       "did you mean math.Pow?",
	"round":     "did you mean math.Round?",
	"sum":       "a loop adds up, or floats.Sum of gonum.org/v1/gonum/floats",
	"sorted":    "slices.Sort sorts a slice",
	"enumerate": "range gives the index, too: for i, x := range s",
	"np":        pythonOnly("numpy"),
	"numpy":     pythonOnly("numpy"),
	"pd":        pythonOnly("pandas"),
	"plt":       pythonOnly("matplotlib"),
	"tf":        pythonOnly("tensorflow"),
}

// aboutMember returns advice about a field or method that a value has not: one that
// was meant, or what has a function for that.
func (k *checker) aboutMember(name string, pos token.Pos) string {
	if help := didYouMean(name, k.members(pos)); help != "" {
		return help
	}
	sel, ok := k.enclosing(pos).(*ast.SelectorExpr)
	if !ok || k.info.Types[sel.X].Type == nil {
		return ""
	}
	t := k.info.Types[sel.X].Type
	switch t.Underlying().(type) {
	case *types.Slice:
		if name == "append" {
			return "s = append(s, x) makes a slice longer"
		}
	case *types.Map:
		if name == "keys" || name == "items" || name == "values" {
			return "a loop goes through a map: for key, value := range m { … }"
		}
	}
	return k.functionOf(t, name)
}

// functionOf asks for a function of an imported package that takes a value of type t
// and is called as the method that somebody looks for.
func (k *checker) functionOf(t types.Type, name string) string {
	for local, path := range k.sc.imports {
		pkg, err := k.lib.Import(path)
		if err != nil {
			continue
		}
		for _, o := range offered(pkg) {
			f, ok := o.(*types.Func)
			if !ok || !strings.EqualFold(f.Name(), strings.ReplaceAll(name, "_", "")) {
				continue
			}
			if in := f.Signature().Params(); in.Len() > 0 && types.Identical(in.At(0).Type(), t) {
				return fmt.Sprintf("did you mean %s.%s(…)?", local, f.Name())
			}
		}
	}
	return ""
}
