package interp

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// unavailable says that a package cannot be imported, with the paths that are
// most like it.
func unavailable(want string, paths []string) string {
	msg := fmt.Sprintf("package %q is not available in cells", want)
	var near []string
	for _, p := range paths {
		if strings.Contains("/"+p, "/internal/") {
			continue
		}
		if path.Base(p) == path.Base(want) || distance(p, want) <= min(2, len(want)/3) || strings.EqualFold(p, want) {
			near = append(near, p)
		}
	}
	if len(near) == 0 {
		return msg
	}
	slices.SortFunc(near, func(a, b string) int {
		if d := distance(a, want) - distance(b, want); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return msg + "; there is " + strings.Join(near[:min(3, len(near))], ", ")
}

// distance counts the bytes to insert, delete, replace or exchange with their
// neighbour that turn a into b.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range len(b) {
		rows[0][j+1] = j + 1
	}
	for i := range len(a) {
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(rows[i][j]+cost, rows[i][j+1]+1, rows[i+1][j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = d
		}
	}
	return rows[len(a)][len(b)]
}
