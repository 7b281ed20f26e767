package bindings

import (
	"go/types"
	"testing"
)

func importAll(t testing.TB) *Importer {
	t.Helper()
	i := NewImporter()
	for _, path := range Paths() {
		p, err := i.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		if p.Path() != path || !p.Complete() {
			t.Errorf("importing %s gives %s, complete: %t", path, p, p.Complete())
		}
	}
	return i
}

func TestEveryPackageImports(t *testing.T) { importAll(t) }

func BenchmarkFirstImport(b *testing.B) {
	for _, path := range []string{"fmt", "gonum.org/v1/gonum/mat", "golab/nn", "golab/widgets", "golab/kernel/display", "gonum.org/v1/plot", "net/http"} {
		b.Run(path, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := NewImporter().Import(path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSecondImport(b *testing.B) {
	i := NewImporter()
	var p *types.Package
	for b.Loop() {
		p, _ = i.Import("golab/widgets")
	}
	_ = p
}

func BenchmarkImportAll(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		importAll(b)
	}
}
