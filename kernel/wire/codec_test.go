package wire

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func newCodec(t testing.TB, key, scheme string) *Codec {
	t.Helper()
	c, err := NewCodec(key, scheme)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// frames splits text at its bars.
func frames(text string) [][]byte {
	return bytes.Split([]byte(text), []byte("|"))
}

// unsigned returns the frames of a message without a signature.
func unsigned(header, parent, metadata, content string) [][]byte {
	return [][]byte{[]byte("<IDS|MSG>"), nil, []byte(header), []byte(parent), []byte(metadata), []byte(content)}
}

func TestReplyRoundTrip(t *testing.T) {
	sender, receiver := newCodec(t, "key", ""), newCodec(t, "key", "hmac-sha256")
	request := NewSession("").New("execute_request", nil, NewExecuteRequest("1 < 2"))
	request.Header.Raw = Object(`{ "msg_id":"1",  "subshell_id":null, "msg_type" :"execute_request","z":1e3}`)
	request.Identities = [][]byte{[]byte("a"), {}, []byte("b")}
	request.Buffers = [][]byte{{0xff, 0}, {}}
	got, err := receiver.Decode(sender.Encode(request))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Identities) != 3 || len(got.Buffers) != 2 || !bytes.Equal(got.Buffers[0], []byte{0xff, 0}) {
		t.Errorf("identities %q, buffers %q", got.Identities, got.Buffers)
	}
	s := NewSession("ada")
	reply := s.Reply(got, "execute_reply", ExecuteReply{})
	sent := receiver.Encode(reply)
	if !slices.EqualFunc(sent[:3], request.Identities, bytes.Equal) {
		t.Errorf("the reply goes to %q", sent[:3])
	}
	back, err := sender.Decode(sent)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(back.ParentHeader, request.Header.Raw) {
		t.Errorf("parent_header %s, want %s", back.ParentHeader, request.Header.Raw)
	}
	if back.Header.Session != s.ID() || back.Header.Username != "ada" || back.Header.Version != "5.5" {
		t.Errorf("header %s", back.Header.Raw)
	}
}

func TestSchemes(t *testing.T) {
	for _, scheme := range []string{
		"", "hmac-sha256", "hmac-sha224", "hmac-sha512", "hmac-sha384", "hmac-sha1", "hmac-md5",
		"hmac-sha3_224", "hmac-sha3_256", "hmac-sha3_384", "hmac-sha3_512",
	} {
		m := NewSession("").New("status", nil, Status{"idle"})
		if _, err := newCodec(t, "key", scheme).Decode(newCodec(t, "key", scheme).Encode(m)); err != nil {
			t.Errorf("%s: %v", scheme, err)
		}
	}
	for _, scheme := range []string{"hmac", "hmac-", "sha256", "hmac-crc32", "HMAC-SHA256"} {
		if _, err := NewCodec("key", scheme); err == nil || !strings.Contains(err.Error(), scheme) {
			t.Errorf("%s: %v", scheme, err)
		}
	}
}

func TestNoKey(t *testing.T) {
	c := newCodec(t, "", "")
	out := c.Encode(NewSession("").New("status", nil, Status{"idle"}))
	if len(out[1]) != 0 {
		t.Errorf("the signature is %q", out[1])
	}
	for range 2 { // also again: nobody can tell whether it is another
		if _, err := c.Decode(out); err != nil {
			t.Error(err)
		}
	}
}

