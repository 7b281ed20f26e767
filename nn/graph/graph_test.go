package graph_test

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"golab/nn"
	"golab/nn/graph"
)

func TestPicture(t *testing.T) {
	net := nn.NewSequential(57, nn.Dense(20, nn.ReLU), nn.Dense(5, nn.ReLU), nn.Dense(1, nn.Sigmoid))
	g, err := graph.New(net, nn.BinaryCrossentropy, 100)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := g.MIMEBundle()
	if err != nil {
		t.Fatal(err)
	}
	svg := bundle["image/svg+xml"].(string)
	if path := os.Getenv("GOLAB_SCREENS"); path != "" {
		if err := os.WriteFile(path+"/graph.svg", []byte(svg), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{">x<", ">(100, 57)<", ">kernel 1<", ">bias 3<", ">Σ loss<", "sigmoid → outputs", ">relu<"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %q in the picture", want)
		}
	}
	if !strings.HasPrefix(g.Dot(), "digraph") {
		t.Errorf("Dot begins with %.40q", g.Dot())
	}
	if !strings.HasPrefix(g.String(), "graph of Sequential(57, Dense(20, relu)") {
		t.Errorf("%v", g)
	}
}

func TestErrors(t *testing.T) {
	one := nn.NewSequential(3, nn.Dense(1, nn.Sigmoid))
	for _, c := range []struct {
		net  *nn.Sequential
		loss nn.Loss
		rows int
		want string
	}{
		{nil, nn.MeanSquaredError, 1, "graph: New: there is no network"},
		{nn.NewSequential(0), nn.MeanSquaredError, 1, "graph: New: nn: NewSequential: 0 inputs"},
		{one, nil, 1, "graph: New: there is no loss"},
		{one, nn.MeanSquaredError, 0, "graph: New: 0 rows"},
		{nn.NewSequential(3, nn.DenseLayer{Units: 1, ActivityRegularizer: nn.L2(.1)}), nn.MeanSquaredError, 1, "graph: New: layer 1 has an ActivityRegularizer"},
		{one, nn.BinaryCrossentropyFromLogits, 1, "loss binary_crossentropy after sigmoid has no graph, only after linear"},
	} {
		_, err := graph.New(c.net, c.loss, c.rows)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}
