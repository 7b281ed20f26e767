// Golab runs the programs in a session of golab's engine, as cells.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"golab/bench/engine/child"
	"golab/bench/engine/rows"
	"golab/bench/engine/session"
	"golab/kernel"
)

func main() {
	if err := serve(); err != nil {
		log.Fatal(err)
	}
}

func serve() error {
	cell, err := rows.Cell()
	if err != nil {
		return err
	}
	s, err := session.New()
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Execute(context.Background(), cell, func(kernel.Output) {}); err != nil {
		return err
	}
	return child.Serve(os.Stdin, s.Stdout(), "golab", func(name string, n int) (string, error) {
		var out strings.Builder
		err := s.Execute(context.Background(), fmt.Sprintf("fmt.Println(Run(%q, %d))", name, n), func(o kernel.Output) {
			if stream, ok := o.(kernel.Stream); ok {
				out.WriteString(stream.Text)
			}
		})
		return strings.TrimSpace(out.String()), err
	})
}
