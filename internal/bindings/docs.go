package bindings

import (
	"compress/flate"
	_ "embed" // the directive below
	"io"
	"strings"

	"golab/internal/bindings/exportdata"
)

//go:embed data/docs.dat
var docText string

// Docs holds what a package's source says of its exported names. A method or
// field is Type.Name; the empty name is the package itself.
type Docs map[string]string

// Docs returns the package's docs: golab's own in full, of others a sentence for
// each name. They are uncompressed at each call.
//
// The sentences are taken from the sources of Go, gonum and its plot (each
// BSD-3-Clause) and gota (Apache-2.0); the rest of their docs is at pkg.go.dev.
func (p *Package) Docs() (Docs, error) {
	a := exportdata.Archive{}
	a.Open(docText)
	text, err := io.ReadAll(flate.NewReader(strings.NewReader(a[p.Path])))
	if err != nil {
		return nil, err
	}
	d := Docs{}
	for rest := string(text); rest != ""; {
		var name, doc string
		name, rest, _ = strings.Cut(rest, "\x00")
		doc, rest, _ = strings.Cut(rest, "\x00")
		d[name] = doc
	}
	return d, nil
}
