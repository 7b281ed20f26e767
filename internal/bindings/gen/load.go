package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// platforms lists what golab is built for. The first one's docs are shown on
// all.
var platforms = []platform{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"}, {"js", "wasm"},
}

type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "_" + p.arch }

// A source is a package as the go command describes it, then checked.
type source struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	ImportMap  map[string]string
	Module     *struct{ GoVersion string }

	files []*ast.File
	types *types.Package
}

// load checks the packages that cells may import and all that they need.
func load(p platform) (map[string]*source, error) {
	list, err := list(p)
	if err != nil {
		return nil, err
	}
	l := &loader{platform: p, fset: token.NewFileSet(), sources: map[string]*source{}}
	for _, s := range list { // dependencies first
		if err := l.check(s); err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		l.sources[s.ImportPath] = s
	}
	return l.sources, nil
}

// list asks the go command for the packages.
func list(p platform) ([]*source, error) {
	args := []string{"list", "-deps", "-json=ImportPath,Dir,GoFiles,ImportMap,Module", "--"}
	cmd := exec.Command("go", append(args, bound()...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch, "GOEXPERIMENT=")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list for %s: %w", p, err)
	}
	var list []*source
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		s := new(source)
		if err := d.Decode(s); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
}

// A loader checks packages for one platform.
type loader struct {
	platform platform
	fset     *token.FileSet
	sources  map[string]*source
}

func (l *loader) check(s *source) error {
	if s.ImportPath == "unsafe" {
		s.types = types.Unsafe
		return nil
	}
	for _, name := range s.GoFiles {
		f, err := parser.ParseFile(l.fset, filepath.Join(s.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		s.files = append(s.files, f)
	}
	conf := types.Config{
		IgnoreFuncBodies: true,
		Importer:         importer{l, s},
		Sizes:            types.SizesFor("gc", l.platform.arch),
	}
	if s.Module != nil && s.Module.GoVersion != "" {
		conf.GoVersion = "go" + s.Module.GoVersion
	}
	var err error
	s.types, err = conf.Check(s.ImportPath, l.fset, s.files, nil)
	return err
}

// An importer resolves the imports of one package.
type importer struct {
	l *loader
	s *source
}

func (i importer) Import(path string) (*types.Package, error) {
	if mapped, ok := i.s.ImportMap[path]; ok {
		path = mapped
	}
	if s := i.l.sources[path]; s != nil {
		return s.types, nil
	}
	return nil, fmt.Errorf("package %q was not listed", path)
}
