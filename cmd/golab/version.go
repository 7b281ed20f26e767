package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version prints the version of golab, of Go, and the platform.
func version(args []string) error {
	if len(args) > 0 {
		return misuse{"golab version takes nothing more", "version"}
	}
	fmt.Printf("golab %s, %s, %s/%s\n", moduleVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

// moduleVersion returns the version of the module as the Go command stamped it.
func moduleVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
