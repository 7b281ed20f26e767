package notebook

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"golab/kernel"
)

// A Cell is one cell of a notebook.
type Cell struct{ node *value }

// check reports what makes the value no cell.
func (c *Cell) check() error {
	if c.node.kind != '{' {
		return fmt.Errorf("a cell is an object, this is %s", c.node.kindName())
	}
	switch kind := c.node.get("cell_type"); {
	case kind == nil || kind.kind != '"':
		return fmt.Errorf("cell_type is %s", kind.kindName())
	case !slices.Contains([]string{"code", "markdown", "raw"}, kind.text):
		return fmt.Errorf("cell_type is %q, not code, markdown or raw", kind.text)
	}
	if _, ok := c.node.get("source").joined(); !ok {
		return fmt.Errorf("source is %s, not a text or a list of texts", c.node.get("source").kindName())
	}
	if m := c.node.get("metadata"); m != nil && m.kind != '{' {
		return fmt.Errorf("metadata is %s, not an object", m.kindName())
	}
	if o := c.node.get("outputs"); o != nil && o.kind != '[' {
		return fmt.Errorf("outputs is %s, not a list", o.kindName())
	}
	return nil
}

// ID returns the name of the cell, unique in its notebook.
func (c *Cell) ID() string {
	id, _ := c.node.get("id").joined()
	return id
}

// IsCode reports whether the cell holds a program, not text.
func (c *Cell) IsCode() bool { return c.node.get("cell_type").text == "code" }

// Source returns the text of the cell.
func (c *Cell) Source() string {
	source, _ := c.node.get("source").joined()
	return source
}

// SetSource replaces the text of the cell.
func (c *Cell) SetSource(source string) {
	if source != c.Source() {
		c.node.set("source", lines(source))
	}
}

// HasTag reports whether the cell has a tag.
func (c *Cell) HasTag(tag string) bool {
	tags := c.node.get("metadata").get("tags")
	if tags == nil {
		return false
	}
	return slices.ContainsFunc(tags.items, func(v *value) bool { return v.kind == '"' && v.text == tag })
}

// SetOutputs replaces the outputs of a code cell and the number that it was run
// under; 0 stands for not run. It fails when an output holds something that
// cannot be JSON.
func (c *Cell) SetOutputs(number int, outputs []kernel.Output) error {
	list := array()
	for _, o := range outputs {
		v, err := encodeOutput(o)
		if err != nil {
			return fmt.Errorf("notebook: cell %s: %w", c.ID(), err)
		}
		list.items = append(list.items, v)
	}
	if old := c.node.get("outputs"); old == nil || !same(old, list) {
		c.node.set("outputs", list)
	}
	count := literal("null")
	if number > 0 {
		count = literal(strconv.Itoa(number))
	}
	if old := c.node.get("execution_count"); old == nil || string(old.raw) != string(count.raw) {
		c.node.set("execution_count", count)
	}
	return nil
}

// validID is what nbformat 4.5 allows as an id.
var validID = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// nameCells gives an id to each cell that has none, or one of an earlier cell.
func (n *Notebook) nameCells() {
	used := map[string]bool{}
	for _, c := range n.cells {
		used[c.ID()] = true
	}
	seen := map[string]bool{}
	for i, c := range n.cells {
		id := c.ID()
		for try := 0; seen[id] || !validID.MatchString(id); try++ {
			if next := c.hash(i + try); !used[next] {
				id = next
			}
		}
		if seen[id], used[id] = true, true; id != c.ID() {
			c.node.set("id", text(id))
		}
	}
}

// hash returns an id made of the place and the content of a cell.
func (c *Cell) hash(place int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", place, c.Source()))
	return hex.EncodeToString(sum[:4])
}
