package bindings

import (
	_ "embed" // the directive below
	"fmt"
	"go/types"
	"sync"

	"golab/internal/bindings/exportdata"
)

//go:embed data/types.dat
var commonTypes string

// An Importer makes the go/types packages of the bindings. Packages of one
// Importer share their types; it decodes a package when it is first imported,
// and of others what that one mentions. It is safe for concurrent use, but what
// it returned before may gain declarations when it imports more: nobody may
// check code against its packages meanwhile.
type Importer struct {
	mu       sync.Mutex
	decoder  *exportdata.Decoder
	imported map[string]bool
	walked   map[*Package]bool // by Reflect
	pairs    pairs
	merged   map[*types.Package]bool // has its generic part
	sources  map[*types.Package]*Source
}

// NewImporter returns an Importer that has imported nothing yet.
func NewImporter() *Importer {
	a := exportdata.Archive{}
	a.Open(commonTypes)
	if platformTypes != "" {
		a.Open(platformTypes)
	}
	i := &Importer{
		decoder:  exportdata.NewDecoder(a),
		imported: map[string]bool{},
		walked:   map[*Package]bool{},
		merged:   map[*types.Package]bool{},
		sources:  map[*types.Package]*Source{},
	}
	i.decoder.Missing = i.generics
	return i
}

// Import returns the package with a path. It implements types.Importer.
func (i *Importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if _, ok := Lookup(path); !ok || path == nativePath {
		return nil, fmt.Errorf("package %q is not among those that cells may import", path)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.load(path)
}

// load is Import for source that may import what cells may not.
func (i *Importer) load(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	i.imported[path] = true
	p, err := i.decoder.Package(path)
	if err != nil {
		return nil, err
	}
	return p, i.generics(p)
}
