package local

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
)

// ready returns a machine with all that a server needs.
func ready(t *testing.T, behaviour string) machine {
	t.Helper()
	m := newMachine(t)
	m.java("17.0.15", "jdk")
	t.Setenv("JAVA_HOME", m.path("jdk"))
	t.Setenv("SPARK_HOME", m.spark("4.1.4", behaviour, "spark"))
	m.python("", "bin", "python3")
	return m
}

func TestStartAndStop(t *testing.T) {
	m := ready(t, "serve")
	t.Setenv("SPARK_REMOTE", "sc://elsewhere")
	o := m.options()
	o.Token, o.Conf = "secret", []string{"spark.sql.shuffle.partitions=4", "spark.ui.enabled=true"}
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop(context.Background())
	if want := fmt.Sprintf("sc://127.0.0.1:%d/;token=secret", o.Port); s.Address() != want {
		t.Errorf("address %s, want %s", s.Address(), want)
	}
	if !s.Alive() || !s.Answers() || s.Resident() <= 0 {
		t.Errorf("alive %v, answers %v, %d bytes", s.Alive(), s.Answers(), s.Resident())
	}
	log := s.LastLines(100)
	for _, want := range []string{
		"--master local[*] --driver-memory 1g",
		"--conf spark.connect.grpc.binding.address=127.0.0.1", fmt.Sprintf("binding.port=%d", o.Port),
		"--conf spark.sql.shuffle.partitions=4", "--conf spark.ui.enabled=true spark-internal",
		"\nSPARK_HOME=" + m.path("spark"), "\nJAVA_HOME=" + m.path("jdk"), "\nPYSPARK_PYTHON=" + m.path("bin", "python3"),
		"\nSPARK_LOCAL_DIRS=" + s.Temp, "\nSPARK_WORKER_DIR=" + s.Temp, "SPARK_CONNECT_AUTHENTICATE_TOKEN=secret",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the server's command lacks %q:\n%s", want, log)
		}
	}
	if command, _, _ := strings.Cut(log, "\n"); strings.Contains(command, "secret") || strings.Contains(log, "\nSPARK_REMOTE") {
		t.Errorf("the server must not see this:\n%s", log)
	}

	var running *Running
	if _, err := Start(t.Context(), o); !errors.As(err, &running) || running.Server.PID != s.PID {
		t.Errorf("a second Start gives %v", err)
	}
	servers, err := Servers(o.Folder)
	if err != nil || len(servers) != 1 || servers[0].Address() != s.Address() || !servers[0].Alive() {
		t.Fatalf("%d servers, %v", len(servers), err)
	}
	if err := servers[0].Stop(t.Context()); err != nil || s.Alive() || s.Answers() {
		t.Errorf("stopped: %v, alive %v, answers %v", err, s.Alive(), s.Answers())
	}
	m.left()
	if files := m.files("servers"); len(files) > 0 {
		t.Errorf("files are left: %v", files)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Errorf("a second Stop: %v", err)
	}
}

func TestStopByForce(t *testing.T) {
	m := ready(t, "stubborn")
	s, err := Start(t.Context(), m.options())
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithTimeout(t.Context(), 1)
	defer cancel()
	if err := s.Stop(ended); err != nil || s.Alive() {
		t.Errorf("%v, alive %v", err, s.Alive())
	}
	m.left()
}

// A number that another process has now is left alone.
func TestStopSparesOthers(t *testing.T) {
	m := ready(t, "serve")
	s, err := Start(t.Context(), m.options())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop(context.Background())
	other := *s
	other.Mark, other.Log, other.Temp, other.record = "another", m.path("l"), m.path("t"), m.path("r")
	if other.Alive() {
		t.Error("a process with another mark is taken for the server's")
	}
	if err := other.Stop(t.Context()); err != nil || !s.Alive() {
		t.Errorf("%v, alive %v", err, s.Alive())
	}
	none := Server{}
	if none.Alive() {
		t.Error("no process is taken for a server's")
	}
}

// A server that has ended by itself is forgotten at the next start.
func TestStartAfterADeath(t *testing.T) {
	m := ready(t, "serve")
	o := m.options()
	first, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	process, err := os.FindProcess(first.PID)
	if err != nil {
		t.Fatal(err)
	}
	if err := kill(process); err != nil || !first.gone(grace) {
		t.Fatal(err)
	}
	if servers, _ := Servers(o.Folder); len(servers) != 1 || servers[0].Alive() {
		t.Errorf("%d servers", len(servers))
	}
	second, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(first.Temp); err == nil {
		t.Error("the temporary folder of the first is left")
	}
	if err := second.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	m.left()
}

func TestStartOfOneThatDies(t *testing.T) {
	m := ready(t, "die")
	_, err := Start(t.Context(), m.options())
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"local: Start: the server, Spark 4.1.4, ended before it answered", "\n  Exception in thread main: no room\n", ".log says more"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nlacks %q", err, want)
		}
	}
	m.left()
	if files := m.files("servers"); len(files) != 1 || !strings.HasSuffix(files[0], ".log") {
		t.Errorf("the log is to stay, there are %v", files)
	}
}

func TestStartInterrupted(t *testing.T) {
	m := ready(t, "mute")
	ctx, cancel := context.WithCancel(t.Context())
	o := m.options()
	pid := make(chan int)
	go func() {
		awaitLog(t, m.path("servers", fmt.Sprint(o.Port)+".log"), "arguments")
		servers, _ := Servers(o.Folder)
		cancel()
		pid <- servers[0].PID
	}()
	if _, err := Start(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if line := commandLine(<-pid); line != "" {
		t.Errorf("the process stays: %s", line)
	}
	m.left()
}

func TestStartAtATakenPort(t *testing.T) {
	m := ready(t, "serve")
	o := m.options()
	listener, err := net.Listen("tcp", fmt.Sprintf("%s:%d", host, o.Port))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	want := fmt.Sprintf("local: Start: port %d is taken by another program", o.Port)
	if _, err := Start(t.Context(), o); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	m.left()
}

func TestServersOfABrokenRecord(t *testing.T) {
	m := newMachine(t)
	if list, err := Servers(m.path("none")); err != nil || len(list) != 0 {
		t.Errorf("no folder: %v, %v", list, err)
	}
	m.write("{", "servers", "15002.json")
	if _, err := Servers(m.path("servers")); err == nil || !strings.Contains(err.Error(), "15002.json: ") {
		t.Errorf("error %v", err)
	}
}

func TestServersByPort(t *testing.T) {
	m := newMachine(t)
	var ports []int
	for _, port := range []int{900, 15002, 1100} {
		m.write(fmt.Sprintf(`{"Port": %d}`, port), "servers", fmt.Sprint(port)+".json")
	}
	list, err := Servers(m.path("servers"))
	for _, s := range list {
		ports = append(ports, s.Port)
	}
	if err != nil || !slices.Equal(ports, []int{900, 1100, 15002}) {
		t.Errorf("%v, %v", ports, err)
	}
}
