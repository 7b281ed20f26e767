package bindings

import (
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
)

// Generic functions have no values that could be bound, so their source comes
// along, written anew: cells' own engine compiles it. Each folder is also an
// ordinary package, tested beside the standard library's. Source that imports
// the package it is a part of means the bound part.
//
//go:embed generic
var genericSource embed.FS

// folders holds the folder below generic by the path of the package.
var folders = map[string]string{
	"cmp":           "cmp",
	"crypto/hkdf":   "hkdf",
	"crypto/pbkdf2": "pbkdf2",
	"errors":        "errors",
	"golab/labs":    "labs",
	"golab/spark":   "spark",
	"hash/maphash":  "maphash",
	"iter":          "iter",
	"maps":          "maps",
	"math/rand/v2":  "rand",
	"reflect":       "reflect",
	"runtime":       "runtime",
	"slices":        "slices",
	"sync":          "sync",
	"sync/atomic":   "atomic",
	"unique":        "unique",
	"weak":          "weak",
}

// A Source is the generic part of a package, checked. Types has the path of the
// package that it belongs to, in whose scope its exported objects are too.
type Source struct {
	Types *types.Package
	Fset  *token.FileSet
	Files []*ast.File
	Info  *types.Info
}

// Source returns the source of a package to which a generic function or type of
// an imported package belongs.
func (i *Importer) Source(p *types.Package) (*Source, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	s, ok := i.sources[p]
	return s, ok
}

// Sources returns the generic parts of all packages imported so far.
func (i *Importer) Sources() []*Source {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Collect(maps.Values(i.sources))
}

// generics puts the generic part of a package into its scope, once.
func (i *Importer) generics(bound *types.Package) error {
	folder, ok := folders[bound.Path()]
	if !ok || i.merged[bound] {
		return nil
	}
	i.merged[bound] = true // before the check: the source imports this package
	s, err := i.check(bound, path.Join("generic", folder))
	if err != nil {
		return fmt.Errorf("the generic part of %s: %w", bound.Path(), err)
	}
	for _, name := range s.Types.Scope().Names() {
		if token.IsExported(name) {
			bound.Scope().Insert(s.Types.Scope().Lookup(name))
		}
	}
	i.sources[s.Types] = s
	return nil
}

func (i *Importer) check(bound *types.Package, folder string) (*Source, error) {
	s := &Source{Fset: token.NewFileSet(), Info: &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Instances:    map[*ast.Ident]types.Instance{},
		Scopes:       map[ast.Node]*types.Scope{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		FileVersions: map[*ast.File]string{},
	}}
	entries, err := genericSource.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if matched, _ := path.Match("*_test.go", e.Name()); matched {
			continue
		}
		text, err := genericSource.ReadFile(path.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(s.Fset, path.Join(bound.Path(), e.Name()), text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		s.Files = append(s.Files, f)
	}
	conf := types.Config{Importer: importerFunc(i.load)}
	s.Types, err = conf.Check(bound.Path(), s.Fset, s.Files, s.Info)
	return s, err
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
