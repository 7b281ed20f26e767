package arrowin

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// few is how many bytes are asked for without a look at what there is.
const few = 256 << 20

// Enough returns an error if so many bytes are more than the memory that the machine has
// left. Where that is not known, which is elsewhere than on Linux, nothing up to a
// terabyte is too much.
func Enough(bytes int64) error {
	if bytes <= few {
		return nil
	}
	if bytes <= left() {
		return nil
	}
	debug.FreeOSMemory() // the garbage of this process is no reason to refuse
	if n := left(); bytes > n {
		return fmt.Errorf("it takes %s of memory, there are %s", inUnits(bytes), inUnits(n))
	}
	return nil
}

// inUnits writes a number of bytes with a unit.
func inUnits(n int64) string {
	x, unit := float64(n)/1e6, "MB"
	for _, next := range []string{"GB", "TB", "PB", "EB"} {
		if x >= 1000 {
			x, unit = x/1000, next
		}
	}
	return strconv.FormatFloat(x, 'f', 1, 64) + " " + unit
}

// left returns how many bytes the machine, and the container if this is in one, has left.
func left() int64 {
	const unknown = 1 << 40
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return unknown
	}
	n, ok := available(text)
	if !ok {
		return unknown
	}
	const group = "/sys/fs/cgroup/memory."
	if most := number(group + "max"); most < math.MaxInt64 {
		if used := number(group + "current"); used < math.MaxInt64 {
			n = min(n, max(0, most-used))
		}
	}
	return n
}

// available returns the bytes of memory and swap in /proc/meminfo that can be had.
func available(meminfo []byte) (int64, bool) {
	sum, found := int64(0), false
	for lines := bufio.NewScanner(bytes.NewReader(meminfo)); lines.Scan(); {
		f := strings.Fields(lines.Text())
		if len(f) < 2 || f[0] != "MemAvailable:" && f[0] != "SwapFree:" {
			continue
		}
		if n, err := strconv.ParseInt(f[1], 10, 53); err == nil {
			sum += n << 10
			found = found || f[0] == "MemAvailable:"
		}
	}
	return sum, found
}

// number returns the number in a file, and the greatest if there is none.
func number(path string) int64 {
	text, err := os.ReadFile(path)
	if err != nil {
		return math.MaxInt64
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil || n < 0 {
		return math.MaxInt64
	}
	return n
}
