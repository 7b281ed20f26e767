package interp

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
)

// An itemKind says what stands at the top level of a cell.
type itemKind int

const (
	statement itemKind = iota
	importDecl
	typeDecl
	constDecl
	varDecl
	funcDecl
	methodDecl
	define // a, b := rhs
)

// An item is one declaration or statement at the top level of a cell. Offsets
// count bytes of the cell.
type item struct {
	kind       itemKind
	start, end int
	op         int      // offset of :=, of a define
	left       []name   // left side of a define
	recv       string   // base type of a method's receiver
	declares   []string // names that the item puts into the package block
}

// A name is an identifier and where it stands.
type name struct {
	text string
	off  int
}

// A lexeme is a token as the splitter keeps it.
type lexeme struct {
	tok token.Token
	off int
	lit string
}

// effect reports whether the item runs in its turn, as opposed to a
// declaration that holds for the whole cell.
func (it item) effect() bool {
	return it.kind == statement || it.kind == define || it.kind == varDecl
}

// A splitter cuts the text of a cell into items.
type splitter struct {
	src   []byte
	cur   []lexeme // tokens of the item being read
	semis int      // semicolons among them outside brackets
	open  []lexeme // brackets not closed yet
	items []item
	errs  scanner.ErrorList
	file  *token.File
}

// split cuts a cell into its items at the semicolons outside all brackets,
// written or implied. It reports illegal tokens and brackets that do not match.
func split(src []byte) ([]item, scanner.ErrorList) {
	s := &splitter{src: src, file: token.NewFileSet().AddFile("", -1, len(src))}
	var sc scanner.Scanner
	sc.Init(s.file, src, func(pos token.Position, msg string) { s.errs.Add(pos, msg) }, 0)
	for {
		pos, tok, lit := sc.Scan()
		l := lexeme{tok, s.file.Offset(pos), lit}
		switch tok {
		case token.EOF:
			s.flush(len(src))
			for _, b := range s.open {
				s.fail(b, "this "+b.tok.String()+" is never closed")
			}
			return s.items, s.errs
		case token.LPAREN, token.LBRACE, token.LBRACK:
			if s.open = append(s.open, l); len(s.open) > maxBrackets {
				s.fail(l, fmt.Sprintf("nested too deep: more than %d brackets are open", maxBrackets))
				s.flush(l.off)
				return s.items, s.errs
			}
		case token.RPAREN, token.RBRACE, token.RBRACK:
			s.close(l)
		case token.SEMICOLON:
			if len(s.open) == 0 {
				if s.complete(l.off) {
					s.flush(l.off)
					continue
				}
				s.semis++
			}
		}
		s.cur = append(s.cur, l)
	}
}

func (s *splitter) fail(l lexeme, msg string) {
	s.errs.Add(s.file.Position(s.file.Pos(l.off)), msg)
}

// close takes the opening partner of l off the stack.
func (s *splitter) close(l lexeme) {
	partner := map[token.Token]token.Token{
		token.RPAREN: token.LPAREN, token.RBRACE: token.LBRACE, token.RBRACK: token.LBRACK,
	}
	n := len(s.open)
	if n == 0 || s.open[n-1].tok != partner[l.tok] {
		s.fail(l, "unexpected "+l.tok.String())
		return
	}
	s.open = s.open[:n-1]
}

// headerSemis is how many semicolons a statement that begins with for, if or switch
// can have outside brackets, and some for what is being typed.
const headerSemis = 8

// complete reports whether the tokens so far make an item that the semicolon
// at off ends. The headers of for, if and switch hold semicolons of their own.
func (s *splitter) complete(off int) bool {
	k := 0
	for k+1 < len(s.cur) && s.cur[k].tok == token.IDENT && s.cur[k+1].tok == token.COLON {
		k += 2 // a label
	}
	if k >= len(s.cur) {
		return true
	}
	switch s.cur[k].tok {
	case token.FOR, token.IF, token.SWITCH:
		if s.semis >= headerSemis {
			return true
		}
		return s.cur[len(s.cur)-1].tok == token.RBRACE && isStatement(s.src[s.cur[0].off:off])
	}
	return true
}

