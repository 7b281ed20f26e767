package notebook

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// A Parameter is a new value for a variable of a notebook, in Go syntax: 200,
// -1.5, true, []int{57, 20, 2}. A text needs no quotes when the variable is one, a
// number no point, and None and null are nil.
type Parameter struct{ Name, Value string }

// SetParameters puts values into the cells tagged parameters, in the place of
// what is assigned to the variables there:
//
//	maxIter := 100        maxIter := 5
//	var name = "spam"     var name = "ham"
//
// It fails for a name that is assigned in no such cell, and then changes nothing.
func (n *Notebook) SetParameters(params ...Parameter) error {
	var known []string
	sources := map[*Cell]string{}
	for _, c := range n.cells {
		if c.IsCode() && c.HasTag("parameters") {
			sources[c] = c.Source()
			known = append(known, names(c.Source())...)
		}
	}
	for _, p := range params {
		found := false
		for c, source := range sources {
			changed, ok, err := p.replace(source)
			if err != nil {
				return fmt.Errorf("notebook: %s: parameter %s: %w", n.name, p.Name, err)
			}
			sources[c], found = changed, found || ok
		}
		switch {
		case found:
		case len(sources) == 0:
			return fmt.Errorf("notebook: %s: parameter %s: no cell is tagged parameters", n.name, p.Name)
		case len(known) == 0:
			return fmt.Errorf("notebook: %s: parameter %s: the cell tagged parameters assigns nothing", n.name, p.Name)
		default:
			return fmt.Errorf("notebook: %s: no parameter %s; there are %s", n.name, p.Name, strings.Join(known, ", "))
		}
	}
	for c, source := range sources {
		c.SetSource(source)
	}
	return nil
}

// An assignment is a place in a source where a variable gets a value.
type assignment struct {
	name       string
	typ        ast.Expr // in front of the value, or nil
	value      ast.Expr
	start, end int // of the value
}

// replace puts the value into a source. It reports whether the source assigns to
// the variable.
func (p Parameter) replace(source string) (string, bool, error) {
	for _, a := range assignments(source) {
		if a.name != p.Name {
			continue
		}
		literal, err := p.literal(a)
		if err != nil {
			return source, false, err
		}
		return source[:a.start] + literal + source[a.end:], true, nil
	}
	return source, false, nil
}

// literal returns the value as it is written in the cell.
func (p Parameter) literal(old assignment) (string, error) {
	expr, err := parser.ParseExpr(p.Value)
	if old.isText() {
		if lit, ok := expr.(*ast.BasicLit); err == nil && ok && lit.Kind == token.STRING {
			return p.Value, nil
		}
		return strconv.Quote(p.Value), nil
	}
	if err != nil {
		return "", fmt.Errorf("%q is not a value in Go", p.Value)
	}
	if old.typ == nil && isFloat(old.value) && isWhole(expr) {
		return p.Value + ".0", nil
	}
	if word, ok := expr.(*ast.Ident); ok && word.Name != "true" && word.Name != "false" && word.Name != "nil" {
		if kind := kindOf(old.value); kind != "" {
			return "", fmt.Errorf("%q is not %s", p.Value, kind)
		}
	}
	if word, ok := expr.(*ast.Ident); ok && slices.Contains(nothings, word.Name) {
		if old.typ != nil {
			return "nil", nil
		}
		return "any(nil)", nil // nil alone has no type
	}
	return p.Value, nil
}

// nothings are what other languages say for nil, and nil.
var nothings = []string{"nil", "None", "null"}

// isFloat reports whether a value is a number with a fraction, or is reckoned from
// some.
func isFloat(value ast.Expr) bool {
	switch x := value.(type) {
	case *ast.BasicLit:
		return x.Kind == token.FLOAT
	case *ast.UnaryExpr:
		return isFloat(x.X)
	case *ast.ParenExpr:
		return isFloat(x.X)
	case *ast.BinaryExpr:
		arithmetic := x.Op == token.ADD || x.Op == token.SUB || x.Op == token.MUL || x.Op == token.QUO
		return arithmetic && (isFloat(x.X) || isFloat(x.Y))
	}
	return false
}

// isWhole reports whether a value is a decimal number without a fraction.
func isWhole(value ast.Expr) bool {
	if x, ok := value.(*ast.UnaryExpr); ok && (x.Op == token.SUB || x.Op == token.ADD) {
		value = x.X
	}
	lit, ok := value.(*ast.BasicLit)
	return ok && lit.Kind == token.INT && strings.Trim(lit.Value, "0123456789_") == "" && (lit.Value == "0" || lit.Value[0] != '0')
}

// isText reports whether the variable is a string, by its type or by its value.
func (a assignment) isText() bool {
	if id, ok := a.typ.(*ast.Ident); ok && id.Name == "string" {
		return true
	}
	return isText(a.value)
}

// isText reports whether a value is a text, or put together of some.
func isText(value ast.Expr) bool {
	switch x := value.(type) {
	case *ast.BasicLit:
		return x.Kind == token.STRING
	case *ast.BinaryExpr:
		return x.Op == token.ADD && (isText(x.X) || isText(x.Y))
	}
	return false
}

// kindOf says what a literal is, or nothing for other values.
func kindOf(value ast.Expr) string {
	switch x := value.(type) {
	case *ast.UnaryExpr:
		return kindOf(x.X)
	case *ast.BasicLit:
		if x.Kind != token.STRING {
			return "a number"
		}
	case *ast.Ident:
		if x.Name == "true" || x.Name == "false" {
			return "true or false"
		}
	}
	return ""
}

// names returns the variables that a source assigns to.
func names(source string) []string {
	var list []string
	for _, a := range assignments(source) {
		if a.name != "_" && !slices.Contains(list, a.name) {
			list = append(list, a.name)
		}
	}
	return list
}

// assignments returns the places at the top of a cell where a variable or
// constant gets a value of its own. A cell that cannot be read has none.
func assignments(source string) []assignment {
	const head = "package p\nfunc _() {\n"
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", head+source+"\n}", parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var list []assignment
	add := func(name, typ, value ast.Expr) {
		if id, ok := name.(*ast.Ident); ok {
			offset := func(at token.Pos) int { return fset.Position(at).Offset - len(head) }
			list = append(list, assignment{id.Name, typ, value, offset(value.Pos()), offset(value.End())})
		}
	}
	for _, stmt := range file.Decls[0].(*ast.FuncDecl).Body.List {
		switch s := stmt.(type) {
		case *ast.AssignStmt:
			if len(s.Lhs) != len(s.Rhs) || s.Tok != token.DEFINE && s.Tok != token.ASSIGN {
				continue
			}
			for i := range s.Lhs {
				add(s.Lhs[i], nil, s.Rhs[i])
			}
		case *ast.DeclStmt:
			decl, ok := s.Decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range decl.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && len(v.Names) == len(v.Values) {
					for i := range v.Names {
						add(v.Names[i], v.Type, v.Values[i])
					}
				}
			}
		}
	}
	return list
}
