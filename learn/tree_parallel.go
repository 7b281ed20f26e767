package learn

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel does the tasks 0, …, n-1 on so many goroutines, one for each core if jobs is
// 0. Each goroutine calls start once and then what that returned, task by task.
func inParallel(n, jobs int, start func() func(task int)) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	worker := func() {
		do := start()
		for task := int(next.Add(1)) - 1; task < n; task = int(next.Add(1)) - 1 {
			do(task)
		}
	}
	var wg sync.WaitGroup
	for range min(jobs, n) - 1 {
		wg.Go(worker)
	}
	worker()
	wg.Wait()
}
