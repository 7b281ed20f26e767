package server

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golab/kernel/wire"
)

func TestNewRefuses(t *testing.T) {
	good := wire.Connection{Transport: "tcp", IP: "127.0.0.1"}
	for _, tt := range []struct {
		name string
		cfg  Config
	}{
		{"no backend", Config{Connection: good}},
		{"an unknown scheme", Config{Backend: newFake(), Connection: wire.Connection{IP: "127.0.0.1", Key: "k", SignatureScheme: "rot13"}}},
		{"half of the keys", Config{Backend: newFake(), Connection: wire.Connection{IP: "127.0.0.1", CurvePublicKey: "x"}}},
		{"an address that is not ours", Config{Backend: newFake(), Connection: wire.Connection{IP: "192.0.2.1"}}},
	} {
		if _, err := New(tt.cfg); err == nil {
			t.Errorf("%s: no error", tt.name)
		} else if !strings.HasPrefix(err.Error(), "server: New: ") {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// Who serves is known before the session is ready, and cells wait for it.
func TestBackendNotReady(t *testing.T) {
	backend := newFake()
	backend.ready = make(chan struct{})
	r := newRig(t, backend)
	r.waitIdle(r.send(wire.Control, "kernel_info_request", struct{}{}))
	r.waitIdle(r.send(wire.Shell, "kernel_info_request", struct{}{}))
	cell := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print hi"))
	r.waitFor("execute_input", cell)
	close(backend.ready)
	r.waitIdle(cell)
	if got := content[reply](t, r.waitFor("execute_reply", cell).Message); got.Status != "ok" {
		t.Errorf("got %v", got)
	}
}

func TestEnds(t *testing.T) {
	for name, end := range map[string]func(*rig){
		"context":             func(r *rig) { r.end() },
		"shutdown on control": func(r *rig) { r.send(wire.Control, "shutdown_request", struct{}{}) },
		"shutdown on shell":   func(r *rig) { r.send(wire.Shell, "shutdown_request", struct{}{}, subshell("null")) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, newFake())
			r.waitFor("status", "")
			end(r)
			r.stop()
			select {
			case <-r.backend.closed:
			default:
				t.Error("the backend is not closed")
			}
		})
	}
}

// The cells that run are told, and say how they ended.
func TestEndsWhileCellsRun(t *testing.T) {
	r := newRig(t, newFake())
	cell := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("wait"))
	behind := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print 2"))
	r.waitFor("execute_input", cell)
	shutdown := r.send(wire.Control, "shutdown_request", wire.ShutdownRequest{Restart: true})
	r.stop()
	if len(r.of("execute_reply", cell)) != 1 || len(r.of("execute_reply", behind)) != 0 {
		t.Error("the cell that ran has no reply, or the one that did not has one")
	}
	replies := r.of("shutdown_reply", shutdown)
	if len(replies) != 2 || replies[0].channel != wire.Control || replies[1].channel != wire.IOPub {
		t.Fatalf("got %v", replies)
	}
	for _, m := range replies {
		if !content[wire.ShutdownReply](t, m.Message).Restart {
			t.Errorf("%s: restart is not said again", m.channel)
		}
	}
}

// A cell that does not end does not keep the server.
func TestEndsInSpiteOfBackend(t *testing.T) {
	r := newRig(t, newFake())
	cell := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("hold"))
	r.waitFor("execute_input", cell)
	r.end()
	r.stop()
	close(r.backend.release)
}

func TestServeReportsSocketErrors(t *testing.T) {
	r := newRig(t, newFake())
	r.closeSockets() // as if another had done it
	select {
	case err := <-r.served:
		r.served <- nil
		if err == nil || !strings.Contains(err.Error(), "channel: ") {
			t.Errorf("got %v", err)
		}
	case <-time.After(patience):
		t.Fatal("Serve goes on without sockets")
	}
}

