package main

import (
	"bytes"
	"compress/flate"
	"go/ast"
	"go/doc"
	"go/token"
	"slices"
	"strings"

	"golab/internal/bindings/exportdata"
)

// docs writes what the packages say of their exported names: those of golab in
// full, the others in one sentence.
func (f files) docs(w world) error {
	packed := map[string]string{}
	for _, path := range bound() {
		d := docs{full: strings.HasPrefix(path, "golab/"), text: map[string]string{}}
		for _, file := range w.sources[path].files {
			d.file(file)
		}
		text, err := d.pack()
		if err != nil {
			return err
		}
		packed[path] = text
	}
	f["data/docs.dat"] = exportdata.Pack(packed)
	return nil
}

// docs holds texts by name: the empty one is the package's, a method or field
// is Type.Name.
type docs struct {
	full bool
	text map[string]string
}

func (d *docs) pack() (string, error) {
	names := make([]string, 0, len(d.text))
	for name := range d.text {
		names = append(names, name)
	}
	slices.Sort(names)
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return "", err
	}
	for _, name := range names {
		if _, err := w.Write([]byte(name + "\x00" + d.text[name] + "\x00")); err != nil {
			return "", err
		}
	}
	err = w.Close()
	return b.String(), err
}

// add keeps the first of comments that is not empty.
func (d *docs) add(name string, comments ...*ast.CommentGroup) {
	for _, c := range comments {
		text := strings.TrimSpace(strings.ReplaceAll(c.Text(), "\x00", ""))
		if !d.full {
			text = new(doc.Package).Synopsis(text)
		}
		if text != "" {
			d.text[name] = text
			return
		}
	}
}

func (d *docs) file(f *ast.File) {
	d.add("", f.Doc)
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			d.function(decl)
		case *ast.GenDecl:
			d.general(decl)
		}
	}
}

func (d *docs) function(f *ast.FuncDecl) {
	name := f.Name.Name
	if f.Recv != nil {
		recv := receiver(f.Recv.List[0].Type)
		if !token.IsExported(recv) {
			return
		}
		if token.IsExported(name) {
			d.add(recv+"."+name, f.Doc)
		}
		return
	}
	if token.IsExported(name) {
		d.add(name, f.Doc)
	}
}

// receiver is the name of a receiver's type.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func (d *docs) general(g *ast.GenDecl) {
	for _, spec := range g.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if token.IsExported(s.Name.Name) {
				d.add(s.Name.Name, s.Doc, g.Doc, s.Comment)
				d.members(s)
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				if token.IsExported(name.Name) {
					d.add(name.Name, s.Doc, s.Comment, g.Doc)
				}
			}
		}
	}
}

// members adds the methods of an interface and the fields of a struct.
func (d *docs) members(s *ast.TypeSpec) {
	var list *ast.FieldList
	switch t := s.Type.(type) {
	case *ast.InterfaceType:
		list = t.Methods
	case *ast.StructType:
		list = t.Fields
	default:
		return
	}
	for _, field := range list.List {
		for _, name := range field.Names {
			if token.IsExported(name.Name) {
				d.add(s.Name.Name+"."+name.Name, field.Doc, field.Comment)
			}
		}
	}
}
