package main

import (
	"os"
	"strconv"
	"syscall"
)

// untilOrphaned calls end when the process that started this one is gone: a
// kernel whose Jupyter was killed is of no use to anyone. On Windows Jupyter hands
// on a handle of itself.
func untilOrphaned(end func()) {
	handle, err := strconv.ParseUint(os.Getenv("JPY_PARENT_PID"), 10, 64)
	if err != nil || handle == 0 {
		return // started by hand
	}
	if _, err := syscall.WaitForSingleObject(syscall.Handle(handle), syscall.INFINITE); err == nil {
		end()
	}
}
