// Gomacro runs the programs in gomacro's interpreter. It is older than type
// parameters and must not find the standard library's source: GOROOT is to name no
// folder.
package main

import (
	"log"
	"os"

	"github.com/cosmos72/gomacro/fast"

	"golab/bench/engine/child"
	"golab/bench/engine/rows"
)

func main() {
	if err := serve(); err != nil {
		log.Fatal(err)
	}
}

func serve() error {
	src, err := rows.Cell()
	if err != nil {
		return err
	}
	in := fast.New()
	in.Eval(src)
	v, _ := in.Eval1("Run")
	run := v.ReflectValue().Interface().(func(string, int) string)
	return child.Serve(os.Stdin, os.Stdout, child.Version("github.com/cosmos72/gomacro"), func(name string, n int) (string, error) {
		return run(name, n), nil
	})
}
