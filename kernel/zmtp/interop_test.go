package zmtp

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// python returns an interpreter that has pyzmq.
func python(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("other implementations take part in the long tests")
	}
	path := os.Getenv("GOLAB_PYTHON")
	if path == "" {
		t.Skip("GOLAB_PYTHON names no Python that has pyzmq")
	}
	if out, err := exec.Command(path, "-c", "import zmq").CombinedOutput(); err != nil {
		t.Skipf("GOLAB_PYTHON=%s has no pyzmq: %v %s", path, err, out)
	}
	return path
}

// nodeModules returns a folder that has the package zeromq.
func nodeModules(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("other implementations take part in the long tests")
	}
	dir := os.Getenv("GOLAB_NODE_MODULES")
	if dir == "" {
		t.Skip("GOLAB_NODE_MODULES names no folder with the npm package zeromq")
	}
	if filepath.Base(dir) != "node_modules" {
		dir = filepath.Join(dir, "node_modules")
	}
	if _, err := os.Stat(filepath.Join(dir, "zeromq", "package.json")); err != nil {
		t.Skipf("GOLAB_NODE_MODULES has no zeromq: %v", err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("there is no node")
	}
	return dir
}

// A kernel has the sockets that peers are tested with, and obeys the orders that
// testdata/peer.py describes.
type kernel struct {
	config Config
	router *Router
	xpub   *XPUB
	rep    *REP
	args   []string // see arguments; taken before the goroutine that serves may bind anew
	orders sync.WaitGroup
	quit   chan struct{} // closed by the order to quit
}

func startKernel(endpoints [3]string, c Config) (*kernel, error) {
	k := &kernel{config: c, quit: make(chan struct{})}
	if err := k.bind(endpoints); err != nil {
		return nil, err
	}
	k.args = k.arguments()
	k.orders.Go(k.serve)
	return k, nil
}

func (k *kernel) bind(endpoints [3]string) (err error) {
	if k.router, err = ListenRouter(endpoints[0], k.config); err != nil {
		return err
	}
	welcome := func(s Subscription) { s.Send([][]byte{s.Topic, []byte("welcome")}) }
	if k.xpub, err = ListenXPUB(endpoints[1], k.config, welcome); err != nil {
		return err
	}
	k.rep, err = ListenREP(endpoints[2], k.config, nil)
	return err
}

func (k *kernel) endpoints() [3]string {
	return [3]string{k.router.Endpoint(), k.xpub.Endpoint(), k.rep.Endpoint()}
}

// arguments are what peer.py and peer.js take after the case.
func (k *kernel) arguments() []string {
	endpoints := k.endpoints()
	args := endpoints[:]
	if k.config.Curve != nil {
		public, _ := k.config.Curve.Z85()
		args = append(args, public)
	}
	return args
}

func (k *kernel) close() {
	k.router.Close()
	k.xpub.Close()
	k.rep.Close()
}

func (k *kernel) serve() {
	for {
		message, err := k.router.Recv()
		if err != nil {
			return
		}
		switch order := message[1:]; string(order[0]) {
		case "publish":
			k.xpub.Send(order[1:])
		case "burst":
			k.burst(order[1:])
		case "restart":
			endpoints := k.endpoints()
			k.close()
			if err := k.bind(endpoints); err != nil {
				panic(err)
			}
		case "quit":
			k.burst(order[1:])
			k.router.Send([][]byte{message[0], []byte("bye")})
			close(k.quit)
		default:
			k.router.Send(message)
		}
	}
}

func (k *kernel) burst(order [][]byte) {
	n, _ := strconv.Atoi(string(order[0]))
	size, _ := strconv.Atoi(string(order[1]))
	body := make([]byte, size)
	for i := range n {
		binary.BigEndian.PutUint32(body, uint32(i))
		k.xpub.Send([][]byte{body})
	}
	k.xpub.Send(byteses("end"))
}

// testPeer runs a case of a script against a kernel.
func testPeer(t *testing.T, scheme string, c Config, command ...string) {
	t.Helper()
	var endpoints [3]string
	for i := range endpoints {
		endpoints[i] = anyEndpoint(t, scheme)
	}
	k, err := startKernel(endpoints, c)
	if err != nil {
		t.Fatal(err)
	}
	defer k.orders.Wait()
	defer k.close()
	runPeer(t, append(command, k.args...)...)
}

func runPeer(t *testing.T, command ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// variants are the transports and mechanisms that a kernel may be asked for.
func variants(t *testing.T) map[string]func() (scheme string, c Config) {
	return map[string]func() (string, Config){
		"tcp":       func() (string, Config) { return "tcp", Config{} },
		"ipc":       func() (string, Config) { return "ipc", Config{} },
		"tcp-curve": func() (string, Config) { return "tcp", Config{Curve: newKeys(t)} },
		"ipc-curve": func() (string, Config) { return "ipc", Config{Curve: newKeys(t)} },
	}
}

func TestLibzmq(t *testing.T) {
	script := []string{python(t), "testdata/peer.py"}
	for name, variant := range variants(t) {
		for _, test := range []string{"basic", "burst", "many", "heartbeats", "reconnect"} {
			t.Run(test+" "+name, func(t *testing.T) {
				scheme, config := variant()
				testPeer(t, scheme, config, append(script, test)...)
			})
		}
	}
	for _, test := range []struct {
		name   string
		config Config
	}{
		{"probes", Config{}},
		{"rtt", Config{}},
		{"rtt", Config{Curve: newKeys(t)}},
		{"stuck", Config{StallTimeout: time.Second, QueueBytes: 8 << 20}},
		{"wrong key", Config{Curve: newKeys(t)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			testPeer(t, "tcp", test.config, append(script, test.name)...)
		})
	}
}

func TestZeroMQJS(t *testing.T) {
	t.Setenv("NODE_PATH", nodeModules(t))
	for name, variant := range variants(t) {
		for _, test := range []string{"basic", "burst", "reconnect"} {
			t.Run(test+" "+name, func(t *testing.T) {
				scheme, config := variant()
				testPeer(t, scheme, config, "node", "testdata/peer.js", test)
			})
		}
	}
}

// A process that publishes, closes its sockets and exits at once loses nothing.
func TestLibzmqGetsAllBeforeExit(t *testing.T) {
	script := python(t)
	for _, mechanism := range []string{mechanismNULL, mechanismCURVE} {
		t.Run(mechanism, func(t *testing.T) {
			helper := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHelperKernel$")
			helper.Env = append(os.Environ(), "ZMTP_HELPER_KERNEL="+mechanism)
			helper.Stderr = os.Stderr
			stdout, err := helper.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := helper.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(stdout).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			runPeer(t, append([]string{script, "testdata/peer.py", "quit"}, strings.Fields(line)...)...)
			if err := helper.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestHelperKernel is the process of TestLibzmqGetsAllBeforeExit.
func TestHelperKernel(t *testing.T) {
	mechanism := os.Getenv("ZMTP_HELPER_KERNEL")
	if mechanism == "" {
		t.Skip("this is a part of TestLibzmqGetsAllBeforeExit")
	}
	var config Config
	if mechanism == mechanismCURVE {
		config.Curve = newKeys(t)
	}
	config.Linger = patience
	tcp := anyEndpoint(t, "tcp")
	k, err := startKernel([3]string{tcp, tcp, tcp}, config)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(strings.Join(k.args, " "))
	<-k.quit
	k.close()
	os.Exit(0)
}
