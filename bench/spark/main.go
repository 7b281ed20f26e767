// The spark command is golab's side of bench/spark.py: for each line "run" on its
// standard input it scores a Parquet file on a Spark server and writes the seconds.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"golab/nn"
	"golab/spark"
)

func main() {
	remote := flag.String("remote", "sc://localhost:15002", "address of the server")
	path := flag.String("parquet", "", "the rows, of columns f0, f1, …")
	weights := flag.String("weights", "", "file to write the network's weights to, as JSON")
	flag.Parse()
	if err := serve(*remote, *path, *weights); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(remote, path, weights string) error {
	const width = 57
	net := nn.NewSequential(width, nn.Dense(20, nn.ReLU), nn.Dense(5, nn.ReLU), nn.Dense(1, nn.Sigmoid)).Init(1)
	text, err := json.Marshal(net.Variables())
	if err != nil {
		return err
	}
	if err := os.WriteFile(weights, text, 0o600); err != nil {
		return err
	}
	session, err := spark.Options{Quiet: true}.Connect(remote)
	if err != nil {
		return err
	}
	defer session.Stop()
	rows := session.Read().Parquet(path)
	features := make([]string, width)
	for j := range features {
		features[j] = fmt.Sprint("f", j)
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		start := time.Now()
		scored, err := spark.ScoreOptions{Engine: spark.MapInArrow}.Score(session, rows, features, net)
		if err != nil {
			return err
		}
		if err := scored.Write().Format("noop").Mode("overwrite").Save(""); err != nil {
			return err
		}
		fmt.Println(time.Since(start).Seconds())
	}
	return nil
}
