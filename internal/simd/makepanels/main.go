// Command makepanels writes the assembly of the panel kernels of package simd: the
// same loops for rows, widths and types, unrolled into registers.
//
// Run it by go generate in internal/simd.
package main

import (
	"go/format"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("makepanels: want one argument, the folder to write to")
	}
	for name, text := range files() {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), []byte(text), 0o666); err != nil {
			log.Fatalf("makepanels: %v", err)
		}
	}
}

// files returns the files by name.
func files() map[string]string {
	return map[string]string{
		"panel_amd64.s":   singleAMD64(),
		"panel64_amd64.s": doubleAMD64(),
		"panel_arm64.s":   singleARM64(),
		"sparse_amd64.s":  sparseAMD64(),
		"sparse_arm64.s":  sparseARM64(),
		"program_amd64.s": programsAMD64(),
		"program_arm64.s": programsARM64(),
		"operation.go":    operations(),
		"dispatch.go":     dispatch(),
	}
}

// formatted returns Go as gofmt writes it.
func formatted(text string) string {
	out, err := format.Source([]byte(text))
	if err != nil {
		log.Fatalf("makepanels: %v", err)
	}
	return string(out)
}
