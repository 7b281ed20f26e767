package widgets

import (
	"fmt"
	"slices"
)

// A Checkbox is a box to tick.
type Checkbox struct {
	Description string
	Initial     bool
	Disabled    bool

	lazy lazy
}

func (c *Checkbox) model() *model {
	return c.lazy.get(func() *model {
		m := newModel("Checkbox", "CheckboxStyle", "value", controlState("Checkbox", map[string]any{
			"value": c.Initial, "description": c.Description, "description_allow_html": false,
			"disabled": c.Disabled, "indent": true,
		}))
		m.accept = func(v any) (any, bool) {
			b, ok := v.(bool)
			return b, ok
		}
		return m
	})
}

// Value reports whether the box is ticked.
func (c *Checkbox) Value() bool { return c.value().(bool) }

func (c *Checkbox) value() any { return c.model().get("value") }

// SetValue ticks the box or takes the tick away.
func (c *Checkbox) SetValue(v bool) { c.model().setValue(v) }

// Observe has f called with the value when it changes.
func (c *Checkbox) Observe(f func(value bool)) { observe(c, f) }

// MIMEBundle shows the box.
func (c *Checkbox) MIMEBundle() (map[string]any, error) { return bundle(c) }

// A Dropdown is a list of which one option is chosen.
type Dropdown struct {
	Description string
	Options     []string
	Initial     string // the option chosen at the start; "" or none of the options: the first
	Disabled    bool

	lazy lazy
}

func (d *Dropdown) model() *model {
	return d.lazy.get(func() *model {
		options := append([]string{}, d.Options...)
		var index any
		if len(options) > 0 {
			index = max(0, slices.Index(options, d.Initial))
		}
		m := newModel("Dropdown", "DescriptionStyle", "index", controlState("Dropdown", map[string]any{
			"_options_labels": options, "index": index, "description": d.Description,
			"description_allow_html": false, "disabled": d.Disabled,
		}))
		m.accept = func(v any) (any, bool) {
			if f, ok := v.(float64); ok && f == float64(int(f)) {
				v = int(f)
			}
			i, ok := v.(int)
			return i, ok && i >= 0 && i < len(options)
		}
		m.shownValue = d.Value
		return m
	})
}

// Value returns the option chosen, "" when there are none.
func (d *Dropdown) Value() string { return d.value().(string) }

func (d *Dropdown) value() any {
	m := d.model()
	m.mu.Lock()
	defer m.mu.Unlock()
	if i, ok := m.state["index"].(int); ok {
		return m.state["_options_labels"].([]string)[i]
	}
	return ""
}

// SetValue chooses an option. It fails when the value is none of them.
func (d *Dropdown) SetValue(v string) error {
	m := d.model()
	options := m.get("_options_labels").([]string)
	if !m.setValue(slices.Index(options, v)) {
		return fmt.Errorf("widgets: Dropdown: SetValue: %q is none of the options %q", v, options)
	}
	return nil
}

// Observe has f called with the option when another one is chosen.
func (d *Dropdown) Observe(f func(value string)) { observe(d, f) }

// MIMEBundle shows the list.
func (d *Dropdown) MIMEBundle() (map[string]any, error) { return bundle(d) }
