package local

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// oldestSpark is the first major version whose Connect server comes with it.
const oldestSpark = 4

// A distribution is a Spark on the disk, and the Python that its workers run.
type distribution struct {
	home    string
	version string // such as 4.1.4
	python  python // its Executable is empty when there is none
}

var coreJar = regexp.MustCompile(`^spark-core_[\d.]+-(.+)\.jar$`)

// openDistribution looks at a folder that should be a Spark's.
func openDistribution(home string) (distribution, error) {
	jars, err := filepath.Glob(filepath.Join(home, "jars", "spark-c*.jar"))
	if err != nil {
		return distribution{}, fmt.Errorf("local: %w", err)
	}
	d := distribution{home: home}
	connect := false
	for _, jar := range jars {
		name := filepath.Base(jar)
		if m := coreJar.FindStringSubmatch(name); m != nil {
			d.version = m[1]
		}
		connect = connect || strings.HasPrefix(name, "spark-connect_")
	}
	if d.version == "" {
		return d, fmt.Errorf("%s has no Spark (no jars%cspark-core)", home, filepath.Separator)
	}
	first, _, _ := strings.Cut(d.version, ".")
	if major, err := strconv.Atoi(first); err != nil || major < oldestSpark {
		return d, fmt.Errorf("%s is Spark %s, this needs %d.0 or newer", home, d.version, oldestSpark)
	}
	if !connect {
		return d, fmt.Errorf("%s is Spark %s without its Connect server", home, d.version)
	}
	if _, err := os.Stat(d.script()); err != nil {
		return d, fmt.Errorf("%s is Spark %s without %s", home, d.version, filepath.Base(d.script()))
	}
	return d, nil
}

// script returns the path of the program that starts a server.
func (d distribution) script() string {
	return filepath.Join(d.home, "bin", submitScript)
}

// A finder looks for a Spark, and keeps what speaks against those it saw.
type finder struct {
	known    []python // of this machine, the likeliest first
	rejected []string
}

// findDistribution returns the Spark that the options, SPARK_HOME and the Pythons
// give, in this order. Without one it says what it saw, and which Python could be
// given one.
func findDistribution(ctx context.Context, o Options) (d distribution, seen string, candidate string, err error) {
	var f finder
	if o.Python != "" {
		chosen, err := askPython(ctx, o.Python)
		if err != nil {
			return d, "", "", fmt.Errorf("local: Start: --python %s: %w", o.Python, err)
		}
		f.known = []python{chosen}
	} else {
		f.known = pythons(ctx)
	}
	if o.SparkHome != "" {
		if d, err = openDistribution(o.SparkHome); err != nil {
			return d, "", "", fmt.Errorf("local: Start: --spark-home: %w", err)
		}
		d.python = f.workerPython(ctx, d, o)
		return d, "", "", nil
	}
	d, ok := f.search(o.Python != "")
	if ok {
		d.python = f.workerPython(ctx, d, o)
		return d, "", "", nil
	}
	if len(f.known) > 0 {
		candidate = f.known[0].Executable
	}
	return d, strings.Join(f.rejected, ", "), candidate, nil
}

// search goes through the places. A Python that was asked for comes before
// SPARK_HOME.
func (f *finder) search(pythonFirst bool) (distribution, bool) {
	places := []func() (distribution, bool){f.ofSparkHome, f.ofPythons}
	if pythonFirst {
		places = []func() (distribution, bool){f.ofPythons, f.ofSparkHome}
	}
	for _, place := range append(places, f.ofPath) {
		if d, ok := place(); ok {
			return d, true
		}
	}
	return distribution{}, false
}

func (f *finder) ofSparkHome() (distribution, bool) {
	home := os.Getenv("SPARK_HOME")
	if home == "" {
		f.rejected = append(f.rejected, "SPARK_HOME is not set")
		return distribution{}, false
	}
	return f.take(openDistribution(home))
}

func (f *finder) ofPythons() (distribution, bool) {
	var without []python
	for _, p := range f.known {
		if p.Spark == "" {
			without = append(without, p)
		} else if d, ok := f.take(openDistribution(p.Spark)); ok {
			return d, true
		}
	}
	switch {
	case len(f.known) == 0:
		f.rejected = append(f.rejected, "no python3 on the PATH")
	case len(without) > 0:
		f.rejected = append(f.rejected, "no pyspark in "+executables(without))
	}
	return distribution{}, false
}

// ofPath looks beside the spark-submit of the PATH, as Homebrew's and those that
// were unpacked by hand.
func (f *finder) ofPath() (distribution, bool) {
	path, err := exec.LookPath("spark-submit")
	if err != nil {
		return distribution{}, false
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for _, up := range []string{"..", filepath.Join("..", "libexec")} {
		if d, err := openDistribution(filepath.Join(filepath.Dir(path), up)); err == nil {
			return d, true
		}
	}
	return distribution{}, false
}

// take keeps the reason why a distribution is of no use.
func (f *finder) take(d distribution, err error) (distribution, bool) {
	if err != nil {
		f.rejected = append(f.rejected, err.Error())
	}
	return d, err == nil
}

// workerPython returns the Python that the server starts for its workers: the one
// that was asked for, that of PYSPARK_PYTHON, that of the pyspark, or the first.
func (f *finder) workerPython(ctx context.Context, d distribution, o Options) python {
	if path := os.Getenv("PYSPARK_PYTHON"); path != "" && o.Python == "" {
		if p, err := askPython(ctx, path); err == nil {
			return p
		}
	}
	for _, p := range f.known {
		if p.Spark == d.home {
			return p
		}
	}
	if len(f.known) > 0 {
		return f.known[0]
	}
	return python{}
}
