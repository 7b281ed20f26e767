package interp

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golab/kernel"
)

// A unit is type-checked syntax that is ready for an SSA builder.
type unit struct {
	pkg     *types.Package
	info    *types.Info
	files   []*ast.File
	run     string       // the function to call once the package is initialised
	results []*types.Var // package variables with the values of the last expression
	last    token.Pos    // where the last expression begins
	src     []byte       // the text of the cell
	segment int          // which part of it this is

	objects []types.Object // what the cell declares
	imports map[string]string
	dots    []string
	uses    map[types.Object][]types.Object // see checker.uses
}

// A library is what cells may import.
type library interface {
	types.Importer
	// Paths lists the import paths of all packages there are.
	Paths() []string
}

// A scope is what the cells so far have left behind.
type scope struct {
	objects map[string]types.Object
	imports map[string]string // local name -> path
	dots    []string          // paths of dot imports

	uses map[types.Object][]types.Object // variables that functions of the scope mention
}

func newScope() scope {
	return scope{objects: map[string]types.Object{}, imports: map[string]string{}, uses: map[types.Object][]types.Object{}}
}

func (s scope) clone() scope {
	return scope{maps.Clone(s.objects), maps.Clone(s.imports), slices.Clone(s.dots), maps.Clone(s.uses)}
}

// known reports whether a name means something before the cell.
func (s scope) known(n string) bool {
	return s.objects[n] != nil || s.imports[n] != "" || universal(n)
}

// declares reports whether a unit changes what later ones see.
func (u *unit) declares() bool {
	return len(u.objects)+len(u.imports)+len(u.dots)+len(u.uses) > 0
}

// names returns the names that a unit gives a meaning.
func (u *unit) names() []string {
	names := slices.Collect(maps.Keys(u.imports))
	for _, o := range u.objects {
		names = append(names, o.Name())
	}
	return names
}

// add enters what a unit declares.
func (s *scope) add(u *unit) {
	for _, o := range u.objects {
		delete(s.uses, s.objects[o.Name()])
		s.objects[o.Name()] = o
		delete(s.imports, o.Name())
	}
	for n, path := range u.imports {
		s.imports[n] = path
		delete(s.uses, s.objects[n])
		delete(s.objects, n)
	}
	maps.Copy(s.uses, u.uses)
	for _, d := range u.dots {
		if !slices.Contains(s.dots, d) {
			s.dots = append(s.dots, d)
		}
	}
}

// dropHidden forgets the variables that carried values between segments.
func (s *scope) dropHidden() {
	maps.DeleteFunc(s.objects, func(n string, _ types.Object) bool { return hidden(n) })
}

// A compiler turns cells into units.
type compiler struct {
	fset    *token.FileSet
	context *types.Context
	lib     library
}

// compile checks a cell against what earlier cells left. It returns its units
// in the order in which they run, and what the next cell will see.
func (c *compiler) compile(cell kernel.Cell, sc scope) ([]*unit, scope, error) {
	file := fileName(cell.Number)
	src := []byte(cell.Code)
	items, errs := split(src)
	if len(errs) == 0 {
		errs = unfinished(src)
	}
	if len(errs) > 0 {
		return nil, sc, c.syntaxErrors(errs, src, cell.Number)
	}
	call := callOfMain(src, items)
	if pasted(src) {
		items, call = append(items, call...), nil
	}
	before, changed := sc, false
	var units []*unit
	segs := cut(src, items, sc.known)
	for k, seg := range segs {
		d := newDraft(file, src)
		d.last = k == len(segs)-1
		if err := c.checkMethods(d, seg); err != nil {
			return nil, sc, err
		}
		d.write(k, seg)
		u, err := c.check(d, sc)
		if err != nil {
			return nil, sc, err
		}
		u.segment = k
		if !changed && u.declares() {
			sc, changed = sc.clone(), true
		}
		sc.add(u)
		units = append(units, u)
	}
	if len(segs) > 1 {
		sc.dropHidden()
	}
	notes := stale(before, sc, units)
	if len(call) > 0 {
		notes = append(notes, noteMain)
	}
	tell(notes)
	return units, sc, nil
}

