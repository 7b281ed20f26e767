package widgets

import (
	"fmt"
	"math"
)

// An IntSlider is a slider over whole numbers.
type IntSlider struct {
	Description string
	Initial     int // the value at the start, brought into the range
	Min, Max    int // the range; both 0: from 0 to 100
	Step        int // 0: 1
	Disabled    bool

	// OnRelease has the value change when the slider is let go. Else it changes
	// while it is dragged.
	OnRelease bool

	lazy lazy
}

func (s *IntSlider) model() *model {
	return s.lazy.get(func() *model {
		lo, hi := intRange(s.Min, s.Max)
		m := newModel("IntSlider", "SliderStyle", "value", sliderState("IntSlider", s.Description, map[string]any{
			"value": clamp(s.Initial, lo, hi), "min": lo, "max": hi, "step": positive(s.Step, 1),
			"readout_format": "d", "disabled": s.Disabled, "continuous_update": !s.OnRelease,
		}))
		m.accept = intWithin(lo, hi)
		return m
	})
}

// Value returns the present value.
func (s *IntSlider) Value() int { return s.value().(int) }

func (s *IntSlider) value() any { return s.model().get("value") }

// SetValue moves the slider, within its range.
func (s *IntSlider) SetValue(v int) { s.model().setValue(v) }

// Observe has f called with the value when it changes.
func (s *IntSlider) Observe(f func(value int)) { observe(s, f) }

// MIMEBundle shows the slider.
func (s *IntSlider) MIMEBundle() (map[string]any, error) { return bundle(s) }

// A FloatSlider is a slider over numbers.
type FloatSlider struct {
	Description string
	Initial     float64 // the value at the start, brought into the range
	Min, Max    float64 // the range; both 0: from 0 to 100
	Step        float64 // 0: 0.1, or a hundredth of the range where that is less
	Disabled    bool

	// ReadoutFormat is how the value is written, in the manner of d3-format;
	// "": ".2f", or ".3g" where the step is below 0.01.
	ReadoutFormat string

	// OnRelease has the value change when the slider is let go. Else it changes
	// while it is dragged.
	OnRelease bool

	lazy lazy
}

func (s *FloatSlider) model() *model {
	return s.lazy.get(func() *model {
		lo, hi := floatRange(s.Min, s.Max, 100)
		step := positive(s.Step, min(0.1, (hi-lo)/100))
		format := ".2f"
		if step < 0.01 {
			format = ".3g"
		}
		m := newModel("FloatSlider", "SliderStyle", "value", sliderState("FloatSlider", s.Description, map[string]any{
			"value": clamp(s.Initial, lo, hi), "min": lo, "max": hi, "step": step,
			"readout_format": or(s.ReadoutFormat, format), "disabled": s.Disabled, "continuous_update": !s.OnRelease,
		}))
		m.accept = floatWithin(lo, hi)
		return m
	})
}

// Value returns the present value.
func (s *FloatSlider) Value() float64 { return s.value().(float64) }

func (s *FloatSlider) value() any { return s.model().get("value") }

// SetValue moves the slider, within its range.
func (s *FloatSlider) SetValue(v float64) { s.model().setValue(v) }

// Observe has f called with the value when it changes.
func (s *FloatSlider) Observe(f func(value float64)) { observe(s, f) }

// MIMEBundle shows the slider.
func (s *FloatSlider) MIMEBundle() (map[string]any, error) { return bundle(s) }

// A FloatLogSlider is a slider over powers, made for numbers such as learning
// rates: each step multiplies.
type FloatLogSlider struct {
	Description string
	Initial     float64 // the value at the start, not its exponent; 0: 1, brought into the range
	Base        float64 // 0: 10
	Min, Max    float64 // the range of exponents; both 0: from 0 to 4
	Step        float64 // of the exponent; 0: 0.1
	Disabled    bool

	// ReadoutFormat is how the value is written, in the manner of d3-format;
	// "": ".3g".
	ReadoutFormat string

	// OnRelease has the value change when the slider is let go. Else it changes
	// while it is dragged.
	OnRelease bool

	lazy lazy
}

func (s *FloatLogSlider) model() *model {
	return s.lazy.get(func() *model {
		base := positive(s.Base, 10)
		lo, hi := floatRange(s.Min, s.Max, 4)
		least, most := math.Pow(base, lo), math.Pow(base, hi)
		initial := s.Initial
		if initial == 0 {
			initial = 1
		}
		m := newModel("FloatLogSlider", "SliderStyle", "value", sliderState("FloatLogSlider", s.Description, map[string]any{
			"value": clamp(initial, min(least, most), max(least, most)), "base": base, "min": lo, "max": hi,
			"step": positive(s.Step, 0.1), "readout_format": or(s.ReadoutFormat, ".3g"),
			"disabled": s.Disabled, "continuous_update": !s.OnRelease,
		}))
		m.accept = floatWithin(min(least, most), max(least, most))
		m.shownValue = func() string { return fmt.Sprintf("%.3g", m.get("value")) }
		return m
	})
}

// Value returns the present value, not its exponent.
func (s *FloatLogSlider) Value() float64 { return s.value().(float64) }

func (s *FloatLogSlider) value() any { return s.model().get("value") }

// SetValue moves the slider to a value, not an exponent, within its range.
func (s *FloatLogSlider) SetValue(v float64) { s.model().setValue(v) }

// Observe has f called with the value when it changes.
func (s *FloatLogSlider) Observe(f func(value float64)) { observe(s, f) }

// MIMEBundle shows the slider.
func (s *FloatLogSlider) MIMEBundle() (map[string]any, error) { return bundle(s) }

// sliderState returns what all sliders have, and the entries.
func sliderState(name, description string, entries map[string]any) map[string]any {
	state := controlState(name, map[string]any{
		"description": description, "description_allow_html": false,
		"behavior": "drag-tap", "orientation": "horizontal", "readout": true,
	})
	for key, value := range entries {
		state[key] = value
	}
	return state
}
