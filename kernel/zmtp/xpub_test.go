package zmtp

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestXPUBMatchesPrefixes(t *testing.T) {
	x, subscribed := newXPUB(t, anyEndpoint(t, "tcp"), Config{})
	c := dial(t, x.Endpoint(), "SUB", "")
	step := func(do func(), events int, want ...string) {
		t.Helper()
		do()
		for range events {
			<-subscribed
		}
		// Cancelling is not reported: a subscription behind it is.
		c.subscribe("mark")
		<-subscribed
		for _, topic := range []string{"a", "ab", "abc", "b", ""} {
			x.Send(byteses(topic, "body"))
		}
		x.Send(byteses("mark"))
		for _, topic := range want {
			c.wantRecv(topic, "body")
		}
		c.wantRecv("mark")
	}
	step(func() {}, 0)
	step(func() { c.subscribe("ab") }, 1, "ab", "abc")
	step(func() { c.send("\x01b") }, 1, "ab", "abc", "b")
	step(func() { c.subscribe("ab") }, 1, "ab", "abc", "b")
	step(func() { c.command("CANCEL", "ab") }, 0, "ab", "abc", "b")
	step(func() { c.command("CANCEL", "ab") }, 0, "b")
	step(func() { c.command("CANCEL", "never"); c.send("\x00b") }, 0)
	step(func() { c.subscribe("") }, 1, "a", "ab", "abc", "b", "")
	step(func() { c.send("neither"); c.send(""); c.send("\x01two", "frames") }, 0, "a", "ab", "abc", "b", "")
	step(func() { c.command("CANCEL", "") }, 0)
	if err := x.Send(nil); err == nil {
		t.Error("a message of no frames is sent")
	}
}

func TestXPUBReportsEverySubscription(t *testing.T) {
	x, err := ListenXPUB(anyEndpoint(t, "tcp"), Config{}, func(s Subscription) {
		if err := s.Send(byteses("welcome", string(s.Topic))); err != nil {
			t.Error(err)
		}
		if err := s.Send(nil); err == nil {
			t.Error("a message of no frames is sent")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for range 3 { // peers with the same topics, each welcomed for itself
		c := dial(t, x.Endpoint(), "SUB", "")
		for _, topic := range []string{"a", "a", "", "\xff"} {
			c.subscribe(topic)
			c.wantRecv("welcome", topic)
		}
		x.Send(byteses("a"))
		c.wantRecv("a") // once
		c.send("\x01last")
		c.wantRecv("welcome", "last")
	}
}

func TestXPUBBoundsTopics(t *testing.T) {
	x, _ := newXPUB(t, anyEndpoint(t, "tcp"), Config{})
	c := dial(t, x.Endpoint(), "SUB", "")
	go func() {
		for i := range 100 {
			c.conn.Write(packCommand(command{"SUBSCRIBE", []byte(fmt.Sprint(i, strings.Repeat("x", 30<<10)))}))
		}
	}()
	c.wantClosed()
}

// testBurst sends messages to a subscriber that begins to read late, and to one
// that reads at once. Both get all, in order, while the queues stay in bounds.
func testBurst(t *testing.T, scheme string, messages, size int) {
	const queueBytes = 4 << 20
	x, subscribed := newXPUB(t, anyEndpoint(t, scheme), Config{QueueBytes: queueBytes})
	slow, fast := dial(t, x.Endpoint(), "SUB", ""), dial(t, x.Endpoint(), "SUB", "")
	for _, c := range []*client{slow, fast} {
		c.subscribe("")
		<-subscribed
	}
	done := make(chan error, 2)
	read := func(c *client) {
		for i := range messages {
			message, err := c.tryRecv()
			if err == nil && (len(message[0]) != size || !strings.HasPrefix(message[0], fmt.Sprint(i, " "))) {
				err = fmt.Errorf("message %d has %d bytes and starts with %.10q", i, len(message[0]), message[0])
			}
			if err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}
	go read(fast)
	time.AfterFunc(200*time.Millisecond, func() { read(slow) })
	body := make([]byte, size)
	for i := range messages {
		copy(body, fmt.Sprint(i, " "))
		if err := x.Send([][]byte{body}); err != nil {
			t.Fatal(err)
		}
		for _, p := range x.peers() {
			p.out.mu.Lock()
			queued := p.out.bytes
			p.out.mu.Unlock()
			if queued > queueBytes {
				t.Fatalf("%d bytes are queued, and %d are allowed", queued, queueBytes)
			}
		}
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
}

func TestXPUBLosesNothing(t *testing.T) {
	for _, scheme := range []string{"tcp", "ipc"} {
		t.Run(scheme+" small", func(t *testing.T) { testBurst(t, scheme, 50000, 60) })
		t.Run(scheme+" large", func(t *testing.T) { testBurst(t, scheme, 2000, 100e3) })
	}
}

// A subscriber that stops reading is disconnected when its queue has been full
// for the stall timeout. The other one gets all.
func TestXPUBEndsStuckPeer(t *testing.T) {
	const messages, size = 1000, 100e3
	x, subscribed := newXPUB(t, anyEndpoint(t, "tcp"), Config{QueueBytes: 8 << 20, StallTimeout: 200 * time.Millisecond})
	stuck, good := dial(t, x.Endpoint(), "SUB", ""), dial(t, x.Endpoint(), "SUB", "")
	for _, c := range []*client{stuck, good} {
		c.subscribe("")
		<-subscribed
	}
	got := make(chan error)
	go func() {
		for range messages {
			if _, err := good.tryRecv(); err != nil {
				got <- err
				return
			}
		}
		got <- nil
	}()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range messages {
		x.Send([][]byte{make([]byte, size)})
	}
	if err := <-got; err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(patience); len(x.peers()) > 1; {
		if time.Now().After(deadline) {
			t.Fatal("the stuck peer is not disconnected")
		}
		time.Sleep(time.Millisecond)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 16<<20 {
		t.Errorf("%d MB are kept", grown>>20)
	}
	stuck.wantClosed()
}
