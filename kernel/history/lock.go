package history

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// lockPatience is how long a kernel waits for others to write their lines, which
// takes a millisecond. One that was stopped meanwhile must not stop this one.
const lockPatience = 2 * time.Second

// errLocked says that another process holds a lock.
var errLocked = errors.New("another process holds the lock")

// lock takes the lock on the file at path, which it makes. A process that dies loses
// its lock.
func lock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(lockPatience); ; time.Sleep(2 * time.Millisecond) {
		err = tryLock(f)
		if err == nil {
			return func() { f.Close() }, nil
		}
		if !errors.Is(err, errLocked) || time.Now().After(deadline) {
			f.Close()
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
}
