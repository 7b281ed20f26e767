package nn

import (
	"runtime"
	"sync"
)

// worthSharing reports whether the product of rows rows with a matrix of so many
// weights takes long enough, some hundred microseconds, to wake other cores.
func worthSharing(rows, weights int) bool { return rows*weights >= 1<<20 }

// share calls f for parts of 0 to n on all cores and waits. Parts begin at
// multiples of grain. f must give the same for any division.
func share(n, grain int, f func(from, to int)) {
	grains := (n + grain - 1) / grain
	parts := min(runtime.GOMAXPROCS(0), grains)
	var wg sync.WaitGroup
	for p := 1; p < parts; p++ {
		from, to := p*grains/parts*grain, min((p+1)*grains/parts*grain, n)
		wg.Go(func() { f(from, to) })
	}
	f(0, min(grains/parts*grain, n))
	wg.Wait()
}
