package comm

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A page is a front end that keeps what it is sent.
type page struct {
	mu   sync.Mutex
	sent []Message
	fail error
}

func (p *page) send(m Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		return p.fail
	}
	p.sent = append(p.sent, m)
	return nil
}

// take returns what was sent since the last take, as text.
func (p *page) take() (list []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.sent {
		list = append(list, strings.TrimRight(fmt.Sprintf("%s %s %s %s %v", m.Kind, m.Target, m.Data, m.Metadata, m.Buffers), " []"))
	}
	p.sent = nil
	return list
}

func newPage() (*page, *Manager) {
	p := &page{}
	return p, NewManager(p.send)
}

func TestCommOfTheKernel(t *testing.T) {
	p, m := newPage()
	c := m.New("plot")
	var got []string
	c.OnMsg(func(msg Message) { got = append(got, string(msg.Data)) })
	c.OnClose(func(msg Message) { got = append(got, "closed "+string(msg.Data)) })
	steps := []error{
		c.Open(map[string]int{"x": 1}, json.RawMessage(`{"version":"2"}`), []byte{7}),
		c.Send(nil),
		c.Send(struct{ Y []int }{[]int{2}}, []byte{1}, []byte{2}),
		m.Handle(Message{Kind: Msg, ID: c.ID, Data: json.RawMessage(`{"z":3}`)}),
		m.Handle(Message{Kind: Msg, ID: c.ID}),
		m.Handle(Message{Kind: Close, ID: c.ID, Data: json.RawMessage("null")}),
	}
	if err := errors.Join(steps...); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`comm_open plot {"x":1} {"version":"2"} [[7`,
		"comm_msg  {}",
		`comm_msg  {"Y":[2]}  [[1] [2`,
	}
	if sent := p.take(); !slices.Equal(sent, want) {
		t.Errorf("sent %q, want %q", sent, want)
	}
	if want := []string{`{"z":3}`, "{}", "closed {}"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := c.Send(nil); !errors.Is(err, ErrClosed) {
		t.Errorf("Send on a closed comm: %v", err)
	}
	if err := c.Close(nil); !errors.Is(err, ErrClosed) {
		t.Errorf("Close of a closed comm: %v", err)
	}
}

func TestCommOfThePage(t *testing.T) {
	p, m := newPage()
	m.Register("echo", func(c *Comm, open Message) {
		c.Send(open.Data)
		c.OnMsg(func(msg Message) { c.Send(msg.Data, msg.Buffers...) })
	})
	for _, msg := range []Message{
		{Kind: Open, ID: "1", Target: "echo", Data: json.RawMessage(`{"a":1}`)},
		{Kind: Msg, ID: "1", Data: json.RawMessage(`{"b":2}`), Buffers: [][]byte{{9}}},
		{Kind: Open, ID: "2", Target: "who", Data: json.RawMessage(`{}`)},
	} {
		if err := m.Handle(msg); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{`comm_msg  {"a":1}`, `comm_msg  {"b":2}  [[9`, "comm_close  {}"}
	if sent := p.take(); !slices.Equal(sent, want) {
		t.Errorf("sent %q, want %q", sent, want)
	}
	if !m.Asked("echo") || !m.Asked("who") || m.Asked("nobody") {
		t.Error("Asked is wrong")
	}
	m.Register("echo", nil)
	if err := m.Handle(Message{Kind: Open, ID: "3", Target: "echo"}); err != nil {
		t.Fatal(err)
	}
	if sent := p.take(); !slices.Equal(sent, []string{"comm_close  {}"}) {
		t.Errorf("sent %q after the handler is gone", sent)
	}
}

func TestInfo(t *testing.T) {
	_, m := newPage()
	m.Register("b", func(*Comm, Message) {})
	a := m.New("a")
	if err := m.Handle(Message{Kind: Open, ID: "x", Target: "b"}); err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]map[string]string{
		"":  {a.ID: "a", "x": "b"},
		"a": {a.ID: "a"},
		"c": {},
	} {
		if got := m.Info(target); !maps.Equal(got, want) {
			t.Errorf("Info(%q) is %v, want %v", target, got, want)
		}
	}
	a.SetOwner("me")
	if list := m.Comms("a"); len(list) != 1 || list[0].Owner() != "me" {
		t.Errorf("Comms is %v", list)
	}
	if err := a.Close(nil); err != nil || len(m.Info("a")) != 0 {
		t.Errorf("after Close: %v, %v", err, m.Info("a"))
	}
}

