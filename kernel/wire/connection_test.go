package wire

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	publicKey = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
	secretKey = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
)

// connection writes a connection file with fields changed; nil takes one away.
func connection(t testing.TB, change map[string]any) string {
	t.Helper()
	fields := map[string]any{
		"transport": "tcp", "ip": "127.0.0.1", "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5,
		"key": "the secret", "signature_scheme": "hmac-sha256", "kernel_name": "golab", "jupyter_session": "lab09.ipynb", "new": []int{1},
	}
	for name, value := range change {
		if value == nil {
			delete(fields, name)
		} else {
			fields[name] = value
		}
	}
	text, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kernel.json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadConnection(t *testing.T) {
	full := Connection{
		Transport: "tcp", IP: "127.0.0.1", ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HBPort: 5,
		Key: "the secret", SignatureScheme: "hmac-sha256", KernelName: "golab", JupyterSession: "lab09.ipynb",
	}
	for _, c := range []struct {
		change map[string]any
		want   func(*Connection)
	}{
		{nil, func(*Connection) {}},
		{map[string]any{"transport": nil, "ip": nil}, func(*Connection) {}},
		{map[string]any{"key": "", "signature_scheme": nil}, func(c *Connection) { c.Key, c.SignatureScheme = "", "" }},
		{map[string]any{"curve_publickey": publicKey, "curve_secretkey": secretKey}, func(c *Connection) { c.CurvePublicKey, c.CurveSecretKey = publicKey, secretKey }},
		{map[string]any{"transport": "ipc", "ip": "/run/k", "hb_port": 70000}, func(c *Connection) { c.Transport, c.IP, c.HBPort = "ipc", "/run/k", 70000 }},
	} {
		want := full
		c.want(&want)
		if got, err := ReadConnection(connection(t, c.change)); err != nil || got != want {
			t.Errorf("%v: %+v, %v", c.change, got, err)
		}
	}
}

func TestReadConnectionFails(t *testing.T) {
	for _, c := range []struct {
		change map[string]any
		want   string
	}{
		{map[string]any{"transport": "udp"}, `transport is "udp", want tcp or ipc`},
		{map[string]any{"transport": 1}, "transport is a number, want a string"},
		{map[string]any{"transport": "ipc", "ip": nil}, "ip is missing"},
		{map[string]any{"shell_port": nil}, "shell_port is 0, want 1 to 65535"},
		{map[string]any{"iopub_port": 65536}, "iopub_port is 65536, want 1 to 65535"},
		{map[string]any{"stdin_port": -1}, "stdin_port is -1"},
		{map[string]any{"hb_port": "5"}, "hb_port is a string, want a whole number"},
		{map[string]any{"hb_port": 5.5}, "hb_port is the number 5.5, want a whole number"},
		{map[string]any{"hb_port": 4}, "hb_port is 4, and so is control_port"},
		{map[string]any{"key": 1}, "key is a number, want a string"},
		{map[string]any{"signature_scheme": "hmac-x"}, `signature_scheme "hmac-x": no hash "x"`},
		{map[string]any{"curve_publickey": publicKey}, "curve_secretkey is missing"},
		{map[string]any{"curve_secretkey": secretKey}, "curve_publickey is missing"},
		{map[string]any{"curve_publickey": publicKey[1:], "curve_secretkey": secretKey}, "curve_publickey has 39 characters"},
		{map[string]any{"curve_publickey": publicKey, "curve_secretkey": secretKey[1:] + "\""}, "curve_secretkey has a character that Z85 has not"},
	} {
		path := connection(t, c.change)
		_, err := ReadConnection(path)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "wire: ReadConnection: "+path) {
			t.Errorf("%v: %v, want %s", c.change, err, c.want)
		}
		for _, secret := range []string{"the secret", secretKey, secretKey[1:]} {
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("%v: the error tells a key", c.change)
			}
		}
	}
	for text, want := range map[string]string{
		"":                         "not a JSON object: unexpected end",
		"[]":                       "not a JSON object",
		"{\"transport\":\"tcp\"":   "not a JSON object",
		strings.Repeat(" ", 2<<20): "more than 1048576 bytes",
	} {
		path := filepath.Join(t.TempDir(), "kernel.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadConnection(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %s", text, err, want)
		}
	}
	if _, err := ReadConnection(filepath.Join(t.TempDir(), "none.json")); !os.IsNotExist(unwrap(err)) || !strings.Contains(err.Error(), "none.json") {
		t.Errorf("no file: %v", err)
	}
}

// unwrap returns what err wraps.
func unwrap(err error) error {
	if u, ok := err.(interface{ Unwrap() error }); ok {
		return u.Unwrap()
	}
	return err
}

func TestEndpoint(t *testing.T) {
	for _, c := range []struct {
		change  map[string]any
		channel Channel
		want    string
	}{
		{nil, Shell, "tcp://127.0.0.1:1"},
		{nil, IOPub, "tcp://127.0.0.1:2"},
		{nil, Stdin, "tcp://127.0.0.1:3"},
		{nil, Control, "tcp://127.0.0.1:4"},
		{nil, Heartbeat, "tcp://127.0.0.1:5"},
		{map[string]any{"ip": "::1"}, Shell, "tcp://[::1]:1"},
		{map[string]any{"ip": "[::1]"}, Shell, "tcp://[::1]:1"},
		{map[string]any{"ip": "*"}, Shell, "tcp://*:1"},
		{map[string]any{"transport": "ipc", "ip": "/run/kernel"}, Heartbeat, "ipc:///run/kernel-5"},
		{map[string]any{"transport": "ipc", "ip": "k"}, Shell, "ipc://k-1"},
	} {
		connection, err := ReadConnection(connection(t, c.change))
		if err != nil {
			t.Fatal(err)
		}
		if got := connection.Endpoint(c.channel); got != c.want {
			t.Errorf("%v, %s: %s, want %s", c.change, c.channel, got, c.want)
		}
	}
}

func FuzzConnection(f *testing.F) {
	for _, change := range []map[string]any{nil, {"transport": "ipc", "ip": "/x"}, {"curve_publickey": publicKey, "curve_secretkey": secretKey}} {
		text, err := os.ReadFile(connection(f, maps.Clone(change)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := parseConnection(text)
		if err != nil {
			return
		}
		endpoints := map[string]bool{}
		for _, channel := range []Channel{Shell, IOPub, Stdin, Control, Heartbeat} {
			endpoints[c.Endpoint(channel)] = true
		}
		if len(endpoints) != 5 {
			t.Fatalf("%q: endpoints %v", text, endpoints)
		}
		if _, err := NewCodec(c.Key, c.SignatureScheme); err != nil {
			t.Fatal(err)
		}
	})
}