func isStatement(text []byte) bool {
	src := "package p\nfunc _() {\n" + string(text) + "\n}"
	_, err := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
	return err == nil
}

// flush makes an item of the tokens so far.
func (s *splitter) flush(end int) {
	if len(s.cur) == 0 {
		return
	}
	if s.cur[0].tok == token.PACKAGE && len(s.cur) == 2 && len(s.items) == 0 {
		s.cur = s.cur[:0] // of a pasted file
		return
	}
	it := item{start: s.cur[0].off, end: end}
	switch s.cur[0].tok {
	case token.PACKAGE:
		s.fail(s.cur[0], "a package clause stands at the top of a file, and cells need none")
	case token.IMPORT:
		it.kind = importDecl
	case token.TYPE:
		it.kind = typeDecl
	case token.CONST:
		it.kind = constDecl
	case token.VAR:
		it.kind = varDecl
	case token.FUNC:
		s.function(&it)
	default:
		s.definition(&it)
	}
	if it.kind == typeDecl || it.kind == constDecl || it.kind == varDecl {
		it.declares = declaredNames(s.src[it.start:it.end])
	}
	s.items = append(s.items, it)
	s.cur, s.semis = s.cur[:0], 0
}

// function tells functions, methods and function literals apart.
func (s *splitter) function(it *item) {
	if len(s.cur) < 2 {
		return
	}
	if s.cur[1].tok == token.IDENT {
		it.kind, it.declares = funcDecl, []string{s.cur[1].lit}
		return
	}
	if s.cur[1].tok != token.LPAREN {
		return
	}
	end, depth := 1, 0
	for ; end < len(s.cur); end++ {
		if s.cur[end].tok == token.LPAREN {
			depth++
		} else if s.cur[end].tok == token.RPAREN {
			if depth--; depth == 0 {
				break
			}
		}
	}
	if end+2 >= len(s.cur) || s.cur[end+1].tok != token.IDENT || s.cur[end+2].tok != token.LPAREN {
		return
	}
	it.kind = methodDecl
	for j := 2; j < end; j++ {
		// The base type is the first name directly before ) or [.
		if s.cur[j].tok == token.IDENT && (j+1 == end || s.cur[j+1].tok == token.LBRACK) {
			it.recv = s.cur[j].lit
			return
		}
	}
}

// definition recognises a, b := rhs.
func (s *splitter) definition(it *item) {
	var left []name
	for i := 0; i+1 < len(s.cur) && s.cur[i].tok == token.IDENT; i += 2 {
		left = append(left, name{s.cur[i].lit, s.cur[i].off})
		switch s.cur[i+1].tok {
		case token.COMMA:
			continue
		case token.DEFINE:
			it.kind, it.op, it.left = define, s.cur[i+1].off, left
			for _, l := range left {
				it.declares = append(it.declares, l.text)
			}
		}
		return
	}
}

// declaredNames lists what declarations put into the package block.
func declaredNames(text []byte) []string {
	f, _ := parser.ParseFile(token.NewFileSet(), "", "package p\n"+string(text), parser.SkipObjectResolution)
	if f == nil {
		return nil
	}
	var names []string
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil {
			names = append(names, fn.Name.Name)
		}
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, sp := range g.Specs {
			switch sp := sp.(type) {
			case *ast.TypeSpec:
				names = append(names, sp.Name.Name)
			case *ast.ValueSpec:
				for _, id := range sp.Names {
					names = append(names, id.Name)
				}
			}
		}
	}
	return names
}

// mentioned lists the identifiers in a piece of source, selectors apart.
func mentioned(src []byte) map[string]bool {
	var sc scanner.Scanner
	sc.Init(token.NewFileSet().AddFile("", -1, len(src)), src, nil, 0)
	names := map[string]bool{}
	for prev := token.ILLEGAL; ; {
		_, tok, lit := sc.Scan()
		if tok == token.EOF {
			return names
		}
		if tok == token.IDENT && prev != token.PERIOD {
			names[lit] = true
		}
		prev = tok
	}
}
