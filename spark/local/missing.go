package local

import (
	"runtime"
	"strings"
)

// A Missing says what a Spark needs that this machine does not have, and how to
// get it.
type Missing struct {
	What    []string // one line each: what is missing, and where it was looked for
	Install []string // commands that bring it, in the same order
}

// Error returns all lines.
func (m *Missing) Error() string {
	var b strings.Builder
	b.WriteString("local: Start: ")
	for i, what := range m.What {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(what + "\n  " + strings.ReplaceAll(m.Install[i], "\n", "\n  "))
	}
	return b.String()
}

// add appends one thing and how to install it.
func (m *Missing) add(what, install string) {
	m.What = append(m.What, what)
	m.Install = append(m.Install, install)
}

// installJava returns the commands that install a Java on an operating system.
func installJava(system string) string {
	switch system {
	case "darwin":
		return "brew install openjdk@17 && export JAVA_HOME=$(brew --prefix openjdk@17)"
	case "windows":
		return "winget install EclipseAdoptium.Temurin.17.JRE, then open a new terminal"
	case "linux":
		return "sudo apt install openjdk-17-jre-headless (Debian, Ubuntu)\n" +
			"sudo dnf install java-17-openjdk-headless (Fedora)\n" +
			"conda install -c conda-forge openjdk=17 (without root)"
	}
	return "https://adoptium.net has one for most systems"
}

// installSpark returns the command that installs a Spark into a Python.
func installSpark(python string) string {
	if python == "" {
		python = "python3"
		if runtime.GOOS == "windows" {
			python = "py"
		}
	}
	if strings.Contains(python, " ") {
		python = `"` + python + `"`
	}
	return python + ` -m pip install "pyspark[connect]==4.1.*" (about 0.9 GB, best in a venv)`
}
