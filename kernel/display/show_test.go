package display

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"golab/kernel/comm"
)

// A page is a front end of a test: it notes what is shown on it.
type page struct {
	cell  int
	comms *comm.Manager
	fail  error

	mu    sync.Mutex
	notes []string
	last  Data
	sent  []comm.Message
}

// openPage makes a page the front end until the test ends.
func openPage(t testing.TB) *page {
	t.Helper()
	p := &page{cell: 1}
	p.comms = comm.NewManager(func(m comm.Message) error {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.sent = append(p.sent, m)
		return p.fail
	})
	old := SetFrontend(p)
	t.Cleanup(func() { SetFrontend(old) })
	return p
}

func (p *page) Render(v any) (Data, error) { return Bundle([]any{v}, frames) }

func (p *page) Show(d Data, update bool) error {
	how := "show"
	if update {
		how = "update"
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = d
	p.notes = append(p.notes, strings.TrimSpace(fmt.Sprintf("%s %v %v", how, d.Data[MIMETypeText], orNothing(d.Transient["display_id"]))))
	return p.fail
}

func orNothing(v any) any {
	if v == nil {
		return ""
	}
	return v
}

func (p *page) ClearOutput(wait bool) error {
	p.notes = append(p.notes, fmt.Sprint("clear ", wait))
	return nil
}

func (p *page) Comms() *comm.Manager                { return p.comms }
func (p *page) Cell() int                           { return p.cell }
func (p *page) SetNextInput(string, bool) error     { return nil }
func (p *page) Bind() func(func()) error            { return Call }
func (p *page) Capture(f func()) ([]MIMEMap, error) { return []MIMEMap{{"captured": true}}, Call(f) }

// take returns what was noted since the last take.
func (p *page) take() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	notes := p.notes
	p.notes = nil
	return notes
}

func TestDisplay(t *testing.T) {
	p := openPage(t)
	err := errors.Join(
		Display(7),
		Display(frame{2}),
		Display(Data{Data: MIMEMap{MIMETypeText: "x"}, Transient: MIMEMap{"display_id": "mine"}}),
		ClearOutput(true),
	)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.take(), []string{"show 7", "show frame", "show x mine", "clear true"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := Display(&figure{err: errors.New("no data")}); err == nil || len(p.take()) != 0 {
		t.Errorf("a value that fails: %v", err)
	}
	if d, err := Render(frame{1}); err != nil || d.Data[MIMETypeHTML] != "<tr>" {
		t.Errorf("Render: %v, %v", d, err)
	}
	p.fail = errors.New("the page is gone")
	if err := Display(7); !errors.Is(err, p.fail) {
		t.Errorf("a page that is gone: %v", err)
	}
}

// The first Update in a run of a cell shows, the others replace; handlers replace
// what any cell has shown.
func TestUpdate(t *testing.T) {
	p := openPage(t)
	var got []string
	for _, step := range []struct {
		cell int
		want string
	}{
		{1, "show 0 loss"}, {1, "update 1 loss"}, {0, "update 2 loss"},
		{2, "show 3 loss"}, {1, "update 4 loss"}, {2, "update 5 loss"},
	} {
		p.cell = step.cell
		if err := Update("loss", len(got)); err != nil {
			t.Fatal(err)
		}
		note := p.take()
		if got = append(got, note...); !slices.Equal(note, []string{step.want}) {
			t.Errorf("cell %d: got %q, want %q", step.cell, note, step.want)
		}
	}
	p.cell, p.fail = 3, errors.New("the page is gone")
	if err := Update("loss", 6); !errors.Is(err, p.fail) {
		t.Errorf("a page that is gone: %v", err)
	}
	p.fail = nil
	if err := Update("loss", 7); err != nil || p.take()[1] != "show 7 loss" {
		t.Errorf("what could not be shown is shown later: %v", err)
	}
}

func TestWithoutFrontend(t *testing.T) {
	ran := false
	Bind()(func() { ran = true })
	if kept, _ := Capture(func() {}); !ran || kept != nil || Comms() != nil || ClearOutput(false) != nil {
		t.Error("functions without a front end do something")
	}
	openPage(t)
	if kept, _ := Capture(func() {}); len(kept) != 1 || Comms() == nil {
		t.Error("functions with a front end do not ask it")
	}
}

// Texts under an id stand as they are, since they change like words on the page.
func TestUpdateShowsTexts(t *testing.T) {
	p := openPage(t)
	for _, x := range []any{"epoch 1", "epoch 2", []string{"a"}} {
		if err := Update("state", x); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"show epoch 1 state", "update epoch 2 state", `update ["a"] state`}; !slices.Equal(p.notes, want) {
		t.Errorf("got %q, want %q", p.notes, want)
	}
}
