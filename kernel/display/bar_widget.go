package display

import (
	"encoding/json"
	"html"
	"sync/atomic"

	"golab/kernel/comm"
)

// The targets of the ipywidgets protocol. A front end that has ipywidgets opens
// a comm for the control target when it opens a notebook.
const (
	controlTarget = "jupyter.widget.control"
	widgetTarget  = "jupyter.widget"
)

// MIMETypeWidget is that of a view on a widget.
const MIMETypeWidget = "application/vnd.jupyter.widget-view+json"

// A widgetView draws a bar by ipywidgets: a FloatProgress between two texts. Its
// last state goes out as HTML in their place, so that it is stored in the
// notebook. When the front end closes the comm, HTML is updated from then on.
type widgetView struct {
	page          pageView
	box, bar      *model
	before, after *model
	gone          atomic.Bool
}

// newWidgetView returns a view whose widgets are not yet shown. It fails when the
// front end cannot be reached.
func newWidgetView(p *place) (*widgetView, error) {
	v := &widgetView{page: pageView{place: p}}
	v.before = newModel(p.Comms(), "HTML", map[string]any{"value": ""})
	v.bar = newModel(p.Comms(), "FloatProgress", map[string]any{"_view_name": "ProgressView", "min": 0, "max": 1, "value": 0})
	v.after = newModel(p.Comms(), "HTML", map[string]any{"value": ""})
	v.box = newModel(p.Comms(), "HBox", map[string]any{
		"children": []string{v.before.ref(), v.bar.ref(), v.after.ref()},
	})
	v.box.comm.OnClose(func(comm.Message) { v.gone.Store(true) })
	for _, m := range v.models() {
		if err := m.open(); err != nil {
			v.close()
			return nil, err
		}
	}
	return v, nil
}

// models returns the widgets, the box after those in it.
func (v *widgetView) models() []*model { return []*model{v.before, v.bar, v.after, v.box} }

// draw brings the widgets up to date.
func (v *widgetView) draw(s barState) {
	if v.gone.Load() {
		v.page.draw(s)
		return
	}
	v.before.set("value", oneLineHTML(s.label+" "+s.percent()))
	v.bar.set("value", s.fraction())
	v.after.set("value", oneLineHTML(s.text()))
	if v.page.id == "" {
		d := s.data()
		d.Data[MIMETypeWidget] = map[string]any{"version_major": 2, "version_minor": 0, "model_id": v.box.comm.ID}
		v.page.show(d)
	}
}

// oneLineHTML returns a text that is not wrapped where room is scarce.
func oneLineHTML(text string) string {
	return `<span style="white-space: nowrap; font-variant-numeric: tabular-nums">` + html.EscapeString(text) + "</span>"
}

// finish puts HTML in the place of the widgets, which are closed.
func (v *widgetView) finish(s barState) {
	v.page.finish(s)
	v.close()
}

func (v *widgetView) close() {
	for _, m := range v.models() {
		m.comm.Close(nil)
	}
}

// A model is a widget as the front end has it. Its state is guarded by the Bar
// but for WidgetState, hence the atomic pointer to a map that never changes.
type model struct {
	comm  *comm.Comm
	state atomic.Pointer[map[string]any]
}

// newModel returns a model of one of ipywidgets' controls, unopened.
func newModel(m *comm.Manager, name string, state map[string]any) *model {
	full := map[string]any{
		"_model_module": "@jupyter-widgets/controls", "_model_module_version": "2.0.0", "_model_name": name + "Model",
		"_view_module": "@jupyter-widgets/controls", "_view_module_version": "2.0.0", "_view_name": name + "View",
	}
	merge(&full, state)
	w := &model{comm: m.New(widgetTarget)}
	w.state.Store(&full)
	w.comm.SetOwner(w)
	w.comm.OnMsg(w.received)
	return w
}

// ref returns how other models name this one.
func (w *model) ref() string { return "IPY_MODEL_" + w.comm.ID }

// open makes the model known to the front end.
func (w *model) open() error {
	return w.comm.Open(map[string]any{"state": w.WidgetState(), "buffer_paths": []any{}}, map[string]any{"version": "2.1.0"})
}

// WidgetState returns the whole state, for a page that has been loaded again.
func (w *model) WidgetState() map[string]any { return *w.state.Load() }

// set changes an entry of the state, here and in the front end.
func (w *model) set(key string, value any) {
	if old := w.WidgetState(); old[key] != value {
		now := with(old, key, value)
		w.state.Store(&now)
		w.update(map[string]any{key: value})
	}
}

// update sends entries of the state. A front end that does not take them will
// get the last state in any case.
func (w *model) update(state map[string]any) {
	w.comm.Send(map[string]any{"method": "update", "state": state, "buffer_paths": []any{}})
}

// received answers a page that asks for the state.
func (w *model) received(msg comm.Message) {
	var data struct{ Method string }
	if json.Unmarshal(msg.Data, &data) == nil && data.Method == "request_state" {
		w.update(w.WidgetState())
	}
}
