package vm

import (
	"strconv"
	"strings"
)

// goName returns the name that Go's runtime would give the function which SSA
// calls name: main.(*T).M for (*main.T).M, main.f.func1.2 for main.f$1$2,
// main.F[...] for main.F[int], main.init.0 for main.init#1.
func goName(name string) string {
	name = elideTypeArgs(name)
	name, literals, _ := strings.Cut(name, "$")
	if base, n, ok := strings.Cut(name, "#"); ok {
		if k, err := strconv.Atoi(n); err == nil {
			name = base + "." + strconv.Itoa(k-1)
		}
	}
	if recv, method, ok := strings.Cut(name, ")"); ok && strings.HasPrefix(recv, "(") {
		name = receiverName(recv[1:]) + method
	}
	if literals == "" {
		return name
	}
	return name + ".func" + strings.ReplaceAll(literals, "$", ".")
}

// receiverName returns pkg.T for pkg.T and pkg.(*T) for *pkg.T.
func receiverName(recv string) string {
	base, pointer := strings.CutPrefix(recv, "*")
	if !pointer {
		return recv
	}
	i := strings.LastIndex(base, "/") + 1
	pkg, typ, ok := strings.Cut(base[i:], ".")
	if !ok {
		return "(" + recv + ")"
	}
	return base[:i] + pkg + ".(*" + typ + ")"
}

// elideTypeArgs replaces what is in square brackets by dots.
func elideTypeArgs(name string) string {
	var b strings.Builder
	depth := 0
	for _, r := range name {
		if r == ']' {
			depth--
		}
		if depth == 0 {
			b.WriteRune(r)
		}
		if r == '[' {
			if depth == 0 {
				b.WriteString("...")
			}
			depth++
		}
	}
	return b.String()
}
