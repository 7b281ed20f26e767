package main

import (
	"context"
	"errors"
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
	var failed error
	for _, s := range servers {
		was := s.Alive()
		if err := s.Stop(context.Background()); err != nil {
			failed = errors.Join(failed, plainSpark(err)) // the others are to end nevertheless
			continue
		}
		if was {
			fmt.Printf("Spark %s at %s has ended\n", s.Version, s.Address())
		} else {
			fmt.Printf("Spark %s at %s had ended by itself\n", s.Version, s.Address())
		}
	}
	return failed
}

// stopCommand returns the command that ends a server and no other.
func stopCommand(s *local.Server) string {
	if others, err := sparkServers(0); err == nil && len(others) == 1 && s.Port == local.DefaultPort {
		return "golab spark stop"
	}
	return fmt.Sprintf("golab spark stop --port %d", s.Port)
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
