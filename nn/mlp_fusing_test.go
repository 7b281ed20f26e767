package nn_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The compiler fuses x*y + z where it may, on arm64 always. In what computes Spark's
// bits it may not, unless math.FMA says so: the assembly for arm64 is searched for fused
// instructions on other lines.
func TestMLPNoFusing(t *testing.T) {
	build := exec.Command("go", "build", "-gcflags=-S", "golab/internal/jvm", "golab/internal/breeze", "golab/nn")
	build.Env = append(os.Environ(), "GOARCH=arm64", "GOOS=linux", "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", build, err, out)
	}
	// An instruction: 0x0010 00016 (/golab/nn/mlp.go:12)	FMADDD	F1, F2, F3, F4
	instruction := regexp.MustCompile(`\(([^()]+\.go):(\d+)\)\t(FN?M(?:ADD|SUB)[DS])\t`)
	sources := map[string][]string{}
	explicit, instructions := 0, strings.Count(string(out), "\n")
	for _, m := range instruction.FindAllStringSubmatch(string(out), -1) {
		folder, file := filepath.Base(filepath.Dir(m[1])), filepath.Base(m[1])
		if folder == "simd" || folder == "nn" && !strings.HasPrefix(file, "mlp") {
			continue
		}
		if sources[m[1]] == nil {
			text, err := os.ReadFile(m[1])
			if err != nil {
				t.Fatal(err)
			}
			sources[m[1]] = strings.Split(string(text), "\n")
		}
		number, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		line := sources[m[1]][number-1]
		if !strings.Contains(line, "FMA(") {
			t.Errorf("%s:%d is compiled to %s: %s", file, number, m[3], strings.TrimSpace(line))
			continue
		}
		explicit++
	}
	if instructions < 1000 || explicit == 0 {
		t.Errorf("%d lines of assembly with %d calls of math.FMA: the test looks at nothing", instructions, explicit)
	}
}
