package golab_test

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A room is a row of the README's table: a package pattern and the import
// patterns that it may import directly beyond the standard library.
type room struct {
	pattern string
	allowed []string
}

// rooms reads the table under the README's heading "Rooms". A cell of patterns
// holds them in back quotes; one that ends in /... covers the folders below.
func rooms(t *testing.T) []room {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(readme), "\n## Rooms\n")
	if !ok {
		t.Fatal("README.md has no heading Rooms")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	quoted := regexp.MustCompile("`([^`]+)`")
	var table []room
	for _, line := range strings.Split(section, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.Contains(cells[1], "`") {
			continue
		}
		var allowed []string
		for _, m := range quoted.FindAllStringSubmatch(cells[3], -1) {
			allowed = append(allowed, m[1])
		}
		for _, m := range quoted.FindAllStringSubmatch(cells[1], -1) {
			table = append(table, room{"golab/" + m[1], allowed})
		}
	}
	return table
}

// matches reports whether path is what pattern says.
func matches(pattern, path string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return path == base || strings.HasPrefix(path, base+"/")
	}
	return path == pattern
}

// roomOf returns the row with the longest pattern that covers path.
func roomOf(table []room, path string) (room, bool) {
	var best room
	for _, r := range table {
		if matches(r.pattern, path) && len(r.pattern) > len(best.pattern) {
			best = r
		}
	}
	return best, best.pattern != ""
}

func TestImportsKeepToTheRoomTable(t *testing.T) {
	table := rooms(t)
	if len(table) == 0 {
		t.Fatal("the README's table of rooms has no rows")
	}
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		path, imports, _ := strings.Cut(line, " ")
		if path == "golab" {
			continue // this test
		}
		r, ok := roomOf(table, path)
		if !ok {
			t.Errorf("%s has no row in the README's table of rooms", path)
			continue
		}
		used[r.pattern] = true
		for _, imp := range strings.Fields(imports) {
			if !mayImport(r, imp) {
				t.Errorf("%s imports %s, which its row does not allow", path, imp)
			}
		}
	}
	for _, r := range table {
		if !used[r.pattern] {
			t.Errorf("the row %s covers no package", r.pattern)
		}
	}
}

func mayImport(r room, imp string) bool {
	first, _, _ := strings.Cut(imp, "/")
	standard := first != "golab" && !strings.Contains(first, ".")
	return standard || slices.ContainsFunc(r.allowed, func(p string) bool {
		return p == "everything" || matches(p, imp) || matches("golab/"+p, imp)
	})
}

func TestDependenciesHaveReasons(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(mod), "\n") {
		f := strings.Fields(line)
		if len(f) != 2 || !strings.HasPrefix(f[1], "v") || !strings.HasPrefix(line, "\t") {
			continue
		}
		if !strings.Contains(string(doc), "`"+f[0]+"`") {
			t.Errorf("docs/dependencies.md gives no reason for %s", f[0])
		}
	}
}
