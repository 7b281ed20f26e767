package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"runtime"
	"strconv"
	"strings"

	"golab/kernel"
)

// newInfo returns an Info that has room for all that an SSA builder asks for.
func newInfo() *types.Info {
	return &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
		Uses: map[*ast.Ident]types.Object{}, Implicits: map[ast.Node]types.Object{},
		Scopes: map[ast.Node]*types.Scope{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances: map[*ast.Ident]types.Instance{}, FileVersions: map[*ast.File]string{},
	}
}

// A checker type-checks one draft.
type checker struct {
	*compiler
	d        *draft
	sc       scope // what earlier cells have declared
	file     *ast.File
	pkg      *types.Package
	info     *types.Info
	body     *ast.FuncDecl // the cell function
	declared map[string]bool
	last     *ast.ExprStmt // a last call
	lastPos  token.Pos     // where the last expression begins
	faults   []fault
	unkeyed  []token.Pos // literals with fields that go/types takes for foreign ones
	inCycle  bool        // the last error was of a cycle of initialisers; its details follow
}

// check parses and type-checks a draft against the scope and moves the
// initialisers among the statements.
func (c *compiler) check(d *draft, sc scope) (*unit, error) {
	used := mentioned([]byte(d.top.String() + d.body.String()))
	head, err := c.head(d, sc, used)
	if err != nil {
		return nil, err
	}
	file, err := c.parse(d, d.assemble(head))
	if err != nil {
		return nil, err
	}
	k := &checker{compiler: c, d: d, sc: sc, file: file, declared: map[string]bool{}}
	anchorDefers(file)
	if k.missingImports(); len(k.faults) > 0 {
		return nil, compileErrors(k.faults)
	}
	k.survey()
	for k.types(sc, used); len(k.unkeyed) > 0 && k.addKeys(); {
		k.types(sc, used)
	}
	for _, off := range d.noNew {
		k.faults = append(k.faults, fault{c.place(d, off), "no new variables on left side of :=; = gives a variable another value"})
	}
	k.missingBodies()
	k.printedStructs()
	if len(k.faults) == 0 {
		k.useBeforeDeclaration()
	}
	if len(k.faults) > 0 {
		return nil, compileErrors(k.withoutShell())
	}
	return k.unit()
}

// head imports again what earlier cells imported and this one mentions.
func (c *compiler) head(d *draft, sc scope, used map[string]bool) (string, error) {
	own, err := c.parse(d, []byte("package main\n"+d.imports.String()))
	if err != nil {
		return "", err
	}
	taken := map[string]bool{}
	for _, im := range own.Imports {
		taken[c.localName(im)] = true
	}
	for _, it := range declaredNames(d.top.Bytes()) {
		taken[it] = true
	}
	var b strings.Builder
	for n, path := range sc.imports {
		if used[n] && !taken[n] {
			fmt.Fprintf(&b, "import %s %q\n", n, path)
		}
	}
	for _, path := range sc.dots {
		pkg, err := c.lib.Import(path)
		if err != nil {
			continue
		}
		for n := range used {
			if token.IsExported(n) && !taken[n] && sc.objects[n] == nil && pkg.Scope().Lookup(n) != nil {
				fmt.Fprintf(&b, "import . %q\n", path)
				break
			}
		}
	}
	return b.String(), nil
}

// localName returns the name that an import has in the file.
func (c *compiler) localName(im *ast.ImportSpec) string {
	if im.Name != nil {
		return im.Name.Name
	}
	path, _ := strconv.Unquote(im.Path.Value)
	if pkg, err := c.lib.Import(path); err == nil {
		return pkg.Name()
	}
	return path
}

// missingImports reports the imports that cells cannot have.
func (k *checker) missingImports() {
	for _, im := range k.file.Imports {
		path, err := strconv.Unquote(im.Path.Value)
		if err == nil {
			_, err = k.lib.Import(path)
		}
		if err != nil {
			k.faults = append(k.faults, fault{k.at(im.Path.Pos()), unavailable(path, k.lib.Paths())})
		}
	}
}

// missingBodies reports functions without one, which the type checker lets pass.
func (k *checker) missingBodies() {
	for _, decl := range k.file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Body == nil {
			k.faults = append(k.faults, fault{k.at(f.Name.Pos()), "missing function body"})
		}
	}
}

// printedStructs reports structs and arrays in print and println of the language,
// which the type checker lets pass.
func (k *checker) printedStructs() {
	ast.Inspect(k.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !k.info.Types[call.Fun].IsBuiltin() {
			return true
		}
		if name, ok := call.Fun.(*ast.Ident); !ok || name.Name != "print" && name.Name != "println" {
			return true
		}
		for _, x := range call.Args {
			if t := k.info.Types[x].Type; t != nil && !printable(t) {
				k.faults = append(k.faults, fault{k.at(x.Pos()), "print is for numbers and texts; fmt.Println prints anything"})
			}
		}
		return true
	})
}

