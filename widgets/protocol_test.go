package widgets

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golab/kernel/comm"
)

func TestValuesOfThePage(t *testing.T) {
	for _, tt := range []struct {
		name string
		w    Control
		json string
		want any
		back []string // messages sent back
	}{
		{"slider", &IntSlider{}, "7", 7, []string{echo("value", "7")}},
		{"slider, beyond its range", &IntSlider{Max: 9}, "12", 9, []string{echo("value", "12"), update("value", "9")}},
		{"slider, far beyond the range of int", &IntSlider{Max: 9}, "1e300", 9, []string{echo("value", "1e300"), update("value", "9")}},
		{"slider, half a step", &IntSlider{}, "7.4", 7, []string{echo("value", "7.4"), update("value", "7")}},
		{"slider, no number", &IntSlider{Initial: 3}, `"x"`, 3, []string{echo("value", `"x"`), update("value", "3")}},
		{"slider, nothing", &IntSlider{Initial: 3}, "null", 3, []string{echo("value", "null"), update("value", "3")}},
		{"slider, a list", &IntSlider{Initial: 3}, "[1]", 3, []string{echo("value", "[1]"), update("value", "3")}},
		{"float", &FloatSlider{}, "0.25", 0.25, []string{echo("value", "0.25")}},
		{"log", &FloatLogSlider{Min: -4, Initial: 0.01}, "0.1", 0.1, []string{echo("value", "0.1")}},
		{"tick", &Checkbox{}, "true", true, []string{echo("value", "true")}},
		{"option", &Dropdown{Options: []string{"a", "b"}}, "1", "b", []string{echo("index", "1")}},
		{"no option", &Dropdown{Options: []string{"a", "b"}}, "2", "a", []string{echo("index", "2"), update("index", "0")}},
		{"text", &Text{}, `"spam"`, "spam", []string{echo("value", `"spam"`)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := openPage(t)
			p.show(t, tt.w)
			p.drag(t, tt.w, tt.json)
			if got := tt.w.value(); got != tt.want {
				t.Errorf("the value is %v, want %v", got, tt.want)
			}
			if got := lines(p.take()); !slices.Equal(got, tt.back) {
				t.Errorf("sent back %q, want %q", got, tt.back)
			}
		})
	}
}

func update(key, value string) string { return message("update", key, value) }
func echo(key, value string) string   { return message("echo_update", key, value) }

func message(method, key, value string) string {
	return `{"buffer_paths":[],"method":"` + method + `","state":{"` + key + `":` + value + `}}`
}

func TestValuesOfTheProgram(t *testing.T) {
	p := openPage(t)
	s := &IntSlider{Max: 9}
	s.SetValue(4) // nobody is told: the page does not know the slider
	p.show(t, s)
	s.SetValue(4) // no change
	s.SetValue(12)
	if got, want := lines(p.take()), []string{update("value", "9")}; !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
	d := &Dropdown{Options: []string{"a", "b"}}
	if err := d.SetValue("c"); err == nil || d.Value() != "a" {
		t.Errorf("an option that is none: %v, value %q", err, d.Value())
	}
	if err := d.SetValue("b"); err != nil || d.Value() != "b" {
		t.Errorf("an option: %v, value %q", err, d.Value())
	}
}

func TestPicturesTravelBesideTheMessage(t *testing.T) {
	p := openPage(t)
	i := &Image{}
	p.show(t, i)
	i.SetValue([]byte{1, 2})
	sent := p.take()
	want := `{"buffer_paths":[["value"]],"method":"update","state":{}}`
	if len(sent) != 1 || string(sent[0].Data) != want || !reflect.DeepEqual(sent[0].Buffers, [][]byte{{1, 2}}) {
		t.Errorf("sent %q with %v", lines(sent), sent[0].Buffers)
	}
}