// checkMethods refuses methods on types that the segment does not declare: the
// type checker cannot add them to a finished type.
func (c *compiler) checkMethods(d *draft, seg segment) error {
	types := map[string]bool{}
	for _, it := range seg.items {
		if it.kind == typeDecl {
			for _, n := range it.declares {
				types[n] = true
			}
		}
	}
	for _, it := range seg.items {
		if it.kind == methodDecl && it.recv != "" && !types[it.recv] && !universal(it.recv) {
			return compileErrors([]fault{{c.place(d, it.start), fmt.Sprintf(
				"method on %s, which this cell does not declare: put a type and all its methods in one cell", it.recv)}})
		}
	}
	return nil
}

// at translates a position.
func (c *compiler) at(pos token.Pos) kernel.Position { return position(c.fset.Position(pos)) }

// place returns the position of an offset of the cell.
func (c *compiler) place(d *draft, off int) kernel.Position {
	line, column := d.lineColumn(off)
	return kernel.Position{Cell: cellNumber(d.file), Line: line, Column: column}
}

// syntaxErrors makes one error of what the scanner or the parser says of src.
func (c *compiler) syntaxErrors(errs scanner.ErrorList, src []byte, number int) error {
	errs.RemoveMultiples()
	errs = errs[:min(len(errs), maxErrors)]
	var faults []fault
	for _, e := range errs {
		p := position(e.Pos)
		if e.Pos.Filename == "" {
			p = kernel.Position{Cell: number, Line: e.Pos.Line, Column: e.Pos.Column}
		}
		line := lineOf(src, e.Pos.Line)
		if answer := foreignLine(line); answer != "" && number != programNumber {
			return compileErrors([]fault{{p, answer}}) // what follows is no better
		}
		faults = append(faults, fault{p, syntaxWords(e.Msg, line)})
	}
	return compileErrors(faults)
}

// parse reads the generated file of a draft.
func (c *compiler) parse(d *draft, text []byte) (*ast.File, error) {
	f, err := parser.ParseFile(c.fset, d.file, text, parser.SkipObjectResolution|parser.ParseComments|parser.AllErrors)
	if err == nil {
		err = checkNesting(c.fset, f)
	}
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return f, err
	}
	// What the parser misses at the end of the cell it reports in the text
	// that the draft has added.
	lines := len(d.starts)
	for i, e := range list {
		if e.Pos.Line <= lines {
			continue
		}
		if list = list[:max(i, 1)]; i == 0 {
			e.Pos.Line, e.Pos.Column = lines, len(d.src)-d.starts[lines-1]+1
			e.Msg, _, _ = strings.Cut(e.Msg, ", found")
			e.Msg += ", found the end of the cell"
		}
		break
	}
	return nil, c.syntaxErrors(list, d.src, cellNumber(d.file))
}

// A fault is one compile error.
type fault struct {
	at  kernel.Position
	msg string
}

// compileErrors makes one error of several faults, in the order of the text.
func compileErrors(faults []fault) error {
	slices.SortStableFunc(faults, func(a, b fault) int {
		if a.at.Line != b.at.Line {
			return a.at.Line - b.at.Line
		}
		return a.at.Column - b.at.Column
	})
	faults = slices.CompactFunc(faults, func(a, b fault) bool {
		return a.at.Line == b.at.Line && (a.msg == b.msg || strings.HasPrefix(a.msg, b.msg+"; "))
	})
	var first *kernel.Error
	for _, f := range faults {
		e := &kernel.Error{Kind: kernel.Compile, Name: "CompileError", Text: f.msg}
		if f.at.Line > 0 {
			e.Trace = []kernel.Position{f.at}
		}
		if first == nil {
			first = e
		} else {
			first.More = append(first.More, e)
		}
	}
	return first
}

// fileName is how positions name a cell.
func fileName(number int) string { return fmt.Sprintf("cell[%d]", number) }

// cellNumber is the inverse of fileName; it returns -1 for other files.
func cellNumber(file string) int {
	var n int
	if _, err := fmt.Sscanf(file, "cell[%d]", &n); err != nil || !strings.HasSuffix(file, "]") {
		return -1
	}
	return n
}

// position translates the position of a token in a cell or in a program.
func position(p token.Position) kernel.Position {
	if n := cellNumber(p.Filename); n >= 0 {
		return kernel.Position{Cell: n, Line: p.Line, Column: p.Column}
	}
	return kernel.Position{File: p.Filename, Line: p.Line, Column: p.Column}
}
