package widgets

import (
	"fmt"
	"html"
)

// An IntProgress is a bar that the program moves, in whole numbers. For the
// progress of a loop see display.NewBar, which tells speed and time too.
type IntProgress struct {
	Description string
	Initial     int
	Min, Max    int    // the range; both 0: from 0 to 100
	BarStyle    string // the colour: "", "success", "info", "warning" or "danger"

	lazy lazy
}

func (p *IntProgress) model() *model {
	return p.lazy.get(func() *model {
		lo, hi := intRange(p.Min, p.Max)
		m := progressModel("IntProgress", p.Description, p.BarStyle, map[string]any{
			"value": clamp(p.Initial, lo, hi), "min": lo, "max": hi,
		})
		m.accept = intWithin(lo, hi)
		return m
	})
}

// Value returns where the bar is.
func (p *IntProgress) Value() int { return p.model().get("value").(int) }

// SetValue moves the bar, within its range.
func (p *IntProgress) SetValue(v int) { p.model().setValue(v) }

// MIMEBundle shows the bar.
func (p *IntProgress) MIMEBundle() (map[string]any, error) { return bundle(p) }

// A FloatProgress is a bar that the program moves.
type FloatProgress struct {
	Description string
	Initial     float64
	Min, Max    float64 // the range; both 0: from 0 to 100
	BarStyle    string  // the colour: "", "success", "info", "warning" or "danger"

	lazy lazy
}

func (p *FloatProgress) model() *model {
	return p.lazy.get(func() *model {
		lo, hi := floatRange(p.Min, p.Max, 100)
		m := progressModel("FloatProgress", p.Description, p.BarStyle, map[string]any{
			"value": clamp(p.Initial, lo, hi), "min": lo, "max": hi,
		})
		m.accept = floatWithin(lo, hi)
		return m
	})
}

// Value returns where the bar is.
func (p *FloatProgress) Value() float64 { return p.model().get("value").(float64) }

// SetValue moves the bar, within its range.
func (p *FloatProgress) SetValue(v float64) { p.model().setValue(v) }

// MIMEBundle shows the bar.
func (p *FloatProgress) MIMEBundle() (map[string]any, error) { return bundle(p) }

// progressModel returns the model of a bar.
func progressModel(name, description, style string, entries map[string]any) *model {
	state := controlState(name, map[string]any{
		"description": description, "description_allow_html": false, "orientation": "horizontal", "bar_style": style,
	})
	for key, value := range entries {
		state[key] = value
	}
	m := newModel(name, "ProgressStyle", "value", state)
	m.still = func() string {
		s := m.WidgetState()
		lo, hi, at := number(s["min"]), number(s["max"]), number(s["value"])
		return fmt.Sprintf(`<div>%s <progress max="%g" value="%g"></progress></div>`, html.EscapeString(m.label()), hi-lo, at-lo)
	}
	return m
}

// number returns an entry of a state as a float64.
func number(v any) float64 {
	if i, ok := v.(int); ok {
		return float64(i)
	}
	f, _ := v.(float64)
	return f
}
