package zmtp

import "testing"

func TestREP(t *testing.T) {
	upper := func(request [][]byte) [][]byte {
		if string(request[0]) == "silence" {
			return nil
		}
		return append(byteses("answer"), request...)
	}
	for _, test := range []struct {
		name   string
		kind   string
		answer func([][]byte) [][]byte
		sent   [][]string // only the last is answered
		want   []string
	}{
		{"heartbeat", "REQ", nil, [][]string{{"", "ping"}}, []string{"", "ping"}},
		{"many frames, one empty", "REQ", nil, [][]string{{"", "a", "", "b"}}, []string{"", "a", "", "b"}},
		{"empty", "REQ", nil, [][]string{{"", ""}}, []string{"", ""}},
		{"envelope", "DEALER", nil, [][]string{{"id1", "id2", "", "ping"}}, []string{"id1", "id2", "", "ping"}},
		{"no envelope", "DEALER", nil, [][]string{{"a", "b"}, {"x"}, {"", "ping"}}, []string{"", "ping"}},
		{"no body", "DEALER", nil, [][]string{{""}, {"id", ""}, {"", "ping"}}, []string{"", "ping"}},
		{"answer", "REQ", upper, [][]string{{"", "silence"}, {"", "ping"}}, []string{"", "answer", "ping"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := ListenREP(anyEndpoint(t, "tcp"), Config{}, test.answer)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			c := dial(t, r.Endpoint(), test.kind, "")
			for _, message := range test.sent {
				c.send(message...)
			}
			c.wantRecv(test.want...)
			c.command("SUBSCRIBE", "which means nothing here")
			c.send("", "again")
			if test.answer == nil {
				c.wantRecv("", "again")
			}
		})
	}
}