// Messages that are none disturb nobody.
func TestBadMessages(t *testing.T) {
	r := newRig(t, newFake())
	good := r.codec.Encode(&wire.Message{Identities: [][]byte{[]byte("c")}, Header: r.client.New("kernel_info_request", nil, nil).Header})
	cut := func(n int) [][]byte { return good[:n] }
	with := func(i int, frame string) [][]byte {
		m := slices.Clone(good)
		m[i] = []byte(frame)
		return m
	}
	bad := [][][]byte{
		{}, cut(1), cut(2), cut(3), cut(len(good) - 1),
		with(1, "<no delimiter>"), with(2, ""), with(2, "00"), with(3, "{}"), with(3, "{"), with(6, "[]"), with(6, "\xff"),
		{nil, []byte("<IDS|MSG>")}, {[]byte("<IDS|MSG>")},
	}
	for _, c := range []wire.Channel{wire.Shell, wire.Control, wire.Stdin} {
		for _, frames := range bad {
			r.deliver(c, frames)
		}
	}
	r.waitIdle(r.send(wire.Control, "kernel_info_request", struct{}{}))
	r.waitIdle(r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print 1")))
	for _, m := range r.messages() {
		if m.Header.MsgType != "status" && m.parent == "" {
			t.Errorf("%s to nobody", m.Header.MsgType)
		}
	}
}

// All that belongs to a request comes between its busy and its idle, whatever
// other shells do at the same time, and the replies go where the request came
// from.
func TestOrder(t *testing.T) {
	r := newRig(t, newFake())
	ids := []string{"null"}
	for range 3 {
		id := r.send(wire.Control, "create_subshell_request", struct{}{})
		created := content[wire.CreateSubshellReply](t, r.waitFor("create_subshell_reply", id).Message)
		ids = append(ids, created.SubshellID)
	}
	var mu sync.Mutex
	want := map[string]string{} // the value printed, by request
	var senders sync.WaitGroup
	for _, id := range ids {
		senders.Go(func() {
			for n := range 50 {
				value := fmt.Sprintf("%s-%d", id, n)
				sent := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print "+value+"\nresult x"), subshell(id),
					func(m *wire.Message) { m.Identities = [][]byte{[]byte(id)} })
				mu.Lock()
				want[sent] = value
				mu.Unlock()
				r.send(wire.Control, "kernel_info_request", struct{}{})
			}
		})
	}
	senders.Wait()
	for id := range want {
		r.waitIdle(id)
	}
	types := map[string][]string{}
	for _, m := range r.messages() {
		value, ours := want[m.parent]
		if !ours {
			continue
		}
		name := m.Header.MsgType
		switch name {
		case "status":
			name = content[wire.Status](t, m.Message).ExecutionState
		case "stream":
			if got := content[wire.Stream](t, m.Message).Text; got != value+"\n" {
				t.Errorf("%q under the header of %s", got, value)
			}
		case "execute_reply":
			if shell, _, _ := strings.Cut(value, "-"); string(m.Identities[0]) != shell {
				t.Errorf("the reply to %s goes to %s", value, m.Identities[0])
			}
		}
		types[m.parent] = append(types[m.parent], name)
	}
	for id, got := range types {
		if want := "[busy execute_input stream execute_result execute_reply idle]"; fmt.Sprint(got) != want {
			t.Errorf("%s: got %v, want %s", id, got, want)
		}
	}
}

// Headers go back as they came, with what the server knows nothing of.
func TestParentHeaderVerbatim(t *testing.T) {
	r := newRig(t, newFake())
	raw := wire.Object(`{ "version":"5.2","msg_id":"m1", "msg_type":"execute_request","unheard":{"of":[1.50,null]},"subshell_id" :null,"session":"s","date":"yesterday"}`)
	r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print 1\nbuffers c"), func(m *wire.Message) { m.Header.Raw = raw })
	r.waitIdle("m1")
	for _, m := range r.messages() {
		if m.parent == "" {
			continue
		}
		if string(m.ParentHeader) != string(raw) {
			t.Errorf("%s: the parent header is %s", m.Header.MsgType, m.ParentHeader)
		}
		if m.Header.Session == "s" || m.Header.Session != r.server.session.ID() {
			t.Errorf("%s: session %s", m.Header.MsgType, m.Header.Session)
		}
		if m.channel == wire.IOPub {
			if want := "kernel." + r.server.session.ID() + "." + m.Header.MsgType; string(m.Identities[0]) != want {
				t.Errorf("topic %s, want %s", m.Identities[0], want)
			}
		}
	}
}

// A burst of cells is aborted also when it is still coming in as its first cell
// fails. On a busy machine the burst may have gaps, so that this is tried again.
func TestAbortsBurst(t *testing.T) {
	r := newRig(t, newFake())
	eventually(t, "a burst is aborted as a whole", func() bool {
		var cells []string
		for range 5 {
			cells = append(cells, r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("fail oh")))
		}
		whole := true
		for i, id := range cells {
			got := content[reply](t, r.waitFor("execute_reply", id).Message)
			if want := []string{"error", "aborted"}[min(i, 1)]; got.Status != want {
				whole = false
			}
			if has := got.ExecutionCount != nil; has != (got.Status != "aborted") {
				t.Errorf("%s: the execution_count is there: %v", got.Status, has)
			}
		}
		return whole
	})
}

// What answers a failure is not part of its burst, however fast it comes.
func TestAnsweredFailureAbortsNothing(t *testing.T) {
	r := newRig(t, newFake())
	for range 20 {
		id := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("fail again"))
		if got := content[reply](t, r.waitFor("execute_reply", id).Message); got.Status != "error" {
			t.Fatalf("a cell behind an answered failure: %s", got.Status)
		}
	}
}

// A silent failure is not a reason to stop, and neither is a failure that says so.
func TestFailuresThatAbortNothing(t *testing.T) {
	for _, edit := range []func(*wire.ExecuteRequest){
		func(q *wire.ExecuteRequest) { q.Silent = true },
		func(q *wire.ExecuteRequest) { q.StopOnError = false },
		func(q *wire.ExecuteRequest) { q.Code = "hold\nprint fine" },
	} {
		r := newRig(t, newFake())
		req := wire.NewExecuteRequest("hold\nfail oh")
		edit(&req)
		r.send(wire.Shell, "execute_request", req)
		behind := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print 2"))
		close(r.backend.release)
		if got := content[reply](t, r.waitFor("execute_reply", behind).Message); got.Status != "ok" {
			t.Errorf("%+v: the cell behind it: %s", req, got.Status)
		}
	}
}

