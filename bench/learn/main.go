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
	Name   string `json:"name"` // of the estimator
	Data   string `json:"data"` // raw or scaled
	Seed   int64  `json:"seed"`
}

// An answer is figures by name.
type answer map[string]any

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	var w worker
	tasks := map[string]func(request) (answer, error){"data": w.writeLab, "time": w.time, "score": w.score}
	requests, answers := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var r request
		if err := requests.Decode(&r); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("learn: request: %w", err)
		}
		task := tasks[r.Task]
		if task == nil {
			return fmt.Errorf("learn: there is no task %q", r.Task)
		}
		a, err := task(r)
		if err != nil {
			return fmt.Errorf("learn: %s: %w", r.Task, err)
		}
		if err := answers.Encode(a); err != nil {
			return err
		}
	}
}
