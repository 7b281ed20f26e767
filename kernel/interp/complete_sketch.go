package interp

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"runtime"
	"slices"
	"strconv"
)

// marker stands for the word that is asked for.
const marker = "__mark"

// An assistant looks at a cell that is being written. It checks what can be
// checked of it and leaves no trace in the session: positions, instances and
// packages of cells are its own.
type assistant struct {
	compiler
	sc    scope
	texts map[*types.Package]text
	old   *token.FileSet            // of the cells
	late  map[*types.Package]string // declarations of Config.Late that are not compiled yet
}

// assistant returns one for the session as it is. The caller holds e.mu.
func (e *Engine) assistant() *assistant {
	a := &assistant{
		compiler: compiler{fset: token.NewFileSet(), context: types.NewContext(), lib: e.front.lib},
		sc:       e.scope, texts: e.linked.texts, old: e.front.fset, late: map[*types.Package]string{},
	}
	for name, src := range e.pending {
		if !e.scope.known(name) {
			a.foresee(src)
		}
	}
	return a
}

// foresee has a declaration known that is not compiled yet.
func (a *assistant) foresee(src string) {
	items, _ := split([]byte(src))
	sc := a.sc.clone()
	for _, s := range a.sketches([]byte(src), items) {
		s.leave(&sc, a)
		a.late[s.pkg] = src
	}
	a.sc = sc
}

// A sketch is a checked segment of an unfinished cell. Names that could not be
// resolved have no object, and values no type.
type sketch struct {
	d    *draft
	sc   scope // what was known before the segment
	file *ast.File
	pkg  *types.Package
	info *types.Info
	fset *token.FileSet
}

// sketches checks the items of src, which need not be right.
func (a *assistant) sketches(src []byte, items []item) []*sketch {
	sc := a.sc.clone()
	var list []*sketch
	for k, seg := range cut(src, items, sc.known) {
		d := newDraft(fileName(0), src)
		d.write(k, seg)
		s := &sketch{d: d, sc: sc, fset: a.fset}
		a.infer(s)
		list = append(list, s)
		sc = sc.clone()
		s.leave(&sc, a)
	}
	return list
}

// infer parses and type-checks the draft of a sketch as far as it goes.
func (a *assistant) infer(s *sketch) {
	used := mentioned([]byte(s.d.top.String() + s.d.body.String()))
	head, err := a.head(s.d, s.sc, used)
	if err != nil {
		head = ""
	}
	s.file, _ = parser.ParseFile(a.fset, s.d.file, s.d.assemble(head), parser.SkipObjectResolution|parser.AllErrors)
	s.pkg, s.info = types.NewPackage("main", "main"), newInfo()
	if s.file == nil || checkNesting(a.fset, s.file) != nil {
		s.file = &ast.File{Name: ast.NewIdent("main")}
	}
	declared := map[string]bool{}
	for _, n := range declaredNames(s.d.top.Bytes()) {
		declared[n] = true
	}
	for _, im := range s.file.Imports {
		declared[a.localName(im)] = true
	}
	for n := range used {
		if o := s.sc.objects[n]; o != nil && !declared[n] {
			s.pkg.Scope().Insert(o)
		}
	}
	freeMethods(s.file, declared)
	conf := &types.Config{
		Context: a.context, Importer: a.lib, Error: func(error) {},
		Sizes: types.SizesFor("gc", runtime.GOARCH), DisableUnusedImportCheck: true,
	}
	wrapNames(s.file, declared)
	defer func() { _ = recover() }() // the type checker may fail on what is half written
	_ = types.NewChecker(conf, a.fset, s.pkg, s.info).Files([]*ast.File{s.file})
}

// freeMethods makes functions of the methods whose types are not declared in the
// file: the type checker cannot add them to a finished type.
func freeMethods(f *ast.File, declared map[string]bool) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv == nil {
			continue
		}
		if base := baseName(fn.Recv); base != "" && declared[base] {
			continue
		}
		fn.Type.Params.List = append(slices.Clone(fn.Recv.List), fn.Type.Params.List...)
		fn.Recv, fn.Name = nil, &ast.Ident{NamePos: fn.Name.NamePos, Name: "_"}
	}
}

