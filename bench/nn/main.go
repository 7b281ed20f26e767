package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// A request names a piece of work. Which of the other fields count depends on it.
type request struct {
	Task   string `json:"task"`
	Folder string `json:"folder"`
	Seed   int64  `json:"seed"`
	Rows   int    `json:"rows"`
	Calls  int    `json:"calls"`
	Like   string `json:"like"`
}

// An answer is figures by name.
type answer map[string]any

// A worker does the work, and keeps the data that it has read or drawn for it.
type worker struct {
	lab    *lab
	scorer scorer
	wide   wide
}

// task returns the piece of work called name, or nil.
func (w *worker) task(name string) func(request) (answer, error) {
	return map[string]func(request) (answer, error){
		"data":    w.writeLab,
		"fit":     w.fitLab,
		"predict": w.predict,
		"wide":    w.fitWide,
		"mlp":     w.fitMLP,
		"memory":  memory,
	}[name]
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	var w worker
	requests, answers := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var r request
		if err := requests.Decode(&r); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("nn: request: %w", err)
		}
		task := w.task(r.Task)
		if task == nil {
			return fmt.Errorf("nn: there is no task %q", r.Task)
		}
		a, err := task(r)
		if err != nil {
			return fmt.Errorf("nn: %s: %w", r.Task, err)
		}
		if err := answers.Encode(a); err != nil {
			return err
		}
	}
}