func TestHandleRefuses(t *testing.T) {
	p, m := newPage()
	m.Register("t", func(c *Comm, open Message) {
		c.OnMsg(func(msg Message) {
			if len(msg.Data) > 2 {
				panic(errors.New("no data"))
			}
			panic("lost")
		})
	})
	m.Register("bad", func(c *Comm, open Message) { panic("bad") })
	if err := m.Handle(Message{Kind: Open, ID: "1", Target: "t"}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		msg  Message
		want string
	}{
		{Message{Kind: "comm_shout", ID: "1"}, `comm: Handle: "comm_shout" is no message of a comm`},
		{Message{Kind: Msg, ID: "1", Data: json.RawMessage("[1]")}, `comm: Handle: comm_msg of "1": the data are no JSON object`},
		{Message{Kind: Msg, ID: "1", Data: json.RawMessage("{")}, `comm: Handle: comm_msg of "1": the data are no JSON object`},
		{Message{Kind: Msg, ID: "2"}, `comm: Handle: comm_msg for "2", which is not open`},
		{Message{Kind: Close, ID: "2"}, `comm: Handle: comm_close of "2", which is not open`},
		{Message{Kind: Open, ID: "1", Target: "t"}, `comm: Handle: comm_open of "1", which is open`},
		{Message{Kind: Msg, ID: "1", Data: json.RawMessage(`{"a":1}`)}, `comm: Handle: comm_msg of "1": no data`},
		{Message{Kind: Msg, ID: "1"}, `comm: Handle: comm_msg of "1": panic: lost`},
		{Message{Kind: Open, ID: "3", Target: "bad"}, `comm: Handle: comm_open of "3": panic: bad`},
	} {
		if err := m.Handle(tt.msg); err == nil || err.Error() != tt.want {
			t.Errorf("got  %v\nwant %s", err, tt.want)
		}
	}
	if sent := p.take(); !slices.Equal(sent, []string{"comm_close  {}"}) {
		t.Errorf("sent %q, want the close of the comm whose handler failed", sent)
	}
}

func TestCommRefuses(t *testing.T) {
	p, m := newPage()
	c := m.New("t")
	for _, tt := range []struct {
		err  error
		want string
	}{
		{c.Send([]int{1}), "comm: Send: t: data: a []int is no JSON object"},
		{c.Send(map[string]any{"f": func() {}}), "comm: Send: t: data: json: unsupported type: func()"},
		{m.New("t").Open(nil, "x"), "comm: Open: t: metadata: a string is no JSON object"},
	} {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("got  %v\nwant %s", tt.err, tt.want)
		}
	}
	p.fail = errors.New("the page is gone")
	if err := c.Open(nil, nil); !errors.Is(err, p.fail) || len(m.Info("")) != 0 {
		t.Errorf("Open fails with %v and leaves %v", err, m.Info(""))
	}
}

// Handlers may do anything, also from many goroutines at once.
func TestConcurrentUse(t *testing.T) {
	_, m := newPage()
	m.Register("t", func(c *Comm, open Message) {
		c.OnMsg(func(Message) { m.Info(""); c.Send(nil) })
		c.OnClose(func(Message) { m.New("other").Open(nil, nil) })
	})
	var wait sync.WaitGroup
	for g := range 8 {
		wait.Go(func() {
			id := fmt.Sprint(g)
			for range 100 {
				for _, kind := range []Kind{Open, Msg, Close} {
					if err := m.Handle(Message{Kind: kind, ID: id, Target: "t"}); err != nil {
						t.Error(err)
					}
				}
				m.Register(id, nil)
			}
		})
	}
	wait.Wait()
	if n := len(m.Info("other")); n != 800 {
		t.Errorf("%d comms were opened, want 800", n)
	}
}

func FuzzHandle(f *testing.F) {
	f.Add("comm_open", "1", "t", `{"a":1}`)
	f.Add("comm_msg", "1", "", `{}`)
	f.Add("comm_close", "1", "", `null`)
	f.Add("comm_open", "", "unknown", `[`)
	p, m := newPage()
	m.Register("t", func(c *Comm, open Message) {
		c.OnMsg(func(msg Message) { c.Send(msg.Data) })
	})
	f.Fuzz(func(t *testing.T, kind, id, target, data string) {
		m.Handle(Message{Kind: Kind(kind), ID: id, Target: target, Data: json.RawMessage(data)})
		for _, c := range m.Comms("") {
			c.Close(nil)
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, msg := range p.sent {
			var object map[string]any
			if err := json.Unmarshal(msg.Data, &object); err != nil || object == nil {
				t.Errorf("sent %q: %v", msg.Data, err)
			}
		}
		p.sent = nil
	})
}

func BenchmarkSend(b *testing.B) {
	m := NewManager(func(Message) error { return nil })
	c := m.New("t")
	data := map[string]any{"method": "update", "state": map[string]any{"value": 0.5}}
	for b.Loop() {
		if err := c.Send(data); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleManager() {
	m := NewManager(func(m Message) error { // to the front end
		fmt.Println("sent:", m.Kind, string(m.Data))
		return nil
	})
	m.Register("greeter", func(c *Comm, open Message) {
		c.OnMsg(func(msg Message) { c.Send(map[string]string{"greeting": "hello"}) })
	})
	m.Handle(Message{Kind: Open, ID: "1", Target: "greeter"}) // from the front end
	m.Handle(Message{Kind: Msg, ID: "1"})
	// Output:
	// sent: comm_msg {"greeting":"hello"}
}
