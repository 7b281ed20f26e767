package spark

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"
)

// defaultPort is where Spark Connect servers listen.
const defaultPort = "15002"

// An address is what a connection string says.
type address struct {
	host      string // host:port
	secure    bool   // by TLS
	ssl       string // what use_ssl says: true, false or nothing
	token     string
	userID    string
	sessionID string
	userAgent string
	headers   map[string]string // what each request carries besides, by lower-case names
}

// parseAddress reads a connection string, sc://host:port/;key=value;key=value. Values
// may be percent-encoded.
func parseAddress(remote string) (address, error) {
	rest, ok := strings.CutPrefix(remote, "sc://")
	if !ok {
		return address{}, fmt.Errorf("spark: Connect: the address %q does not begin with sc://", withoutParameters(remote))
	}
	place, parameters, _ := strings.Cut(rest, "/")
	host, port, err := splitPlace(place)
	if err != nil {
		return address{}, fmt.Errorf("spark: Connect: the address %q: %w", withoutParameters(remote), err)
	}
	a := address{host: net.JoinHostPort(host, port), headers: map[string]string{}}
	for _, pair := range strings.Split(parameters, ";") {
		if pair == "" {
			continue
		}
		key, value, ok := strings.Cut(pair, "=")
		if value, err = url.PathUnescape(value); !ok || key == "" || err != nil {
			return address{}, fmt.Errorf("spark: Connect: the address has the parameter %q, want key=value", key)
		}
		if !utf8.ValidString(value) {
			return address{}, fmt.Errorf("spark: Connect: the address has the parameter %q, whose value is not UTF-8", key)
		}
		switch key {
		case "token":
			if !printable(value) {
				return address{}, errors.New("spark: Connect: the address has a token that is not printable ASCII")
			}
			a.token = value
		case "use_ssl":
			if a.ssl = strings.ToLower(value); a.ssl != "true" && a.ssl != "false" {
				return address{}, fmt.Errorf("spark: Connect: the address has use_ssl=%q, want true or false", value)
			}
		case "user_id":
			a.userID = value
		case "session_id":
			if !isUUID(value) {
				return address{}, fmt.Errorf("spark: Connect: the address has session_id=%q, which is not a UUID", value)
			}
			a.sessionID = value
		case "user_agent":
			a.userAgent = value
		default:
			if err := a.addHeader(key, value); err != nil {
				return address{}, err
			}
		}
	}
	a.secure = a.ssl == "true" || a.ssl == "" && a.secret() && !isLocal(host)
	return a, nil
}

// secret reports whether requests carry what others must not see.
func (a address) secret() bool { return a.token != "" || a.headers["authorization"] != "" }

// splitPlace takes host or host:port apart.
func splitPlace(place string) (host, port string, err error) {
	if strings.Contains(place, ";") {
		return "", "", errors.New("parameters stand behind /;")
	}
	host, port = place, defaultPort
	if strings.HasSuffix(place, "]") { // an IPv6 address without a port
		host = strings.Trim(place, "[]")
	} else if strings.Contains(place, ":") {
		if host, port, err = net.SplitHostPort(place); err != nil {
			return "", "", fmt.Errorf("want host:port, got %q", place)
		}
	}
	if n, ok := number(port); !ok || n < 1 || n > 65535 {
		return "", "", fmt.Errorf("the port is %q, want a number from 1 to 65535", port)
	}
	if host == "" || strings.ContainsAny(host, " @?#\\;=") {
		return "", "", fmt.Errorf("the host is %q", host)
	}
	return host, port, nil
}

// addHeader notes a parameter that goes along with each request.
func (a *address) addHeader(key, value string) error {
	key = strings.ToLower(key)
	legal := strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == ""
	if !legal || strings.HasPrefix(key, "grpc-") || strings.HasSuffix(key, "-bin") {
		return fmt.Errorf("spark: Connect: the address has the parameter %q, which is no name of a header", key)
	}
	if !printable(value) {
		return fmt.Errorf("spark: Connect: the address has the parameter %q, whose value is not printable ASCII", key)
	}
	a.headers[key] = value
	return nil
}

// printable reports whether a text can be the value of a header.
func printable(value string) bool {
	return !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' })
}

// number reads a whole number of a few digits.
func number(s string) (int, bool) {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1e6 {
			return 0, false
		}
		n = 10*n + int(r-'0')
	}
	return n, s != ""
}

// isLocal reports whether what is sent to the host stays on this machine.
func isLocal(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// withoutParameters returns the address as it may be shown: the parameters can be secret.
func withoutParameters(remote string) string {
	place, _, more := strings.Cut(remote, ";")
	if more {
		place += ";…"
	}
	return place
}
