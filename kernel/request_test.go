package kernel

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"golab/kernel/comm"
	"golab/kernel/display"
)

// run runs a request and returns its outputs.
func run(t testing.TB, s *Session, req Request) (Reply, []Output, error) {
	t.Helper()
	var outs []Output
	reply, err := s.Run(t.Context(), req, func(o Output) { outs = merge(outs, o) })
	return reply, outs, err
}

// An assisted engine knows one name.
type assisted struct{ fake }

func (assisted) Complete(string, int) Completion  { return Completion{} }
func (assisted) Completeness(string) Completeness { return Completeness{} }
func (assisted) Inspect(code string, cursor int, detailed bool) (Help, bool) {
	if code != "must" || cursor != len(code) {
		return Help{}, false
	}
	if detailed {
		return Help{Text: "func must, with source", Markdown: "**must**"}, true
	}
	return Help{Text: "func must"}, true
}

func TestRequests(t *testing.T) {
	s, err := NewSession(Config{Engine: assisted{fake{
		"42": shows(42), "nothing": shows(), "fails": fails(&Error{Name: "E", Text: "no"}),
		"next": does(func() { _ = display.SetNextInput("x := 1", true) }),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	value := func(n int, text string) []Output {
		return []Output{ExecuteResult{n, map[string]any{"text/plain": text}, map[string]any{}}}
	}
	page := func(data map[string]any) []map[string]any {
		return []map[string]any{{"source": "page", "data": data, "start": 0}}
	}
	for _, tt := range []struct {
		req     Request
		outs    []Output
		payload []map[string]any
	}{
		{Request{Code: "42"}, value(1, "42"), nil},
		{Request{Code: "42", Silent: true, Number: 7}, nil, nil},
		{Request{Code: "42"}, value(8, "42"), nil},
		{Request{Code: "?must"}, nil, page(map[string]any{"text/plain": "func must"})},
		{Request{Code: " must? "}, nil, page(map[string]any{"text/plain": "func must"})},
		{Request{Code: "must??"}, nil, page(map[string]any{"text/plain": "func must, with source", "text/markdown": "**must**"})},
		{Request{Code: "?other"}, []Output{Stream{"stdout", "There is no other.\n"}}, nil},
		{Request{Code: "next"}, nil, []map[string]any{{"source": "set_next_input", "text": "x := 1", "replace": true}}},
		{Request{Code: "exit"}, nil, []map[string]any{{"source": "ask_exit", "keepkernel": false}}},
	} {
		reply, outs, err := run(t, s, tt.req)
		if err != nil || !reflect.DeepEqual(outs, tt.outs) || !reflect.DeepEqual(reply.Payload, tt.payload) {
			t.Errorf("%q: got %v, payload %v, %v; want %v, %v", tt.req.Code, outs, reply.Payload, err, tt.outs, tt.payload)
		}
	}
	reply, _, err := run(t, s, Request{Code: "nothing", UserExpressions: map[string]string{"v": "42", "e": "fails", "n": "nothing"}})
	if err != nil || len(reply.UserExpressions) != 3 {
		t.Fatalf("got %v, %v", reply, err)
	}
	if v := reply.UserExpressions["v"]; v.Err != nil || v.Data["text/plain"] != "42" {
		t.Errorf("v: %v", v)
	}
	for name, want := range map[string]string{"e": "no", "n": `"nothing" has no value`} {
		if got := reply.UserExpressions[name].Err; got == nil || got.Error() != want {
			t.Errorf("%s: got %v, want %s", name, got, want)
		}
	}
	if reply, _, err := run(t, s, Request{Code: "fails", UserExpressions: map[string]string{"v": "42"}}); err == nil || reply.UserExpressions != nil {
		t.Errorf("expressions of a cell that has failed: %v, %v", reply, err)
	}
}

// What cells show by package display comes in its turn, and from goroutines to
// the cell that started them.
func TestDisplays(t *testing.T) {
	release, shown := make(chan struct{}), make(chan struct{})
	s := newSession(t, fake{
		"shows": does(func() {
			fmt.Print("before")
			_ = display.Display(display.HTML("<b>x</b>"))
			fmt.Print("after")
		}),
		"updates": does(func() { _ = display.Update("bar", 1); _ = display.Update("bar", 2) }),
		"clears":  does(func() { _ = display.ClearOutput(true) }),
		"starts": does(func() {
			go func() {
				<-release
				_ = display.Display(display.HTML("late"))
				close(shown)
			}()
		}),
		"waits": does(func() { close(release); <-shown }),
	})
	html := func(h string) DisplayData {
		return DisplayData{Data: map[string]any{"text/html": h, "text/plain": h}, Metadata: map[string]any{}}
	}
	number := func(n string) (data, meta, transient map[string]any) {
		return map[string]any{"text/plain": n}, map[string]any{}, map[string]any{"display_id": "bar"}
	}
	d1, m1, t1 := number("1")
	d2, m2, t2 := number("2")
	for _, tt := range []struct {
		code string
		want []Output
	}{
		{"shows", []Output{Stream{"stdout", "before"}, html("<b>x</b>"), Stream{"stdout", "after"}}},
		{"updates", []Output{DisplayData{d1, m1, t1}, UpdateDisplayData{d2, m2, t2}}},
		{"clears", []Output{ClearOutput{Wait: true}}},
	} {
		got, err := execute(t, s, tt.code)
		if err != nil || len(got) != len(tt.want) {
			t.Errorf("%s: got %v, %v, want %v", tt.code, got, err, tt.want)
			continue
		}
		for i := range got {
			if a, b := fmt.Sprint(got[i]), fmt.Sprint(tt.want[i]); a != b {
				t.Errorf("%s: output %d is %s, want %s", tt.code, i, a, b)
			}
		}
	}
	var mu sync.Mutex
	counts := map[string]int{}
	for _, code := range []string{"starts", "waits"} {
		if err := s.Execute(t.Context(), code, func(o Output) {
			mu.Lock()
			defer mu.Unlock()
			if _, ok := o.(DisplayData); ok {
				counts[code]++
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if counts["starts"] != 1 || counts["waits"] != 0 {
		t.Errorf("displays by cell: %v", counts)
	}
}

func TestComms(t *testing.T) {
	s, err := NewSession(Config{Interactive: true, Engine: fake{"opens": does(func() {
		c := display.Comms().New("there")
		c.OnMsg(func(m comm.Message) { fmt.Print("heard ", string(m.Data)) })
		if err := c.Open(map[string]any{"a": 1}, nil); err != nil {
			fmt.Print(err)
		}
	})}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := execute(t, s, "opens")
	if err != nil || len(got) != 1 {
		t.Fatalf("got %v, %v", got, err)
	}
	opened := got[0].(Comm).Message
	if opened.Kind != comm.Open || opened.Target != "there" || string(opened.Data) != `{"a":1}` {
		t.Errorf("opened %v", opened)
	}
	var answers []Output
	err = s.Handle(t.Context(), comm.Message{Kind: comm.Msg, ID: opened.ID, Data: json.RawMessage(`{"b":2}`)}, func(o Output) { answers = merge(answers, o) })
	if want := []Output{Stream{"stdout", `heard {"b":2}`}}; err != nil || !reflect.DeepEqual(answers, want) {
		t.Errorf("got %v, %v, want %v", answers, err, want)
	}
	s.Close()
	if err := s.Handle(t.Context(), comm.Message{Kind: comm.Msg, ID: opened.ID}, nil); err == nil {
		t.Error("a closed session handles messages")
	}
}

// Cells of two shells run at a time, each with its own output.
func TestTwoCellsAtATime(t *testing.T) {
	meet := make(chan struct{})
	s, err := NewSession(Config{Engine: engineFunc(func(ctx context.Context, c Cell) ([]any, error) {
		select {
		case meet <- struct{}{}:
		case <-meet:
		case <-time.After(10 * time.Second):
			return nil, errors.New("the other cell does not run")
		}
		fmt.Fprint(c.Stdout, "from ", c.Code)
		return nil, nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var wg sync.WaitGroup
	for _, code := range []string{"a", "b"} {
		wg.Go(func() {
			var got strings.Builder
			if err := s.Execute(t.Context(), code, func(o Output) { got.WriteString(o.(Stream).Text) }); err != nil || got.String() != "from "+code {
				t.Errorf("%s: got %q, %v", code, got.String(), err)
			}
		})
	}
	wg.Wait()
}

func TestStdin(t *testing.T) {
	var kept *bufio.Reader
	before := os.Stdin
	s, err := NewSession(Config{Interactive: true, Engine: fake{
		"scan": does(func() {
			var a, b string
			n, err := fmt.Scan(&a, &b)
			fmt.Print(n, a, b, err)
		}),
		"line": does(func() {
			if kept == nil {
				kept = bufio.NewReader(os.Stdin)
			}
			line, err := kept.ReadString('\n')
			fmt.Printf("%q %v", line, err)
		}),
		"computes": does(func() { time.Sleep(30 * time.Millisecond) }),
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		code  string
		lines []string
		want  string
	}{
		{"scan", []string{"x", "y"}, "2xy<nil>"},
		{"scan", []string{"x y and more"}, "2xy<nil>"},
		{"computes", nil, ""},
		{"line", []string{"a line ä"}, `"a line ä\n" <nil>`},
		{"line", []string{strings.Repeat("x", 100_000)}, `"` + strings.Repeat("x", 100_000) + `\n" <nil>`},
	} {
		asked := 0
		_, outs, err := run(t, s, Request{Code: tt.code, Input: func(context.Context, string, bool) (string, error) {
			if asked++; asked > len(tt.lines) {
				return "", errors.New("asked too often")
			}
			return tt.lines[asked-1], nil
		}})
		got := ""
		if len(outs) > 0 {
			got = outs[0].(Stream).Text
		}
		if err != nil || got != tt.want || asked != len(tt.lines) {
			t.Errorf("%s: asked %d times, got %.100q, %v, want %.100q", tt.code, asked, got, err, tt.want)
		}
	}
	for range 2 {
		_, outs, err := run(t, s, Request{Code: "scan", Input: func(context.Context, string, bool) (string, error) { return "", io.EOF }})
		if err != nil || len(outs) != 1 || outs[0] != (Stream{"stdout", "0unexpected newline"}) && outs[0] != (Stream{"stdout", "0EOF"}) {
			t.Errorf("at the end of the input: %v, %v", outs, err)
		}
	}
	if _, _, err := run(t, s, Request{Code: "scan"}); !errors.As(err, new(StdinNotImplementedError)) {
		t.Errorf("without Input: %v", err)
	}
	if err := s.Close(); err != nil || os.Stdin != before {
		t.Errorf("after Close: %v, os.Stdin is %v", err, os.Stdin.Name())
	}
}

// The beginning of a line is what the question begins with, not an output.
func TestPrompt(t *testing.T) {
	s, err := NewSession(Config{Interactive: true, Engine: engineFunc(func(_ context.Context, c Cell) ([]any, error) {
		fmt.Fprint(c.Stdout, c.Code)
		_, err := fmt.Scanln(new(string))
		return nil, err
	})})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, tt := range []struct{ printed, shown, prompt string }{
		{"Name: ", "", "Name: "},
		{"Hello\nName: ", "Hello\n", "Name: "},
		{"Name:\n", "Name:\n", ""},
		{strings.Repeat("x", 2*maxPrompt), strings.Repeat("x", 2*maxPrompt), ""},
	} {
		asked := ""
		_, outs, err := run(t, s, Request{Code: tt.printed, Input: func(_ context.Context, prompt string, _ bool) (string, error) {
			asked = prompt
			return "x", nil
		}})
		shown := ""
		if len(outs) > 0 {
			shown = outs[0].(Stream).Text
		}
		// A machine that is busy may have shown the line before the question comes.
		early := asked == "" && shown == tt.printed
		if err != nil || !early && (asked != tt.prompt || shown != tt.shown) {
			t.Errorf("%.30q: asked %q, shown %.30q, %v", tt.printed, asked, shown, err)
		}
	}
}
