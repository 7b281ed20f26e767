package worker

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"golab/kernel"
	"golab/kernel/comm"
	"golab/kernel/server"
	"golab/kernel/wire"
)

// TestMain makes the test binary a worker when it is started as one.
func TestMain(m *testing.M) {
	if os.Getenv("GOLAB_TEST_WORKER") == "" {
		os.Exit(m.Run())
	}
	in, out, err := Stdio()
	if err == nil {
		var s *kernel.Session
		if s, err = kernel.NewSession(kernel.Config{Engine: engine{}, Interactive: true}); err == nil {
			s.Comms().Register("echo", func(c *comm.Comm, open comm.Message) {
				c.OnMsg(func(m comm.Message) {
					fmt.Print("heard")
					_ = c.Send(map[string]any{"echo": string(m.Data)}, m.Buffers...)
				})
			})
			err = Serve(in, out, s)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "golab:", err)
	}
	EndAll()
}

// engine runs Go functions under the names that stand for cells.
type engine struct{}

func (engine) Run(ctx context.Context, c kernel.Cell) ([]any, error) {
	name, arg, _ := strings.Cut(c.Code, " ")
	switch name {
	case "value":
		return []any{arg}, nil
	case "number":
		return []any{c.Number}, nil
	case "print":
		fmt.Fprint(c.Stdout, arg)
	case "much":
		for i := range 50_000 {
			fmt.Fprintln(c.Stdout, "line", i)
		}
	case "fail":
		return nil, &kernel.Error{Kind: kernel.Returned, Name: "ValueError", Text: arg, Trace: []kernel.Position{{Cell: c.Number, Line: 1}}}
	case "scan":
		var s string
		_, err := fmt.Scan(&s)
		return []any{"got " + s}, err
	case "ask":
		if _, err := fmt.Scan(new(string)); ctx.Err() == nil {
			return nil, err
		}
		return nil, &kernel.Error{Kind: kernel.Interrupted, Name: "Interrupted", Text: "interrupted", Err: context.Cause(ctx)}
	case "wait":
		<-ctx.Done()
		return nil, &kernel.Error{Kind: kernel.Interrupted, Name: "Interrupted", Text: "interrupted", Err: context.Cause(ctx)}
	case "crash":
		crash()
	case "die":
		os.Exit(3)
	case "late":
		go func() {
			time.Sleep(50 * time.Millisecond)
			fmt.Fprint(c.Stdout, arg)
		}()
	case "raw":
		os.NewFile(1, "").WriteString("raw\n") // is no frame of the link
	case "signals":
		out, err := exec.Command("sh", "-c", `kill -INT $$; echo no INT; yes | head -1`).CombinedOutput()
		fmt.Fprintf(c.Stdout, "%s %v", out, err)
	case "child":
		return nil, exec.Command("sleep", "300").Start()
	}
	return nil, nil
}

// crash ends the process in a way that nothing can recover from.
func crash() {
	m := map[int]int{}
	for range 4 {
		go func() {
			for i := 0; ; i++ {
				m[i%10] = i
			}
		}()
	}
	select {}
}

func start(t testing.TB) *Worker {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	w, err := Start(func() *exec.Cmd {
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), "GOLAB_TEST_WORKER=1")
		return cmd
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// A transcript collects publications.
type transcript struct {
	mu   sync.Mutex
	list []wire.Publication
}

func (l *transcript) emit(p wire.Publication) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, p)
}

// String returns the types and contents, one in a line, streams joined.
func (l *transcript) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	for _, p := range l.list {
		fmt.Fprintf(&b, "%s %s\n", p.MsgType, p.Content)
	}
	return b.String()
}

