package widgets

import (
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golab/kernel/display"
)

func TestObserve(t *testing.T) {
	p := openPage(t)
	s := &IntSlider{}
	p.show(t, s)
	var seen []int
	s.Observe(func(v int) { seen = append(seen, v) })
	p.drag(t, s, "3")
	p.drag(t, s, "3")
	p.drag(t, s, "900")
	s.SetValue(5)
	if want := []int{3, 100, 5}; !slices.Equal(seen, want) {
		t.Errorf("seen %v, want %v", seen, want)
	}
}

// While a callback runs, the slider moves on: only the last place is seen.
func TestSliderDraggedWhileACallbackRuns(t *testing.T) {
	p := openPage(t)
	s := &IntSlider{}
	p.show(t, s)
	begun, goOn := make(chan bool), make(chan bool)
	var seen []int
	s.Observe(func(v int) {
		seen = append(seen, v)
		if v == 1 {
			begun <- true
			<-goOn
		}
	})
	var wait sync.WaitGroup
	wait.Go(func() { p.drag(t, s, "1") })
	<-begun
	for _, v := range []string{"2", "3", "4"} {
		p.drag(t, s, v) // returns at once
	}
	if s.Value() != 4 {
		t.Errorf("the value is %d while the callback runs, want 4", s.Value())
	}
	goOn <- true
	wait.Wait()
	if want := []int{1, 4}; !slices.Equal(seen, want) {
		t.Errorf("seen %v, want %v", seen, want)
	}
}

// A callback that moves another slider does not wait for that one's callback.
func TestCallbacksDoNotNest(t *testing.T) {
	openPage(t)
	a, b := &IntSlider{}, &IntSlider{}
	var order []string
	a.Observe(func(v int) {
		order = append(order, "a begins")
		b.SetValue(v)
		order = append(order, "a ends")
	})
	b.Observe(func(int) { order = append(order, "b") })
	a.SetValue(3)
	if want := []string{"a begins", "a ends", "b"}; !slices.Equal(order, want) {
		t.Errorf("order %q, want %q", order, want)
	}
}

func TestClicksAllCount(t *testing.T) {
	p := openPage(t)
	b := &Button{Description: "Train"}
	id := p.show(t, b)
	clicks := 0
	b.OnClick(func() {
		if clicks++; clicks == 1 {
			b.Click()
			b.Click()
		}
	})
	p.say(t, id, `{"method": "custom", "content": {"event": "click"}}`)
	if clicks != 3 {
		t.Errorf("%d clicks, want 3", clicks)
	}
}

func TestFailingCallbacksAreShown(t *testing.T) {
	p := openPage(t)
	s := &IntSlider{Description: "rows"}
	s.Observe(func(v int) {
		switch v {
		case 1:
			panic(errors.New("no such file"))
		case 2:
			panic("lost")
		}
	})
	for i, want := range []string{`IntSlider "rows": no such file`, `IntSlider "rows": panic: lost`, ""} {
		s.SetValue(i + 1)
		if len(p.shown) != i+1 {
			t.Fatalf("%d displays, want %d", len(p.shown), i+1)
		}
		d := p.shown[i]
		if d.Data[display.MIMETypeText] != want || d.Transient["display_id"] != p.shown[0].Transient["display_id"] {
			t.Errorf("shown %v, want %q", d, want)
		}
	}
	s.SetValue(4)
	if len(p.shown) != 3 {
		t.Errorf("%d displays after a success, want 3", len(p.shown))
	}
	if html := p.shown[0].Data[display.MIMETypeHTML].(string); !strings.Contains(html, "IntSlider &#34;rows&#34;: no such file") {
		t.Errorf("shown as %s", html)
	}
}

// A callback that ends its goroutine, as an interrupt may, leaves the queue
// usable.
func TestCallbackThatEndsItsGoroutine(t *testing.T) {
	openPage(t)
	s := &IntSlider{}
	seen := make(chan int, 2)
	s.Observe(func(v int) {
		if v == 1 {
			runtime.Goexit()
		}
		seen <- v
	})
	var wait sync.WaitGroup
	wait.Go(func() { s.SetValue(1) })
	wait.Wait()
	s.SetValue(2)
	select {
	case v := <-seen:
		if v != 2 {
			t.Errorf("seen %d", v)
		}
	case <-time.After(time.Minute):
		t.Error("the callback is not called any more")
	}
}
