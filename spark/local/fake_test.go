package local

import (
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain makes the test's own binary the server that fake distributions start.
func TestMain(m *testing.M) {
	if behaviour := os.Getenv("FAKE_SPARK"); behaviour != "" && len(os.Args) > 2 {
		os.Exit(beSpark(behaviour, os.Args[1:]))
	}
	os.Exit(m.Run())
}

// beSpark does as a Spark Connect server would, in one respect: "serve" listens
// until it is asked to end, "stubborn" does not end when it is asked, "die" ends
// with a message, "mute" never listens.
func beSpark(behaviour string, args []string) int {
	fmt.Println("arguments:", strings.Join(args, " "))
	for _, entry := range os.Environ() {
		if strings.Contains(entry, "SPARK") || strings.HasPrefix(entry, "JAVA_HOME") {
			fmt.Println(entry)
		}
	}
	if behaviour == "die" {
		fmt.Println("Exception in thread main: no room")
		return 1
	}
	temp := os.Getenv("SPARK_LOCAL_DIRS")
	if err := os.WriteFile(filepath.Join(temp, "block"), nil, 0o600); err != nil {
		fmt.Println(err)
		return 1
	}
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM)
	if behaviour != "mute" {
		var port string
		for _, a := range args {
			if value, ok := strings.CutPrefix(a, "spark.connect.grpc.binding.port="); ok {
				port = value
			}
		}
		listener, err := net.Listen("tcp", host+":"+port)
		if err != nil {
			fmt.Println(err)
			return 1
		}
		defer listener.Close()
	}
	for range asked {
		if behaviour != "stubborn" {
			break
		}
	}
	return 0
}

// A machine is where a test has a Java, a Spark and a Python, or not.
type machine struct {
	t      *testing.T
	folder string
}

// newMachine returns a machine with nothing: all that tells of the real one is unset.
func newMachine(t *testing.T) machine {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no shell scripts there")
	}
	m := machine{t, t.TempDir()}
	for _, name := range []string{"JAVA_HOME", "SPARK_HOME", "VIRTUAL_ENV", "CONDA_PREFIX", "PYSPARK_PYTHON", "SPARK_CONF_DIR", "SPARK_SUBMIT_OPTS"} {
		t.Setenv(name, "")
	}
	t.Setenv("TMPDIR", m.path("tmp"))
	for _, folder := range []string{"tmp", "bin"} {
		if err := os.Mkdir(m.path(folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", m.path("bin"))
	return m
}

// path returns a path on the machine.
func (m machine) path(parts ...string) string {
	return filepath.Join(append([]string{m.folder}, parts...)...)
}

// script writes a shell script.
func (m machine) script(text string, parts ...string) {
	m.t.Helper()
	m.write("#!/bin/sh\n"+text+"\n", parts...)
}

// write writes a file that may be run.
func (m machine) write(text string, parts ...string) {
	m.t.Helper()
	path := m.path(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		m.t.Fatal(err)
	}
}

// java gives the machine a Java, of a version such as 17.0.15 or 1.8.0_402.
func (m machine) java(version string, parts ...string) {
	m.t.Helper()
	specification, _, _ := strings.Cut(version, ".")
	if specification == "1" {
		specification = version[:3]
	}
	home := m.path(parts...)
	m.script(fmt.Sprintf(`printf 'Property settings:\n    java.home = %s\n    java.specification.version = %s\n    java.version = %s\n' >&2`,
		home, specification, version), append(parts, "bin", "java")...)
}

// spark gives the machine a Spark that behaves as beSpark says, and returns its home.
func (m machine) spark(version, behaviour string, parts ...string) string {
	m.t.Helper()
	self, err := os.Executable()
	if err != nil {
		m.t.Fatal(err)
	}
	m.script(fmt.Sprintf("FAKE_SPARK=%s exec '%s' \"$@\"", behaviour, self), append(parts, "bin", "spark-submit")...)
	for _, jar := range []string{"spark-core", "spark-connect"} {
		m.write("", append(parts, "jars", jar+"_2.13-"+version+".jar")...)
	}
	return m.path(parts...)
}

// python gives the machine a Python with a pyspark in the folder, or none.
func (m machine) python(spark string, parts ...string) {
	m.t.Helper()
	m.script(fmt.Sprintf(`echo '{"Executable": "%s", "Version": "3.11.2", "Spark": "%s", "Arrow": true}'`, m.path(parts...), spark), parts...)
}

// options returns options with a free port, a memory and a folder.
func (m machine) options() Options {
	m.t.Helper()
	listener, err := net.Listen("tcp", host+":0")
	if err != nil {
		m.t.Fatal(err)
	}
	defer listener.Close()
	return Options{Port: listener.Addr().(*net.TCPAddr).Port, Memory: "1g", Folder: m.path("servers")}
}

// files returns the names of the files in a folder.
func (m machine) files(folder string) []string {
	m.t.Helper()
	entries, err := os.ReadDir(m.path(folder))
	if err != nil {
		m.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// left fails the test when the temporary folder is not empty, or a server is
// remembered.
func (m machine) left() {
	m.t.Helper()
	if files := m.files("tmp"); len(files) > 0 {
		m.t.Errorf("temporary files are left: %v", files)
	}
	if servers, err := Servers(m.path("servers")); err != nil || len(servers) > 0 {
		m.t.Errorf("%d servers are remembered, %v", len(servers), err)
	}
}

// awaitLog waits until the log of a server holds a text.
func awaitLog(t *testing.T, path, text string) {
	t.Helper()
	for began := time.Now(); time.Since(began) < 30*time.Second; time.Sleep(5 * time.Millisecond) {
		if log, err := os.ReadFile(path); err == nil && strings.Contains(string(log), text) {
			return
		}
	}
	t.Fatalf("%s does not say %q", path, text)
}