// SIGINT is what an interrupt_request is.
func TestInterruptMethod(t *testing.T) {
	r := newRig(t, newFake())
	r.server.Interrupt()
	cell := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("wait"))
	behind := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print 2"))
	r.waitFor("execute_input", cell)
	r.server.Interrupt()
	if got := content[reply](t, r.waitFor("execute_reply", cell).Message); got.Status != "error" {
		t.Errorf("got %v", got)
	}
	if got := content[reply](t, r.waitFor("execute_reply", behind).Message); got.Status != "aborted" {
		t.Errorf("got %v", got)
	}
}

// Two front ends are asked at once; each answer goes to the cell of its own.
func TestInputOfTwoClients(t *testing.T) {
	r := newRig(t, newFake())
	created := r.waitFor("create_subshell_reply", r.send(wire.Control, "create_subshell_request", struct{}{}))
	sub := content[wire.CreateSubshellReply](t, created.Message).SubshellID
	from := func(client string) func(*wire.Message) {
		return func(m *wire.Message) { m.Identities = [][]byte{[]byte(client)} }
	}
	ann := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("input a"), from("ann"))
	bob := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("input b"), subshell(sub), from("bob"))
	for id, client := range map[string]string{ann: "ann", bob: "bob"} {
		if asked := r.waitFor("input_request", id); string(asked.Identities[0]) != client {
			t.Errorf("%s is asked in the place of %s", asked.Identities[0], client)
		}
	}
	r.send(wire.Stdin, "input_reply", wire.InputReply{Value: "eve"}, from("eve"))
	r.send(wire.Stdin, "input_reply", wire.InputReply{Value: "bob"}, from("bob"))
	r.send(wire.Stdin, "input_reply", wire.InputReply{Value: "ann"}, from("ann"))
	for id, client := range map[string]string{ann: "ann", bob: "bob"} {
		if got := content[wire.Stream](t, r.waitFor("stream", id).Message).Text; got != "got "+client+"\n" {
			t.Errorf("%s: %q", client, got)
		}
	}
}

// A page gets 2 MB of a cell that prints without end, and an interrupt ends it.
func TestFloodIntoPage(t *testing.T) {
	r := newRig(t, newFake())
	cell := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("flood 300\nwait"), func(m *wire.Message) {
		m.Metadata = wire.Object(`{"cellId":"c"}`)
	})
	r.wait("the note", func(s sent) bool {
		return s.is("stream", cell) && strings.Contains(string(s.Content), "only the end is shown")
	})
	r.send(wire.Control, "interrupt_request", struct{}{})
	r.waitIdle(cell)
	total := 0
	for _, m := range r.of("stream", cell) {
		total += len(m.Content)
	}
	if total < pageLimit/2 || total > 2_000_000 {
		t.Errorf("%d bytes go into the page", total)
	}
	direct := r.send(wire.Shell, "execute_request", wire.NewExecuteRequest("flood 1000"))
	r.waitIdle(direct)
	total = 0
	for _, m := range r.of("stream", direct) {
		total += len(content[wire.Stream](t, m.Message).Text)
	}
	if total != 10_000_000 {
		t.Errorf("a client that is no page gets %d bytes of 10 MB", total)
	}
}

func TestSettle(t *testing.T) {
	sh := newShell("", nil, func() {})
	start := time.Now()
	sh.settle(context.Background())
	if took := time.Since(start); took > settleMax {
		t.Errorf("a quiet shell settles in %v", took)
	}
	stop := make(chan struct{})
	var busy sync.WaitGroup
	busy.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				sh.lastExecute.Store(time.Now().UnixNano())
			}
		}
	})
	done := make(chan struct{})
	go func() { sh.settle(context.Background()); close(done) }()
	select {
	case <-done:
	case <-time.After(patience):
		t.Error("a busy shell never settles")
	}
	close(stop)
	busy.Wait()
}

func TestReplyType(t *testing.T) {
	for msgType, want := range map[string]string{
		"execute_request": "execute_reply", "a_request_request": "a_request_reply", "comm_msg": "", "_request": "", "": "",
	} {
		got, ok := replyType(msgType)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, %v", msgType, got, ok)
		}
	}
}

// An interrupt does not wait for a front end that is slow to take what is published.
func TestInterruptWhilePublishingWaits(t *testing.T) {
	backend := newFake()
	r := newRig(t, backend)
	id := r.send(wire.Shell, "execute_request", wire.ExecuteRequest{Code: "tell"})
	r.waitFor("execute_input", id)
	r.mu.Lock() // no message goes out
	var sent sync.WaitGroup
	sent.Go(func() { r.send(wire.Control, "interrupt_request", struct{}{}) })
	select {
	case <-backend.ended:
	case <-time.After(10 * time.Second):
		t.Error("the cell is not stopped")
	}
	r.mu.Unlock()
	sent.Wait()
	r.waitIdle(id)
}
