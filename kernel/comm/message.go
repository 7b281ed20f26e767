package comm

import "encoding/json"

// A Kind says what a message does: it opens a comm, speaks on it or closes it.
type Kind string

// The kinds, named as the protocol's messages.
const (
	Open  Kind = "comm_open"
	Msg   Kind = "comm_msg"
	Close Kind = "comm_close"
)

// A Message travels on a comm in either direction.
type Message struct {
	Kind     Kind
	ID       string          // of the comm
	Target   string          // who is to answer; of an Open only
	Data     json.RawMessage // a JSON object
	Metadata json.RawMessage // a JSON object of the message, such as the version of the widget protocol; may be nil
	Buffers  [][]byte        // binary parts
}
