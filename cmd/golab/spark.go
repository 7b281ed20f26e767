package main

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"

	"golab/kernel/kernelspec"
	"golab/spark/local"
)

// spark runs one of the commands of golab spark.
func spark(args []string) error {
	if len(args) == 0 {
		return misuse{"golab spark takes start, stop or status", "spark"}
	}
	commands := map[string]func([]string) error{"start": sparkStart, "stop": sparkStop, "status": sparkStatus}
	switch name := args[0]; {
	case name == "-h" || name == "-help" || name == "--help":
		fmt.Print(sparkHelp)
		return nil
	case commands[name] != nil:
		err := commands[name](args[1:])
		if errors.Is(err, flag.ErrHelp) {
			fmt.Print(sparkHelp)
			return nil
		}
		return err
	default:
		return misuse{fmt.Sprintf("no command spark %s%s", name, suggest(name, []string{"start", "stop", "status"})), "spark"}
	}
}

// sparkFolder returns the folder in which golab remembers its servers.
func sparkFolder() (string, error) {
	system, err := kernelspec.Host()
	if err != nil {
		return "", err
	}
	return filepath.Join(system.GolabData(), "spark"), nil
}

// parseSpark reads a command line that is options only.
func parseSpark(fs *flag.FlagSet, args []string) error {
	rest, err := parseFlags(fs, args)
	if err == nil && len(rest) > 0 {
		err = misuse{fmt.Sprintf("golab %s takes no %s, only options", fs.Name(), rest[0]), "spark"}
	}
	var wrong misuse
	if errors.As(err, &wrong) {
		wrong.command = "spark"
		return wrong
	}
	return err
}

// sparkServers returns the servers that golab remembers: that of a port, or all for
// port 0.
func sparkServers(port int) ([]*local.Server, error) {
	folder, err := sparkFolder()
	if err != nil {
		return nil, err
	}
	all, err := local.Servers(folder)
	if err != nil || port == 0 {
		return all, plainSpark(err)
	}
	for _, s := range all {
		if s.Port == port {
			return []*local.Server{s}, nil
		}
	}
	return nil, nil
}

// plainSpark takes the names of package local's functions from an error.
func plainSpark(err error) error {
	if err == nil {
		return nil
	}
	text := strings.TrimPrefix(err.Error(), "local: ")
	for _, name := range []string{"Start: ", "Stop: ", "Servers: "} {
		text = strings.TrimPrefix(text, name)
	}
	return errors.New(text)
}