func TestPageThatIsLoadedAgain(t *testing.T) {
	p := openPage(t)
	i := &Image{Initial: []byte{7}}
	s := &IntSlider{Initial: 3}
	box := p.show(t, VBox(s, i))
	p.say(t, s.model().id(), `{"method": "request_state"}`)
	if got := lines(p.take()); len(got) != 1 || !strings.Contains(got[0], `"_model_name":"IntSliderModel"`) || !strings.Contains(got[0], `"value":3`) {
		t.Errorf("the state of the slider is %q", got)
	}
	if err := p.comms.Handle(comm.Message{Kind: comm.Open, ID: "control", Target: controlTarget}); err != nil {
		t.Fatal(err)
	}
	p.say(t, "control", `{"method": "request_states"}`)
	sent := p.take()
	if len(sent) != 1 || sent[0].ID != "control" {
		t.Fatalf("sent %q", lines(sent))
	}
	var reply struct {
		Method string
		States map[string]struct {
			ModelName string `json:"model_name"`
			State     map[string]any
		}
		BufferPaths [][]string `json:"buffer_paths"`
	}
	if err := json.Unmarshal(sent[0].Data, &reply); err != nil {
		t.Fatal(err)
	}
	if reply.Method != "update_states" || len(reply.States) != 7 { // with layouts and a style
		t.Errorf("%s of %d models", reply.Method, len(reply.States))
	}
	if got := reply.States[box]; got.ModelName != "VBoxModel" || got.State["_model_name"] != "VBoxModel" {
		t.Errorf("the box is %v", got)
	}
	paths := [][]string{{i.model().id(), "state", "value"}}
	if !reflect.DeepEqual(reply.BufferPaths, paths) || !reflect.DeepEqual(sent[0].Buffers, [][]byte{{7}}) {
		t.Errorf("buffers %v at %v", sent[0].Buffers, reply.BufferPaths)
	}
}

func TestPageThatClosesAComm(t *testing.T) {
	p := openPage(t)
	s := &IntSlider{}
	id := p.show(t, s)
	if err := p.comms.Handle(comm.Message{Kind: comm.Close, ID: id}); err != nil {
		t.Fatal(err)
	}
	s.SetValue(3)
	if sent := p.take(); len(sent) != 0 {
		t.Errorf("sent %q to a page without widgets", lines(sent))
	}
	if again := p.show(t, s); again == "" || again == id {
		t.Errorf("shown again as %q, before as %q", again, id)
	}
}

func TestBoxes(t *testing.T) {
	p := openPage(t)
	inner := HBox(&Label{Initial: "a"})
	outer := VBox(inner, nil)
	p.show(t, outer)
	if err := inner.SetChildren(outer); err == nil {
		t.Error("a box may be within itself")
	}
	l := &Label{Initial: "b"}
	if err := outer.SetChildren(l); err != nil {
		t.Fatal(err)
	}
	sent := lines(p.take())
	if got, want := sent[len(sent)-1], update("children", `["IPY_MODEL_`+l.model().id()+`"]`); got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
}

func FuzzReceived(f *testing.F) {
	f.Add(`{"method": "update", "state": {"value": 3}}`)
	f.Add(`{"method": "update", "state": {"index": 1e99}}`)
	f.Add(`{"method": "custom", "content": {"event": "click"}}`)
	f.Add(`{"method": "request_state"}`)
	f.Add(`{"method": 3, "state": []}`)
	p := openPage(f)
	var all []Widget
	for _, open := range defaults {
		w := open()
		p.show(f, w)
		all = append(all, w)
	}
	f.Fuzz(func(t *testing.T, data string) {
		for _, w := range all {
			m := w.model()
			m.received(comm.Message{Data: json.RawMessage(data)})
			if m.id() == "" {
				t.Errorf("%s: the comm was closed by %q", m.name, data)
			}
			if _, err := json.Marshal(m.WidgetState()); err != nil {
				t.Errorf("%s: %q: %v", m.name, data, err)
			}
		}
		p.take()
	})
}
