package widgets

import "html"

// A Text is a line to write in.
type Text struct {
	Description string
	Initial     string
	Placeholder string // shown in grey while the line is empty
	Disabled    bool

	// OnEnter has the value change when the line is left or Enter is pressed.
	// Else it changes with each character.
	OnEnter bool

	lazy lazy
}

// noPlaceholder is what ipywidgets takes for none: it keeps a line's height.
const noPlaceholder = "\u200b"

func (t *Text) model() *model {
	return t.lazy.get(func() *model {
		m := newModel("Text", "TextStyle", "value", controlState("Text", map[string]any{
			"value": t.Initial, "description": t.Description, "description_allow_html": false,
			"placeholder": or(t.Placeholder, noPlaceholder), "disabled": t.Disabled, "continuous_update": !t.OnEnter,
		}))
		m.accept = acceptText
		return m
	})
}

// Value returns the text.
func (t *Text) Value() string { return t.value().(string) }

func (t *Text) value() any { return t.model().get("value") }

// SetValue replaces the text.
func (t *Text) SetValue(v string) { t.model().setValue(v) }

// Observe has f called with the text when it changes.
func (t *Text) Observe(f func(value string)) { observe(t, f) }

// MIMEBundle shows the line.
func (t *Text) MIMEBundle() (map[string]any, error) { return bundle(t) }

// A Label is a line of text.
type Label struct {
	Description string
	Initial     string

	lazy lazy
}

func (l *Label) model() *model {
	return l.lazy.get(func() *model { return textModel("Label", l.Description, l.Initial) })
}

// Value returns the text.
func (l *Label) Value() string { return l.model().get("value").(string) }

// SetValue replaces the text.
func (l *Label) SetValue(v string) { l.model().setValue(v) }

// MIMEBundle shows the text.
func (l *Label) MIMEBundle() (map[string]any, error) { return bundle(l) }

// An HTML is a piece of HTML.
type HTML struct {
	Description string
	Initial     string

	lazy lazy
}

func (h *HTML) model() *model {
	return h.lazy.get(func() *model {
		m := textModel("HTML", h.Description, h.Initial)
		m.still = func() string {
			return "<div>" + html.EscapeString(m.label()) + " " + m.get("value").(string) + "</div>"
		}
		return m
	})
}

// Value returns the HTML.
func (h *HTML) Value() string { return h.model().get("value").(string) }

// SetValue replaces the HTML.
func (h *HTML) SetValue(v string) { h.model().setValue(v) }

// MIMEBundle shows the HTML.
func (h *HTML) MIMEBundle() (map[string]any, error) { return bundle(h) }

// textModel returns the model of a widget that shows a text.
func textModel(name, description, initial string) *model {
	m := newModel(name, name+"Style", "value", controlState(name, map[string]any{
		"value": initial, "description": description, "description_allow_html": false, "placeholder": noPlaceholder,
	}))
	m.accept = acceptText
	return m
}

// acceptText accepts strings.
func acceptText(v any) (any, bool) {
	s, ok := v.(string)
	return s, ok
}
