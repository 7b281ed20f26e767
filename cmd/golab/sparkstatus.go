package main

import (
	"cmp"
	"fmt"
	"time"

	"golab/spark/local"
)

// sparkStatus says what golab's servers are and how they do.
func sparkStatus(args []string) error {
	port, err := parseSparkPort("spark status", args)
	if err != nil {
		return err
	}
	servers, err := sparkServers(port)
	if err != nil {
		return err
	}
	if len(servers) == 0 {
		return noSpark(port)
	}
	for i, s := range servers {
		if i > 0 {
			fmt.Println()
		}
		if s.Alive() {
			printSpark(s)
			continue
		}
		fmt.Printf("Spark %s at %s has ended by itself; %s says more, %s forgets it\n", s.Version, s.Address(), s.Log, stopCommand(s))
	}
	return nil
}

// printSpark describes a server that runs.
func printSpark(s *local.Server) {
	state := "runs"
	if !s.Answers() {
		state = "runs, but does not answer,"
	}
	memory := "heap up to " + s.Memory
	if used := s.Resident(); used > 0 {
		memory = fmt.Sprintf("%.1f GB in use, %s", float64(used)/1e9, memory)
	}
	python := cmp.Or(s.Python, "none")
	if s.Python != "" && !s.Arrow {
		python += ", without pyarrow"
	}
	fmt.Printf("Spark %s %s at %s\n", s.Version, state, s.Address())
	for _, line := range [][2]string{
		{"since", fmt.Sprintf("%s, for %v", s.Started.Format(time.DateTime), time.Since(s.Started).Round(time.Second))},
		{"master", s.Master},
		{"memory", memory},
		{"Java", s.Java},
		{"Python", python},
		{"process", fmt.Sprint(s.PID)},
		{"log", s.Log},
	} {
		fmt.Printf("  %-8s %s\n", line[0], line[1])
	}
}
