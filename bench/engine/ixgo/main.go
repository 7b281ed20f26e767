// Ixgo runs the programs in ixgo's interpreter.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/goplus/ixgo"
	_ "github.com/goplus/ixgo/pkg/fmt"
	_ "github.com/goplus/ixgo/pkg/math"
	_ "github.com/goplus/ixgo/pkg/sort"
	_ "github.com/goplus/ixgo/pkg/strconv"
	_ "github.com/goplus/ixgo/pkg/strings"
	_ "github.com/goplus/ixgo/pkg/time"

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
	ctx := ixgo.NewContext(0)
	pkg, err := ctx.LoadFile("main.go", src)
	if err != nil {
		return err
	}
	in, err := ctx.NewInterp(pkg)
	if err != nil {
		return err
	}
	if err := in.RunInit(); err != nil {
		return err
	}
	return child.Serve(os.Stdin, os.Stdout, child.Version("github.com/goplus/ixgo"), func(name string, n int) (string, error) {
		v, err := in.RunFunc("Run", name, n)
		return fmt.Sprint(v), err
	})
}
