package main

import (
	"context"
	"fmt"
	"strconv"

	"golab/spark/local"
)

// sparkStop ends a server, or all.
func sparkStop(args []string) error {
	port, err := parseSparkPort("spark stop", args)
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
	for _, s := range servers {
		was := s.Alive()
		if err := s.Stop(context.Background()); err != nil {
			return plainSpark(err)
		}
		if was {
			fmt.Printf("Spark %s at %s has ended\n", s.Version, s.Address())
		} else {
			fmt.Printf("Spark %s at %s had ended by itself\n", s.Version, s.Address())
		}
	}
	return nil
}

// parseSparkPort reads a command line with a port or nothing, for which it returns 0.
func parseSparkPort(command string, args []string) (int, error) {
	fs := newFlags(command)
	port := fs.String("port", "", "")
	if err := parseSpark(fs, args); err != nil {
		return 0, err
	}
	return portNumber(*port)
}

// portNumber reads a port; that of nothing is 0.
func portNumber(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	port, err := strconv.Atoi(text)
	if err != nil || port < 1 || port > 65535 {
		return 0, misuse{fmt.Sprintf("--port %s: it takes a number from 1 to 65535", text), "spark"}
	}
	return port, nil
}

// noSpark is the error where golab has started none.
func noSpark(port int) error {
	if port == 0 {
		port = local.DefaultPort
	}
	foreign := local.Server{Port: port}
	if foreign.Answers() {
		return fmt.Errorf("golab has started no Spark; what answers at port %d is not golab's", port)
	}
	return fmt.Errorf("golab has started no Spark; golab spark start does")
}
