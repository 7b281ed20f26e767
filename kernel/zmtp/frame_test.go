package zmtp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

func TestReadFrame(t *testing.T) {
	long := string(make([]byte, 256))
	for _, test := range []struct {
		name string
		wire string
		want frame
		err  error
	}{
		{"empty", "\x00\x00", frame{0, nil}, nil},
		{"short, more", "\x01\x02ab", frame{flagMore, []byte("ab")}, nil},
		{"long size of a short body", "\x02\x00\x00\x00\x00\x00\x00\x00\x02ab", frame{flagLong, []byte("ab")}, nil},
		{"long", "\x02\x00\x00\x00\x00\x00\x00\x01\x00" + long, frame{flagLong, []byte(long)}, nil},
		{"command", "\x04\x05\x04PONG", frame{flagCommand, []byte("\x04PONG")}, nil},
		{"nothing", "", frame{}, io.EOF},
		{"half a header", "\x00", frame{}, io.ErrUnexpectedEOF},
		{"half a size", "\x02\x00\x00", frame{}, io.ErrUnexpectedEOF},
		{"half a body", "\x00\x05ab", frame{}, io.ErrUnexpectedEOF},
		{"reserved bit", "\x08\x00", frame{}, errProtocol},
		{"command with more", "\x05\x00", frame{}, errProtocol},
		{"too large", "\x02\x00\x00\x00\x00\x00\x00\x04\x01", frame{}, errProtocol},
		{"larger than an int", "\x02\xff\xff\xff\xff\xff\xff\xff\xff", frame{}, errProtocol},
		{"command too large", "\x06\x00\x00\x00\x00\x00\x00\x02\x01", frame{}, errProtocol},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, err := readFrame(iotest.OneByteReader(strings.NewReader(test.wire)), 1024, 512)
			if !errors.Is(err, test.err) {
				t.Fatalf("error %v, not %v", err, test.err)
			}
			if err == nil && (f.flags != test.want.flags || !bytes.Equal(f.body, test.want.body)) {
				t.Errorf("%v, not %v", f, test.want)
			}
		})
	}
}

// A header alone must not cost what it announces.
func TestReadFrameAllocatesAsBytesArrive(t *testing.T) {
	const announced = 1 << 30
	head := binary.BigEndian.AppendUint64([]byte{flagLong}, announced)
	wire := append(head, make([]byte, 100<<10)...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := readFrame(bytes.NewReader(wire), announced, 0)
	runtime.ReadMemStats(&after)
	if err != io.ErrUnexpectedEOF {
		t.Fatal(err)
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
		t.Errorf("%d bytes are allocated for a frame of which %d came", n, len(wire))
	}
}

func TestPackMessage(t *testing.T) {
	message := byteses("", "a", strings.Repeat("b", 255), strings.Repeat("c", 256), strings.Repeat("d", 3<<20), "")
	packet := packMessage(message)
	r := bytes.NewReader(packet)
	for i, want := range message {
		f, err := readFrame(r, 4<<20, 0)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(f.body, want) || f.more() != (i < len(message)-1) || f.command() {
			t.Errorf("frame %d has %d bytes and flags %#x, want %d bytes", i, len(f.body), f.flags, len(want))
		}
		var cut frame
		if cut, packet = cutFrame(packet); cut.flags != f.flags || !bytes.Equal(cut.body, f.body) {
			t.Errorf("frame %d is cut to %d bytes and flags %#x", i, len(cut.body), cut.flags)
		}
	}
	if r.Len() != 0 || len(packet) != 0 {
		t.Errorf("%d and %d bytes are left", r.Len(), len(packet))
	}
}

func FuzzReadFrame(f *testing.F) {
	f.Add([]byte("\x01\x02ab\x00\x00"))
	f.Add([]byte("\x06\x00\x00\x00\x00\x00\x00\x00\x05\x04PING"))
	f.Add(packMessage(byteses("", strings.Repeat("x", 300))))
	f.Fuzz(func(t *testing.T, data []byte) {
		const max, maxCommand = 1000, 100
		r := bytes.NewReader(data)
		for {
			fr, err := readFrame(r, max, maxCommand)
			if err != nil {
				return
			}
			if len(fr.body) > max || fr.command() && len(fr.body) > maxCommand {
				t.Fatalf("a frame of %d bytes is read", len(fr.body))
			}
			again, rest := cutFrame(appendFrame(nil, fr.flags&^flagLong, fr.body))
			if len(rest) > 0 || !bytes.Equal(again.body, fr.body) || again.more() != fr.more() || again.command() != fr.command() {
				t.Fatalf("%v is written and read as %v", fr, again)
			}
		}
	})
}
