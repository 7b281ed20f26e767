package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golab/spark/local"
)

// listens is a program that answers at a port as a server does.
const listens = `package main

import (
	"net"
	"os"
	"strings"
)

func main() {
	for _, arg := range os.Args {
		if port, ok := strings.CutPrefix(arg, "spark.connect.grpc.binding.port="); ok {
			if _, err := net.Listen("tcp", "127.0.0.1:"+port); err != nil {
				panic(err)
			}
		}
	}
	select {}
}
`

// file writes a file in the user's home, which may be run.
func (u user) file(text string, parts ...string) {
	u.t.Helper()
	path := filepath.Join(append([]string{u.home}, parts...)...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		u.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		u.t.Fatal(err)
	}
}

// newSparkUser returns a user with a Java, a Python and in it a Spark whose
// spark-submit is the script.
func newSparkUser(t *testing.T, submit string) user {
	t.Helper()
	u := newUser(t, "TMPDIR="+t.TempDir(), "XDG_DATA_HOME=", "JAVA_HOME=", "SPARK_HOME=")
	u.script("java", `printf '  java.home = /jdk\n  java.specification.version = 17\n  java.version = 17.0.15\n'`+"\n")
	u.script("python3", fmt.Sprintf(`echo '{"Executable": "%[1]s/bin/python3", "Version": "3.11.2", "Spark": "%[1]s/pyspark", "Arrow": false}'`+"\n", u.home))
	u.file("#!/bin/sh\n"+submit+"\n", "pyspark", "bin", "spark-submit")
	u.file("", "pyspark", "jars", "spark-core_2.13-4.1.4.jar")
	u.file("", "pyspark", "jars", "spark-connect_2.13-4.1.4.jar")
	return u
}

// freePort returns a port that nothing listens at.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

func TestSpark(t *testing.T) {
	u := newSparkUser(t, "exec '"+golab+`' run "$HOME/listens.go" -- "$@"`)
	u.file(listens, "listens.go")
	port := freePort(t)
	address := "sc://127.0.0.1:" + port
	u.want(1, "golab: golab has started no Spark; golab spark start does\n", "spark", "status", "--port", port)
	u.want(0, `golab: starting Spark
Spark 4.1.4 runs at `+address+`
Its workers' Python lacks pyarrow, which session.Score needs: ~/bin/python3 -m pip install pyarrow
In a cell:

  import "golab/spark"

  session := must(spark.Connect("`+address+`"))

To end it: golab spark stop --port `+port+`
`, "spark", "start", "--port", port, "--memory", "1g")
	u.want(0, "golab: starting Spark\nSpark 4.1.4 runs already at "+address+"\n", "spark", "start", "--port", port)
	text, status := u.golab("spark", "status")
	pattern := regexp.MustCompile(`^Spark 4.1.4 runs at ` + address + `
  since    \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, for \d+s
  master   local\[\*\]
  memory   (\d\.\d GB in use, )?heap up to 1g
  Java     17.0.15
  Python   ~/bin/python3, without pyarrow
  process  \d+
  log      ~/\S+/spark/` + port + `.log
$`)
	if status != 0 || !pattern.MatchString(text) {
		t.Errorf("status %d\n%s", status, text)
	}
	u.want(0, "Spark 4.1.4 at "+address+" has ended\n", "spark", "stop")
	u.want(1, "golab: golab has started no Spark; golab spark start does\n", "spark", "stop", "--port", port)
}

func TestSparkThatDies(t *testing.T) {
	u := newSparkUser(t, "echo no room for a heap; exit 1")
	port := freePort(t)
	text, status := u.golab("spark", "start", "--port", port)
	want := "golab: starting Spark\ngolab: the server, Spark 4.1.4, ended before it answered; it says at last\n  no room for a heap\n~/"
	if status != 1 || !strings.HasPrefix(text, want) || !strings.HasSuffix(text, port+".log says more\n") {
		t.Errorf("status %d\n%swant\n%s", status, text, want)
	}
	u.want(1, "golab: golab has started no Spark; golab spark start does\n", "spark", "status", "--port", port)
}

func TestSparkOfAForeignServer(t *testing.T) {
	u := newUser(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	u.want(1, "golab: golab has started no Spark; what answers at port "+port+" is not golab's\n", "spark", "stop", "--port", port)
	u.want(1, "golab: starting Spark\ngolab: port "+port+" is taken by another program\n", "spark", "start", "--port", port)
}

func TestSparkWithoutJavaAndSpark(t *testing.T) {
	u := newUser(t, "JAVA_HOME=", "SPARK_HOME=")
	u.script("python3", `echo '{"Executable": "/py/python3", "Version": "3.11.2", "Spark": "", "Arrow": false}'`+"\n")
	text, status := u.golab("spark", "start", "--port", freePort(t))
	if status != 1 || !strings.HasPrefix(text, "golab: starting Spark\ngolab: there is no Java 17 or newer here: JAVA_HOME is not set, no java on the PATH\n") ||
		!strings.HasSuffix(text, "there is no Spark 4 here: SPARK_HOME is not set, no pyspark in /py/python3\n"+
			`  /py/python3 -m pip install "pyspark[connect]==4.1.*" (about 0.9 GB, best in a venv)`+"\n") {
		t.Errorf("status %d\n%s", status, text)
	}
}

// The command to stop a server must not stop another.
func TestStopCommand(t *testing.T) {
	for _, variable := range []string{"XDG_DATA_HOME", "HOME", "APPDATA"} {
		t.Setenv(variable, t.TempDir())
	}
	folder, err := sparkFolder()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		port int // of a server more
		want string
	}{
		{15003, "golab spark stop --port 15003"},
		{15002, "golab spark stop --port 15002"},
	} {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprint(c.port, ".json")), fmt.Appendf(nil, `{"Port": %d}`, c.port), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := stopCommand(&local.Server{Port: c.port}); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
	if err := os.Remove(filepath.Join(folder, "15003.json")); err != nil {
		t.Fatal(err)
	}
	if got := stopCommand(&local.Server{Port: 15002}); got != "golab spark stop" {
		t.Errorf("%s, want one without a port", got)
	}
}
