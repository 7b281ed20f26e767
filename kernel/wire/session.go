package wire

import (
	"crypto/rand"
	"encoding/hex"
	"os"
	"strconv"
	"sync/atomic"
	"time"
)

// dateLayout is ISO 8601 with microseconds, in UTC.
const dateLayout = "2006-01-02T15:04:05.000000Z"

// A Session writes the headers of one process. Its id tells front ends that a
// kernel was restarted: it is random, and no message of a client's session ever
// carries it. A Session may be used by many goroutines at once.
type Session struct {
	id       string
	prefix   string // of message ids
	username []byte // as JSON
	name     string
	count    atomic.Uint64
}

// NewSession starts a session. The username stands in headers; an empty one is
// "kernel".
func NewSession(username string) *Session {
	if username == "" {
		username = "kernel"
	}
	var random [16]byte
	rand.Read(random[:]) // never fails
	id := hex.EncodeToString(random[:])
	return &Session{
		id:       id,
		prefix:   id + "_" + strconv.Itoa(os.Getpid()) + "_",
		username: Marshal(username),
		name:     username,
	}
}

// ID returns the id of the session.
func (s *Session) ID() string { return s.id }

// New makes a message that answers the request with the given header, or none for
// nil. The content is encoded by [Marshal]; an Object goes as it is.
//
// Every message gets an id of its own, so that no two are alike byte for byte:
// clients drop what bears a signature that they have seen.
func (s *Session) New(msgType string, parent Object, content any) *Message {
	return &Message{
		Header:       s.header(msgType),
		ParentHeader: parent,
		Content:      orEmpty(Marshal(content)),
	}
}

// Reply makes the answer to a request, for the socket that it came from.
func (s *Session) Reply(request *Message, msgType string, content any) *Message {
	m := s.New(msgType, request.Header.Raw, content)
	m.Identities = request.Identities
	return m
}

// Publish makes a message for the iopub socket. Its topic is the type behind
// "kernel." and the id of the session. The parent is the header of the request
// that caused it; nil for none.
func (s *Session) Publish(parent Object, p Publication) *Message {
	m := s.New(p.MsgType, parent, p.Content)
	m.Metadata, m.Buffers = p.Metadata, p.Buffers
	m.Identities = [][]byte{s.topic(p.MsgType)}
	return m
}

func (s *Session) topic(msgType string) []byte {
	topic := make([]byte, 0, len("kernel..")+len(s.id)+len(msgType))
	topic = append(topic, "kernel."...)
	topic = append(topic, s.id...)
	topic = append(topic, '.')
	return append(topic, msgType...)
}

// header writes the header of a new message. It is written by hand as each cell
// sends five.
func (s *Session) header(msgType string) Header {
	raw := make([]byte, 0, 256)
	raw = append(raw, `{"msg_id":"`...)
	idStart := len(raw)
	raw = append(raw, s.prefix...)
	raw = strconv.AppendUint(raw, s.count.Add(1), 10)
	idEnd := len(raw)
	raw = append(raw, `","session":"`...)
	raw = append(raw, s.id...)
	raw = append(raw, `","username":`...)
	raw = append(raw, s.username...)
	raw = append(raw, `,"date":"`...)
	dateStart := len(raw)
	raw = time.Now().UTC().AppendFormat(raw, dateLayout)
	dateEnd := len(raw)
	raw = append(raw, `","msg_type":`...)
	raw = appendString(raw, msgType)
	raw = append(raw, `,"version":"`+Version+`"}`...)
	text := string(raw)
	return Header{
		MsgID:    text[idStart:idEnd],
		Session:  s.id,
		Username: s.name,
		Date:     text[dateStart:dateEnd],
		MsgType:  msgType,
		Version:  Version,
		Raw:      raw,
	}
}

// appendString appends s as a JSON string.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return append(b, Marshal(s)...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
