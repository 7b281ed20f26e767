package local

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// oldestJava is the first Java that Spark 4 runs on.
const oldestJava = 17

// A java is a Java runtime.
type java struct {
	home    string // what JAVA_HOME names
	version string // such as 17.0.15
	feature int    // such as 17
}

// findJava returns the first Java that is new enough: of JAVA_HOME, of the PATH, and
// on macOS the one that the system knows. Without one it says what it saw.
func findJava(ctx context.Context) (found java, seen string) {
	var rejected []string
	try := func(from, path string) bool {
		j, err := askJava(ctx, path)
		switch {
		case err != nil:
			rejected = append(rejected, fmt.Sprintf("%s does not run (%s)", path, from))
		case j.feature < oldestJava:
			rejected = append(rejected, fmt.Sprintf("%s is Java %s (%s)", path, j.version, from))
		default:
			found = j
			return true
		}
		return false
	}
	if home := os.Getenv("JAVA_HOME"); home == "" {
		rejected = append(rejected, "JAVA_HOME is not set")
	} else if try("JAVA_HOME", filepath.Join(home, "bin", program("java"))) {
		return found, ""
	}
	if path, err := exec.LookPath("java"); err != nil {
		rejected = append(rejected, "no java on the PATH")
	} else if try("PATH", path) {
		return found, ""
	}
	if runtime.GOOS == "darwin" {
		out, err := exec.CommandContext(ctx, "/usr/libexec/java_home", "-v", strconv.Itoa(oldestJava)+"+").Output()
		if err == nil && try("java_home", filepath.Join(strings.TrimSpace(string(out)), "bin", "java")) {
			return found, ""
		}
	}
	return java{}, strings.Join(rejected, ", ")
}

// askJava runs a java and returns what it says of itself.
func askJava(ctx context.Context, path string) (java, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, "-XshowSettings:properties", "-version").CombinedOutput()
	if err != nil {
		return java{}, fmt.Errorf("local: %s: %w", path, err)
	}
	return parseJava(string(out))
}

// parseJava reads the properties that java -XshowSettings:properties prints.
func parseJava(text string) (java, error) {
	var j java
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		name, value, ok := strings.Cut(lines.Text(), "=")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(name) {
		case "java.home":
			j.home = value
		case "java.version":
			j.version = value
		case "java.specification.version": // 1.8 before Java 9
			j.feature, _ = strconv.Atoi(strings.TrimPrefix(value, "1."))
		}
	}
	if j.home == "" || j.version == "" || j.feature == 0 {
		return java{}, fmt.Errorf("local: no java.home, java.version and java.specification.version in %q", text)
	}
	return j, nil
}

// program returns the file name of a program on this system.
func program(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
