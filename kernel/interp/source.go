package interp

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"sort"
	"strings"
)

// Names that a cell's file has beside the user's own.
const (
	cellFunc     = "__cell" // the function that runs the statements
	resultPrefix = "__r"    // variables for the values of the last expression
	tempPrefix   = "__t"    // values carried from one segment to the next
	againPrefix  = "__a"    // new values of names that := meets a second time
)

// hidden reports whether a name is none of the user's.
func hidden(name string) bool { return strings.HasPrefix(name, "__") }

// A piece is an item that runs in its turn, and where the file has it.
type piece struct {
	kind     itemKind
	body     bool     // in the cell function, not among the declarations
	from, to int      // offsets in the file
	again    []string // of a define: the names that are assigned, "" for new ones
}

// A draft is a segment written out as one file of package main. Comments of the
// form /*line cell[4]:2:1*/ make every position one of the cell.
type draft struct {
	file    string // cell[4]
	src     []byte
	starts  []int // offsets of the line starts in src
	imports bytes.Buffer
	top     bytes.Buffer // declarations
	body    bytes.Buffer // statements
	pieces  []piece
	inFile  []int             // indices of pieces, in the order of the file
	shown   map[string]string // what users call the hidden names
	noNew   []int             // offsets of := without new names
	first   int               // offset of the first statement
	last    bool              // the segment ends the cell
	call    bool              // its last item is a call
}

func newDraft(file string, src []byte) *draft {
	d := &draft{file: file, src: src, starts: []int{0}, shown: map[string]string{}}
	for i, b := range src {
		if b == '\n' {
			d.starts = append(d.starts, i+1)
		}
	}
	return d
}

// lineColumn returns the place of an offset, counted from 1.
func (d *draft) lineColumn(off int) (line, column int) {
	line = sort.Search(len(d.starts), func(i int) bool { return d.starts[i] > off })
	return line, off - d.starts[line-1] + 1
}

// mark makes what follows in b count as text that stands at off in the cell.
func (d *draft) mark(b *bytes.Buffer, off int) {
	line, column := d.lineColumn(off)
	fmt.Fprintf(b, "/*line %s:%d:%d*/", d.file, line, column)
}

// copy writes a stretch of the cell to b.
func (d *draft) copy(b *bytes.Buffer, from, to int) {
	d.mark(b, from)
	b.Write(d.src[from:to])
	b.WriteByte('\n')
}

// write lays out segment number k of a cell.
func (d *draft) write(k int, seg segment) {
	declared := map[string]bool{}
	if seg.carry != nil {
		d.carry(k-1, seg.carry, declared)
	}
	for i, it := range seg.items {
		switch {
		case it.kind == importDecl:
			d.copy(&d.imports, it.start, it.end)
		case !it.effect():
			d.copy(&d.top, it.start, it.end)
		case it.kind == varDecl:
			from := d.top.Len()
			d.copy(&d.top, it.start, it.end)
			d.piece(piece{kind: varDecl, from: from, to: d.top.Len()})
			for _, n := range it.declares {
				declared[n] = true
			}
		case it.kind == define && i == seg.temp:
			d.temporary(k, it)
		case it.kind == define:
			d.define(it, declared)
		default:
			d.statement(it, d.last && i == len(seg.items)-1)
		}
	}
}

func (d *draft) piece(p piece) { d.pieces = append(d.pieces, p) }

// carry declares the names of a define whose values are in hidden variables.
func (d *draft) carry(k int, it *item, declared map[string]bool) {
	from := d.top.Len()
	d.top.WriteString("var ")
	for i, l := range it.left {
		d.comma(i)
		d.mark(&d.top, l.off)
		d.top.WriteString(l.text)
		declared[l.text] = true
	}
	d.top.WriteString(" = ")
	for i := range it.left {
		d.comma(i)
		d.top.WriteString(tempName(k, i))
	}
	d.top.WriteByte('\n')
	d.piece(piece{kind: define, from: from, to: d.top.Len(), again: make([]string, len(it.left))})
}

