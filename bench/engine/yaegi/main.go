// Yaegi runs the programs in yaegi's interpreter.
package main

import (
	"log"
	"os"

	"github.com/traefik/yaegi/interp"
	"github.com/traefik/yaegi/stdlib"

	"golab/bench/engine/child"
	"golab/bench/engine/rows"
)

func main() {
	if err := serve(); err != nil {
		log.Fatal(err)
	}
}

func serve() error {
	src, err := rows.Source()
	if err != nil {
		return err
	}
	in := interp.New(interp.Options{})
	if err := in.Use(stdlib.Symbols); err != nil {
		return err
	}
	if _, err := in.Eval(src); err != nil {
		return err
	}
	v, err := in.Eval("Run")
	if err != nil {
		return err
	}
	run := v.Interface().(func(string, int) string)
	return child.Serve(os.Stdin, os.Stdout, child.Version("github.com/traefik/yaegi"), func(name string, n int) (string, error) {
		return run(name, n), nil
	})
}
