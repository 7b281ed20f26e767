package worker

import (
	"bytes"
	"io"
	"reflect"
	"testing"
)

func TestLink(t *testing.T) {
	var b bytes.Buffer
	l := newLink(&b, &b)
	frames := []frame{
		{execute, 1, [][]byte{[]byte(`{"Code":"1"}`)}},
		{gone, 1 << 40, [][]byte{}},
		{publication, 2, [][]byte{[]byte("stream"), nil, {}, bytes.Repeat([]byte("x"), 3*keep)}},
		{interrupt, 3, [][]byte{}},
	}
	for _, f := range frames {
		if err := l.send(f); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range frames {
		got, err := l.receive()
		for i, p := range want.parts {
			want.parts[i] = append([]byte{}, p...)
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
	if _, err := l.receive(); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

func FuzzLink(f *testing.F) {
	f.Add([]byte{1, 1, 1, 2, '{', '}'})
	f.Add([]byte{1, 1, 255, 255, 255, 255, 15})
	f.Add([]byte{9, 1, 1, 255, 255, 255, 255, 255, 15, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		l := newLink(bytes.NewReader(b), io.Discard)
		for {
			if _, err := l.receive(); err != nil {
				return
			}
		}
	})
}

func TestTail(t *testing.T) {
	for _, tt := range []struct {
		writes []string
		why    string
	}{
		{[]string{"warning: x\n", "fat", "al error: out of me", "mory\nmore\n"}, "fatal error: out of memory"},
		{[]string{"panic: a\n\ngoroutine 1\n", "fatal error: b\n"}, "panic: a"},
		{[]string{"runtime: out of memory: cannot allocate 8 bytes\nfatal error: out of memory\n"}, "runtime: out of memory: cannot allocate 8 bytes"},
		{[]string{string(bytes.Repeat([]byte("noise\n"), tailSize)), "golab: no session\n"}, "no session"},
		{[]string{"it says panic: in the middle\n"}, "exit status 0"},
	} {
		var all bytes.Buffer
		last := &tail{also: &all}
		for _, s := range tt.writes {
			io.WriteString(last, s)
		}
		if got := (&Ended{last: last.text()}).why(); got != tt.why {
			t.Errorf("%.40q: got %q, want %q", tt.writes, got, tt.why)
		}
		if len(last.text()) > tailSize {
			t.Errorf("%d bytes are kept", len(last.text()))
		}
		if want := bytes.Join(bytes.Fields(all.Bytes()), nil); len(want) == 0 {
			t.Error("nothing is passed on")
		}
	}
}

func TestBytesOf(t *testing.T) {
	for _, tt := range []struct {
		s       string
		n, want int
	}{{"", 0, 0}, {"abc", 2, 2}, {"😀x", 1, 4}, {"😀x", 2, 5}, {"ä", 5, 2}} {
		if got := bytesOf(tt.s, tt.n); got != tt.want {
			t.Errorf("%q, %d: got %d, want %d", tt.s, tt.n, got, tt.want)
		}
	}
}
