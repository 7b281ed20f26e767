package server

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"golab/kernel/wire"
)

// usage answers with what the kernel's processes use, for front ends that show
// it. What the system does not tell is left out.
func (s *Server) usage(_ context.Context, r *request) {
	now := measure(os.Getpid())
	reply := wire.UsageReply{PID: os.Getpid(), CPUCount: runtime.NumCPU(), KernelMemory: now.memory}
	if host, err := os.Hostname(); err == nil {
		reply.Hostname = host
	}
	if percent, ok := s.usages.percent(now); ok {
		reply.KernelCPU = &percent
	}
	if memory, ok := hostMemory(); ok {
		reply.HostVirtualMemory = &memory
	}
	r.reply(reply)
}

// A usage is what a process and its descendants have used so far. It is zero
// where there is no /proc.
type usage struct {
	at     time.Time
	cpu    time.Duration
	memory uint64 // resident, in bytes
}

// clockTick is the unit of /proc/PID/stat; Linux gives programs no other.
const clockTick = 10 * time.Millisecond

// measure reads the usage of a process and its descendants.
func measure(pid int) usage {
	total := usage{at: time.Now()}
	seen := map[int]bool{}
	for pids := []int{pid}; len(pids) > 0; pids = pids[1:] {
		if p := pids[0]; !seen[p] {
			seen[p] = true
			cpu, memory := process(p)
			total.cpu += cpu
			total.memory += memory
			pids = append(pids, children(p)...)
		}
	}
	return total
}

// process reads the CPU time and the memory of one process.
func process(pid int) (cpu time.Duration, memory uint64) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0
	}
	// The second field is the name in parentheses, which may hold anything.
	_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')')+1:]), " ")
	fields := strings.Fields(rest)
	if len(fields) < 22 {
		return 0, 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	pages, _ := strconv.ParseUint(fields[21], 10, 64)
	return time.Duration(user+system) * clockTick, pages * uint64(os.Getpagesize())
}

// children returns the processes that the threads of a process have started.
func children(pid int) []int {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	var pids []int
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for _, field := range strings.Fields(string(text)) {
			if p, err := strconv.Atoi(field); err == nil {
				pids = append(pids, p)
			}
		}
	}
	return pids
}

// usages remembers the last usage, since a rate needs two.
type usages struct {
	mu   sync.Mutex
	last usage
}

// percent returns the CPU use since the call before, 100 for one processor at
// full load. The first call knows none.
func (u *usages) percent(now usage) (float64, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	last := u.last
	u.last = now
	elapsed := now.at.Sub(last.at)
	if last.at.IsZero() || elapsed <= 0 || now.memory == 0 {
		return 0, false
	}
	used := max(0, now.cpu-last.cpu) // a process that has ended takes its time along
	return math.Round(1000*float64(used)/float64(elapsed)) / 10, true
}

// hostMemory reads /proc/meminfo.
func hostMemory() (wire.VirtualMemory, bool) {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return wire.VirtualMemory{}, false
	}
	kilobytes := map[string]uint64{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		n, _ := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		kilobytes[name] = n
	}
	m := wire.VirtualMemory{
		Total:     kilobytes["MemTotal"] << 10,
		Available: kilobytes["MemAvailable"] << 10,
		Free:      kilobytes["MemFree"] << 10,
	}
	m.Used = m.Total - m.Available
	if m.Total > 0 {
		m.Percent = math.Round(1000*float64(m.Used)/float64(m.Total)) / 10
	}
	return m, m.Total > 0
}
