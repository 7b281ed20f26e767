package notebook

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
)

// A Notebook is a notebook file in memory.
type Notebook struct {
	name       string // of the file, for messages
	root       *value
	cells      []*Cell
	head, tail []byte // white space around the root
	format     format
	laidOut    bool // whether the file was in that format, and not all in one line
}

// ReadFile reads the notebook in a file.
func ReadFile(path string) (*Notebook, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("notebook: %w", err)
	}
	defer f.Close()
	return Read(f, path)
}

// Read reads a notebook. The name is that of the file, for messages.
//
// It fails when what it reads is not JSON, not a notebook, or a notebook of
// another format than 4.0 to 4.5.
func Read(r io.Reader, name string) (*Notebook, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("notebook: %s: %w", name, err)
	}
	body := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	n := &Notebook{name: name, head: data[:len(data)-len(body)]}
	if n.root, err = parse(data[len(n.head):]); err != nil {
		return nil, fmt.Errorf("notebook: %s: %w", name, err)
	}
	n.tail = body[len(n.root.raw):]
	n.format, n.laidOut = formatOf(body)
	if err := n.open(); err != nil {
		return nil, fmt.Errorf("notebook: %s: %w", name, err)
	}
	return n, nil
}

// open checks the frame of the notebook and finds its cells.
func (n *Notebook) open() error {
	if n.root.kind != '{' {
		return fmt.Errorf("not a notebook: the file holds %s, not an object", n.root.kindName())
	}
	minor, err := n.version()
	if err != nil {
		return err
	}
	if m := n.root.get("metadata"); m == nil {
		n.root.set("metadata", object(nil))
	} else if m.kind != '{' {
		return fmt.Errorf("metadata is %s, not an object", m.kindName())
	}
	list := n.root.get("cells")
	if list == nil || list.kind != '[' {
		return fmt.Errorf("cells is %s, not a list", list.kindName())
	}
	for i, v := range list.items {
		c := &Cell{node: v}
		if err := c.check(); err != nil {
			return fmt.Errorf("item %d of cells: %w", i+1, err)
		}
		n.cells = append(n.cells, c)
	}
	if minor < 5 {
		n.root.set("nbformat_minor", literal("5"))
	}
	n.nameCells()
	return nil
}

// version returns the minor number of the format.
func (n *Notebook) version() (int, error) {
	major, minor := n.root.get("nbformat"), n.root.get("nbformat_minor")
	if major == nil {
		return 0, fmt.Errorf("not a notebook: it has no nbformat")
	}
	a, err := strconv.Atoi(major.kindName())
	if err != nil {
		return 0, fmt.Errorf("nbformat is %s, not a number", major.kindName())
	}
	b, err := strconv.Atoi(minor.kindName())
	if err != nil && a == 4 {
		return 0, fmt.Errorf("nbformat_minor is %s, not a number", minor.kindName())
	}
	switch {
	case a < 4:
		return 0, fmt.Errorf("nbformat is %d, golab reads 4.0 to 4.5; saving the notebook in Jupyter brings it up to date", a)
	case a > 4 || b > 5 || b < 0:
		return 0, fmt.Errorf("nbformat is %d.%d, golab reads 4.0 to 4.5", a, b)
	}
	return b, nil
}

// Cells returns the cells in their order.
func (n *Notebook) Cells() []*Cell { return n.cells }

// Language returns the name of the programming language in lower case, or ""
// when the notebook does not say.
func (n *Notebook) Language() string {
	meta := n.root.get("metadata")
	for _, v := range []*value{meta.get("language_info").get("name"), meta.get("kernelspec").get("language")} {
		if v != nil && v.kind == '"' && v.text != "" {
			return v.text
		}
	}
	return ""
}

// setLanguage says that the notebook is in Go, where it does not say yet.
func (n *Notebook) setLanguage() {
	meta := n.root.get("metadata")
	if meta.get("kernelspec") == nil {
		meta.set("kernelspec", object(map[string]*value{
			"display_name": text("Go (golab)"), "language": text("go"), "name": text("golab"),
		}))
	}
	if meta.get("language_info") == nil {
		meta.set("language_info", object(map[string]*value{
			"file_extension": text(".go"), "mimetype": text("text/x-go"), "name": text("go"), "pygments_lexer": text("go"),
		}))
	}
}
