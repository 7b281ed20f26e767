//go:build !unix && !windows

package main

// untilOrphaned does nothing where processes have no parents.
func untilOrphaned(func()) {}
