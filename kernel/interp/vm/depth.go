package vm

import "runtime"

// maxNested is how many callbacks may be under way in a run before it matters
// whether they nest, as those of a String method do that prints its own receiver.
// Then so does Go's stack, whose overflow ends the process.
const maxNested = 50_000

// stackIsDeep reports whether the calling goroutine has more calls under way than
// any but endless recursion makes.
func stackIsDeep() bool {
	const deep = 20_000
	return runtime.Callers(deep, make([]uintptr, 1)) != 0
}

// overflow ends r and all its callers, of which compiled code may recover.
func (r *Run) overflow() {
	r.end(ErrDepth)
	panic(killed{ErrDepth})
}
