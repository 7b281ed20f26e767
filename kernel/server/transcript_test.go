package server

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golab/kernel/wire"
)

var regen = flag.Bool("regen", false, "write the golden transcripts anew")

// The transcripts in testdata are played against a server with the fake backend.
//
//	> shell execute_request {"code":"print hi"}   sends, and waits until it is idle
//	& shell execute_request {"code":"wait"}       sends
//	~ execute_input r2                            waits for a message of a request
//	~ idle r2                                     waits until a request is idle
//	! release                                     lets held goroutines and cells go on
//	< iopub r1 stream {"name":"stdout", ...}      what the server has sent
//
// The requests are r1, r2 … in the order of the transcript. All that belongs to
// one is shown when the transcript has waited for it to be idle, and what comes
// later at a release. Behind the content may stand metadata=, parent= (the last
// message of a type), subshell= (a number, a name or null), buffers= and field=
// (of the header).
func TestTranscripts(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			golden, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(golden))
			if *regen {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(golden) {
				t.Errorf("%s: the server sends\n%s", path, diff(got, string(golden)))
			}
		})
	}
}

// diff shows the first line that differs, with the lines around it.
func diff(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	at := 0
	for at < min(len(g), len(w)) && g[at] == w[at] {
		at++
	}
	around := func(lines []string) string {
		return strings.Join(lines[min(len(lines), max(0, at-3)):min(len(lines), at+4)], "\n")
	}
	return fmt.Sprintf("line %d\n--- got\n%s\n--- want\n%s", at+1, around(g), around(w))
}

// A player plays one transcript.
type player struct {
	t     *testing.T
	rig   *rig
	out   strings.Builder
	ids   []string       // of r1, r2 …
	shown map[string]int // how many of the messages of a request are in out
	sub   []string       // the ids of subshells
}

func play(t *testing.T, script string) string {
	p := &player{t: t, rig: newRig(t, newFake()), shown: map[string]int{}}
	for line := range strings.Lines(script) {
		if strings.HasPrefix(line, "<") {
			continue
		}
		p.out.WriteString(line)
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		p.step(line[:1], strings.TrimSpace(line[1:]))
	}
	return p.out.String()
}

func (p *player) step(verb, args string) {
	p.t.Helper()
	switch verb {
	case ">":
		id := p.request(args)
		p.rig.waitIdle(id)
		p.show(id)
	case "&":
		p.request(args)
	case "~":
		p.await(args)
	case "!":
		close(p.rig.backend.release)
		p.rig.backend.late.Wait()
		for _, id := range p.ids {
			if p.shown[id] > 0 {
				p.show(id)
			}
		}
	default:
		p.t.Fatalf("%q is no step of a transcript", verb)
	}
}

var attribute = regexp.MustCompile(` (metadata|parent|subshell|buffers|field)=(\S+)$`)

// request sends "channel type content attributes…".
func (p *player) request(args string) string {
	p.t.Helper()
	for i, id := range p.sub {
		args = strings.ReplaceAll(args, fmt.Sprintf("SUBSHELL%d", i+1), id)
	}
	var edits []func(*wire.Message)
	for m := attribute.FindStringSubmatchIndex(args); m != nil; m = attribute.FindStringSubmatchIndex(args) {
		edits = append(edits, p.edit(args[m[2]:m[3]], args[m[4]:m[5]]))
		args = args[:m[0]]
	}
	parts := strings.SplitN(args, " ", 3)
	if len(parts) != 3 {
		p.t.Fatalf("%q is not: channel type content", args)
	}
	id := p.rig.send(wire.Channel(parts[0]), parts[1], wire.Object(parts[2]), edits...)
	p.ids = append(p.ids, id)
	return id
}

func (p *player) edit(name, value string) func(*wire.Message) {
	switch name {
	case "metadata":
		return func(m *wire.Message) { m.Metadata = wire.Object(value) }
	case "parent":
		return func(m *wire.Message) { m.ParentHeader = p.last(value).Header.Raw }
	case "buffers":
		return func(m *wire.Message) {
			for b := range strings.SplitSeq(value, ",") {
				m.Buffers = append(m.Buffers, []byte(b))
			}
		}
	case "field":
		field, value, _ := strings.Cut(value, ":")
		return header(field, value)
	}
	if n, err := strconv.Atoi(value); err == nil {
		value = p.sub[n-1]
	}
	return subshell(value)
}

// last returns the last message of a type.
func (p *player) last(msgType string) sent {
	found := p.rig.of(msgType, "")
	if len(found) == 0 {
		p.t.Fatalf("no %s so far", msgType)
	}
	return found[len(found)-1]
}

// await waits for "type rN" or "idle rN".
func (p *player) await(args string) {
	p.t.Helper()
	msgType, label, _ := strings.Cut(args, " ")
	n, err := strconv.Atoi(strings.TrimPrefix(label, "r"))
	if err != nil {
		p.t.Fatalf("%q is not: type rN", args)
	}
	id := p.ids[n-1]
	if msgType != "idle" {
		p.rig.waitFor(msgType, id)
		return
	}
	p.rig.waitIdle(id)
	p.show(id)
}

// show writes what belongs to a request and is not yet shown.
func (p *player) show(id string) {
	seen := 0
	for _, s := range p.rig.messages() {
		if s.parent != id {
			continue
		}
		if seen++; seen <= p.shown[id] {
			continue
		}
		fmt.Fprintf(&p.out, "< %s %s %s %s", s.channel, p.label(s.parent), s.Header.MsgType, p.normal(string(s.Content)))
		if len(s.Metadata) > 2 {
			fmt.Fprintf(&p.out, " metadata=%s", p.normal(string(s.Metadata)))
		}
		if len(s.Buffers) > 0 {
			fmt.Fprintf(&p.out, " buffers=%q", s.Buffers)
		}
		p.out.WriteString("\n")
	}
	p.shown[id] = seen
}

func (p *player) label(id string) string {
	return fmt.Sprintf("r%d", slices.Index(p.ids, id)+1)
}

var (
	date     = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z`)
	created  = regexp.MustCompile(`"subshell_id":"([A-Z2-7]{26})"`)
	measured = regexp.MustCompile(`"(hostname|pid|kernel_cpu|kernel_memory|cpu_count)":("[^"]*"|[\d.]+)`)
	machine  = regexp.MustCompile(`,"host_virtual_memory":\{[^}]*\}`)
)

// normal replaces what differs from run to run.
func (p *player) normal(text string) string {
	text = strings.ReplaceAll(text, p.rig.server.session.ID(), "SESSION")
	text = date.ReplaceAllString(text, "DATE")
	text = measured.ReplaceAllString(text, `"$1":?`)
	text = machine.ReplaceAllString(text, "")
	if m := created.FindStringSubmatch(text); m != nil && !slices.Contains(p.sub, m[1]) {
		p.sub = append(p.sub, m[1])
	}
	for i, id := range p.sub {
		text = strings.ReplaceAll(text, id, fmt.Sprintf("SUBSHELL%d", i+1))
	}
	return text
}
