package wire

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"
)

func TestHeader(t *testing.T) {
	for _, c := range []struct{ username, msgType string }{
		{"", "status"}, {"ada", "execute_reply"}, {"Ä \"\\\n<b>\x00", "x\"y\\\x7f\xff世"},
	} {
		s := NewSession(c.username)
		start := time.Now().Truncate(time.Microsecond)
		h := s.New(c.msgType, nil, nil).Header
		var raw Header
		if err := json.Unmarshal(h.Raw, &raw); err != nil {
			t.Fatalf("%s: %v", h.Raw, err)
		}
		if !utf8.Valid(h.Raw) {
			t.Errorf("%q is not UTF-8", h.Raw)
		}
		if raw.MsgID != h.MsgID || raw.Session != s.ID() || raw.Date != h.Date || raw.Version != "5.5" ||
			raw.MsgType != strings.ToValidUTF8(c.msgType, "\ufffd") || c.username != "" && raw.Username != c.username {
			t.Errorf("%s is not %+v", h.Raw, h)
		}
		date, err := time.Parse(time.RFC3339Nano, h.Date)
		if err != nil || date.Before(start) || date.After(time.Now()) || len(h.Date) != len("2026-01-02T15:04:05.000000Z") {
			t.Errorf("date %s: %v", h.Date, err)
		}
	}
	if h := NewSession("").New("t", nil, nil).Header; h.Username != "kernel" {
		t.Errorf("the username is %q", h.Username)
	}
}

func TestNoTwoMessagesAreAlike(t *testing.T) {
	s, c := NewSession(""), newCodec(t, "key", "")
	if other := NewSession(""); other.ID() == s.ID() {
		t.Error("two sessions have the same id")
	}
	var seen sync.Map
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 1000 {
				m := s.New("status", nil, Status{"busy"})
				if _, twice := seen.LoadOrStore(m.Header.MsgID, true); twice {
					t.Errorf("two messages have the id %s", m.Header.MsgID)
				}
				if _, twice := seen.LoadOrStore(string(c.Encode(m)[1]), true); twice {
					t.Errorf("two messages have the signature of %s", m.Header.MsgID)
				}
				if _, err := c.Decode(c.Encode(m)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

func TestPublish(t *testing.T) {
	s := NewSession("")
	p := NewPublication("comm_msg", CommMsg{CommID: "c"})
	p.Metadata, p.Buffers = Object(`{"version":"2.1.0"}`), [][]byte{{1}}
	out := newCodec(t, "", "").Encode(s.Publish(Object(`{"msg_id":"p"}`), p))
	want := []string{"kernel." + s.ID() + ".comm_msg", "<IDS|MSG>", "", "", `{"msg_id":"p"}`, `{"version":"2.1.0"}`, `{"comm_id":"c","data":{}}`, "\x01"}
	if len(out) != len(want) {
		t.Fatalf("%d frames, want %d", len(out), len(want))
	}
	for i, frame := range out {
		if i != 3 && string(frame) != want[i] {
			t.Errorf("frame %d: %q, want %q", i, frame, want[i])
		}
	}
}

func TestAbsentPartsAreEmptyObjects(t *testing.T) {
	var nothing map[string]any
	for _, content := range []any{nil, nothing, Object(nil), struct{}{}} {
		out := newCodec(t, "", "").Encode(NewSession("").New("t", nil, content))
		for i, frame := range out[3:] {
			if string(frame) != "{}" {
				t.Errorf("%T: frame %d behind the header is %q", content, i, frame)
			}
		}
	}
	out := newCodec(t, "", "").Encode(&Message{Header: Header{MsgID: "1", MsgType: "t"}})
	if _, err := newCodec(t, "", "").Decode(out); err != nil {
		t.Errorf("a header of fields: %v", err)
	}
}
