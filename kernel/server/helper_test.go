package server

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"golab/kernel/wire"
)

// patience is how long a test waits for what must happen: long, as the machine
// may be busy.
const patience = 30 * time.Second

// testLog logs to the test, while it runs.
func testLog(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), nil))
}

// headerID returns the msg_id of a header.
func headerID(header wire.Object) string {
	var h struct {
		MsgID string `json:"msg_id"`
	}
	if json.Unmarshal(header, &h) != nil {
		return ""
	}
	return h.MsgID
}

// content decodes the content of a message.
func content[T any](t testing.TB, m *wire.Message) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(m.Content, &v); err != nil {
		t.Fatalf("%s: %v", m.Header.MsgType, err)
	}
	return v
}

// eventually waits until a condition holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for start := time.Now(); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Since(start) > patience {
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

// A reply is what all replies have.
type reply struct {
	Status         string `json:"status"`
	ExecutionCount *int   `json:"execution_count"`
	EName          string `json:"ename"`
	EValue         string `json:"evalue"`
}
