package goroutine

import (
	"bytes"
	"context"
	"regexp"
	"runtime/pprof"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Without the address of labels a key is the value of a label, which is found in
// the profile of all goroutines.

// profiled is what there is once for all goroutines.
var profiled struct {
	last   atomic.Uint64 // key
	asking sync.Mutex    // held while askingGoroutine runs
}

// doProfiled is Do.
func doProfiled(f func(Key)) {
	outer, key := profiledKey(), Key(profiled.last.Add(1))
	pprof.SetGoroutineLabels(withKey(key))
	defer pprof.SetGoroutineLabels(withKey(outer))
	f(key)
}

// withKey returns a context with the label of a key.
func withKey(k Key) context.Context {
	if k == 0 {
		return context.Background()
	}
	return pprof.WithLabels(context.Background(), pprof.Labels(labelName, strconv.FormatUint(uint64(k), 10)))
}

// profiledKey is Current.
func profiledKey() Key {
	profiled.asking.Lock()
	text := askingGoroutine()
	profiled.asking.Unlock()
	for _, g := range bytes.Split(text, []byte("\n\n")) {
		if bytes.Contains(g, []byte(".askingGoroutine+")) {
			return keyOf(g)
		}
	}
	return 0
}

// askingGoroutine returns the profile of all goroutines. Only one of them is
// inside of it.
//
//go:noinline
func askingGoroutine() []byte {
	var b bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&b, 1) // a bytes.Buffer takes all
	return b.Bytes()
}

var label = regexp.MustCompile(`(?m)^# labels: \{.*"` + labelName + `":"(\d+)"`)

// keyOf returns the key in the first entry of a profile that has one.
func keyOf(entry []byte) Key {
	m := label.FindSubmatch(entry)
	if m == nil {
		return 0
	}
	k, _ := strconv.ParseUint(string(m[1]), 10, 64) // digits; 0 for too many
	return Key(k)
}

// endPoll is how often onEndProfiled looks whether the work has ended.
const endPoll = 20 * time.Millisecond

// onEndProfiled is OnEnd.
func onEndProfiled(ended func(Key)) {
	key := profiledKey()
	if key == 0 {
		return
	}
	go func() {
		pprof.SetGoroutineLabels(context.Background()) // this goroutine is none of the work's
		for lives(key) {
			time.Sleep(endPoll)
		}
		ended(key)
	}()
}

// lives reports whether a goroutine has the key.
func lives(key Key) bool {
	var b bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&b, 1)
	for _, g := range bytes.Split(b.Bytes(), []byte("\n\n")) {
		if keyOf(g) == key {
			return true
		}
	}
	return false
}
