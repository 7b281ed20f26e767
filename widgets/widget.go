package widgets

import (
	"fmt"
	"html"
	"strings"
	"sync"

	"golab/kernel/display"
)

// A Widget is one of this package's types, to be put into a box or shown as the
// last value of a cell or by display.Display. The same widget may be shown in
// several places, which then move together.
type Widget interface {
	// MIMEBundle shows the widget, and its value as text where there are no
	// widgets.
	MIMEBundle() (map[string]any, error)

	model() *model
}

// A Control is a Widget with a value that the user changes.
type Control interface {
	Widget
	value() any // as Value returns it
}

// lazy makes a widget's model when it is first needed: until then the fields
// may be set.
type lazy struct {
	once sync.Once
	m    *model
}

func (l *lazy) get(make func() *model) *model {
	l.once.Do(func() { l.m = make() })
	return l.m
}

// bundle returns the MIME bundle of a widget, which the front end then knows.
func bundle(w Widget) (map[string]any, error) {
	m := w.model()
	if err := m.open(); err != nil {
		return nil, fmt.Errorf("widgets: %s: %w", m.name, err)
	}
	b := map[string]any{display.MIMETypeText: m.text(), display.MIMETypeHTML: m.html()}
	if id := m.id(); id != "" {
		b[display.MIMETypeWidget] = map[string]any{"version_major": 2, "version_minor": 0, "model_id": id}
	}
	return b, nil
}

// children returns the models within a box.
func (m *model) children() []*model {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.parts
}

// text returns the widget as a line of text, a box as several.
func (m *model) text() string {
	if m.isBox() {
		var lines []string
		for _, part := range m.children() {
			if line := part.text(); line != "" {
				lines = append(lines, line)
			}
		}
		return strings.Join(lines, "\n")
	}
	description, value := m.label(), m.valueText()
	switch {
	case m.name == "Button":
		return "[" + description + "]"
	case description == "":
		return value
	case value == "":
		return description
	}
	return description + ": " + value
}

// html returns the widget as it is shown where nothing can be moved.
func (m *model) html() string {
	switch {
	case m.isBox():
		var b strings.Builder
		for _, part := range m.children() {
			b.WriteString(part.html())
		}
		return "<div>" + b.String() + "</div>"
	case m.still != nil:
		return m.still()
	}
	return "<div>" + html.EscapeString(m.text()) + "</div>"
}

func (m *model) isBox() bool { return m.name == "VBox" || m.name == "HBox" }

// label returns the widget's description, "" for those that have none.
func (m *model) label() string {
	s, _ := m.get("description").(string)
	return s
}

// valueText returns the value as text.
func (m *model) valueText() string {
	if m.shownValue != nil {
		return m.shownValue()
	}
	if m.valueKey == "" {
		return ""
	}
	return fmt.Sprint(m.get(m.valueKey))
}

// title names the widget in messages.
func (m *model) title() string {
	if label := m.label(); label != "" {
		return fmt.Sprintf("%s %q", m.name, label)
	}
	return m.name
}

// observe calls f with the value of w when it changes.
func observe[T any](w Control, f func(T)) {
	m := w.model()
	m.observe(newJob(m.title(), false, func() { f(w.value().(T)) }))
}
