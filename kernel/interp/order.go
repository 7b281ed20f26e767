package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// useBeforeDeclaration reports variables that a statement or an initialiser
// mentions above their own declaration. Functions may mention any.
func (k *checker) useBeforeDeclaration() {
	end := map[types.Object]int{} // where the declaration of a variable ends
	for _, decl := range k.file.Decls {
		g, ok := decl.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, sp := range g.Specs {
			for _, id := range sp.(*ast.ValueSpec).Names {
				end[k.info.Defs[id]] = k.offset(sp.End())
			}
		}
	}
	for id, o := range k.info.Uses {
		declared, ok := end[o]
		use := k.offset(id.Pos())
		at, from := k.d.pieceAt(declared-1), k.d.pieceAt(use)
		if !ok || from < 0 || from > at || from == at && use >= declared {
			continue
		}
		msg := "undefined: " + k.words(o.Name())
		if line := k.at(o.Pos()).Line; line > k.at(id.Pos()).Line {
			msg = fmt.Sprintf("%s (it is declared in line %d)", msg, line)
		} else if _, ok := o.Type().Underlying().(*types.Signature); ok && from == at {
			msg += "; " + callsItself
		}
		k.faults = append(k.faults, fault{k.at(id.Pos()), msg})
	}
}

// offset returns where a position of the generated file is in it.
func (k *checker) offset(pos token.Pos) int { return k.fset.File(k.file.Pos()).Offset(pos) }

// unit moves the initialisers among the statements and collects what the
// segment declares. An SSA builder reads only the syntax and the Info, so the
// file may be changed after it was checked as long as both agree.
func (k *checker) unit() (*unit, error) {
	uses := k.uses()
	list, err := k.statements()
	if err != nil {
		return nil, err
	}
	u := &unit{pkg: k.pkg, info: k.info, files: []*ast.File{k.file}, run: cellFunc, last: k.lastPos, src: k.d.src, imports: map[string]string{}, uses: uses}
	if v, ok := k.pkg.Scope().Lookup(resultPrefix + "0").(*types.Var); ok {
		u.results = []*types.Var{v}
	} else if k.last != nil && !k.prints() {
		k.keepResults(u, list)
	}
	k.body.Body.List = list
	k.info.InitOrder = nil
	for n := range k.declared {
		o := k.pkg.Scope().Lookup(n)
		if o != nil && n != "_" && n != "init" && (!hidden(n) || k.isTemp(n)) {
			u.objects = append(u.objects, o)
		}
	}
	for _, im := range k.file.Imports {
		path, _ := strconv.Unquote(im.Path.Value)
		switch n := k.localName(im); n {
		case "_":
		case ".":
			u.dots = append(u.dots, path)
		default:
			u.imports[n] = path
		}
	}
	return u, nil
}

// isTemp reports whether n carries a value to the next segment.
func (k *checker) isTemp(n string) bool {
	return k.d.shown[n] != "" && strings.HasPrefix(n, tempPrefix)
}

// statements returns the statements of the cell function with each initialiser
// as an assignment at its place in the text.
func (k *checker) statements() ([]ast.Stmt, error) {
	groups := make([][]ast.Stmt, len(k.d.pieces))
	for _, s := range k.body.Body.List {
		if i := k.d.pieceAt(k.offset(s.Pos())); i >= 0 {
			groups[i] = append(groups[i], s)
		}
	}
	for _, decl := range k.file.Decls {
		g, ok := decl.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		i := k.d.pieceAt(k.offset(g.Pos()))
		for _, sp := range g.Specs {
			s, err := k.assignment(sp.(*ast.ValueSpec), k.d.pieces[i])
			if err != nil {
				return nil, err
			}
			if s != nil {
				groups[i] = append(groups[i], s)
			}
		}
	}
	var list []ast.Stmt
	for _, g := range groups {
		list = append(list, g...)
	}
	return list, nil
}

// assignment takes the initialiser from a variable declaration and returns it
// as a statement, or nil when there is none.
func (k *checker) assignment(sp *ast.ValueSpec, p piece) (ast.Stmt, error) {
	if len(sp.Values) == 0 {
		return nil, nil
	}
	s := &ast.AssignStmt{TokPos: sp.Pos(), Tok: token.ASSIGN, Rhs: sp.Values}
	for i, id := range sp.Names {
		target, o := &ast.Ident{NamePos: id.NamePos, Name: id.Name}, k.info.Defs[id]
		if p.kind == define && p.again[i] != "" {
			old := k.pkg.Scope().Lookup(p.again[i])
			if !types.AssignableTo(o.Type(), old.Type()) {
				q := types.RelativeTo(k.pkg)
				return nil, compileErrors([]fault{{k.at(id.NamePos), k.words(fmt.Sprintf(
					"cannot use a value of type %s as %s value in assignment to %s",
					types.TypeString(o.Type(), q), types.TypeString(old.Type(), q), old.Name()))}})
			}
			target.Name, o = old.Name(), old
		}
		if target.Name != "_" {
			k.info.Uses[target] = o
		}
		s.Lhs = append(s.Lhs, target)
	}
	sp.Values = nil
	return s, nil
}

// prints reports whether the last call is one of fmt.Print and its like, whose
// results nobody wants to see.
func (k *checker) prints() bool {
	call := ast.Unparen(k.last.X).(*ast.CallExpr)
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	var id *ast.Ident
	if ok {
		id = sel.Sel
	} else if id, ok = ast.Unparen(call.Fun).(*ast.Ident); !ok {
		return false
	}
	f, ok := k.info.Uses[id].(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != "fmt" {
		return false
	}
	switch f.Name() {
	case "Print", "Printf", "Println", "Fprint", "Fprintf", "Fprintln":
		return true
	}
	return false
}

// keepResults makes the last call, which ends list, leave its results in
// package variables.
func (k *checker) keepResults(u *unit, list []ast.Stmt) {
	var kept []types.Type
	switch tv := k.info.Types[k.last.X]; t := tv.Type.(type) {
	case nil:
	case *types.Tuple:
		for v := range t.Variables() {
			kept = append(kept, v.Type())
		}
	default:
		if !tv.IsVoid() {
			kept = append(kept, types.Default(t))
		}
	}
	if len(kept) == 0 {
		return
	}
	pos := k.last.Pos()
	spec := &ast.ValueSpec{}
	assign := &ast.AssignStmt{Tok: token.ASSIGN, TokPos: pos, Rhs: []ast.Expr{k.last.X}}
	for i, t := range kept {
		v := types.NewVar(pos, k.pkg, resultPrefix+strconv.Itoa(i), t)
		def, use := &ast.Ident{NamePos: pos, Name: v.Name()}, &ast.Ident{NamePos: pos, Name: v.Name()}
		k.info.Defs[def], k.info.Uses[use] = v, v
		spec.Names = append(spec.Names, def)
		assign.Lhs = append(assign.Lhs, use)
		u.results = append(u.results, v)
	}
	k.file.Decls = append(k.file.Decls, &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{spec}})
	list[len(list)-1] = assign
}
