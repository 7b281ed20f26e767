package goroutine_test

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"golab/internal/goroutine"
)

func TestGoroutinesBelongToTheWorkThatStartedThem(t *testing.T) {
	if k := goroutine.Current(); k != 0 {
		t.Fatalf("key %v outside of Do, want 0", k)
	}
	var keys [2]goroutine.Key
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			goroutine.Do(func(key goroutine.Key) {
				keys[i] = key
				if goroutine.Current() != key {
					t.Errorf("work %d: the key is %v inside, want %v", i, goroutine.Current(), key)
				}
				wg.Go(func() {
					wg.Go(func() {
						time.Sleep(time.Millisecond)
						if goroutine.Current() != key {
							t.Errorf("work %d: a goroutine's goroutine has key %v, want %v", i, goroutine.Current(), key)
						}
					})
				})
				time.Sleep(time.Millisecond)
			})
			if k := goroutine.Current(); k != 0 {
				t.Errorf("key %v after Do, want 0", k)
			}
		})
	}
	wg.Wait()
	if keys[0] == 0 || keys[0] == keys[1] {
		t.Errorf("keys %v: want two different ones", keys)
	}
}

func TestWorkInsideWork(t *testing.T) {
	goroutine.Do(func(outer goroutine.Key) {
		goroutine.Do(func(inner goroutine.Key) {
			if inner == outer || goroutine.Current() != inner {
				t.Errorf("inner key %v, outer %v, current %v", inner, outer, goroutine.Current())
			}
		})
		if goroutine.Current() != outer {
			t.Errorf("key %v after the inner work, want %v", goroutine.Current(), outer)
		}
	})
}

func TestEndedIsCalledAfterTheLastGoroutine(t *testing.T) {
	ended := make(chan goroutine.Key, 1)
	release, left := make(chan bool), make(chan bool)
	var key goroutine.Key
	goroutine.Do(func(k goroutine.Key) {
		key = k
		goroutine.OnEnd(func(k goroutine.Key) { ended <- k })
		go func() {
			defer close(left)
			<-release
		}()
	})
	for range 3 {
		runtime.GC()
	}
	select {
	case <-ended:
		t.Fatal("ended was called while a goroutine of the work lived")
	case <-time.After(20 * time.Millisecond):
	}
	close(release)
	<-left
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) {
		runtime.GC()
		select {
		case k := <-ended:
			if k != key {
				t.Errorf("ended got key %v, want %v", k, key)
			}
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatal("ended was not called")
}

func BenchmarkCurrent(b *testing.B) {
	goroutine.Do(func(goroutine.Key) {
		for b.Loop() {
			goroutine.Current()
		}
	})
}

func BenchmarkDo(b *testing.B) {
	for b.Loop() {
		goroutine.Do(func(goroutine.Key) {})
	}
}
