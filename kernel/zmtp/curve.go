package zmtp

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/nacl/box"
	"golang.org/x/crypto/nacl/secretbox"
)

// Sizes of the commands of CURVE (ZeroMQ RFC 26).
const (
	helloSize       = 200
	initiateMinSize = 257
	initiateBoxAt   = 113
	messageBoxAt    = 16
	messageOverhead = messageBoxAt + box.Overhead + 1 // the flags
)

// The flags inside a MESSAGE. RFC 26 has the first; libzmq adds the second, for
// commands such as PING and SUBSCRIBE.
const (
	curveMore    = 1 << 0
	curveCommand = 1 << 1
)

const messageName = "\x07MESSAGE"

// A curve is the server's side of a CURVE connection. One goroutine may seal while
// another opens.
type curve struct {
	shared    [32]byte // of the two transient keys
	nonce     uint64   // the last that we have used
	peerNonce uint64   // the last that the peer has used
}

// nonce returns a prefix and what follows it. The two have 24 bytes.
func nonce(prefix string, rest []byte) *[24]byte {
	var n [24]byte
	copy(n[copy(n[:], prefix):], rest)
	return &n
}

// shortNonce counts our commands.
func (c *curve) shortNonce() []byte {
	c.nonce++
	return binary.BigEndian.AppendUint64(nil, c.nonce)
}

// acceptNonce checks that the peer counts up.
func (c *curve) acceptNonce(short []byte) error {
	n := binary.BigEndian.Uint64(short)
	if n <= c.peerNonce {
		return fmt.Errorf("%w: the nonce %d after %d", errProtocol, n, c.peerNonce)
	}
	c.peerNonce = n
	return nil
}

// A curveHandshake is what the server knows between HELLO and INITIATE.
type curveHandshake struct {
	server    *CurveKeys
	transient *CurveKeys
	client    [32]byte // the client's transient public key
	cookie    []byte
	curve     *curve
}

// hello checks a HELLO and returns the WELCOME.
func (h *curveHandshake) hello(body []byte) (welcome []byte, err error) {
	if len(body) != helloSize || !bytes.HasPrefix(body, []byte("\x05HELLO\x01\x00")) {
		return nil, fmt.Errorf("%w: %d bytes are not a HELLO of CURVE 1.0", errProtocol, len(body))
	}
	if err := h.curve.acceptNonce(body[112:120]); err != nil {
		return nil, err
	}
	copy(h.client[:], body[80:112])
	zeros, ok := box.Open(nil, body[120:], nonce("CurveZMQHELLO---", body[112:120]), &h.client, &h.server.Secret)
	if !ok || !bytes.Equal(zeros, make([]byte, 64)) {
		return nil, fmt.Errorf("%w: HELLO is not for our public key", errProtocol)
	}
	if h.transient, err = NewCurveKeys(); err != nil {
		return nil, err
	}
	if err := h.bakeCookie(); err != nil {
		return nil, err
	}
	var long [16]byte
	if _, err := rand.Read(long[:]); err != nil {
		return nil, err
	}
	welcome = append([]byte("\x07WELCOME"), long[:]...)
	plain := append(h.transient.Public[:], h.cookie...)
	return box.Seal(welcome, plain, nonce("WELCOME-", long[:]), &h.client, &h.server.Secret), nil
}

// bakeCookie makes the cookie as the RFC has it. Its key is thrown away: over a
// stream the server keeps its state, and compares the cookie that comes back.
func (h *curveHandshake) bakeCookie() error {
	var key [32]byte
	var long [16]byte
	if _, err := rand.Read(key[:]); err != nil {
		return err
	}
	if _, err := rand.Read(long[:]); err != nil {
		return err
	}
	plain := append(h.client[:], h.transient.Secret[:]...)
	h.cookie = secretbox.Seal(long[:], plain, nonce("COOKIE--", long[:]), &key)
	return nil
}

// initiate checks an INITIATE and returns the client's metadata.
func (h *curveHandshake) initiate(body []byte) (metadata []byte, err error) {
	if len(body) < initiateMinSize || !bytes.HasPrefix(body, []byte("\x08INITIATE")) {
		return nil, fmt.Errorf("%w: %d bytes are not an INITIATE", errProtocol, len(body))
	}
	if !bytes.Equal(body[9:105], h.cookie) {
		return nil, fmt.Errorf("%w: INITIATE brings another cookie", errProtocol)
	}
	if err := h.curve.acceptNonce(body[105:initiateBoxAt]); err != nil {
		return nil, err
	}
	box.Precompute(&h.curve.shared, &h.client, &h.transient.Secret)
	plain, ok := box.OpenAfterPrecomputation(nil, body[initiateBoxAt:], nonce("CurveZMQINITIATE", body[105:initiateBoxAt]), &h.curve.shared)
	if !ok {
		return nil, fmt.Errorf("%w: INITIATE does not open", errProtocol)
	}
	client := [32]byte(plain[:32])
	vouch, ok := box.Open(nil, plain[48:128], nonce("VOUCH---", plain[32:48]), &client, &h.transient.Secret)
	if !ok || !bytes.Equal(vouch[:32], h.client[:]) || !bytes.Equal(vouch[32:], h.server.Public[:]) {
		return nil, fmt.Errorf("%w: INITIATE does not vouch for its keys", errProtocol)
	}
	return plain[128:], nil
}

// ready returns the READY with our metadata.
func (c *curve) ready(metadata []byte) []byte {
	short := c.shortNonce()
	body := append([]byte("\x05READY"), short...)
	return box.SealAfterPrecomputation(body, metadata, nonce("CurveZMQREADY---", short), &c.shared)
}

// open turns the frame of a MESSAGE into the frame that it carries.
func (c *curve) open(f frame) (frame, error) {
	if len(f.body) < messageOverhead || !bytes.HasPrefix(f.body, []byte(messageName)) || f.more() {
		return frame{}, fmt.Errorf("%w: a frame of %d bytes is not a MESSAGE", errProtocol, len(f.body))
	}
	short := f.body[len(messageName):messageBoxAt]
	if err := c.acceptNonce(short); err != nil {
		return frame{}, err
	}
	plain, ok := box.OpenAfterPrecomputation(nil, f.body[messageBoxAt:], nonce("CurveZMQMESSAGEC", short), &c.shared)
	if !ok {
		return frame{}, fmt.Errorf("%w: a MESSAGE does not open", errProtocol)
	}
	inner := frame{body: plain[1:]}
	switch plain[0] {
	case 0:
	case curveMore:
		inner.flags = flagMore
	case curveCommand:
		inner.flags = flagCommand
	default:
		return frame{}, fmt.Errorf("%w: a MESSAGE has the flags %#02x", errProtocol, plain[0])
	}
	return inner, nil
}

// seal returns a packet with each of its frames in a MESSAGE. As in libzmq these
// are not marked as commands on the wire.
func (c *curve) seal(packet []byte) []byte {
	sealed, plain := make([]byte, 0, len(packet)+2*messageOverhead), []byte(nil)
	for len(packet) > 0 {
		var f frame
		f, packet = cutFrame(packet)
		var flags byte
		if f.more() {
			flags |= curveMore
		}
		if f.command() {
			flags |= curveCommand
		}
		plain = append(append(plain[:0], flags), f.body...)
		short := c.shortNonce()
		sealed = appendHeader(sealed, 0, messageOverhead+len(f.body))
		sealed = append(append(sealed, messageName...), short...)
		sealed = box.SealAfterPrecomputation(sealed, plain, nonce("CurveZMQMESSAGES", short), &c.shared)
	}
	return sealed
}
