package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
)

// maxConnectionFile bounds a connection file, in bytes. They have some hundred.
const maxConnectionFile = 1 << 20

// z85 holds the characters of keys, of which each has z85Key.
const (
	z85    = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
	z85Key = 40
)

// A Connection is what a connection file says: where to bind the sockets, and the
// keys to what goes over them. Fields that have no name here are passed over.
type Connection struct {
	Transport string `json:"transport"` // tcp, the default, or ipc
	IP        string `json:"ip"`        // 127.0.0.1 by default; the prefix of paths for ipc

	ShellPort   int `json:"shell_port"`
	IOPubPort   int `json:"iopub_port"`
	StdinPort   int `json:"stdin_port"`
	ControlPort int `json:"control_port"`
	HBPort      int `json:"hb_port"`

	Key             string `json:"key"` // of signatures; empty for none
	SignatureScheme string `json:"signature_scheme"`

	KernelName     string `json:"kernel_name"`
	JupyterSession string `json:"jupyter_session"` // the path of the notebook

	// The Z85 keys of CURVE, both or none.
	CurvePublicKey string `json:"curve_publickey"`
	CurveSecretKey string `json:"curve_secretkey"`
}

// A Channel is one of the five sockets of a kernel.
type Channel string

// The channels, named as in connection files.
const (
	Shell     Channel = "shell"
	IOPub     Channel = "iopub"
	Stdin     Channel = "stdin"
	Control   Channel = "control"
	Heartbeat Channel = "hb"
)

// ReadConnection reads a connection file. The error names the file and the field
// that is wrong, and never a key.
func ReadConnection(path string) (Connection, error) {
	f, err := os.Open(path)
	if err != nil {
		return Connection{}, fmt.Errorf("wire: ReadConnection: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxConnectionFile+1))
	if err != nil {
		return Connection{}, fmt.Errorf("wire: ReadConnection: %w", err)
	}
	if len(text) > maxConnectionFile {
		return Connection{}, fmt.Errorf("wire: ReadConnection: %s: more than %d bytes: not a connection file", path, maxConnectionFile)
	}
	c, err := parseConnection(text)
	if err != nil {
		return Connection{}, fmt.Errorf("wire: ReadConnection: %s: %w", path, err)
	}
	return c, nil
}

func parseConnection(text []byte) (Connection, error) {
	var c Connection
	if err := json.Unmarshal(text, &c); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return c, fmt.Errorf("%s is %s, want %s", wrong.Field, article(wrong.Value), kindName(wrong.Type))
		}
		return c, fmt.Errorf("not a JSON object: %w", err)
	}
	if c.Transport == "" {
		c.Transport = "tcp"
	}
	if c.IP == "" && c.Transport == "tcp" {
		c.IP = "127.0.0.1"
	}
	return c, c.check()
}

// check refuses what no kernel could bind.
func (c Connection) check() error {
	if c.Transport != "tcp" && c.Transport != "ipc" {
		return fmt.Errorf("transport is %q, want tcp or ipc", c.Transport)
	}
	if c.IP == "" {
		return errors.New("ip is missing: the prefix of the sockets' paths")
	}
	users := map[int]Channel{}
	for _, channel := range []Channel{Shell, IOPub, Stdin, Control, Heartbeat} {
		port := c.port(channel)
		if port < 1 || port > 65535 && c.Transport == "tcp" {
			return fmt.Errorf("%s_port is %d, want 1 to 65535", channel, port)
		}
		if other, ok := users[port]; ok {
			return fmt.Errorf("%s_port is %d, and so is %s_port", channel, port, other)
		}
		users[port] = channel
	}
	if _, err := hashOf(c.SignatureScheme); err != nil {
		return err
	}
	return c.checkCurve()
}

// checkCurve demands both keys or none. They are not shown, as one is secret.
func (c Connection) checkCurve() error {
	if c.CurvePublicKey == "" && c.CurveSecretKey == "" {
		return nil
	}
	for _, key := range []struct{ name, text string }{
		{"curve_publickey", c.CurvePublicKey}, {"curve_secretkey", c.CurveSecretKey},
	} {
		switch {
		case key.text == "":
			return fmt.Errorf("%s is missing beside the other key", key.name)
		case len(key.text) != z85Key:
			return fmt.Errorf("%s has %d characters, want %d", key.name, len(key.text), z85Key)
		case strings.Trim(key.text, z85) != "":
			return fmt.Errorf("%s has a character that Z85 has not", key.name)
		}
	}
	return nil
}

// port returns the port of a channel, 0 for an unknown one.
func (c Connection) port(channel Channel) int {
	switch channel {
	case Shell:
		return c.ShellPort
	case IOPub:
		return c.IOPubPort
	case Stdin:
		return c.StdinPort
	case Control:
		return c.ControlPort
	case Heartbeat:
		return c.HBPort
	}
	return 0
}

// Endpoint returns the ZeroMQ address of a channel, such as tcp://127.0.0.1:5555
// or ipc:///path/to/kernel-1.
func (c Connection) Endpoint(channel Channel) string {
	port := strconv.Itoa(c.port(channel))
	if c.Transport == "ipc" {
		return "ipc://" + c.IP + "-" + port
	}
	return "tcp://" + net.JoinHostPort(strings.Trim(c.IP, "[]"), port)
}
