package interp

import (
	"crypto/sha256"
	"go/ast"
	"go/types"
	"maps"
	"slices"

	"golab/internal/bindings"
)

// A linked holds what later cells need of the units so far, beside their code.
type linked struct {
	texts    map[*types.Package]text
	generics map[*types.Package]*source
	types    map[[sha256.Size]byte][]*types.TypeName // by the text of the cell that declares them
	depends  map[*types.Package][]*types.Package     // of the library's generic sources
}

// A text is the source of a unit.
type text struct {
	number int
	src    []byte
}

// A source is a unit that declares generic functions or types. Cells that
// instantiate these compile them.
type source struct {
	files []*ast.File
	info  *types.Info
}

func newLinked() linked {
	return linked{
		texts:    map[*types.Package]text{},
		generics: map[*types.Package]*source{},
		types:    map[[sha256.Size]byte][]*types.TypeName{},
		depends:  map[*types.Package][]*types.Package{},
	}
}

// add keeps what is needed of a unit that has code.
func (l *linked) add(u *unit, number int) {
	if len(u.objects) > 0 && u.src != nil {
		l.texts[u.pkg] = text{number, u.src}
	}
	if names := typeNames(u); len(names) > 0 && u.src != nil {
		l.types[u.key()] = names
	}
	if isGeneric(u.files) {
		l.generics[u.pkg] = &source{withoutBodies(u.files), u.info}
	}
}

// repeats pairs the types of a unit with those of an earlier one of the same text.
func (l *linked) repeats(u *unit) map[*types.TypeName]*types.TypeName {
	names := typeNames(u)
	if len(names) == 0 || u.src == nil {
		return nil
	}
	earlier := l.types[u.key()]
	if len(earlier) != len(names) {
		return nil
	}
	pairs := map[*types.TypeName]*types.TypeName{}
	for i, n := range names {
		pairs[n] = earlier[i]
	}
	return pairs
}

// key stands for the text of the unit's cell.
func (u *unit) key() [sha256.Size]byte {
	return sha256.Sum256(append([]byte{byte(u.segment)}, u.src...))
}

// typeNames lists the types that a unit declares, local ones included, in the order
// of the text.
func typeNames(u *unit) []*types.TypeName {
	var names []*types.TypeName
	for _, o := range u.info.Defs {
		if n, ok := o.(*types.TypeName); ok && !isTypeParam(n) {
			names = append(names, n)
		}
	}
	slices.SortFunc(names, func(a, b *types.TypeName) int { return int(a.Pos() - b.Pos()) })
	return names
}

func isTypeParam(n *types.TypeName) bool {
	_, ok := n.Type().(*types.TypeParam)
	return ok
}

// isGeneric reports whether files declare generic functions or types.
func isGeneric(files []*ast.File) bool {
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Type.TypeParams != nil {
					return true
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if t, ok := s.(*ast.TypeSpec); ok && t.TypeParams != nil {
						return true
					}
				}
			}
		}
	}
	return false
}

// withoutBodies returns files in which only generic functions and methods of
// generic types have bodies: the others have their code already.
func withoutBodies(files []*ast.File) []*ast.File {
	list := make([]*ast.File, len(files))
	for i, f := range files {
		copied := *f
		copied.Decls = slices.Clone(f.Decls)
		for j, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Type.TypeParams != nil || fn.Recv != nil && hasTypeParams(fn.Recv) {
				continue
			}
			declared := *fn
			declared.Body = nil
			copied.Decls[j] = &declared
		}
		list[i] = &copied
	}
	return list
}

// hasTypeParams reports whether the receiver's type has type parameters.
func hasTypeParams(recv *ast.FieldList) bool {
	found := false
	ast.Inspect(recv, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.IndexExpr, *ast.IndexListExpr:
			found = true
		}
		return !found
	})
	return found
}

// imports lists the packages whose objects a generic source mentions.
func (l *linked) imports(s *bindings.Source) []*types.Package {
	if list, ok := l.depends[s.Types]; ok {
		return list
	}
	set := map[*types.Package]bool{}
	for _, o := range s.Info.Uses {
		set[o.Pkg()] = true
	}
	list := slices.Collect(maps.Keys(set))
	l.depends[s.Types] = list
	return list
}

// prune drops what belongs to packages none of whose objects is in the scope or
// mentioned by generic code that is. It returns the objects of before which the units
// of a cell have replaced and no later cell can mention.
func (l *linked) prune(before, after scope, units []*unit) []types.Object {
	var gone []types.Object
	for _, u := range units {
		for _, name := range u.names() {
			if o := before.objects[name]; o != nil && after.objects[name] != o {
				gone = append(gone, o)
			}
		}
	}
	if len(gone) == 0 {
		return nil
	}
	kept := l.reachable(after)
	maps.DeleteFunc(l.texts, func(p *types.Package, _ text) bool { return !kept.packages[p] })
	maps.DeleteFunc(l.generics, func(p *types.Package, _ *source) bool { return !kept.packages[p] })
	return slices.DeleteFunc(gone, func(o types.Object) bool { return kept.objects[o] })
}

// A reach is what can be mentioned: by cells, or by generic code that they mention.
type reach struct {
	packages map[*types.Package]bool
	objects  map[types.Object]bool // mentioned by generic code
}

func (l *linked) reachable(sc scope) reach {
	r := reach{map[*types.Package]bool{}, map[types.Object]bool{}}
	var add func(p *types.Package)
	add = func(p *types.Package) {
		if r.packages[p] {
			return
		}
		r.packages[p] = true
		if g := l.generics[p]; g != nil {
			for _, o := range g.info.Uses {
				r.objects[o] = true
				add(o.Pkg())
			}
		}
	}
	for _, o := range sc.objects {
		add(o.Pkg())
	}
	return r
}