// printable reports whether print takes values of the type.
func printable(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return false
	}
	return true
}

// survey finds the cell function, the names of the package block and the last call.
func (k *checker) survey() {
	for _, decl := range k.file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Name.Name == cellFunc && decl.Recv == nil {
				k.body = decl
			} else if decl.Recv == nil {
				k.declared[decl.Name.Name] = true
			}
		case *ast.GenDecl:
			for _, sp := range decl.Specs {
				switch sp := sp.(type) {
				case *ast.ImportSpec:
					k.declared[k.localName(sp)] = true
				case *ast.TypeSpec:
					k.declared[sp.Name.Name] = true
				case *ast.ValueSpec:
					for _, id := range sp.Names {
						k.declared[id.Name] = true
						if id.Name == resultPrefix+"0" {
							k.lastPos = sp.Values[0].Pos()
						}
					}
				}
			}
		}
	}
	if list := k.body.Body.List; k.d.call && len(list) > 0 {
		if k.last, _ = list[len(list)-1].(*ast.ExprStmt); k.last != nil {
			k.lastPos = k.last.Pos()
		}
	}
}

// types runs the type checker in a fresh package that holds the objects of
// earlier cells which this one mentions.
func (k *checker) types(sc scope, used map[string]bool) {
	k.faults, k.unkeyed, k.inCycle = nil, nil, false
	k.info = newInfo()
	k.pkg = types.NewPackage("main", "main")
	for n := range used {
		if o := sc.objects[n]; o != nil && !k.declared[n] {
			k.pkg.Scope().Insert(o)
		}
	}
	conf := &types.Config{
		Context: k.context, Importer: k.lib, Error: k.report,
		Sizes: types.SizesFor("gc", runtime.GOARCH), DisableUnusedImportCheck: true,
	}
	wrapNames(k.file, k.declared)
	defer func() {
		if e := recover(); e != nil {
			k.faults = append(k.faults, fault{kernel.Position{}, fmt.Sprintf("the type checker failed: %v", e)})
		}
	}()
	_ = types.NewChecker(conf, k.fset, k.pkg, k.info).Files([]*ast.File{k.file}) // k.report has the errors
	if len(k.faults) == 0 {
		k.untyped()
	}
}

// untyped makes a fault of the first variable that has no type: that of its value
// depends on its own.
func (k *checker) untyped() {
	var first types.Object
	for _, name := range k.pkg.Scope().Names() {
		o := k.pkg.Scope().Lookup(name)
		if o.Type() == types.Typ[types.Invalid] && (first == nil || o.Pos() < first.Pos()) {
			first = o
		}
	}
	if first != nil {
		k.faults = append(k.faults, fault{k.at(first.Pos()), k.words("undefined: " + first.Name())})
	}
}

// unused matches what the type checker says of variables, labels and imports
// that nobody uses.
var unused = regexp.MustCompile(`declared and not used|imported (as \S+ )?and not used`)

// report takes an error of the type checker. Unused variables are allowed in
// cells, a last expression need not be used, and initialisers run in the order
// of the text, so they make no cycles.
func (k *checker) report(err error) {
	te, _ := err.(types.Error)
	k.inCycle = strings.HasPrefix(te.Msg, "initialization cycle") || k.inCycle && strings.HasPrefix(te.Msg, "\t")
	switch {
	case k.inCycle:
		return
	case unused.MatchString(te.Msg):
		return
	case k.last != nil && strings.HasSuffix(te.Msg, "is not used") && k.last.Pos() <= te.Pos && te.Pos <= k.last.End():
		return
	case strings.HasPrefix(te.Msg, "implicit assignment to unexported field"):
		k.unkeyed = append(k.unkeyed, te.Pos)
	}
	k.add(err)
}

// add makes a fault of an error of the type checker.
func (k *checker) add(err error) {
	te, ok := err.(types.Error)
	switch n := len(k.faults); {
	case !ok:
		k.faults = append(k.faults, fault{kernel.Position{}, err.Error()})
	case strings.HasPrefix(te.Msg, "\t") && n > 0: // more about the error before
		k.faults[n-1].msg += fmt.Sprintf("; %s (line %d)", k.words(strings.TrimSpace(te.Msg)), k.at(te.Pos).Line)
	case n > 0 && strings.Contains(te.Msg, "unknown type"): // follows from an error before
	default:
		msg := te.Msg
		if strings.HasPrefix(msg, "use of untyped nil") && te.Pos == k.lastPos {
			msg = "nil alone has no type, and nothing to show"
		}
		if k.inDefine(te.Pos) {
			msg = strings.ReplaceAll(msg, "variable declaration", "assignment")
		}
		k.faults = append(k.faults, fault{k.at(te.Pos), k.words(msg) + k.advice(te.Msg, te.Pos)})
	}
}

