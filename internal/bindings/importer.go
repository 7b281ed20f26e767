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
}

// NewImporter returns an Importer that has imported nothing yet.
func NewImporter() *Importer {
	a := exportdata.Archive{}
	a.Open(commonTypes)
	if platformTypes != "" {
		a.Open(platformTypes)
	}
	return &Importer{decoder: exportdata.NewDecoder(a), imported: map[string]bool{}, walked: map[*Package]bool{}}
}

// Import returns the package with a path. It implements types.Importer.
func (i *Importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if _, ok := Lookup(path); !ok {
		return nil, fmt.Errorf("package %q is not among those that cells may import", path)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.imported[path] = true
	return i.decoder.Package(path)
}
