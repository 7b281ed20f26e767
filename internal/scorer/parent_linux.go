package scorer

import (
	"runtime"
	"syscall"
)

// endWithParent lets the kernel kill this process when the one that started it is gone,
// whatever this one does then.
func endWithParent() {
	asked := make(chan struct{})
	go func() {
		runtime.LockOSThread() // the kernel keeps the wish with the thread
		_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0)
		close(asked)
		select {}
	}()
	<-asked
}
