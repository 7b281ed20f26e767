package wire

import (
	"bytes"
	"crypto/hmac"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"hash"
	"sync"
)

// delimiter stands between the identities and the signature.
const delimiter = "<IDS|MSG>"

// parts is the number of signed frames: header, parent header, metadata, content.
const parts = 4

// A Codec signs messages and checks the signatures of those that come. It may be
// used by many goroutines at once.
type Codec struct {
	signers *sync.Pool // of *signer; nil when nothing is signed
	seen    replays
	empty   Object // {}
}

// NewCodec makes the codec of a connection file's key and signature_scheme, such
// as "hmac-sha256", which an empty scheme means. With an empty key nothing is
// signed and every signature is accepted.
func NewCodec(key, scheme string) (*Codec, error) {
	newHash, err := hashOf(scheme)
	if err != nil {
		return nil, fmt.Errorf("wire: NewCodec: %w", err)
	}
	c := &Codec{empty: Object("{}")}
	if key != "" {
		c.signers = &sync.Pool{New: func() any {
			return &signer{mac: hmac.New(newHash, []byte(key))}
		}}
	}
	return c, nil
}

// A signer is an HMAC with room for its result.
type signer struct {
	mac hash.Hash
	sum []byte
}

// appendSignature appends the HMAC of the frames in hexadecimal.
func (c *Codec) appendSignature(b []byte, frames [][]byte) []byte {
	s := c.signers.Get().(*signer)
	s.mac.Reset()
	for _, frame := range frames {
		s.mac.Write(frame) // a hash takes everything
	}
	s.sum = s.mac.Sum(s.sum[:0])
	b = hex.AppendEncode(b, s.sum)
	c.signers.Put(s)
	return b
}

// Encode returns the frames of a message with its signature. They share memory
// with the message and must not be changed. A header without Raw is written from its fields.
func (c *Codec) Encode(m *Message) [][]byte {
	frames := make([][]byte, 0, len(m.Identities)+2+parts+len(m.Buffers))
	frames = append(frames, m.Identities...)
	frames = append(frames, []byte(delimiter), nil)
	header := m.Header.Raw
	if len(header) == 0 {
		header = Marshal(m.Header)
	}
	start := len(frames)
	for _, part := range [parts]Object{header, m.ParentHeader, m.Metadata, m.Content} {
		if len(part) == 0 {
			part = c.empty
		}
		frames = append(frames, part)
	}
	if c.signers != nil {
		frames[start-1] = c.appendSignature(nil, frames[start:])
	}
	return append(frames, m.Buffers...)
}

// Decode takes the frames of a message apart. It refuses what bears no right
// signature or one that was seen before, and what is no message; then the error
// says what is wrong with it. The message shares memory with the frames.
func (c *Codec) Decode(frames [][]byte) (*Message, error) {
	at := 0
	for ; ; at++ {
		if at == len(frames) {
			return nil, fmt.Errorf("wire: Decode: no delimiter %s among %d frames", delimiter, len(frames))
		}
		if string(frames[at]) == delimiter {
			break
		}
	}
	m := &Message{Identities: frames[:at:at]}
	frames = frames[at+1:]
	if len(frames) < 1+parts {
		return nil, fmt.Errorf("wire: Decode: %d frames behind the delimiter, a message has at least %d", len(frames), 1+parts)
	}
	signature, signed := frames[0], frames[1:1+parts]
	if err := checkSizes(signed); err != nil {
		return nil, err
	}
	if err := c.verify(signature, signed); err != nil {
		return nil, err
	}
	if err := m.parse(signed); err != nil {
		return nil, err
	}
	m.Buffers = frames[1+parts:]
	return m, nil
}

// verify checks the signature of four frames.
func (c *Codec) verify(signature []byte, signed [][]byte) error {
	if c.signers == nil {
		return nil
	}
	if len(signature) == 0 {
		return fmt.Errorf("wire: Decode: the message is not signed")
	}
	want := c.appendSignature(make([]byte, 0, 128), signed)
	if subtle.ConstantTimeCompare(want, signature) != 1 {
		return fmt.Errorf("wire: Decode: the signature is wrong: the message is not from a client that has the key")
	}
	if !c.seen.add(want) {
		return fmt.Errorf("wire: Decode: the message came before: its signature was seen")
	}
	return nil
}

// parse fills the message from its four signed frames.
func (m *Message) parse(signed [][]byte) error {
	var objects [parts]Object
	for i, part := range []struct {
		name     string
		nullable bool
		depth    int
	}{
		{"header", false, maxHeaderDepth},
		{"parent_header", true, maxHeaderDepth},
		{"metadata", true, maxDepth},
		{"content", false, maxDepth},
	} {
		if part.nullable && string(bytes.TrimSpace(signed[i])) == "null" {
			continue
		}
		if err := checkObject(part.name, signed[i], part.depth); err != nil {
			return err
		}
		objects[i] = signed[i]
	}
	m.ParentHeader, m.Metadata, m.Content = objects[1], objects[2], objects[3]
	return m.Header.parse(objects[0])
}
