package wire

import (
	"bytes"
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

func TestRoundTrip(t *testing.T) {
	for _, scheme := range []string{
		"", "hmac-sha256", "hmac-sha224", "hmac-sha512", "hmac-sha384", "hmac-sha1", "hmac-md5",
		"hmac-sha3_224", "hmac-sha3_256", "hmac-sha3_384", "hmac-sha3_512",
	} {
		sender, receiver := newCodec(t, "key", scheme), newCodec(t, "key", scheme)
		s := NewSession("")
		request := s.New("execute_request", nil, NewExecuteRequest("1 < 2"))
		request.Identities = [][]byte{[]byte("a"), {}, []byte("b")}
		request.Buffers = [][]byte{{0xff, 0}, {}}
		got, err := receiver.Decode(sender.Encode(request))
		if err != nil {
			t.Errorf("%s: %v", scheme, err)
			continue
		}
		if len(got.Identities) != 3 || len(got.Buffers) != 2 || !bytes.Equal(got.Buffers[0], []byte{0xff, 0}) {
			t.Errorf("%s: identities %q, buffers %q", scheme, got.Identities, got.Buffers)
		}
		if !bytes.Equal(got.Header.Raw, request.Header.Raw) || got.Header.MsgID != request.Header.MsgID {
			t.Errorf("%s: header %s, want %s", scheme, got.Header.Raw, request.Header.Raw)
		}
		reply := s.Reply(got, "execute_reply", ExecuteReply{Status: "ok"})
		if !bytes.Equal(reply.ParentHeader, request.Header.Raw) || len(reply.Identities) != 3 {
			t.Errorf("%s: the reply has parent %s, identities %q", scheme, reply.ParentHeader, reply.Identities)
		}
	}
}
