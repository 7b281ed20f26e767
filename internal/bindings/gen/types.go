package main

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"golab/internal/bindings/exportdata"
)

// types writes the export data: chunks that are the same on all platforms into
// one archive, the others into one for each platform.
func (f files) types(worlds []world) {
	chunks := make([]map[string]string, len(worlds))
	for i, w := range worlds {
		chunks[i] = encode(w)
	}
	common := map[string]string{}
	for path, text := range chunks[0] {
		if everywhere(chunks, path, text) {
			common[path] = text
		}
	}
	f["data/types.dat"] = exportdata.Pack(common)
	for i, w := range worlds {
		own := map[string]string{}
		for path, text := range chunks[i] {
			if _, ok := common[path]; !ok {
				own[path] = text
			}
		}
		f["data/types_"+w.platform.String()+".dat"] = exportdata.Pack(own)
	}
	f.generics(worlds[0])
}

func everywhere(chunks []map[string]string, path, text string) bool {
	for _, c := range chunks {
		if c[path] != text {
			return false
		}
	}
	return true
}

// encode returns the chunks of one platform. What comes as generic source is
// left out of them.
func encode(w world) map[string]string {
	paths := bound()
	e := exportdata.NewEncoder(func(o types.Object) bool {
		_, ok := slices.BinarySearch(paths, o.Pkg().Path())
		return ok && o.Exported() && isSource(o)
	})
	for _, path := range paths {
		e.Add(w.sources[path].types)
	}
	return e.Chunks()
}

// isSource reports whether o is a generic function or a generic type that has
// methods.
func isSource(o types.Object) bool {
	switch o := o.(type) {
	case *types.Func:
		return o.Signature().TypeParams() != nil
	case *types.TypeName:
		n, ok := o.Type().(*types.Named)
		return ok && n.TypeParams() != nil && n.NumMethods() > 0
	}
	return false
}

// generics writes the list of what has to come as source, to be held against.
func (f files) generics(w world) {
	var b strings.Builder
	for _, path := range bound() {
		scope := w.sources[path].types.Scope()
		for _, name := range scope.Names() {
			o := scope.Lookup(name)
			if !o.Exported() || !isSource(o) {
				continue
			}
			fmt.Fprintln(&b, o)
			if n, ok := o.Type().(*types.Named); ok {
				for m := range n.Methods() {
					fmt.Fprintln(&b, m)
				}
			}
		}
	}
	f["testdata/generics.golden"] = []byte(b.String())
}
