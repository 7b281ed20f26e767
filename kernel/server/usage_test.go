package server

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"golab/kernel/wire"
)

func TestPercent(t *testing.T) {
	at := time.Now()
	after := func(s float64, cpu time.Duration) usage {
		return usage{at: at.Add(time.Duration(s * float64(time.Second))), cpu: cpu, memory: 1}
	}
	var u usages
	for _, tt := range []struct {
		now  usage
		want float64
		ok   bool
	}{
		{after(0, 0), 0, false},
		{after(1, time.Second), 100, true},
		{after(3, time.Second), 0, true},
		{after(4, 2500*time.Millisecond), 150, true},
		{after(4, 2500*time.Millisecond), 0, false}, // no time has passed
		{after(5, time.Second), 0, true},            // a process has ended
		{after(8, 2*time.Second), 33.3, true},
		{usage{at: at.Add(9 * time.Second)}, 0, false}, // a system that tells nothing
	} {
		if got, ok := u.percent(tt.now); got != tt.want || ok != tt.ok {
			t.Errorf("%+v: got %v, %v, want %v, %v", tt.now, got, ok, tt.want, tt.ok)
		}
	}
}

func TestMeasure(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("there is no /proc")
	}
	alone := measure(os.Getpid())
	if alone.memory < 1<<20 {
		t.Errorf("this process takes %d bytes", alone.memory)
	}
	child := exec.Command("sleep", "60")
	if err := child.Start(); err != nil {
		t.Skip(err)
	}
	defer child.Wait()
	defer child.Process.Kill()
	eventually(t, "the child takes memory", func() bool { _, memory := process(child.Process.Pid); return memory > 0 })
	eventually(t, "the child is found", func() bool {
		for _, pid := range children(os.Getpid()) {
			if pid == child.Process.Pid {
				return true
			}
		}
		return false
	})
	if cpu, memory := process(-1); cpu != 0 || memory != 0 {
		t.Errorf("a process that is not there has used %v and %d", cpu, memory)
	}
}

func TestUsageReply(t *testing.T) {
	r := newRig(t, newFake())
	got := content[wire.UsageReply](t, r.waitFor("usage_reply", r.send(wire.Control, "usage_request", struct{}{})).Message)
	if got.PID != os.Getpid() || got.CPUCount != runtime.NumCPU() || got.KernelCPU != nil {
		t.Errorf("got %+v", got)
	}
	if m := got.HostVirtualMemory; runtime.GOOS == "linux" && (m == nil || m.Used+m.Available != m.Total || m.Percent <= 0 || m.Percent > 100) {
		t.Errorf("memory %+v", m)
	}
}
