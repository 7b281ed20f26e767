package main

import (
	"fmt"
	"time"
)

const trivial = "x = x + 1"

// typical is a cell with declarations whose names end in n.
func typical(n int) string {
	return fmt.Sprintf(`type T%[1]d struct{ a, b float64 }

func (t T%[1]d) Sum() float64 { return t.a + t.b }

func (t *T%[1]d) Scale(k float64) { t.a *= k; t.b *= k }

func f%[1]d(n int) float64 {
	t := T%[1]d{1, 2}
	for i := 0; i < n; i++ {
		t.Scale(1.5)
	}
	return t.Sum()
}

var v%[1]d = f%[1]d(3)

fmt.Sprintln(v%[1]d)`, n)
}

// prepare declares what the other cells use.
func (b *bench) prepare() error {
	for _, code := range []string{`import "fmt"`, "x := 0", trivial, typical(0)} {
		if _, err := b.run(code); err != nil {
			return err
		}
	}
	return nil
}

// grow runs a thousand cells, every other one typical, and times some on the way.
func (b *bench) grow() error {
	b.say(heap()/1e6, "heap.0")
	if err := b.prepare(); err != nil {
		return err
	}
	for _, n := range []int{10, 200, 1000} {
		for b.cells < n {
			if _, err := b.run(b.next()); err != nil {
				return err
			}
		}
		if n == 1000 {
			b.say(heap()/1e6, "heap.1000")
		}
		if err := b.sample(n); err != nil {
			return err
		}
	}
	return nil
}

// next returns a trivial and a typical cell by turns.
func (b *bench) next() string {
	if b.cells%2 == 0 {
		return trivial
	}
	return typical(b.cells)
}

// sample times cells in a session of n cells.
func (b *bench) sample(n int) error {
	var times [2][]time.Duration
	for range 40 {
		for k, code := range []string{trivial, typical(b.cells)} {
			d, err := b.run(code)
			if err != nil {
				return err
			}
			times[k] = append(times[k], d)
		}
	}
	b.say(ms(median(times[0])), fmt.Sprintf("trivial.%d", n))
	b.say(ms(median(times[1])), fmt.Sprintf("typical.%d", n))
	return nil
}

// memory says what a cell leaves behind, over 200 of a kind.
func (b *bench) memory() error {
	const warm, n = 40, 200
	if err := b.prepare(); err != nil {
		return err
	}
	kinds := []struct {
		key  string
		code func() string
	}{
		{"memory.trivial", func() string { return trivial }},
		{"memory.typical", func() string { return typical(b.cells) }},
		{"memory.again", func() string { return typical(0) }},
	}
	for _, kind := range kinds {
		var before float64
		for i := range warm + n {
			if i == warm {
				before = heap()
			}
			if _, err := b.run(kind.code()); err != nil {
				return err
			}
		}
		b.say(max(0, heap()-before)/1e3/n, kind.key)
	}
	return nil
}
