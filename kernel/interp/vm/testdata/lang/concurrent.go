package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"
)

type job struct {
	n    int
	back chan<- int
}

func worker(jobs <-chan job, wg *sync.WaitGroup) {
	defer wg.Done()
	for j := range jobs {
		j.back <- j.n * j.n
	}
}

func generate(ctx context.Context) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 0; ; i++ {
			select {
			case c <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return c
}

type once struct {
	sync.Once
	n int
}

func main() {
	jobs := make(chan job)
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go worker(jobs, &wg)
	}
	back := make(chan int, 100)
	for i := range 10 {
		jobs <- job{i, back}
	}
	close(jobs)
	wg.Wait()
	close(back)
	sum := 0
	for v := range back {
		sum += v
	}
	fmt.Println(sum)
	ctx, cancel := context.WithCancel(context.Background())
	for v := range generate(ctx) {
		if v == 5 {
			cancel()
			break
		}
	}
	var mu sync.Mutex
	total := 0
	for i := range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			total += i
		}()
	}
	wg.Wait()
	fmt.Println(total)
	var none chan int
	c := make(chan string, 1)
	select {
	case v := <-none:
		fmt.Println(v)
	case none <- 1:
	default:
		fmt.Println("default")
	}
	c <- "x"
	select {
	case v, ok := <-c:
		fmt.Println(v, ok, len(c), cap(c))
	case <-time.After(time.Minute):
	}
	close(c)
	v, ok := <-c
	fmt.Printf("%q %v\n", v, ok)
	var o once
	for range 3 {
		o.Do(func() { o.n++ })
	}
	fmt.Println(o.n)
	done := make(chan bool)
	go func() {
		defer close(done)
		defer fmt.Println("goexit runs this")
		func() { runtime.Goexit() }()
		fmt.Println("never")
	}()
	<-done
	result := make(chan any)
	go func() {
		defer func() { result <- recover() }()
		var m map[int]int
		m[1]++
	}()
	fmt.Println(<-result)
	t := time.AfterFunc(time.Millisecond, func() { result <- "timer" })
	fmt.Println(<-result, t.Stop())
	p := sync.Pool{New: func() any { return 42 }}
	fmt.Println(p.Get().(int))
	pipe := func(in <-chan int, f func(int) int) <-chan int {
		out := make(chan int)
		go func() {
			defer close(out)
			for v := range in {
				out <- f(v)
			}
		}()
		return out
	}
	src := make(chan int)
	go func() {
		for i := range 5 {
			src <- i
		}
		close(src)
	}()
	for v := range pipe(pipe(src, func(n int) int { return n + 1 }), func(n int) int { return n * 10 }) {
		fmt.Print(v, " ")
	}
	fmt.Println()
}
