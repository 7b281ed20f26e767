// Command maketables writes the tables behind the exponentials and logarithms of
// package jvm, computed with 400 bits: powers of two as the x87 emulation and
// Intel's libm keep them, and logarithms of the 129 reciprocals.
//
// Run it by go generate in internal/jvm.
package main

import (
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("maketables: want one argument, the file to write")
	}
	source, err := tables()
	if err != nil {
		log.Fatalf("maketables: %v", err)
	}
	if err := os.WriteFile(os.Args[1], source, 0o666); err != nil {
		log.Fatalf("maketables: %v", err)
	}
}
