package zmtp

import (
	"testing"
	"time"
)

func TestQueueKeepsOrderAndCap(t *testing.T) {
	q := newQueue[int](1000)
	if err := q.push(0, 5000, time.Hour); err != nil { // into the empty queue
		t.Fatal(err)
	}
	if q.tryPush(1, 1) {
		t.Error("a full queue takes more")
	}
	if v, ok := q.pop(); v != 0 || !ok {
		t.Fatal(v, ok)
	}
	n := 0
	for q.tryPush(n, 36) {
		n++
	}
	if n != 10 { // of 36 bytes and 64 of overhead
		t.Errorf("a queue of 1000 bytes takes %d entries", n)
	}
	for want := range n {
		if v, _ := q.pop(); v != want {
			t.Errorf("%d instead of %d", v, want)
		}
	}
}

func TestQueueBytesCountUntilDone(t *testing.T) {
	q := newQueue[int](1000)
	q.push(1, 1000, 0)
	all, ok := q.popAll(nil)
	if !ok || len(all) != 1 {
		t.Fatal(all, ok)
	}
	if q.tryPush(2, 1) {
		t.Error("there is room before what was taken is done")
	}
	if left := q.flush(time.Now().Add(time.Millisecond)); left != all[0].bytes {
		t.Errorf("flush leaves %d bytes, not %d", left, all[0].bytes)
	}
	q.done(all[0].bytes)
	if left := q.flush(time.Now().Add(patience)); left != 0 {
		t.Errorf("flush leaves %d bytes", left)
	}
	if !q.tryPush(2, 1) {
		t.Error("there is no room after it is done")
	}
}

func TestQueuePushWaitsWhileThereIsProgress(t *testing.T) {
	const stall = 300 * time.Millisecond
	q := newQueue[int](100)
	q.push(1, 100, 0)
	stop := make(chan struct{})
	defer close(stop)
	go func() { // progress, for much longer than stall
		for range 10 {
			select {
			case <-stop:
				return
			case <-time.After(stall / 5):
				q.moved()
			}
		}
		q.pop()
	}()
	start := time.Now()
	if err := q.push(2, 100, stall); err != nil {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
	start = time.Now()
	if err := q.push(3, 100, stall); err != errStalled {
		t.Errorf("error %v, not %v", err, errStalled)
	}
	if d := time.Since(start); d < stall {
		t.Errorf("stalled after %v, not %v", d, stall)
	}
}

func TestQueueClose(t *testing.T) {
	q := newQueue[int](100)
	q.push(1, 100, 0)
	pushed := make(chan error)
	go func() { pushed <- q.push(2, 100, 0) }()
	time.Sleep(10 * time.Millisecond)
	q.close()
	if err := <-pushed; err != errClosed {
		t.Errorf("a push that waits ends with %v", err)
	}
	if _, ok := q.pop(); ok {
		t.Error("pop takes from a closed queue")
	}
	if all, ok := q.popAll(nil); !ok || len(all) != 1 {
		t.Errorf("popAll does not empty a closed queue: %v %v", all, ok)
	}
	if _, ok := q.popAll(nil); ok {
		t.Error("popAll goes on after that")
	}
}
