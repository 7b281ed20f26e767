package programs

import (
	"strconv"
	"time"
)

// Run runs a program. It returns the result and the time in nanoseconds, with a
// space between them.
func Run(name string, n int) string {
	f, ok := programs[name]
	if !ok {
		panic("no program " + name)
	}
	start := time.Now()
	r := f(n)
	d := time.Since(start)
	return strconv.Itoa(r) + " " + strconv.FormatInt(d.Nanoseconds(), 10)
}

var programs = map[string]func(int) int{
	"FloatLoop": FloatLoop,
	"Fib":       Fib,
	"Sieve":     Sieve,
	"MatMul":    MatMul,
	"Map":       Map,
	"Str":       Str,
	"Sort":      Sort,
	"Iface":     Iface,
	"Closure":   Closure,
	"Structs":   Structs,
	"Append":    Append,
	"Train":     Train,
	"Sprint":    Sprint,
	"SortSort":  SortSort,
	"Repeat":    Repeat,
	"Build":     Build,
	"Sqrt":      Sqrt,
	"Method":    Method,
}
