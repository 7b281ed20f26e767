package zmtp

import (
	"bufio"
	"fmt"
	"net"
	"slices"
	"time"
)

// maxIdentity is the size of the longest identity that a peer may choose.
const maxIdentity = 255

// A hand is what a handshake comes to.
type hand struct {
	curve    *curve // nil: NULL
	identity []byte
}

// shake makes the handshake of a connection.
func (s *socket) shake(conn net.Conn, r *bufio.Reader) (hand, error) {
	conn.SetDeadline(time.Now().Add(s.config.HandshakeTimeout))
	mechanism := mechanismNULL
	if s.config.Curve != nil {
		mechanism = mechanismCURVE
	}
	if _, err := conn.Write(greeting(mechanism)); err != nil {
		return hand{}, err
	}
	if err := readGreeting(r, mechanism); err != nil {
		return hand{}, err
	}
	var h hand
	var err error
	if s.config.Curve != nil {
		h, err = s.shakeCurve(conn, r)
	} else {
		h, err = s.shakeNull(conn, r)
	}
	if err != nil {
		return hand{}, err
	}
	return h, conn.SetDeadline(time.Time{})
}

// shakeNull exchanges READY.
func (s *socket) shakeNull(conn net.Conn, r *bufio.Reader) (hand, error) {
	body, err := readHandshake(r)
	if err != nil {
		return hand{}, err
	}
	ready, err := parseCommand(body)
	if err != nil {
		return hand{}, err
	}
	if ready.name != "READY" {
		return hand{}, fmt.Errorf("%w: %s instead of READY", errProtocol, ready.name)
	}
	var h hand
	if h.identity, err = s.checkMetadata(ready.data); err != nil {
		conn.Write(packCommand(errorCommand("Invalid metadata")))
		return hand{}, err
	}
	_, err = conn.Write(packCommand(command{"READY", s.metadata()}))
	return h, err
}

// shakeCurve exchanges HELLO for WELCOME and INITIATE for READY.
func (s *socket) shakeCurve(conn net.Conn, r *bufio.Reader) (hand, error) {
	h := curveHandshake{server: s.config.Curve, curve: &curve{}}
	body, err := readHandshake(r)
	if err != nil {
		return hand{}, err
	}
	welcome, err := h.hello(body)
	if err != nil {
		return hand{}, err
	}
	if _, err := conn.Write(appendFrame(nil, flagCommand, welcome)); err != nil {
		return hand{}, err
	}
	if body, err = readHandshake(r); err != nil {
		return hand{}, err
	}
	metadata, err := h.initiate(body)
	if err != nil {
		return hand{}, err
	}
	identity, err := s.checkMetadata(metadata)
	if err != nil {
		conn.Write(packCommand(errorCommand("400")))
		return hand{}, err
	}
	_, err = conn.Write(appendFrame(nil, flagCommand, h.curve.ready(s.metadata())))
	return hand{h.curve, identity}, err
}

// readHandshake reads a frame that must be a command.
func readHandshake(r *bufio.Reader) ([]byte, error) {
	f, err := readFrame(r, maxCommand, maxCommand)
	if err != nil {
		return nil, err
	}
	if !f.command() {
		return nil, fmt.Errorf("%w: a message in the handshake", errProtocol)
	}
	return f.body, nil
}

// metadata returns ours. A peer of type REQ or DEALER may be told an identity,
// but a socket that binds has none.
func (s *socket) metadata() []byte {
	data := appendProperty(nil, "Socket-Type", []byte(s.kind))
	return appendProperty(data, "Identity", nil)
}

// checkMetadata checks that the peer is of a type that talks to ours, and returns
// its identity.
func (s *socket) checkMetadata(data []byte) (identity []byte, err error) {
	properties, err := parseProperties(data)
	if err != nil {
		return nil, err
	}
	kind := string(properties[propertySocketType])
	if !slices.Contains(s.peerKinds, kind) {
		return nil, fmt.Errorf("%w: a %s cannot talk to a %s", errProtocol, kind, s.kind)
	}
	identity = properties[propertyIdentity]
	if len(identity) > maxIdentity || len(identity) > 0 && identity[0] == 0 {
		return nil, fmt.Errorf("%w: its identity is %q", errProtocol, identity)
	}
	return slices.Clone(identity), nil
}
