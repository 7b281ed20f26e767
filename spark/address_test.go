package spark

import (
	"maps"
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
	const id = "0f0933b6-ae0c-4dd7-8e37-34aa238712e0"
	for _, c := range []struct {
		remote string
		want   address
	}{
		{"sc://localhost", address{host: "localhost:15002"}},
		{"sc://localhost:15003/", address{host: "localhost:15003"}},
		{"sc://[::1]", address{host: "[::1]:15002"}},
		{"sc://[::1]:7/;user_id=ada", address{host: "[::1]:7", userID: "ada"}},
		{"sc://h:1/;use_ssl=true", address{host: "h:1", secure: true}},
		{"sc://h:1/;use_ssl=TRUE;;", address{host: "h:1", secure: true}},
		{"sc://h:1/;token=T", address{host: "h:1", secure: true, token: "T"}},
		{"sc://h:1/;token=T;use_ssl=false", address{host: "h:1", token: "T"}},
		{"sc://127.0.0.1:1/;token=T", address{host: "127.0.0.1:1", token: "T"}},
		{"sc://127.9.9.9/;token=T", address{host: "127.9.9.9:15002", token: "T"}},
		{"sc://[::1]/;token=T", address{host: "[::1]:15002", token: "T"}},
		{"sc://LocalHost/;token=T;use_ssl=true", address{host: "LocalHost:15002", token: "T", secure: true}},
		{"sc://127.evil.example/;token=T", address{host: "127.evil.example:15002", token: "T", secure: true}},
		{"sc://h/;authorization=Bearer%20T", address{host: "h:15002", secure: true, headers: map[string]string{"authorization": "Bearer T"}}},
		{"sc://h/;X-Team=a%3Bb;session_id=" + id, address{host: "h:15002", sessionID: id, headers: map[string]string{"x-team": "a;b"}}},
		{"sc://h/;token=a=b;user_agent=me", address{host: "h:15002", secure: true, token: "a=b", userAgent: "me"}},
	} {
		got, err := parseAddress(c.remote)
		if err != nil {
			t.Errorf("%s: %v", c.remote, err)
			continue
		}
		headers := got.headers
		got.headers = nil
		wanted := c.want.headers
		c.want.headers = nil
		if !equalAddresses(got, c.want) || !maps.Equal(headers, wanted) {
			t.Errorf("%s: %+v %v, want %+v %v", c.remote, got, headers, c.want, wanted)
		}
	}
}

func equalAddresses(a, b address) bool {
	return a.host == b.host && a.secure == b.secure && a.token == b.token && a.userID == b.userID &&
		a.sessionID == b.sessionID && a.userAgent == b.userAgent
}

func TestWrongAddresses(t *testing.T) {
	for _, c := range []struct{ remote, want string }{
		{"", "sc://"},
		{"localhost:15002", "sc://"},
		{"http://h", "sc://"},
		{"sc://", "host"},
		{"sc://:15002", "host"},
		{"sc://h:0", "port"},
		{"sc://h:x", "port"},
		{"sc://h:70000", "port"},
		{"sc://h:", "port"},
		{"sc://a:b:c", "host:port"},
		{"sc://user@h", "host"},
		{"sc://h/;use_ssl=maybe", "use_ssl"},
		{"sc://h/;session_id=7", "UUID"},
		{"sc://h/;token", "key=value"},
		{"sc://h/;=x", "key=value"},
		{"sc://h/;a=%zz", "key=value"},
		{"sc://h/;a b=1", "header"},
		{"sc://h/;grpc-timeout=1", "header"},
		{"sc://h/;a-bin=1", "header"},
		{"sc://h/;a=%0a", "printable"},
		{"sc://h/;token=a%0a", "printable"},
		{"sc://h/;user_id=%ff", "UTF-8"},
		{"sc://h:15002;user_id=ada", "behind /;"},
	} {
		_, err := parseAddress(c.remote)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "spark: Connect: ") {
			t.Errorf("%q: %v, want an error about %s", c.remote, err, c.want)
		}
	}
}

func TestErrorsHideTheToken(t *testing.T) {
	for _, remote := range []string{"http://h/;token=secret;a=b", "sc://h:x/;token=secret", "sc://h/;token=secret;use_ssl=maybe",
		"sc://h:15002;token=secret", "sc://h;token=secret", "h/;authorization=Bearer%20secret", "sc://h/;token=%00secret", "sc://h/;token=secret%ff"} {
		if _, err := parseAddress(remote); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", remote, err)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"sc://localhost:15002/;token=T;use_ssl=true", "sc://[::1]/;a=%20", "sc://h:99999", "sc://;/="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, remote string) {
		a, err := parseAddress(remote)
		if err != nil {
			return
		}
		host, _, _ := strings.Cut(strings.TrimPrefix(remote, "sc://"), "/")
		local := strings.Contains(host, "127.") || strings.Contains(host, ":") || strings.EqualFold(host, "localhost")
		if a.secret() && !a.secure && !local && !strings.Contains(strings.ToLower(remote), "false") {
			t.Errorf("%q: the token goes over plain text", remote)
		}
		if a.host == "" || strings.ContainsAny(a.host, " /;") {
			t.Errorf("%q: the host is %q", remote, a.host)
		}
	})
}

func TestUUIDs(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		id := newUUID()
		if !isUUID(id) || seen[id] || id[14] != '4' {
			t.Fatalf("%q is no new UUID", id)
		}
		seen[id] = true
	}
}
