package zmtp

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

// Windows' numbers of errors for which package syscall has others of its own.
const (
	windowsAddressInUse = syscall.Errno(10048)
	windowsRefused      = syscall.Errno(10061)
)

// parseEndpoint splits an endpoint into what net.Listen takes.
func parseEndpoint(endpoint string) (network, address string, err error) {
	scheme, address, ok := strings.Cut(endpoint, "://")
	switch {
	case ok && scheme == "tcp":
		if host, found := strings.CutPrefix(address, "*:"); found {
			address = ":" + host
		}
		if _, _, err := net.SplitHostPort(address); err != nil {
			return "", "", fmt.Errorf("zmtp: endpoint %q: %w", endpoint, err)
		}
		return "tcp", address, nil
	case ok && scheme == "ipc" && address != "" && address[0] != '@':
		return "unix", address, nil
	}
	return "", "", fmt.Errorf("zmtp: endpoint %q is neither tcp://host:port nor ipc://path", endpoint)
}

// listen binds an endpoint. An address that is in use is tried again until
// timeout.
func listen(endpoint string, timeout time.Duration) (net.Listener, error) {
	network, address, err := parseEndpoint(endpoint)
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(timeout); ; time.Sleep(20 * time.Millisecond) {
		ln, err := listenOnce(network, address)
		if err == nil {
			return ln, nil
		}
		inUse := errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, windowsAddressInUse)
		if !inUse || time.Now().After(deadline) {
			return nil, fmt.Errorf("zmtp: endpoint %q: %w", endpoint, err)
		}
	}
}

func listenOnce(network, address string) (net.Listener, error) {
	if network == "tcp" {
		return net.Listen(network, address)
	}
	removeStale(address)
	ln, err := net.Listen(network, address)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(address, 0o600); err != nil {
		ln.Close()
		return nil, err
	}
	ours, err := os.Lstat(address)
	if err != nil {
		ln.Close()
		return nil, err
	}
	ln.(*net.UnixListener).SetUnlinkOnClose(false)
	return &ipcListener{ln, address, ours}, nil
}

// removeStale removes a socket's file that nobody listens on: one that a process
// has left when it was killed.
func removeStale(path string) {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Type() != fs.ModeSocket {
		return
	}
	conn, err := net.Dial("unix", path)
	if err == nil {
		conn.Close()
		return
	}
	if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, windowsRefused) {
		os.Remove(path)
	}
}

// An ipcListener removes its file when it is closed, unless another has taken
// the file's place.
type ipcListener struct {
	net.Listener
	path string
	ours fs.FileInfo
}

func (l *ipcListener) Close() error {
	if now, err := os.Lstat(l.path); err == nil && os.SameFile(now, l.ours) {
		os.Remove(l.path)
	}
	return l.Listener.Close()
}
