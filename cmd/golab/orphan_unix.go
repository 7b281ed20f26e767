//go:build unix

package main

import (
	"os"
	"time"
)

// untilOrphaned calls end when the process that started this one is gone: a
// kernel whose Jupyter was killed is of no use to anyone.
func untilOrphaned(end func()) {
	if os.Getenv("JPY_PARENT_PID") == "" {
		return // started by hand
	}
	for parent := os.Getppid(); os.Getppid() == parent; {
		time.Sleep(time.Second)
	}
	end()
}
