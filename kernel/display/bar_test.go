package display

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golab/kernel/comm"
)

func TestBarState(t *testing.T) {
	for _, tt := range []struct {
		s    barState
		want string
	}{
		{barState{total: 10}, "  0% ▕                    ▏ 0/10, 0:00"},
		{barState{label: "epochs", total: 100, count: 45, elapsed: 3 * time.Second, rate: 12.34, note: "loss 0.3"},
			"epochs  45% ▕█████████           ▏ 45/100, 0:03, 0:04 left, 12.3/s, loss 0.3"},
		{barState{total: 1000, count: 333}, " 33% ▕██████▋             ▏ 333/1000, 0:00"},
		{barState{total: 3, count: 1, elapsed: time.Hour, rate: 1.0 / 3600}, " 33% ▕██████▋             ▏ 1/3, 1:00:00, 2:00:00 left, 3.6e+03 s each"},
		{barState{total: 3, count: 1, rate: 1e-9}, " 33% ▕██████▋             ▏ 1/3, 0:00, 1e+09 s each"},
		{barState{total: 3, count: 3, closed: true, rate: 2500}, "100% ▕████████████████████▏ 3/3, 0:00, 2.50k/s"},
		{barState{total: 4, count: 3, closed: true}, " 75% ▕███████████████     ▏ 3/4, 0:00, stopped"},
		{barState{count: 7, elapsed: 61 * time.Second, rate: 999.7}, "7, 1:01, 1.00k/s"},
		{barState{label: "two\nlines", total: 2, count: -1}, "two lines   0% ▕                    ▏ -1/2, 0:00"},
	} {
		if got := tt.s.line(); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestRate(t *testing.T) {
	for perSecond, want := range map[float64]string{
		0.5: "2 s each", 1: "1.00/s", 9.999: "10.0/s", 99.96: "100/s", 999.6: "1.00k/s", 12345: "12.3k/s", 5e6: "5.00M/s", 2e12: "2000G/s",
	} {
		if got := rate(perSecond); got != want {
			t.Errorf("rate(%v) is %s, want %s", perSecond, got, want)
		}
	}
}

// The speed is the average at first, and later that of the last seconds.
func TestSpeed(t *testing.T) {
	var s speed
	if got := s.at(0, 0); got != 0 {
		t.Errorf("%v at the start", got)
	}
	if got := s.at(10, time.Second); got < 9.99 || got > 10.01 {
		t.Errorf("%v after 10 in a second", got)
	}
	if got := s.at(10, 2*time.Second); got < 4 || got > 6 {
		t.Errorf("%v after a second of nothing", got)
	}
	for i := range 60 {
		s.at(10+i, time.Duration(3+i)*time.Second)
	}
	if got := s.at(70, 63*time.Second); got < 0.95 || got > 1.1 {
		t.Errorf("%v after a minute of 1 a second", got)
	}
}

func TestBarHTML(t *testing.T) {
	s := barState{label: "<b>", note: "a & b", total: 4, count: 1}
	for _, want := range []string{"&lt;b&gt;", "a &amp; b", "width: 25.0%", `aria-valuenow="1"`, "--jp-brand-color1"} {
		if got := s.html(); !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	s.closed = true
	if got := s.html(); !strings.Contains(got, "--jp-warn-color1") {
		t.Errorf("a bar that was stopped is %s", got)
	}
	s.count = 4
	if got := s.html(); !strings.Contains(got, "--jp-success-color1") {
		t.Errorf("a full bar is %s", got)
	}
}

// A sketch is a view that notes the counts that it is given.
type sketch struct {
	mu     sync.Mutex
	counts []int
	last   barState
}

func (s *sketch) draw(b barState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts, s.last = append(s.counts, b.count), b
}

func (s *sketch) finish(b barState) { s.draw(b) }

func TestBarIsDrawnTenTimesASecond(t *testing.T) {
	var v sketch
	now := time.Unix(0, 0)
	b := newBar(1000, "", &v, func() time.Time { return now })
	b.late.Store(true) // no drawing by itself
	for range 999 {
		now = now.Add(time.Millisecond)
		b.Add(1)
	}
	if len(v.counts) != 10 || v.counts[1] != 100 {
		t.Errorf("drawn at %v", v.counts)
	}
	b.Add(1)
	b.Add(1)
	b.Set(3)
	b.Close()
	if v.counts[len(v.counts)-1] != 1000 || len(v.counts) != 11 || !v.last.closed {
		t.Errorf("drawn at %v, the last %+v", v.counts, v.last)
	}
	if v.last.rate < 999 || v.last.rate > 1002 {
		t.Errorf("the rate at the end is %v, want 1000", v.last.rate)
	}
}

// A state that comes too soon is drawn a little later, though nothing follows.
func TestBarIsDrawnLate(t *testing.T) {
	var v sketch
	b := newBar(10, "", &v, time.Now)
	defer b.Close()
	b.Set(7)
	deadline := time.Now().Add(time.Minute)
	for {
		v.mu.Lock()
		last := v.last.count
		v.mu.Unlock()
		if last == 7 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("7 is not drawn")
		}
		time.Sleep(time.Millisecond)
	}
}

func TestBarOfManyGoroutines(t *testing.T) {
	var v sketch
	b := newBar(8000, "", &v, time.Now)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 1000 {
				b.Add(1)
				b.Note("busy")
			}
		})
	}
	wait.Wait()
	if v.last.count != 8000 || !v.last.closed || !slices.IsSorted(v.counts) {
		t.Errorf("drawn at %v", v.counts)
	}
}