// bang matches the lines by which Python's notebooks run commands of the shell.
var bang = regexp.MustCompile(`^\s*!\s*[a-z]`)

// withoutShell returns the faults with one for each line that is no Go at all:
// the ! of !ls is an operator, and ls has no meaning.
func (k *checker) withoutShell() []fault {
	for i, f := range k.faults {
		if strings.HasPrefix(f.msg, "undefined: ") && bang.MatchString(lineOf(k.d.src, f.at.Line)) {
			k.faults[i].msg = noShell
		}
	}
	return k.faults
}

// inDefine reports whether pos is in a := or the last expression, of which the
// draft has made a variable declaration.
func (k *checker) inDefine(pos token.Pos) bool {
	f := k.fset.File(pos)
	if f == nil || f != k.fset.File(k.file.Pos()) {
		return false
	}
	i := k.d.pieceAt(f.Offset(pos))
	return i >= 0 && k.d.pieces[i].kind == define
}

// internal matches what users must not see: the package of all cells and the
// names of hidden variables.
var internal = regexp.MustCompile(`\bmain\.|__[a-z]+[0-9_]*`)

// Other parts of messages that are told in another way: two types with one
// name, positions, names that only their package can use, and a call with several
// results where one is wanted.
var (
	sameName = regexp.MustCompile(`type (\S+)\) as (\S+) value`)
	place    = regexp.MustCompile(`cell\[(\d+)\]:(\d+):\d+`)
	foreign  = regexp.MustCompile(`, but does have unexported (field|method) \w+`)
	several  = regexp.MustCompile(`^multiple-value (.*) \(value of type (\(.*\))\) in single-value context$`)
)

// words rids a message of internal names and puts it on one line.
func (k *checker) words(msg string) string {
	msg = strings.ReplaceAll(msg, "\n\t", ", ")
	msg = place.ReplaceAllString(msg, "cell $1, line $2")
	msg = foreign.ReplaceAllString(msg, "")
	msg = several.ReplaceAllString(msg, "$1 has more than one value: $2")
	msg = internal.ReplaceAllStringFunc(msg, func(s string) string {
		switch n, ok := k.d.shown[s]; {
		case ok:
			return n
		case strings.HasPrefix(s, resultPrefix):
			return "the last value"
		case s == "main.":
			return ""
		}
		return s
	})
	if m := sameName.FindStringSubmatch(msg); m != nil && m[1] == m[2] {
		msg += fmt.Sprintf(" (%s was declared again between them)", m[1])
	}
	return msg
}

// addKeys gives field names to struct literals T{1, 2} of older types: go/types
// compares packages by pointer there and takes their fields for foreign ones.
func (k *checker) addKeys() bool {
	at := map[token.Pos]bool{}
	for _, p := range k.unkeyed {
		at[p] = true
	}
	changed := false
	ast.Inspect(k.file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok || len(lit.Elts) == 0 {
			return true
		}
		hit := false
		for _, e := range lit.Elts {
			hit = hit || at[e.Pos()]
		}
		st := k.structOf(lit)
		if !hit || st == nil || st.NumFields() != len(lit.Elts) {
			return true
		}
		for i, e := range lit.Elts {
			if _, ok := e.(*ast.KeyValueExpr); !ok {
				key := &ast.Ident{NamePos: e.Pos(), Name: st.Field(i).Name()}
				lit.Elts[i] = &ast.KeyValueExpr{Key: key, Colon: e.Pos(), Value: e}
				changed = true
			}
		}
		return true
	})
	return changed
}

// structOf returns the struct type of a literal, or nil.
func (k *checker) structOf(lit *ast.CompositeLit) *types.Struct {
	t := k.info.Types[lit].Type
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}

// wrapNames puts brackets around T in type A = T or type A T where the file does
// not declare T: the type checker's search for cycles would look for its
// declaration and crash.
func wrapNames(f *ast.File, declared map[string]bool) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, sp := range g.Specs {
			if t, ok := sp.(*ast.TypeSpec); ok {
				if id, ok := t.Type.(*ast.Ident); ok && !declared[id.Name] {
					t.Type = &ast.ParenExpr{Lparen: id.Pos(), X: id, Rparen: id.End()}
				}
			}
		}
	}
}
