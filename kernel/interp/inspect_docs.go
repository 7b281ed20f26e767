package interp

import (
	"go/doc/comment"
	"go/types"
	"strings"

	"golab/internal/bindings"
)

// elsewhereDocs is where the docs are of which golab has a sentence only.
const elsewhereDocs = "https://pkg.go.dev/"

// documented adds to a sheet what the source of a compiled package says of a name
// ("" for the package itself) and where more of that is.
//
// The docs of a package are uncompressed for each question: that takes less than
// the rest of the answer, and nothing has to be kept.
func (s *sheet) documented(pkg *types.Package, name string) {
	if p, ok := bindings.Lookup(pkg.Path()); ok {
		if docs, err := p.Docs(); err == nil {
			s.doc = docs[name]
		}
	}
	if strings.HasPrefix(pkg.Path(), "golab/") {
		return
	}
	s.more = elsewhereDocs + pkg.Path()
	if name != "" {
		s.more += "#" + name
	}
}

// docName returns the name that docs have for an object of a compiled package:
// Name, or Type.Name for methods and fields.
func docName(o types.Object) string {
	switch o := o.(type) {
	case *types.Func:
		if recv := o.Signature().Recv(); recv != nil {
			if owner := ownerName(recv.Type()); owner != "" {
				return owner + "." + o.Name()
			}
			return methodOwner(o)
		}
	case *types.Var:
		if o.IsField() {
			return fieldOwner(o)
		}
	}
	return o.Name()
}

// ownerName returns the name of a receiver's type.
func ownerName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// fieldOwner returns Type.Field for a field, or its name alone when no exported
// struct of the package has it.
func fieldOwner(field *types.Var) string {
	return owner(field, func(t types.Type) bool {
		st, ok := t.Underlying().(*types.Struct)
		for i := 0; ok && i < st.NumFields(); i++ {
			if st.Field(i).Origin() == field.Origin() {
				return true
			}
		}
		return false
	})
}

// methodOwner is fieldOwner for a method of an interface.
func methodOwner(method *types.Func) string {
	return owner(method, func(t types.Type) bool {
		in, ok := t.Underlying().(*types.Interface)
		for i := 0; ok && i < in.NumExplicitMethods(); i++ {
			if in.ExplicitMethod(i).Origin() == method.Origin() {
				return true
			}
		}
		return false
	})
}

// owner finds the type of o's package that has o as a member.
func owner(o types.Object, has func(types.Type) bool) string {
	scope := o.Pkg().Scope()
	for _, n := range scope.Names() {
		if t, ok := scope.Lookup(n).(*types.TypeName); ok && t.Exported() && has(t.Type()) {
			return n + "." + o.Name()
		}
	}
	return o.Name()
}

// parseDoc takes names in brackets for links, as in [Builder.Write].
func parseDoc(doc string) *comment.Doc {
	p := comment.Parser{LookupSym: func(string, string) bool { return true }}
	return p.Parse(doc)
}

// docText writes a doc comment out as text.
func docText(doc string) string {
	p := comment.Printer{TextWidth: 78}
	return strings.TrimRight(string(p.Text(parseDoc(doc))), "\n")
}

// docMarkdown writes a doc comment out as Markdown.
func docMarkdown(doc string) string {
	p := comment.Printer{
		HeadingLevel: 4,
		HeadingID:    func(*comment.Heading) string { return "" },
		DocLinkURL:   docLink,
	}
	return strings.TrimRight(string(p.Markdown(parseDoc(doc))), "\n")
}

// docLink returns where a link to the docs of another package leads; those within
// a package have no target in help.
func docLink(l *comment.DocLink) string {
	if l.ImportPath == "" || strings.HasPrefix(l.ImportPath, "golab/") {
		return ""
	}
	return l.DefaultURL(strings.TrimSuffix(elsewhereDocs, "/"))
}
