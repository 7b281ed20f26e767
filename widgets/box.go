package widgets

import (
	"fmt"
	"slices"
)

// A Box holds widgets, one below the other or side by side.
type Box struct {
	name     string
	children []Widget

	lazy lazy
}

// VBox returns a box with the widgets one below the other.
func VBox(children ...Widget) *Box { return &Box{name: "VBox", children: children} }

// HBox returns a box with the widgets side by side.
func HBox(children ...Widget) *Box { return &Box{name: "HBox", children: children} }

func (b *Box) model() *model {
	return b.lazy.get(func() *model {
		m := newModel(or(b.name, "VBox"), "", "", controlState(or(b.name, "VBox"), map[string]any{
			"box_style": "", "children": []string{},
		}))
		m.parts = models(b.children)
		return m
	})
}

// SetChildren puts other widgets into the box. It fails when the box would be
// within itself, and when the front end cannot be told of the widgets.
func (b *Box) SetChildren(children ...Widget) error {
	m, parts := b.model(), models(children)
	if m.within(parts) {
		return fmt.Errorf("widgets: %s: SetChildren: the box is within itself", m.name)
	}
	return m.setParts(parts)
}

// within reports whether m is one of the models or in one of them.
func (m *model) within(parts []*model) bool {
	return slices.ContainsFunc(parts, func(part *model) bool {
		return part == m || m.within(part.children())
	})
}

// MIMEBundle shows the widgets in the box.
func (b *Box) MIMEBundle() (map[string]any, error) { return bundle(b) }

// models returns the models of widgets.
func models(widgets []Widget) []*model {
	var list []*model
	for _, w := range widgets {
		if w != nil {
			list = append(list, w.model())
		}
	}
	return list
}

// setParts replaces the children of a box.
func (m *model) setParts(parts []*model) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.parts = parts
	if m.comm == nil {
		return nil
	}
	refs, err := openAll(parts)
	if err != nil {
		return err
	}
	m.state["children"] = refs
	m.send("update", map[string]any{"children": refs})
	return nil
}
