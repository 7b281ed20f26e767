package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golab/kernel"
)

// endless are cells that do not end by themselves. Each prints first, to show that
// it has begun.
func endless() []struct{ name, code string } {
	return []struct{ name, code string }{
		{"for {}", `for {
}`},
		{"loop in a function", `spin()`},
		{"goroutine", `go spin()
select {}`},
		{"receive", `<-make(chan int)`},
		{"select", `a, b := make(chan int), make(chan string)
select {
case <-a:
case b <- "":
}`},
		{"sleep", `time.Sleep(time.Hour)`},
		{"sort.Slice", `sort.Slice(make([]int, 10), func(i, j int) bool { spin(); return i < j })`},
		{"defer", `func() { defer spin() }()`},
		{"mutex", `var held sync.Mutex
held.Lock()
held.Lock()`},
		{"WaitGroup", `var group sync.WaitGroup
group.Add(1)
group.Wait()`},
	}
}

const interruptSetup = `import ("fmt"; "sort"; "sync"; "time")

func spin() {
	for i := 0; ; i++ {
	}
}`

// interrupts stops each endless cell three times.
func (b *bench) interrupts() error {
	if _, err := b.run(interruptSetup); err != nil {
		return err
	}
	for _, c := range endless() {
		var times []time.Duration
		for range 3 {
			d, err := b.interrupt("fmt.Println(\"begun\")\n" + c.code)
			if err != nil {
				return fmt.Errorf("cells: interrupt: %s: %w", c.name, err)
			}
			times = append(times, d)
		}
		b.say(ms(median(times)), "interrupt."+c.name)
	}
	return nil
}

// interrupt runs a cell, stops it when it has begun and returns how long that took.
// The session must go on afterwards.
func (b *bench) interrupt(code string) (time.Duration, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	begun, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- b.Execute(ctx, code, func(o kernel.Output) {
			if s, ok := o.(kernel.Stream); ok && strings.HasPrefix(s.Text, "begun") {
				close(begun)
			}
		})
	}()
	select {
	case <-begun:
	case err := <-ended:
		return 0, fmt.Errorf("ended by itself: %w", err)
	}
	time.Sleep(20 * time.Millisecond)
	before := time.Now()
	cancel()
	select {
	case err := <-ended:
		d := time.Since(before)
		var failed *kernel.Error
		if !errors.As(err, &failed) || failed.Kind != kernel.Interrupted {
			return 0, fmt.Errorf("ends with %v instead of an interrupt", err)
		}
		_, err = b.run("1+1")
		return d, err
	case <-time.After(10 * time.Second):
		return 0, errors.New("does not stop in 10 s")
	}
}
