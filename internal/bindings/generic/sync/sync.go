// Package sync is the generic part of the standard library's sync.
package sync

import "sync"

// A result is how a call ended: it returned, or it panicked with a value.
type result struct {
	once     sync.Once
	returned bool
	panicked any
}

// do calls f the first time, and panics as f did that time.
func (r *result) do(f func()) {
	r.once.Do(func() {
		defer func() {
			if !r.returned {
				r.panicked = recover()
				panic(r.panicked)
			}
		}()
		f()
		r.returned = true
	})
	if !r.returned {
		panic(r.panicked)
	}
}

func OnceValue[T any](f func() T) func() T {
	r := new(result)
	var value T
	return func() T {
		r.do(func() {
			value = f()
			f = nil
		})
		return value
	}
}

func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	r := new(result)
	var first T1
	var second T2
	return func() (T1, T2) {
		r.do(func() {
			first, second = f()
			f = nil
		})
		return first, second
	}
}
