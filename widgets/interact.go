package widgets

import (
	"fmt"
	"reflect"
	"sync"

	"golab/kernel/display"
)

// An Interactive is a function with its controls: what the function gives is
// shown below them, and again whenever one of them is moved.
type Interactive struct {
	controls []Control
	call     reflect.Value
	job      *job
	box      *Box

	mu   sync.Mutex
	area *area
}

// Interact calls f with the values of the controls, and again whenever one of
// them changes. As the last value of a cell it shows the controls, and below them
// what f returns, prints and displays, always the newest:
//
//	lr := &widgets.FloatLogSlider{Description: "learning rate", Min: -4, Max: 0, Initial: 0.01}
//	widgets.Interact(func(rate float64) *plots.Figure { return lossCurve(rate) }, lr)
//
// While f runs, values that a slider passes are left out, so that dragging stays
// live. If the last result of f is an error that is not nil it is shown in the
// place of the others.
//
// It fails when the parameters of f do not match the values of the controls.
func Interact(f any, controls ...Control) (*Interactive, error) {
	call, err := function(f, controls)
	if err != nil {
		return nil, err
	}
	i := &Interactive{controls: controls, call: call, area: newArea()}
	children := make([]Widget, 0, len(controls)+1)
	for _, c := range controls {
		children = append(children, c)
	}
	i.box = VBox(append(children, i.area.box)...)
	i.job = newJob("Interact", false, i.update)
	for _, c := range controls {
		c.model().observe(i.job)
	}
	callbacks.run([]*job{i.job})
	return i, nil
}

// function returns f if it can be called with the values of the controls.
func function(f any, controls []Control) (reflect.Value, error) {
	v := reflect.ValueOf(f)
	if v.Kind() != reflect.Func || v.IsNil() {
		return v, fmt.Errorf("widgets: Interact: a %T is no function", f)
	}
	t := v.Type()
	if t.IsVariadic() || t.NumIn() != len(controls) {
		return v, fmt.Errorf("widgets: Interact: %v for %d controls", t, len(controls))
	}
	for i, c := range controls {
		if c == nil || reflect.ValueOf(c).IsNil() {
			return v, fmt.Errorf("widgets: Interact: control %d is nil", i+1)
		}
		if value := reflect.TypeOf(c.value()); !fits(value, t.In(i)) {
			return v, fmt.Errorf("widgets: Interact: parameter %d of %v is a %v, the value of the %s a %v",
				i+1, t, t.In(i), c.model().title(), value)
		}
	}
	return v, nil
}

// fits reports whether values of one type can be given to a parameter of another:
// whole numbers to floats too.
func fits(value, parameter reflect.Type) bool {
	if value.AssignableTo(parameter) || value.Kind() == parameter.Kind() {
		return true
	}
	return value.Kind() == reflect.Int && (parameter.Kind() == reflect.Float64 || parameter.Kind() == reflect.Float32)
}

// update calls the function and shows what it gives.
func (i *Interactive) update() {
	i.mu.Lock()
	defer i.mu.Unlock()
	var results []any
	var err error
	outputs, panicked := display.Capture(func() { results, err = i.results() })
	if panicked != nil {
		err = panicked
	}
	if err == nil && len(results) > 0 {
		var d display.Data
		if d, err = render(results); err == nil {
			outputs = append(outputs, displayed(d))
		}
	}
	if err != nil {
		outputs = append(outputs, display.MIMEMap{
			"output_type": "display_data", "data": failed(err), "metadata": display.MIMEMap{},
		})
	}
	if err := i.area.show(outputs); err != nil {
		panic(err) // shown by the job
	}
}

// results calls the function.
func (i *Interactive) results() ([]any, error) {
	args := make([]reflect.Value, len(i.controls))
	for k, c := range i.controls {
		args[k] = reflect.ValueOf(c.value()).Convert(i.call.Type().In(k))
	}
	var results []any
	for _, r := range i.call.Call(args) {
		results = append(results, r.Interface())
	}
	t := i.call.Type()
	if n := t.NumOut(); n > 0 && t.Out(n-1) == reflect.TypeFor[error]() {
		err, _ := results[n-1].(error)
		return results[:n-1], err
	}
	return results, nil
}

// render returns the Data of the results, in which texts stand as they are.
func render(results []any) (display.Data, error) {
	for i, r := range results {
		if text, ok := r.(string); ok {
			results[i] = display.MakeData(display.MIMETypeText, text)
		}
	}
	if len(results) == 1 {
		return display.Render(results[0])
	}
	return display.Bundle(results)
}

// MIMEBundle shows the controls and what the function gave last.
func (i *Interactive) MIMEBundle() (map[string]any, error) { return bundle(i) }

func (i *Interactive) model() *model { return i.box.model() }
