package plots

import (
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"
	"time"
)

// A liveClock goes on only when it is told to, or when something is drawn.
type liveClock struct {
	t     time.Time
	draws time.Duration
	shown []string
}

func newLive(c *liveClock) *Live {
	l := NewLive("Training", "Epoch", "Loss", func(figure any) error {
		c.shown = append(c.shown, figure.(*Figure).String())
		c.t = c.t.Add(c.draws)
		return nil
	})
	l.now = func() time.Time { return c.t }
	return l
}

func TestLiveDrawsSeldom(t *testing.T) {
	for _, tt := range []struct {
		draws time.Duration // one drawing takes
		want  int           // drawings of 1000 points, 10 ms apart
	}{
		{0, 100}, {10 * time.Millisecond, 91}, {100 * time.Millisecond, 20}, {10 * time.Second, 1},
	} {
		c := &liveClock{draws: tt.draws}
		l := newLive(c)
		begun := c.t
		for i := range 1000 {
			c.t = begun.Add(max(time.Duration(i)*10*time.Millisecond, c.t.Sub(begun)))
			l.Add("loss", float64(i), 1/float64(i+1))
		}
		if len(c.shown) != tt.want {
			t.Errorf("drawing takes %v: %d drawings, want %d", tt.draws, len(c.shown), tt.want)
		}
		drawn := len(c.shown)
		if err := l.Close(); err != nil || len(c.shown) != drawn+1 {
			t.Errorf("Close: %v, %d drawings after %d", err, len(c.shown), drawn)
		}
		want := "Figure \"Training\"\n  x: Epoch 0 to 999, y: Loss 0.001 to 1\n  line \"loss\", 1000 points"
		if got := c.shown[len(c.shown)-1]; got != want {
			t.Errorf("the last one shows %q, want %q", got, want)
		}
		if err := l.Close(); err != nil || len(c.shown) != drawn+1 {
			t.Errorf("Close again: %v, %d drawings", err, len(c.shown))
		}
	}
}

// A line keeps its colour, also while another has no number yet.
func TestLiveLinesKeepTheirColour(t *testing.T) {
	c := &liveClock{}
	l := newLive(c)
	l.Add("validation", 0, math.NaN())
	if err := l.Close(); err != nil || len(c.shown) != 0 {
		t.Errorf("no number: %v, %d drawings", err, len(c.shown))
	}
	l.Add("training", 0, 0.7)
	f := l.Figure()
	if s := f.marks[0].(*series); s.label != "training" || s.look != 1 {
		t.Errorf("the line %q has the colour %d, want training in 1", s.label, s.look)
	}
	if got, want := l.String(), f.String(); got != want {
		t.Errorf("String() = %q, want the figure's %q", got, want)
	}
	bundle, err := l.MIMEBundle()
	if err != nil || bundle["text/plain"] != f.String() || l.MIMEMetadata() == nil {
		t.Errorf("the bundle says %q, %v", bundle["text/plain"], err)
	}
	l.Add("validation", 1, 0.6)
	if s := l.Figure().marks[0].(*series); s.label != "validation" || s.look != 0 {
		t.Errorf("the first line is %q in colour %d", s.label, s.look)
	}
}

func TestLiveErrors(t *testing.T) {
	gone, calls := errors.New("the page is gone"), 0
	l := NewLive("", "", "", func(any) error { calls++; return gone })
	l.now = func() time.Time { return time.Time{}.Add(time.Duration(calls) * time.Hour) }
	l.Add("loss", 1, 1)
	l.Add("loss", 2, 1)
	if err := l.Close(); !errors.Is(err, gone) || err.Error() != "plots: Live: the page is gone" {
		t.Errorf("Close: %v", err)
	}
	if calls != 1 {
		t.Errorf("shown %d times after an error", calls)
	}
}

func TestLiveFromManyGoroutines(t *testing.T) {
	c := &liveClock{}
	l := newLive(c)
	l.now = time.Now
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 100 {
				l.Add(fmt.Sprint("line ", g), float64(i), float64(g))
			}
		})
	}
	wg.Wait()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if n := len(l.Figure().marks); n != 4 {
		t.Errorf("%d lines, want 4", n)
	}
}
