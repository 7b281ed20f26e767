package zmtp

import (
	"bytes"
	"fmt"
	"io"
)

// A greeting is the first 64 bytes of each side:
//
//	0   ff, eight bytes of padding, 7f
//	10  version, major and minor
//	12  mechanism, padded with zeros
//	32  1 if the sender is the server of the mechanism
//	33  zeros
const (
	greetingSize  = 64
	greetingMajor = 10
	greetingMech  = 12
	greetingAs    = 32
)

const (
	mechanismNULL  = "NULL"
	mechanismCURVE = "CURVE"
)

// greeting returns ours. In NULL nobody is the server.
func greeting(mechanism string) []byte {
	g := make([]byte, greetingSize)
	g[0], g[9] = 0xff, 0x7f
	g[greetingMajor], g[greetingMajor+1] = 3, 1
	copy(g[greetingMech:greetingAs], mechanism)
	if mechanism != mechanismNULL {
		g[greetingAs] = 1
	}
	return g
}

// readGreeting reads the peer's greeting and checks that it has our mechanism and
// a version that we can talk to, which are all from 3.0 on. It gives up at the
// first byte that shows something else, such as HTTP or an older ZMTP.
func readGreeting(r io.Reader, mechanism string) error {
	var g [greetingSize]byte
	if _, err := io.ReadFull(r, g[:1]); err != nil {
		return err
	}
	if g[0] != 0xff {
		return fmt.Errorf("%w: a greeting starts with %#02x, not 0xff", errProtocol, g[0])
	}
	if _, err := io.ReadFull(r, g[1:greetingMech]); err != nil {
		return unexpected(err)
	}
	if g[9]&1 == 0 || g[greetingMajor] < 3 {
		return fmt.Errorf("%w: a greeting of version %d, not 3", errProtocol, g[greetingMajor])
	}
	if _, err := io.ReadFull(r, g[greetingMech:]); err != nil {
		return unexpected(err)
	}
	theirs, _, _ := bytes.Cut(g[greetingMech:greetingAs], []byte{0})
	if string(theirs) != mechanism {
		return fmt.Errorf("%w: its mechanism is %q, ours %s", errProtocol, theirs, mechanism)
	}
	return nil
}
