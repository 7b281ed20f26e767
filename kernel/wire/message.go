package wire

import "encoding/json"

// Version is the protocol that the messages speak.
const Version = "5.5"

// Object is a JSON object as it came or as it goes: never decoded and encoded
// again on the way.
type Object = json.RawMessage

// A Message is what travels on a socket: to a ROUTER socket behind the identities
// of the peer, to the iopub socket behind a topic.
type Message struct {
	Identities   [][]byte // in front of the delimiter: routing prefix, or topic
	Header       Header
	ParentHeader Object // the header of the request as its bytes came; nil for {}
	Metadata     Object // nil for {}
	Content      Object // nil for {}
	Buffers      [][]byte
}

// A Header says what a message is and who sent it. Of a message that came only
// MsgID and MsgType are certain to be there.
type Header struct {
	MsgID    string `json:"msg_id"`
	Session  string `json:"session"` // of the sender
	Username string `json:"username"`
	Date     string `json:"date"` // ISO 8601
	MsgType  string `json:"msg_type"`
	Version  string `json:"version"` // of the protocol that the sender speaks

	// SubshellID is the subshell that a request is for; nil is the main shell.
	SubshellID *string `json:"subshell_id,omitempty"`

	// Raw is the header as it came or goes, with fields that have no name here.
	// It becomes the parent_header of answers.
	Raw Object `json:"-"`
}
