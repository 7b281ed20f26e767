// Native runs the programs compiled.
package main

import (
	"log"
	"os"
	"runtime"

	"golab/bench/engine/child"
	"golab/bench/engine/rows/programs"
)

func main() {
	err := child.Serve(os.Stdin, os.Stdout, runtime.Version(), func(name string, n int) (string, error) { return programs.Run(name, n), nil })
	if err != nil {
		log.Fatal(err)
	}
}
