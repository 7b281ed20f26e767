package wire

import (
	"bytes"
	"testing"
)

// BenchmarkSend makes and signs a message, as a trivial cell does five times.
func BenchmarkSend(b *testing.B) {
	c, s := newCodec(b, "a0436f6c-1916-498b-8eb9-e81ab9368e84", ""), NewSession("")
	parent := Object(goldens(b)[0].Frames[3])
	for _, bench := range []struct {
		name string
		send func() *Message
	}{
		{"status", func() *Message { return s.Publish(parent, NewPublication("status", Status{"busy"})) }},
		{"execute_input", func() *Message {
			return s.Publish(parent, NewPublication("execute_input", ExecuteInput{"x := 1\nx + 1", 7}))
		}},
		{"execute_result", func() *Message {
			return s.Publish(parent, NewPublication("execute_result", ExecuteResult{ExecutionCount: 7, Data: Object(`{"text/plain":"2"}`)}))
		}},
		{"execute_reply", func() *Message { return s.New("execute_reply", parent, ExecuteReply{ExecutionCount: 7}) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Encode(bench.send())
			}
		})
	}
}

// BenchmarkReceive checks and decodes an execute_request.
func BenchmarkReceive(b *testing.B) {
	g := goldens(b)[0]
	c := newCodec(b, g.Key, g.Scheme)
	b.ReportAllocs()
	for b.Loop() {
		c.seen = replays{}
		m, err := c.Decode(g.Frames)
		if err != nil {
			b.Fatal(err)
		}
		var req ExecuteRequest
		if err := m.ReadContent(&req); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLargeContent receives and sends 10 MB.
func BenchmarkLargeContent(b *testing.B) {
	c, s := newCodec(b, "key", ""), NewSession("")
	text := string(bytes.Repeat([]byte("a line of text\n"), 10<<20/15))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		out := c.Encode(s.New("stream", nil, Stream{"stdout", text}))
		if _, err := c.Decode(out); err != nil {
			b.Fatal(err)
		}
	}
}
