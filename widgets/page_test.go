package widgets

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"golab/kernel/comm"
	"golab/kernel/display"
)

// A page is a front end of a test: it keeps what it is sent.
type page struct {
	comms *comm.Manager

	mu    sync.Mutex
	sent  []comm.Message
	shown []display.Data
}

// openPage makes a page the front end until the test ends.
func openPage(t testing.TB) *page {
	t.Helper()
	p := &page{}
	p.comms = comm.NewManager(func(m comm.Message) error {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.sent = append(p.sent, m)
		return nil
	})
	old := display.SetFrontend(p)
	t.Cleanup(func() { display.SetFrontend(old) })
	return p
}

func (p *page) Render(v any) (display.Data, error) { return display.Bundle([]any{v}) }
func (p *page) ClearOutput(bool) error             { return nil }
func (p *page) Comms() *comm.Manager               { return p.comms }
func (p *page) Cell() int                          { return 1 }
func (p *page) SetNextInput(string, bool) error    { return nil }
func (p *page) Bind() func(func()) error           { return display.Call }
func (p *page) Show(d display.Data, update bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown = append(p.shown, d)
	return nil
}

// Capture keeps nothing but what is shown.
func (p *page) Capture(f func()) ([]display.MIMEMap, error) {
	p.mu.Lock()
	before := len(p.shown)
	p.mu.Unlock()
	err := display.Call(f)
	p.mu.Lock()
	defer p.mu.Unlock()
	var outputs []display.MIMEMap
	for _, d := range p.shown[before:] {
		outputs = append(outputs, displayed(d))
	}
	p.shown = p.shown[:before]
	return outputs, err
}

// take returns the messages sent since the last take.
func (p *page) take() []comm.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	sent := p.sent
	p.sent = nil
	return sent
}

// show shows a widget and returns the id of its model.
func (p *page) show(t testing.TB, w Widget) string {
	t.Helper()
	if err := display.Display(w); err != nil {
		t.Fatal(err)
	}
	p.take()
	return w.model().id()
}

// say sends a message of the page on a comm.
func (p *page) say(t testing.TB, id, format string, args ...any) {
	t.Helper()
	err := p.comms.Handle(comm.Message{Kind: comm.Msg, ID: id, Data: json.RawMessage(fmt.Sprintf(format, args...))})
	if err != nil {
		t.Error(err)
	}
}

// drag sets the value of a widget as a user does.
func (p *page) drag(t testing.TB, w Widget, value string) {
	t.Helper()
	m := w.model()
	p.say(t, m.id(), `{"method": "update", "state": {%q: %s}, "buffer_paths": []}`, m.valueKey, value)
}

// lines returns the data of messages as JSON.
func lines(sent []comm.Message) []string {
	var list []string
	for _, m := range sent {
		list = append(list, string(m.Data))
	}
	return list
}
