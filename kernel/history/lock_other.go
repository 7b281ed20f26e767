//go:build !darwin && !dragonfly && !freebsd && !linux && !netbsd && !openbsd && !windows

package history

import (
	"errors"
	"os"
)

// tryLock says that this system has no lock that the standard library knows: the
// history of a session then stays in memory.
func tryLock(*os.File) error { return errors.ErrUnsupported }
