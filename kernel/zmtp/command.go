package zmtp

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// A command is the body of a command frame: a name and what follows it.
type command struct {
	name string
	data []byte
}

func parseCommand(body []byte) (command, error) {
	if len(body) == 0 || body[0] == 0 || int(body[0]) > len(body)-1 {
		return command{}, fmt.Errorf("%w: a command of %d bytes has no name", errProtocol, len(body))
	}
	n := int(body[0])
	return command{string(body[1 : 1+n]), body[1+n:]}, nil
}

// body returns what parseCommand takes apart.
func (c command) body() []byte {
	return append(append([]byte{byte(len(c.name))}, c.name...), c.data...)
}

// packCommand returns the wire form of a command.
func packCommand(c command) []byte {
	return appendFrame(nil, flagCommand, c.body())
}

// errorCommand tells a peer why it is refused.
func errorCommand(reason string) command {
	reason = reason[:min(len(reason), 255)]
	return command{"ERROR", append([]byte{byte(len(reason))}, reason...)}
}

// The names of the properties, in lower case: their case does not count.
const (
	propertySocketType = "socket-type"
	propertyIdentity   = "identity"
)

// parseProperties reads the metadata of READY and INITIATE. Of a name that comes
// twice the last value counts.
func parseProperties(data []byte) (map[string][]byte, error) {
	properties := map[string][]byte{}
	for len(data) > 0 {
		n := int(data[0])
		if n == 0 || len(data) < 1+n+4 {
			return nil, fmt.Errorf("%w: the metadata end inside a name", errProtocol)
		}
		name := strings.ToLower(string(data[1 : 1+n]))
		size := binary.BigEndian.Uint32(data[1+n:])
		data = data[1+n+4:]
		if uint64(size) > uint64(len(data)) {
			return nil, fmt.Errorf("%w: %s has %d bytes, and %d are left", errProtocol, name, size, len(data))
		}
		properties[name] = data[:size]
		data = data[size:]
	}
	return properties, nil
}

func appendProperty(dst []byte, name string, value []byte) []byte {
	dst = append(dst, byte(len(name)))
	dst = append(dst, name...)
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(value)))
	return append(dst, value...)
}
