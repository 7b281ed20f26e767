package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"os"
	"slices"
	"strings"
)

// noteMain is for people who paste programs. Notes say that a cell is right, but may
// not do what they think.
const noteMain = "main is not called by itself here; main() calls it"

// tell writes notes to where the warnings of cells go.
func tell(notes []string) {
	for _, note := range notes {
		fmt.Fprintln(os.Stderr, "note: "+note)
	}
}

// uses returns the variables of cells that the functions of a file mention, by
// what declares them: the function, the type of a method, or the variable that is
// given a function.
func (k *checker) uses() map[types.Object][]types.Object {
	found := map[types.Object][]types.Object{}
	for _, decl := range k.file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if owner := k.owner(decl); owner != nil && decl.Body != nil {
				found[owner] = append(found[owner], k.variablesIn(decl.Body)...)
			}
		case *ast.GenDecl:
			for _, sp := range decl.Specs {
				if v, ok := sp.(*ast.ValueSpec); ok && decl.Tok == token.VAR {
					k.usesOfLiterals(v, found)
				}
			}
		}
	}
	maps.DeleteFunc(found, func(_ types.Object, list []types.Object) bool { return len(list) == 0 })
	return found
}

// owner returns the object that a function is known by, or nil for that of the cell.
func (k *checker) owner(f *ast.FuncDecl) types.Object {
	if f.Recv != nil {
		return k.pkg.Scope().Lookup(baseName(f.Recv))
	}
	if o := k.info.Defs[f.Name]; o != nil && !hidden(f.Name.Name) {
		return o
	}
	return nil
}

// usesOfLiterals adds what the function literals mention that variables are given.
func (k *checker) usesOfLiterals(sp *ast.ValueSpec, found map[types.Object][]types.Object) {
	for i, x := range sp.Values {
		ast.Inspect(x, func(n ast.Node) bool {
			lit, ok := n.(*ast.FuncLit)
			if ok && i < len(sp.Names) && !hidden(sp.Names[i].Name) {
				owner := k.info.Defs[sp.Names[i]]
				found[owner] = append(found[owner], k.variablesIn(lit.Body)...)
			}
			return !ok
		})
	}
}

// variablesIn returns the variables of cells that a body mentions.
func (k *checker) variablesIn(body ast.Node) []types.Object {
	var list []types.Object
	ast.Inspect(body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		if v, ok := k.info.Uses[id].(*types.Var); ok && v.Pkg() != nil && v.Pkg().Path() == mainPackage.Path() && v.Parent() == v.Pkg().Scope() {
			list = append(list, v)
		}
		return true
	})
	return list
}

// declaredBy returns the names that units declare, sorted.
func declaredBy(units []*unit) []string {
	var names []string
	for _, u := range units {
		for _, o := range u.objects {
			names = append(names, o.Name())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// stale returns a note for each variable that the units of a cell have declared anew
// while a function of an earlier one goes on with the old variable. Before and after
// are the scopes around the cell.
func stale(before, after scope, units []*unit) []string {
	var notes []string
	for _, name := range declaredBy(units) {
		now, isVar := after.objects[name].(*types.Var)
		old, wasVar := before.objects[name].(*types.Var)
		if !isVar || !wasVar || now == old || hidden(name) {
			continue
		}
		var users []string
		for owner, list := range after.uses {
			if after.objects[owner.Name()] == owner && slices.Contains(list, types.Object(old)) {
				users = append(users, owner.Name())
			}
		}
		if len(users) == 0 {
			continue
		}
		slices.Sort(users)
		goOn := "goes on with the old one until it is declared again"
		if len(users) > 1 {
			goOn = "go on with the old one until they are declared again"
		}
		note := fmt.Sprintf("%s is a new variable; %s %s", name, strings.Join(users, ", "), goOn)
		if types.Identical(now.Type(), old.Type()) {
			note += fmt.Sprintf(" (%s = … keeps one variable)", name)
		}
		notes = append(notes, note)
	}
	return notes
}
