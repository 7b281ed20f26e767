package zmtp

import (
	"bytes"
	"errors"
	"testing"
)

func TestParseCommand(t *testing.T) {
	for _, test := range []struct {
		body string
		want command
		ok   bool
	}{
		{"\x04PING\x00\x00", command{"PING", []byte{0, 0}}, true},
		{"\x05READY", command{"READY", nil}, true},
		{"", command{}, false},
		{"\x00", command{}, false},
		{"\x05REA", command{}, false},
	} {
		c, err := parseCommand([]byte(test.body))
		if (err == nil) != test.ok || err != nil && !errors.Is(err, errProtocol) {
			t.Errorf("%q: error %v", test.body, err)
		}
		if c.name != test.want.name || !bytes.Equal(c.data, test.want.data) {
			t.Errorf("%q is %v, not %v", test.body, c, test.want)
		}
		if err == nil && string(c.body()) != test.body {
			t.Errorf("%q is written as %q", test.body, c.body())
		}
	}
}

func TestParseProperties(t *testing.T) {
	for _, test := range []struct {
		name string
		data string
		want map[string]string // nil: an error
	}{
		{"none", "", map[string]string{}},
		{"case does not count", "\x0bSOCKET-type\x00\x00\x00\x03SUB", map[string]string{"socket-type": "SUB"}},
		{"two, one empty", "\x01a\x00\x00\x00\x00\x01b\x00\x00\x00\x01x", map[string]string{"a": "", "b": "x"}},
		{"no name", "\x00\x00\x00\x00\x00", nil},
		{"half a name", "\x05ab", nil},
		{"half a size", "\x01a\x00\x00", nil},
		{"half a value", "\x01a\x00\x00\x00\x02x", nil},
		{"a huge value", "\x01a\xff\xff\xff\xffx", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := parseProperties([]byte(test.data))
			if (err == nil) != (test.want != nil) {
				t.Fatalf("error %v", err)
			}
			if len(got) != len(test.want) {
				t.Errorf("%d properties, not %d", len(got), len(test.want))
			}
			for name, value := range test.want {
				if string(got[name]) != value {
					t.Errorf("%s is %q, not %q", name, got[name], value)
				}
			}
		})
	}
}

func TestErrorCommandIsCut(t *testing.T) {
	c := errorCommand(string(make([]byte, 300)))
	if len(c.data) != 256 || c.data[0] != 255 {
		t.Errorf("a reason of %d bytes, announced as %d", len(c.data)-1, c.data[0])
	}
}
