package interp

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"golab/internal/spelling"
)

// unavailable says that a package cannot be imported, with the paths that are
// most like it.
func unavailable(want string, paths []string) string {
	msg := fmt.Sprintf("package %q is not available in cells", want)
	if pythons[want] != "" {
		return pythonOnly(want)
	}
	var near []string
	for _, p := range paths {
		if inner(p) {
			continue
		}
		if path.Base(p) == path.Base(want) || spelling.Distance(p, want) <= min(2, len(want)/3) || strings.EqualFold(p, want) {
			near = append(near, p)
		}
	}
	if len(near) == 0 {
		return msg
	}
	slices.SortFunc(near, func(a, b string) int {
		if d := spelling.Distance(a, want) - spelling.Distance(b, want); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return msg + "; there is " + strings.Join(near[:min(3, len(near))], ", ")
}

// didYouMean asks for the names that are most like the given one, three at most.
func didYouMean(name string, names []string) string {
	var near []string
	for _, n := range names {
		if n != name && !hidden(n) && alike(name, n) {
			near = append(near, n)
		}
	}
	slices.SortFunc(near, func(a, b string) int {
		if d := spelling.Distance(a, name) - spelling.Distance(b, name); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	near = slices.Compact(near)
	near = near[:min(3, len(near))]
	switch last := len(near) - 1; last {
	case -1:
		return ""
	case 0:
		return "did you mean " + near[0] + "?"
	default:
		return "did you mean " + strings.Join(near[:last], ", ") + " or " + near[last] + "?"
	}
}

// alike reports whether a may be a slip for b: another case, with underscores or
// without, a wrong character in three, the beginning of b or its initials, as MSE for MeanSquaredError.
func alike(a, b string) bool {
	shorter := min(len(a), len(b))
	return len(a) > 1 && (strings.EqualFold(strings.ReplaceAll(a, "_", ""), b) || initials(b) == a) ||
		len(a) > 2 && strings.HasPrefix(b, a) ||
		shorter > 2 && spelling.Distance(a, b) <= shorter/3
}

// initials returns the capital letters of a name.
func initials(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return r
		}
		return -1
	}, name)
}
