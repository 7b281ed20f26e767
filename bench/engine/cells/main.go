// Cells measures golab's sessions in a fresh process and writes lines of a figure
// and its name, in milliseconds, kilobytes and megabytes.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"runtime"
	"slices"
	"strconv"
	"time"

	"golab/bench/engine/session"
	"golab/kernel"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("cells start|grow|memory|interrupt NANOSECONDS: the time at which this process was started")
	}
	began, err := strconv.ParseInt(os.Args[2], 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	if err := measure(os.Args[1], time.Unix(0, began)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure(what string, began time.Time) error {
	before := time.Now()
	s, err := session.New()
	if err != nil {
		return err
	}
	b := &bench{Session: s}
	switch what {
	case "start":
		return b.start(time.Since(before), began)
	case "grow":
		return b.grow()
	case "memory":
		return b.memory()
	case "interrupt":
		return b.interrupts()
	}
	return fmt.Errorf("cells: nothing is called %s", what)
}

// A bench is a session with a tally of its cells.
type bench struct {
	*kernel.Session
	cells int
}

// run runs a cell and returns how long it took.
func (b *bench) run(code string) (time.Duration, error) {
	b.cells++
	before := time.Now()
	err := b.Execute(context.Background(), code, func(kernel.Output) {})
	d := time.Since(before)
	if err != nil {
		err = fmt.Errorf("cells: %w in\n%s", err, code)
	}
	return d, err
}

// say writes a line.
func (b *bench) say(x float64, key string) { fmt.Fprintln(b.Stdout(), x, key) }

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// heap returns the bytes that are in use.
func heap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

func (b *bench) start(session time.Duration, began time.Time) error {
	b.say(ms(session), "start.session")
	b.say(ms(time.Since(began)), "start.process")
	if _, err := b.run("1+1"); err != nil {
		return err
	}
	b.say(ms(time.Since(began)), "start.first")
	if _, err := b.run(labImports); err != nil {
		return err
	}
	b.say(ms(time.Since(began)), "start.lab")
	return nil
}

const labImports = `import (
	"fmt"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"golab/data"
	"golab/labs"
	"golab/learn"
	"golab/nn"
	"golab/plots"
)`
