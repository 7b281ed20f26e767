package server

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"golab/kernel/wire"
)

// FuzzRequest sends requests of any type with any content and metadata. Each is
// answered between busy and idle; one that waits can be interrupted.
func FuzzRequest(f *testing.F) {
	for _, msgType := range messageTypes {
		f.Add(msgType, []byte(`{"code":"print 1","cursor_pos":1,"comm_id":"c","target_name":"known","data":{}}`), []byte(`{"cellId":"x"}`))
	}
	f.Add("execute_request", []byte(`{"code":"wait\nflood 2","user_expressions":{"a":"b"},"silent":null}`), []byte(`{}`))
	f.Add("history_request", []byte(`{"hist_access_type":"range","session":-9,"start":-1,"stop":1e3}`), []byte(`null`))
	f.Fuzz(func(t *testing.T, msgType string, content, metadata []byte) {
		if msgType == "shutdown_request" || !json.Valid(content) || !json.Valid(metadata) {
			t.Skip("the server ends, or wire refuses it")
		}
		r := startRig(t, newFake(), slog.New(slog.DiscardHandler))
		close(r.backend.release)
		for _, channel := range []wire.Channel{wire.Shell, wire.Control} {
			m := r.client.New(msgType, nil, wire.Object(content))
			m.Identities, m.Metadata = [][]byte{[]byte("client")}, wire.Object(metadata)
			frames := r.codec.Encode(m)
			codec, err := wire.NewCodec("secret", "")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := codec.Decode(frames); err != nil {
				t.Skip(err)
			}
			r.deliver(channel, frames)
			for start := time.Now(); !r.idle(m.Header.MsgID); time.Sleep(100 * time.Microsecond) {
				r.server.Interrupt()
				if time.Since(start) > patience {
					t.Fatalf("%s is not over within %v", msgType, patience)
				}
			}
		}
		r.stop()
	})
}

// idle reports whether a request is over.
func (r *rig) idle(parent string) bool {
	for _, m := range r.of("status", parent) {
		if content[wire.Status](r.t, m.Message).ExecutionState == "idle" {
			return true
		}
	}
	return false
}
