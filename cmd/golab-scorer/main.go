// The golab-scorer command predicts with a model of golab: it reads the model and Arrow
// batches from its standard input and writes predictions to its standard output, as
// [scorer.Main] says. A Spark session of golab sends it to the executors; it is of no
// use by hand.
package main

import (
	"fmt"
	"os"

	"golab/internal/scorer"
)

func main() {
	if err := scorer.Main(); err != nil {
		fmt.Fprintf(os.Stderr, "golab-scorer: %v\n", err)
		os.Exit(1)
	}
}