func TestRange(t *testing.T) {
	var v sketch
	var seen []int
	for i := range newBar(5, "", &v, time.Now).Range() {
		seen = append(seen, i)
	}
	if !slices.Equal(seen, []int{0, 1, 2, 3, 4}) || v.last.count != 5 || !v.last.closed {
		t.Errorf("seen %v, the bar %+v", seen, v.last)
	}
	for range newBar(5, "", &v, time.Now).Range() {
		break
	}
	if v.last.count != 0 || !v.last.closed {
		t.Errorf("after break the bar is %+v", v.last)
	}
	func() {
		defer func() { recover() }()
		for range newBar(5, "", &v, time.Now).Range() {
			panic("no data")
		}
	}()
	if v.last.count != 0 || !v.last.closed {
		t.Errorf("after a panic the bar is %+v", v.last)
	}
}

func TestLineView(t *testing.T) {
	var b bytes.Buffer
	v := &lineView{out: &b}
	v.draw(barState{total: 2, note: "long note"})
	v.finish(barState{total: 2, count: 2, closed: true})
	empty, full := strings.Repeat(" ", barWidth), strings.Repeat("█", barWidth)
	want := "\r  0% ▕" + empty + "▏ 0/2, 0:00, long note\r100% ▕" + full + "▏ 2/2, 0:00           \n"
	if got := b.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	b.Reset()
	v = &lineView{out: &b, quiet: true}
	v.draw(barState{})
	v.finish(barState{count: 3, closed: true})
	if got := b.String(); got != "3, 0:00\n" {
		t.Errorf("a quiet view printed %q", got)
	}
}

// A page that has not asked for widgets gets HTML, updated under one id.
func TestBarOnAPage(t *testing.T) {
	p := openPage(t)
	for range NewBar(1, "epochs").Range() {
	}
	notes := p.take()
	if len(notes) != 2 || !strings.HasPrefix(notes[0], "show epochs   0%") || !strings.HasPrefix(notes[1], "update epochs 100%") {
		t.Fatalf("shown %q", notes)
	}
	id := p.last.Transient["display_id"].(string)
	if id == "" || !strings.HasSuffix(notes[0], id) || !strings.HasSuffix(notes[1], id) || len(p.sent) != 0 {
		t.Errorf("shown %q, sent %v", notes, p.sent)
	}
}

