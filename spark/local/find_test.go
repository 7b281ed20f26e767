package local

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
)

func TestParseJava(t *testing.T) {
	tests := []struct {
		text    string
		feature int
	}{
		{"Property settings:\n    java.home = /j/jre\n    java.specification.version = 1.8\n    java.version = 1.8.0_402\n", 8},
		{"    java.home = C:\\Java = new\r\n    java.specification.version = 21\r\n    java.version = 21\r\nopenjdk version \"21\"\n", 21},
		{"    java.version = 17\n", 0},
		{"", 0},
	}
	for _, tt := range tests {
		j, err := parseJava(tt.text)
		if j.feature != tt.feature || (err == nil) != (tt.feature > 0) {
			t.Errorf("%q: %+v, %v", tt.text, j, err)
		}
	}
}

func TestFindJava(t *testing.T) {
	m := newMachine(t)
	if runtime.GOOS == "darwin" {
		t.Skip("macOS has a place of its own for Java")
	}
	want := func(version, seen string) {
		t.Helper()
		j, what := findJava(t.Context())
		if j.version != version || what != strings.ReplaceAll(seen, "~", m.folder) {
			t.Errorf("found %q, seen %q; want %q and %q", j.version, what, version, seen)
		}
	}
	want("", "JAVA_HOME is not set, no java on the PATH")
	t.Setenv("JAVA_HOME", m.path("gone"))
	want("", "~/gone/bin/java does not run (JAVA_HOME), no java on the PATH")
	m.java("1.8.0_102", "old")
	t.Setenv("JAVA_HOME", m.path("old"))
	m.script("exit 1", "bin", "java") // macOS's, which stands for none
	want("", "~/old/bin/java is Java 1.8.0_102 (JAVA_HOME), ~/bin/java does not run (PATH)")
	m.java("17.0.15")
	want("17.0.15", "")
	m.java("21.0.2", "new")
	t.Setenv("JAVA_HOME", m.path("new"))
	want("21.0.2", "")
}

func TestOpenDistribution(t *testing.T) {
	m := newMachine(t)
	m.spark("4.1.4", "serve", "good")
	m.spark("3.5.8", "serve", "old")
	m.spark("4.0.0-preview2", "serve", "preview")
	m.write("", "bare", "jars", "spark-core_2.13-4.0.1.jar")
	m.write("", "client", "jars", "spark-connect-client-jvm_2.13-4.0.1.jar")
	m.spark("4.0.1", "serve", "cut")
	if err := os.Remove(m.path("cut", "bin", "spark-submit")); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ home, version, err string }{
		{"good", "4.1.4", ""},
		{"preview", "4.0.0-preview2", ""},
		{"old", "3.5.8", "~/old is Spark 3.5.8, this needs 4.0 or newer"},
		{"bare", "4.0.1", "~/bare is Spark 4.0.1 without its Connect server"},
		{"cut", "4.0.1", "~/cut is Spark 4.0.1 without spark-submit"},
		{"client", "", "~/client has no Spark (no jars/spark-core)"},
		{"none", "", "~/none has no Spark (no jars/spark-core)"},
	}
	for _, tt := range tests {
		d, err := openDistribution(m.path(tt.home))
		text := ""
		if err != nil {
			text = strings.ReplaceAll(err.Error(), m.folder, "~")
		}
		if d.version != tt.version || text != tt.err {
			t.Errorf("%s: %q, %s; want %q, %s", tt.home, d.version, text, tt.version, tt.err)
		}
	}
}

// Where a Spark is found: each step adds one that comes before the others.
func TestFindDistribution(t *testing.T) {
	m := newMachine(t)
	var o Options
	want := func(home, python string) {
		t.Helper()
		d, seen, _, err := findDistribution(t.Context(), o)
		if err != nil || d.home != m.path(home) || d.python.Executable != m.path(python) {
			t.Errorf("found %s with %s, seen %s, %v; want %s with %s", d.home, d.python.Executable, seen, err, home, python)
		}
	}
	m.script(`echo "unused"`, "brew", "bin", "spark-submit")
	m.spark("4.0.1", "serve", "brew", "libexec")
	if err := os.Symlink(m.path("brew", "bin", "spark-submit"), m.path("bin", "spark-submit")); err != nil {
		t.Fatal(err)
	}
	m.python("", "bin", "python3")
	want("brew/libexec", "bin/python3")
	m.python(m.spark("4.1.4", "serve", "pip"), "bin", "python3")
	want("pip", "bin/python3")
	m.python(m.spark("4.1.3", "serve", "venv", "pyspark"), "venv", "bin", "python")
	t.Setenv("VIRTUAL_ENV", m.path("venv"))
	want("venv/pyspark", "venv/bin/python")
	t.Setenv("SPARK_HOME", m.spark("2.4.5", "serve", "cluster")) // of no use, and so passed over
	want("venv/pyspark", "venv/bin/python")
	t.Setenv("SPARK_HOME", m.spark("4.1.0", "serve", "own"))
	want("own", "venv/bin/python")
	t.Setenv("PYSPARK_PYTHON", m.path("bin", "python3"))
	want("own", "bin/python3")
	o.Python = m.path("venv", "bin", "python")
	want("venv/pyspark", "venv/bin/python")
	o.SparkHome = m.path("pip")
	want("pip", "venv/bin/python")
	o.SparkHome = m.path("cluster")
	if _, _, _, err := findDistribution(t.Context(), o); err == nil || !strings.Contains(err.Error(), "--spark-home: "+m.path("cluster")+" is Spark 2.4.5") {
		t.Errorf("error %v", err)
	}
	o.Python = m.path("nowhere")
	if _, _, _, err := findDistribution(t.Context(), o); err == nil || !strings.Contains(err.Error(), "--python "+o.Python) {
		t.Errorf("error %v", err)
	}
}

func TestMissing(t *testing.T) {
	m := newMachine(t)
	o := m.options()
	_, err := Start(t.Context(), o)
	var missing *Missing
	if !errors.As(err, &missing) || len(missing.What) != 2 {
		t.Fatalf("error %v", err)
	}
	m.python("", "bin", "python3")
	m.java("17.0.15")
	_, err = Start(t.Context(), o)
	want := strings.ReplaceAll(`local: Start: there is no Spark 4 here: SPARK_HOME is not set, no pyspark in ~/bin/python3
  ~/bin/python3 -m pip install "pyspark[connect]==4.1.*" (about 0.9 GB, best in a venv)`, "~", m.folder)
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant\n%s", err, want)
	}
}

func TestInstallJava(t *testing.T) {
	for system, command := range map[string]string{
		"linux": "sudo apt install openjdk-17-jre-headless", "darwin": "brew install openjdk@17",
		"windows": "winget install EclipseAdoptium.Temurin.17.JRE", "plan9": "https://adoptium.net",
	} {
		if text := installJava(system); !strings.HasPrefix(text, command) {
			t.Errorf("%s: %s", system, text)
		}
	}
	if text := installSpark("/a b/python3"); !strings.HasPrefix(text, `"/a b/python3" -m pip install`) {
		t.Error(text)
	}
}
