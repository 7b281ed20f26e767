package server

import (
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"golab/kernel/wire"
)

var soak = flag.Duration("soak", 2*time.Second, "how long random messages are sent")

// Random messages, right and wrong, do not end the server, block it or leave
// goroutines behind. What is sent depends on the seed alone.
func TestSoak(t *testing.T) {
	before := runtime.NumGoroutine()
	g := &gremlin{t: t, rand: rand.New(rand.NewPCG(1, 2)), sub: []string{"null", "nobody"}}
	for start, round := time.Now(), 0; time.Since(start) < *soak; round++ {
		g.round()
	}
	eventually(t, "the goroutines have ended", func() bool { return runtime.NumGoroutine() <= before+1 })
	t.Logf("%d messages", g.sent)
}

// A gremlin sends random messages.
type gremlin struct {
	t    *testing.T
	rand *rand.Rand
	rig  *rig
	sub  []string
	sent int
}

// round has a server of its own, so that its log stays small.
func (g *gremlin) round() {
	backend := newFake()
	close(backend.release)
	g.rig = startRig(g.t, backend, slog.New(slog.DiscardHandler))
	g.sub = g.sub[:2]
	for range 200 {
		g.step()
	}
	// It answers as ever, on both channels.
	g.rig.send(wire.Control, "interrupt_request", struct{}{})
	g.rig.waitIdle(g.rig.send(wire.Control, "kernel_info_request", struct{}{}))
	for {
		// Cells that wait are interrupted until none is left.
		last := g.rig.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print ok"))
		for len(g.rig.of("execute_reply", last)) == 0 {
			g.rig.send(wire.Control, "interrupt_request", struct{}{})
			time.Sleep(time.Millisecond)
		}
		if len(g.rig.of("stream", last)) == 1 {
			break
		}
	}
	g.check()
	g.rig.stop()
	g.rig.log = nil // the test's cleanup holds the rig
}

var (
	messageTypes = strings.Fields(`execute_request complete_request inspect_request is_complete_request
		history_request comm_info_request kernel_info_request comm_open comm_msg comm_close interrupt_request
		create_subshell_request delete_subshell_request list_subshell_request debug_request usage_request
		input_reply connect_request nonsense execute_reply`)
	cellTexts = []string{"print a", "result b", "fail c", "wait", "input d", "panic e", "crash", "display f\nupdate g", "late h", "flood 3", ""}
	fields    = strings.Fields(`code silent store_history user_expressions allow_stdin stop_on_error cursor_pos detail_level
		hist_access_type session start stop n pattern unique output comm_id target_name data subshell_id value seq command`)
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func (g *gremlin) step() {
	g.sent++
	channel := pick(g.rand, []wire.Channel{wire.Shell, wire.Shell, wire.Control, wire.Stdin})
	msgType := pick(g.rand, messageTypes)
	if channel == wire.Shell && g.rand.IntN(3) == 0 {
		msgType = "execute_request"
	}
	var edits []func(*wire.Message)
	if g.rand.IntN(3) == 0 {
		edits = append(edits, subshell(pick(g.rand, g.sub)))
	}
	if g.rand.IntN(20) == 0 {
		g.rig.deliver(channel, g.garbage())
	}
	id := g.rig.send(channel, msgType, g.content(msgType), edits...)
	if msgType == "create_subshell_request" && channel == wire.Control {
		created := content[wire.CreateSubshellReply](g.t, g.rig.waitFor("create_subshell_reply", id).Message)
		g.sub = append(g.sub, created.SubshellID)
	}
}

// content makes an object of random fields, mostly with values of the right type.
func (g *gremlin) content(msgType string) wire.Object {
	object := map[string]any{}
	if g.rand.IntN(8) > 0 {
		object["code"] = pick(g.rand, cellTexts)
		object["comm_id"] = pick(g.rand, []string{"c1", "c2"})
		object["target_name"] = pick(g.rand, []string{"known", "unknown"})
		object["subshell_id"] = pick(g.rand, g.sub)
		object["value"] = "line"
	}
	for range g.rand.IntN(4) {
		object[pick(g.rand, fields)] = g.value()
	}
	return wire.Marshal(object)
}

func (g *gremlin) value() any {
	return pick(g.rand, []any{nil, true, false, 0, -1, 7, 1e300, "", "tail", "search", "*", "c1", []any{}, []any{1, "x"}, map[string]any{}, map[string]any{"a": nil}})
}

// garbage is a message with a frame cut, changed or left out.
func (g *gremlin) garbage() [][]byte {
	m := g.rig.client.New(pick(g.rand, messageTypes), nil, struct{}{})
	m.Identities = [][]byte{[]byte("client")}
	frames := g.rig.codec.Encode(m)
	at := g.rand.IntN(len(frames))
	switch g.rand.IntN(3) {
	case 0:
		frames[at] = frames[at][:g.rand.IntN(len(frames[at])+1)]
	case 1:
		frames[at] = fmt.Appendf(nil, "%d", g.rand.Uint64())
	default:
		frames = append(frames[:at:at], frames[at+1:]...)
	}
	return frames
}

// check looks at what the server has sent: busy and idle around each request, and
// at most one reply.
func (g *gremlin) check() {
	states, replies := map[string]int{}, map[string]int{}
	for _, m := range g.rig.messages() {
		switch {
		case m.parent == "":
		case m.is("status", "") && strings.Contains(string(m.Content), "busy"):
			if states[m.parent]++; states[m.parent] != 1 {
				g.t.Errorf("busy again: %s", m.ParentHeader)
			}
		case m.is("status", ""):
			if states[m.parent]++; states[m.parent] != 2 {
				g.t.Errorf("idle without busy: %s", m.ParentHeader)
			}
		case m.channel != wire.IOPub && m.Header.MsgType != "input_request":
			if replies[m.parent]++; replies[m.parent] != 1 || states[m.parent] != 1 {
				g.t.Errorf("%s: reply %d, in state %d", m.ParentHeader, replies[m.parent], states[m.parent])
			}
		}
	}
}