func tempName(k, i int) string { return fmt.Sprintf("%s%d_%d", tempPrefix, k, i) }

func (d *draft) comma(i int) {
	if i > 0 {
		d.top.WriteString(", ")
	}
}

// temporary computes the values of a define into hidden variables.
func (d *draft) temporary(k int, it item) {
	names := make([]string, len(it.left))
	for i, l := range it.left {
		names[i] = tempName(k, i)
		d.shown[names[i]] = l.text
	}
	d.variables(it, names, make([]string, len(names)))
}

// define turns a, b := rhs into a declaration. A name that the cell has already
// declared gets a hidden variable, which is then assigned to it.
func (d *draft) define(it item, declared map[string]bool) {
	names, again := make([]string, len(it.left)), make([]string, len(it.left))
	fresh := false
	for i, l := range it.left {
		names[i] = l.text
		if l.text == "_" {
			continue
		}
		if declared[l.text] {
			names[i] = fmt.Sprintf("%s%d_%d", againPrefix, len(d.pieces), i)
			again[i] = l.text
			d.shown[names[i]] = l.text
			continue
		}
		fresh, declared[l.text] = true, true
	}
	if !fresh {
		d.noNew = append(d.noNew, it.op)
	}
	d.variables(it, names, again)
}

// variables writes var names = rhs.
func (d *draft) variables(it item, names, again []string) {
	from := d.top.Len()
	d.top.WriteString("var ")
	for i, n := range names {
		d.comma(i)
		d.mark(&d.top, it.left[i].off)
		d.top.WriteString(n)
	}
	d.top.WriteString(" = ")
	d.copy(&d.top, it.op+len(":="), it.end)
	d.piece(piece{kind: define, from: from, to: d.top.Len(), again: again})
}

// statement writes a statement, or the cell's last expression.
func (d *draft) statement(it item, last bool) {
	if last {
		if e, err := parser.ParseExpr(string(d.src[it.start:it.end])); err == nil {
			_, d.call = ast.Unparen(e).(*ast.CallExpr)
			if !d.call {
				from := d.top.Len()
				d.top.WriteString("var " + resultPrefix + "0 = ")
				d.copy(&d.top, it.start, it.end)
				d.piece(piece{kind: define, from: from, to: d.top.Len(), again: make([]string, 1)})
				return
			}
		}
	}
	from := d.body.Len()
	if from == 0 {
		d.first = it.start
	}
	d.copy(&d.body, it.start, it.end)
	d.piece(piece{kind: statement, body: true, from: from, to: d.body.Len()})
}

// assemble returns the whole file; head holds the imports from earlier cells.
// The offsets of the pieces become offsets in it.
func (d *draft) assemble(head string) []byte {
	var b bytes.Buffer
	b.WriteString("package main\n" + head)
	b.Write(d.imports.Bytes())
	top := b.Len()
	b.Write(d.top.Bytes())
	d.mark(&b, d.first)
	b.WriteString("func " + cellFunc + "() {\n")
	body := b.Len()
	b.Write(d.body.Bytes())
	b.WriteString("}\n")
	for i := range d.pieces {
		base := top
		if d.pieces[i].body {
			base = body
		}
		d.pieces[i].from += base
		d.pieces[i].to += base
		d.inFile = append(d.inFile, i)
	}
	sort.SliceStable(d.inFile, func(i, k int) bool { return d.pieces[d.inFile[i]].from < d.pieces[d.inFile[k]].from })
	return b.Bytes()
}

// pieceAt returns the index of the piece that holds an offset of the file, or -1.
func (d *draft) pieceAt(off int) int {
	k := sort.Search(len(d.inFile), func(k int) bool { return off < d.pieces[d.inFile[k]].to })
	if k < len(d.inFile) && d.pieces[d.inFile[k]].from <= off {
		return d.inFile[k]
	}
	return -1
}
