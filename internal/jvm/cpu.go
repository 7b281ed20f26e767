package jvm

import "golang.org/x/sys/cpu"

// VectorLanes returns how many float64s Java's widest vector holds on this
// processor: 8 with AVX-512, else 4. On other architectures than amd64 it is 4,
// AVX2's number: no JVM was measured there.
func VectorLanes() int {
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL {
		return 8
	}
	return 4
}