// text returns what was printed.
func (l *transcript) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	for _, p := range l.list {
		var s wire.Stream
		if p.MsgType == "stream" && json.Unmarshal(p.Content, &s) == nil {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func run(t testing.TB, w *Worker, code string) (wire.ExecuteReply, *transcript) {
	t.Helper()
	out := &transcript{}
	return w.Execute(t.Context(), server.Cell{Number: 7, Code: code}, out.emit), out
}

func TestExecute(t *testing.T) {
	w := start(t)
	for _, tt := range []struct{ code, status, published string }{
		{"value x", "ok", `execute_result {"execution_count":7,"data":{"text/plain":"\"x\""},"metadata":{},"transient":{}}` + "\n"},
		{"number", "ok", `execute_result {"execution_count":7,"data":{"text/plain":"7"},"metadata":{},"transient":{}}` + "\n"},
		{"print a<b", "ok", `stream {"name":"stdout","text":"a<b"}` + "\n"},
		{"nothing", "ok", ""},
		{"fail no", "error", `error {"ename":"ValueError","evalue":"no","traceback":["cell 7, line 1: no"]}` + "\n"},
		{"raw", "ok", ""},
	} {
		reply, out := run(t, w, tt.code)
		if reply.Status != tt.status || out.String() != tt.published {
			t.Errorf("%s: %s, published\n%swant %s and\n%s", tt.code, reply.Status, out, tt.status, tt.published)
		}
	}
	reply := w.Execute(t.Context(), server.Cell{Number: 1, Code: "value x", Silent: true, UserExpressions: map[string]string{
		"good": "value 1", "bad": "fail not this", "none": "nothing",
	}}, func(p wire.Publication) { t.Errorf("published %s %s", p.MsgType, p.Content) })
	got, err := json.Marshal(reply)
	want := `"user_expressions":{"bad":{"ename":"ValueError","evalue":"not this","status":"error","traceback":["cell 1, line 1: not this"]},` +
		`"good":{"data":{"text/plain":"\"1\""},"metadata":{},"status":"ok"},` +
		`"none":{"ename":"CompileError","evalue":"\"nothing\" has no value","status":"error","traceback":["\"nothing\" has no value"]}}`
	if err != nil || !strings.Contains(string(got), want) {
		t.Errorf("got %s, %v\nwant %s in it", got, err, want)
	}
}

// Whatever ends the process, the cell gets an error that says so, and the next
// cell a fresh one.
func TestLostProcess(t *testing.T) {
	w := start(t)
	for _, tt := range []struct{ code, why string }{
		{"crash", "fatal error: concurrent map writes"},
		{"die", "exit status 3"},
	} {
		pid := w.PID()
		reply, out := run(t, w, tt.code)
		want := "the Go process of the cells has ended: " + tt.why
		if reply.Status != "error" || reply.EName != "SessionLost" || reply.EValue != want || !strings.HasPrefix(out.String(), "error ") {
			t.Errorf("%s: got %+v, want %s; published\n%s", tt.code, reply, want, out)
		}
		if w.PID() == pid {
			t.Errorf("%s: the process is the same", tt.code)
		}
		if reply, out := run(t, w, "value 1"); reply.Status != "ok" {
			t.Errorf("after %s: %+v\n%s", tt.code, reply, out)
		}
	}
}

// A worker that never comes up is not started again and again.
func TestNoWorker(t *testing.T) {
	starts := 0
	w, err := Start(func() *exec.Cmd {
		starts++
		return exec.Command("sh", "-c", "echo golab: no session >&2; exit 1")
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var last wire.ExecuteReply
	for range 6 {
		if last, _ = run(t, w, "value 1"); last.Status != "error" {
			t.Fatalf("got %+v", last)
		}
	}
	if starts > maxLost || !strings.Contains(last.EValue, "no session") || strings.Contains(fmt.Sprint(last), "fresh") {
		t.Errorf("%d starts, %q", starts, last.EValue)
	}
	if got := w.Complete(t.Context(), wire.CompleteRequest{Code: "x", CursorPos: 1}); got.Status != "ok" || len(got.Matches) > 0 {
		t.Errorf("completion without a worker: %+v", got)
	}
	if _, err := Start(func() *exec.Cmd { return exec.Command("no-such-command") }, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a command that is not there starts")
	}
}

func TestInterruptAndInput(t *testing.T) {
	w := start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	reply := w.Execute(ctx, server.Cell{Code: "wait"}, func(wire.Publication) {})
	if reply.EName != "Interrupted" {
		t.Errorf("got %+v", reply)
	}
	answer := func(text string, err error) server.Cell {
		return server.Cell{Code: "scan", Input: func(context.Context, string, bool) (string, error) { return text, err }}
	}
	for _, tt := range []struct {
		cell   server.Cell
		result string
	}{
		{answer("42 and more", nil), `"got 42"`},
		{answer("43", nil), `"got 43"`}, // not the rest of the line before
		{answer("", fmt.Errorf("nobody is there")), "nobody is there"},
		{answer("", io.EOF), `"evalue":"EOF"`},
		{server.Cell{Code: "scan"}, "the cell reads os.Stdin, but this front end takes no input"},
		{answer("44", nil), `"got 44"`},
	} {
		out := &transcript{}
		reply := w.Execute(t.Context(), tt.cell, out.emit)
		if text := strings.ReplaceAll(out.String(), `\"`, `"`); !strings.Contains(text, tt.result) {
			t.Errorf("got %+v\n%swant %s", reply, out, tt.result)
		}
	}
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	reply = w.Execute(ctx, server.Cell{Code: "scan", Input: func(ctx context.Context, _ string, _ bool) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	}}, func(wire.Publication) {})
	if reply.Status != "error" {
		t.Errorf("interrupted while it waited for input: %+v", reply)
	}
}

func TestOutput(t *testing.T) {
	w := start(t)
	_, late := run(t, w, "late after")
	_, much := run(t, w, "much")
	if lines := strings.Count(much.text(), "\n"); lines != 50_000 || !strings.HasSuffix(much.text(), "line 49999\n") {
		t.Errorf("%d lines of 50000", lines)
	}
	for deadline := time.Now().Add(10 * time.Second); late.text() == "" && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if late.text() != "after" || strings.Contains(much.text(), "after") {
		t.Errorf("late output %q", late.text())
	}
}

func TestComms(t *testing.T) {
	w := start(t)
	out := &transcript{}
	send := func(m comm.Message) {
		t.Helper()
		m.ID = "c1"
		w.Comm(t.Context(), m, out.emit)
	}
	send(comm.Message{Kind: comm.Open, Target: "echo", Data: json.RawMessage(`{}`)})
	if got := w.CommInfo(t.Context(), ""); len(got) != 1 || got["c1"] != "echo" {
		t.Errorf("open comms %v", got)
	}
	send(comm.Message{Kind: comm.Msg, Data: json.RawMessage(`{"a":1}`), Buffers: [][]byte{{0, 255}}})
	send(comm.Message{Kind: comm.Close, Data: json.RawMessage(`{}`)})
	if got := w.CommInfo(t.Context(), "echo"); len(got) != 0 {
		t.Errorf("open comms %v", got)
	}
	text := out.String()
	if !strings.Contains(text, `comm_msg {"comm_id":"c1","data":{"echo":"{\"a\":1}"}}`) || out.text() != "heard" {
		t.Errorf("got\n%s", text)
	}
	for _, p := range out.list {
		if p.MsgType == "comm_msg" && (len(p.Buffers) != 1 || string(p.Buffers[0]) != "\x00\xff") {
			t.Errorf("buffers %v", p.Buffers)
		}
	}
}

// Requests whose output is over are forgotten.
func TestForgetting(t *testing.T) {
	w := start(t)
	for range 200 {
		run(t, w, "print x")
	}
	w.process.mu.Lock()
	n := len(w.process.calls)
	w.process.mu.Unlock()
	// The worker forgets when it collects garbage, which much output makes it do.
	for deadline := time.Now().Add(20 * time.Second); n > 50 && time.Now().Before(deadline); {
		run(t, w, "much")
		w.process.mu.Lock()
		n = len(w.process.calls)
		w.process.mu.Unlock()
	}
	if n > 50 {
		t.Errorf("%d requests are kept", n)
	}
}

// An interrupt is an interrupt, also when it ends a question.
func TestInterruptedQuestion(t *testing.T) {
	w := start(t)
	for range 100 {
		ctx, cancel := context.WithCancel(t.Context())
		reply := w.Execute(ctx, server.Cell{Code: "ask", Input: func(ctx context.Context, _ string, _ bool) (string, error) {
			cancel()
			<-ctx.Done()
			return "", context.Cause(ctx)
		}}, func(wire.Publication) {})
		cancel()
		if reply.EName != "Interrupted" {
			t.Fatalf("got %+v", reply)
		}
	}
}

// When the process has ended between cells, the next one says so.
func TestLostBetweenCells(t *testing.T) {
	w := start(t)
	run(t, w, "value 1")
	p, err := os.FindProcess(w.PID())
	if err != nil || p.Kill() != nil {
		t.Fatal("no process to kill")
	}
	<-w.process.done
	w.IsComplete(t.Context(), "x") // starts another one
	reply, out := run(t, w, "value 1")
	if text := out.text(); reply.Status != "ok" || !strings.Contains(text, "the Go process of the cells has ended: killed") {
		t.Errorf("got %+v, printed %q", reply, text)
	}
	if _, out := run(t, w, "value 1"); out.text() != "" {
		t.Errorf("it says so again: %q", out.text())
	}
	run(t, w, "die")
	if _, out := run(t, w, "value 1"); out.text() != "" {
		t.Errorf("what a cell has said comes again: %q", out.text())
	}
}