func TestSignatures(t *testing.T) {
	m := NewSession("").New("execute_request", Object(`{"msg_id":"p"}`), NewExecuteRequest("x"))
	good := newCodec(t, "key", "").Encode(m)
	change := func(frame int, to []byte) [][]byte {
		out := slices.Clone(good)
		out[frame] = to
		return out
	}
	swapped := slices.Clone(good)
	swapped[3], swapped[4] = swapped[4], swapped[3]
	for name, bad := range map[string][][]byte{
		"none":            change(1, nil),
		"upper case":      change(1, bytes.ToUpper(good[1])),
		"half":            change(1, good[1][:32]),
		"longer":          change(1, append(slices.Clone(good[1]), '0')),
		"another header":  change(2, append(slices.Clone(good[2]), ' ')),
		"another parent":  change(3, []byte("{}")),
		"other metadata":  change(4, []byte("{ }")),
		"another content": change(5, []byte(`{"code":"y"}`)),
		"frames swapped":  swapped,
		"another key":     newCodec(t, "Key", "").Encode(m),
		"another hash":    newCodec(t, "key", "hmac-sha512").Encode(m),
	} {
		if _, err := newCodec(t, "key", "").Decode(bad); err == nil || !strings.Contains(err.Error(), "sign") {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := newCodec(t, "key", "")
	if _, err := c.Decode(change(1, bytes.Repeat([]byte("0"), 64))); err == nil {
		t.Error("a signature of zeros is accepted")
	}
	if _, err := c.Decode(append(slices.Clone(good), []byte("buffers are not signed"))); err != nil {
		t.Error(err)
	}
	if _, err := c.Decode(good); err == nil || !strings.Contains(err.Error(), "came before") {
		t.Errorf("sent again: %v", err)
	}
}

func TestMalformed(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 600) + "1" + strings.Repeat("}", 600)
	arrays := `{"a":` + strings.Repeat("[", 600) + strings.Repeat("]", 600) + "}"
	header := `{"msg_id":"1","msg_type":"t"}`
	for _, c := range []struct {
		name   string
		frames [][]byte
		want   string
	}{
		{"nothing", nil, "no delimiter <IDS|MSG> among 0 frames"},
		{"no delimiter", frames("a|b|{}|{}|{}|{}"), "among 6 frames"},
		{"delimiter alone", [][]byte{[]byte("<IDS|MSG>")}, "0 frames behind the delimiter"},
		{"half", unsigned(header, "{}", "{}", "{}")[:5], "4 frames behind the delimiter, a message has at least 5"},
		{"empty header", unsigned("", "{}", "{}", "{}"), "header is empty"},
		{"empty content", unsigned(header, "{}", "{}", " "), "content is empty"},
		{"broken header", unsigned(header[:9], "{}", "{}", "{}"), "header is not JSON: byte 9"},
		{"broken content", unsigned(header, "{}", "{}", `{"x":NaN}`), "content is not JSON: byte 6"},
		{"two values", unsigned(header, "{}", "{}", "{}{}"), "content is not JSON"},
		{"array header", unsigned("[]", "{}", "{}", "{}"), "header is an array"},
		{"null header", unsigned("null", "{}", "{}", "{}"), "header is null"},
		{"string parent", unsigned(header, `"x"`, "{}", "{}"), "parent_header is a string"},
		{"number metadata", unsigned(header, "{}", "-1", "{}"), "metadata is a number"},
		{"null content", unsigned(header, "{}", "{}", "null"), "content is null"},
		{"bool content", unsigned(header, "{}", "{}", "true"), "content is a bool"},
		{"no msg_id", unsigned(`{"msg_type":"t"}`, "{}", "{}", "{}"), "no msg_id"},
		{"no msg_type", unsigned(`{"msg_id":"1","msg_type":null}`, "{}", "{}", "{}"), "no msg_type"},
		{"number for msg_type", unsigned(`{"msg_id":"1","msg_type":3}`, "{}", "{}", "{}"), "msg_type is a number, want a string"},
		{"object for date", unsigned(`{"msg_id":"1","msg_type":"t","date":{}}`, "{}", "{}", "{}"), "date is an object, want a string"},
		{"Latin-1 header", unsigned("{\"msg_id\":\"\xe4\",\"msg_type\":\"t\"}", "{}", "{}", "{}"), "header is not UTF-8"},
		{"deep header", unsigned(deep, "{}", "{}", "{}"), "header is nested deeper than 32"},
		{"deep content", unsigned(header, "{}", "{}", deep), "content is nested deeper than 512"},
		{"deep arrays", unsigned(header, "{}", arrays, "{}"), "metadata is nested deeper than 512"},
		{"long header", unsigned(`{"msg_id":"`+strings.Repeat("x", maxHeader)+`"}`, "{}", "{}", "{}"), "at most 65536 are allowed"},
	} {
		m, err := newCodec(t, "", "").Decode(c.frames)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
		if m != nil {
			t.Errorf("%s: a message beside the error", c.name)
		}
		if err != nil && (!strings.HasPrefix(err.Error(), "wire: ") || len(err.Error()) > 200) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestTolerated(t *testing.T) {
	for name, in := range map[string][][]byte{
		"spaces":           unsigned(" {\"msg_id\":\"1\", \"msg_type\":\"t\"}\n", "\t{}", " {} ", "{ }\r\n"),
		"null parent":      unsigned(`{"msg_id":"1","msg_type":"t"}`, "null", " null", "{}"),
		"null in header":   unsigned(`{"msg_id":"1","msg_type":"t","session":null,"date":null,"subshell_id":null}`, "{}", "{}", "{}"),
		"Latin-1 content":  unsigned(`{"msg_id":"1","msg_type":"t"}`, "{}", "{}", "{\"code\":\"\xe4\"}"),
		"brackets in text": unsigned(`{"msg_id":"1","msg_type":"t"}`, "{}", "{}", `{"code":"`+strings.Repeat(`[{\"`, 600)+`"}`),
		"many values":      unsigned(`{"msg_id":"1","msg_type":"t"}`, "{}", "{}", `{"x":[`+strings.Repeat("{},", 600)+`1]}`),
	} {
		c := newCodec(t, "", "")
		m, err := c.Decode(in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := c.Decode(c.Encode(m)); err != nil {
			t.Errorf("%s, sent on: %v", name, err)
		}
	}
}

func TestReplays(t *testing.T) {
	c := newCodec(t, "key", "")
	s := NewSession("")
	first := c.Encode(s.New("t", nil, nil))
	if _, err := c.Decode(first); err != nil {
		t.Fatal(err)
	}
	// A wrong signature is not remembered, and does not push out a right one.
	for range 10 {
		forged := slices.Clone(c.Encode(s.New("t", nil, nil)))
		forged[5] = []byte(`{"x":1}`)
		if _, err := c.Decode(forged); err == nil {
			t.Fatal("a forged message is accepted")
		}
	}
	for range maxReplays - 1 {
		if _, err := c.Decode(c.Encode(s.New("t", nil, nil))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Decode(first); err == nil {
		t.Errorf("a message of %d messages ago is accepted again", maxReplays-1)
	}
	if _, err := c.Decode(c.Encode(s.New("t", nil, nil))); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Decode(first); err != nil {
		t.Errorf("the bound does not hold: %v", err)
	}
	if len(c.seen.seen) != maxReplays || len(c.seen.ring) != maxReplays {
		t.Errorf("%d and %d signatures are kept, want %d", len(c.seen.seen), len(c.seen.ring), maxReplays)
	}
}

func FuzzDecode(f *testing.F) {
	for _, g := range goldens(f) {
		f.Add(bytes.Join(g.Frames, []byte("\n---\n")))
	}
	f.Add([]byte("<IDS|MSG>\n---\n\n---\n{\"msg_id\":\"1\",\"msg_type\":\"t\"}\n---\nnull\n---\nnull\n---\n{}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		in := bytes.Split(text, []byte("\n---\n"))
		if _, err := newCodec(t, "key", "").Decode(in); err == nil {
			t.Fatal("who has no key is let in")
		}
		c := newCodec(t, "", "")
		m, err := c.Decode(in)
		if err != nil {
			return
		}
		for _, request := range requests() {
			m.ReadContent(request) // must not panic
		}
		reply := NewSession("").Reply(m, "reply", ErrorReply{EValue: string(m.Content)})
		got, err := c.Decode(c.Encode(reply))
		if err != nil {
			t.Fatalf("a reply to %q: %v", text, err)
		}
		if !bytes.Equal(got.ParentHeader, m.Header.Raw) {
			t.Fatalf("parent_header %s, want %s", got.ParentHeader, m.Header.Raw)
		}
	})
}