// baseName returns the name of a receiver's type.
func baseName(recv *ast.FieldList) string {
	if len(recv.List) != 1 {
		return ""
	}
	t := recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.ParenExpr:
			t = x.X
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// leave enters what the segment declares into the scope of the next.
func (s *sketch) leave(sc *scope, a *assistant) {
	u := &unit{imports: map[string]string{}}
	for _, n := range s.pkg.Scope().Names() {
		if o := s.pkg.Scope().Lookup(n); o.Pkg() == s.pkg && n != cellFunc {
			u.objects = append(u.objects, o)
		}
	}
	for _, im := range s.file.Imports {
		path := importPath(im)
		switch n := a.localName(im); n {
		case "_":
		case ".":
			u.dots = append(u.dots, path)
		default:
			u.imports[n] = path
		}
	}
	sc.add(u)
}

// parseItem returns what the parser says of an item, at offsets in src, and its syntax.
func parseItem(src []byte, it item) (scanner.ErrorList, *ast.File) {
	head, tail := "package p\n", ""
	if it.kind == statement || it.kind == define {
		head, tail = "package p\nfunc _() {\n", "\n}"
	}
	text := slices.Concat([]byte(head), src[it.start:it.end], []byte(tail))
	f, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution|parser.AllErrors)
	var list scanner.ErrorList
	errors.As(err, &list)
	for _, e := range list {
		e.Pos.Offset += it.start - len(head)
	}
	return list, f
}

// sound returns the items that can be parsed, and those at the offset keep. Of a
// broken a := rhs the names remain.
func sound(src []byte, items []item, keep int) []item {
	var list []item
	for _, it := range items {
		if it.start <= keep && keep <= it.end {
			list = append(list, it)
			continue
		}
		errs, _ := parseItem(src, it)
		if from := it.op + len(":="); len(errs) > 0 && it.kind == define && from < it.end {
			blank(src[from:it.end])
			src[from] = '_'
			errs = nil
		}
		if len(errs) == 0 {
			list = append(list, it)
		}
	}
	return list
}

// blank overwrites a text with spaces.
func blank(text []byte) {
	for i, b := range text {
		if b != '\n' {
			text[i] = ' '
		}
	}
}

// finish makes a whole of the text before a cursor and the word there: it
// ends what is open and rids the text of lines that cannot be parsed. The
// declarations of the rest follow.
func finish(before, word string, rest string) (src []byte, items []item) {
	text := []byte(before)
	for range 4 {
		src = append(slices.Clip(text), word...)
		src = append(src, closing(src)...)
		items, _ = split(src)
		bad := faultBefore(src, items, len(before))
		if bad < 0 {
			break
		}
		blank(text[bytes.LastIndexByte(text[:bad], '\n')+1 : lineEnd(text, bad)])
	}
	tail, _ := split([]byte(rest))
	for _, it := range tail {
		if errs, _ := parseItem([]byte(rest), it); !it.effect() && len(errs) == 0 {
			src = append(append(src, '\n'), rest[it.start:it.end]...)
		}
	}
	items, _ = split(src)
	return src, sound(src, items, len(before))
}

// faultBefore returns where the item at off has a syntax error in a line above
// off, or -1.
func faultBefore(src []byte, items []item, off int) int {
	line := bytes.LastIndexByte(src[:off], '\n') + 1
	for _, it := range items {
		if it.start > off || off > it.end {
			continue
		}
		errs, _ := parseItem(src, it)
		for _, e := range errs {
			if e.Pos.Offset < line {
				return max(e.Pos.Offset, it.start)
			}
		}
	}
	return -1
}

// lineEnd returns the end of the line that off is in.
func lineEnd(text []byte, off int) int {
	if i := bytes.IndexByte(text[off:], '\n'); i >= 0 {
		return off + i
	}
	return len(text)
}

// below returns the part of a text in which declarations begin again: the first
// line that starts with one.
func below(text string) string {
	for i := 0; i < len(text); i++ {
		if text[i] != '\n' {
			continue
		}
		for _, word := range []string{"func ", "type ", "const ", "var ", "import "} {
			if len(text) > i+1+len(word) && text[i+1:i+1+len(word)] == word {
				return text[i+1:]
			}
		}
	}
	return ""
}

// importPath returns the path of an import.
func importPath(im *ast.ImportSpec) string {
	path, _ := strconv.Unquote(im.Path.Value)
	return path
}

// position returns where in the cell a node stands.
func (s *sketch) position(pos token.Pos) token.Position { return s.fset.Position(pos) }

// path returns the nodes from the file down to the identifier for which ok holds.
func (s *sketch) path(ok func(*ast.Ident) bool) []ast.Node {
	var stack, found []ast.Node
	ast.Inspect(s.file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if found != nil {
			return false
		}
		stack = append(stack, n)
		if id, isIdent := n.(*ast.Ident); isIdent && ok(id) {
			found = slices.Clone(stack)
		}
		return true
	})
	return found
}