// askForWidgets does what a page with ipywidgets does when it opens.
func askForWidgets(t *testing.T, p *page) {
	t.Helper()
	if err := p.comms.Handle(comm.Message{Kind: comm.Open, ID: "control", Target: controlTarget}); err != nil {
		t.Fatal(err)
	}
	p.sent = nil
}

// A page with ipywidgets gets widgets, and HTML in their place at the end.
func TestBarOnAPageWithWidgets(t *testing.T) {
	p := openPage(t)
	askForWidgets(t, p)
	b := NewBar(4, "epochs")
	view, ok := p.last.Data[MIMETypeWidget].(map[string]any)
	if !ok || p.last.Data[MIMETypeHTML] == nil {
		t.Fatalf("shown %v", p.last)
	}
	states := map[string]map[string]any{}
	for _, m := range p.sent {
		var data struct{ State map[string]any }
		if err := json.Unmarshal(m.Data, &data); err != nil {
			t.Fatal(err)
		}
		if m.Kind == comm.Open {
			states[m.ID] = data.State
		} else {
			states[m.ID]["value"] = data.State["value"]
		}
	}
	box := states[view["model_id"].(string)]
	if box["_model_name"] != "HBoxModel" {
		t.Fatalf("the view is of %v", box)
	}
	var kinds []any
	for _, child := range box["children"].([]any) {
		kinds = append(kinds, states[strings.TrimPrefix(child.(string), "IPY_MODEL_")]["_model_name"])
	}
	if !slices.Equal(kinds, []any{"HTMLModel", "FloatProgressModel", "HTMLModel"}) {
		t.Errorf("in the box are %v", kinds)
	}
	p.take()
	b.view.draw(barState{total: 4, count: 1})
	if bar := b.view.(*widgetView).bar.WidgetState(); bar["value"] != 0.25 {
		t.Errorf("the bar is at %v", bar["value"])
	}
	if notes := p.take(); len(notes) != 0 {
		t.Errorf("shown anew: %q", notes)
	}
	b.Set(4)
	if p.last.Data[MIMETypeWidget] != nil || p.last.Data[MIMETypeHTML] == nil || len(p.take()) != 1 || len(p.comms.Info("")) != 0 {
		t.Errorf("at the end %v is shown and %v is open", p.last, p.comms.Info(""))
	}
}

func TestBarOnAPageThatClosesTheWidgets(t *testing.T) {
	p := openPage(t)
	askForWidgets(t, p)
	b := NewBar(4, "")
	defer b.Close()
	v := b.view.(*widgetView)
	if err := p.comms.Handle(comm.Message{Kind: comm.Msg, ID: v.bar.comm.ID, Data: json.RawMessage(`{"method": "request_state"}`)}); err != nil {
		t.Fatal(err)
	}
	if last := p.sent[len(p.sent)-1]; last.ID != v.bar.comm.ID || !strings.Contains(string(last.Data), "FloatProgressModel") {
		t.Errorf("the state asked for is %s", last.Data)
	}
	if err := p.comms.Handle(comm.Message{Kind: comm.Close, ID: v.box.comm.ID}); err != nil {
		t.Fatal(err)
	}
	p.take()
	v.draw(barState{total: 4, count: 2})
	if notes := p.take(); len(notes) != 1 || !strings.HasPrefix(notes[0], "update  50%") && !strings.HasPrefix(notes[0], "update 50%") {
		t.Errorf("shown %q", notes)
	}
}

func TestBarOnAPageThatIsGone(t *testing.T) {
	p := openPage(t)
	askForWidgets(t, p)
	p.fail = errors.New("the page is gone")
	b := NewBar(2, "")
	b.Add(2)
	if _, ok := b.view.(*pageView); !ok || len(p.comms.Info("")) != 0 {
		t.Errorf("the view is a %T, open are %v", b.view, p.comms.Info(""))
	}
}

func BenchmarkBarAdd(b *testing.B) {
	bar := newBar(0, "", &sketch{}, time.Now)
	defer bar.Close()
	for b.Loop() {
		bar.Add(1)
	}
}
