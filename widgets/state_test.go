package widgets

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"golab/kernel/display"
)

// A recording is what ipywidgets sent for a widget; see testdata/comm_open.py.
type recording struct {
	Messages []struct {
		MsgType    string `json:"msg_type"`
		TargetName string `json:"target_name"`
		CommID     string `json:"comm_id"`
		Data       any
		Metadata   any
		Buffers    []string
	}
	MIMEBundle map[string]any `json:"mimebundle"`
}

// defaults are the widgets that testdata/comm_open.py opens.
var defaults = map[string]func() Widget{
	"IntSlider":      func() Widget { return &IntSlider{} },
	"FloatSlider":    func() Widget { return &FloatSlider{} },
	"FloatLogSlider": func() Widget { return &FloatLogSlider{} },
	"Checkbox":       func() Widget { return &Checkbox{} },
	"Dropdown":       func() Widget { return &Dropdown{Options: []string{"relu", "tanh"}} },
	"Text":           func() Widget { return &Text{} },
	"Button":         func() Widget { return &Button{} },
	"HTML":           func() Widget { return &HTML{} },
	"Label":          func() Widget { return &Label{} },
	"IntProgress":    func() Widget { return &IntProgress{} },
	"FloatProgress":  func() Widget { return &FloatProgress{} },
	"Image":          func() Widget { return &Image{Initial: []byte("\x89PNG")} },
	"VBox":           func() Widget { return VBox(&Label{}) },
	"HBox":           func() Widget { return HBox(&Label{}) },
	"Output":         func() Widget { return &Output{} },
}

func TestWidgetsOpenAsThoseOfIpywidgets(t *testing.T) {
	raw, err := os.ReadFile("testdata/comm_open.json")
	if err != nil {
		t.Fatal(err)
	}
	var recordings map[string]recording
	if err := json.Unmarshal(raw, &recordings); err != nil {
		t.Fatal(err)
	}
	if len(recordings) != len(defaults) {
		t.Errorf("%d recordings, want %d", len(recordings), len(defaults))
	}
	for name, open := range defaults {
		t.Run(name, func(t *testing.T) {
			got, want := record(t, open()), recordings[name]
			if len(got.Messages) != len(want.Messages) {
				t.Fatalf("%d messages, want %d", len(got.Messages), len(want.Messages))
			}
			for i := range want.Messages {
				if !reflect.DeepEqual(got.Messages[i], want.Messages[i]) {
					t.Errorf("message %d\ngot  %v\nwant %v", i, got.Messages[i], want.Messages[i])
				}
			}
			const view = display.MIMETypeWidget
			if !reflect.DeepEqual(got.MIMEBundle[view], want.MIMEBundle[view]) {
				t.Errorf("shown as %v, want %v", got.MIMEBundle[view], want.MIMEBundle[view])
			}
		})
	}
}

// record shows a widget on a page and returns what that got, with the ids of the
// recordings.
func record(t *testing.T, w Widget) (r recording) {
	t.Helper()
	p := openPage(t)
	b, err := w.MIMEBundle()
	if err != nil {
		t.Fatal(err)
	}
	var messages []any
	var ids []string
	for i, m := range p.take() {
		buffers := []string{}
		for _, b := range m.Buffers {
			buffers = append(buffers, base64.StdEncoding.EncodeToString(b))
		}
		messages = append(messages, map[string]any{
			"msg_type": m.Kind, "target_name": m.Target, "comm_id": m.ID,
			"data": m.Data, "metadata": m.Metadata, "buffers": buffers,
		})
		ids = append(ids, m.ID, fmt.Sprintf("model-%d", i))
	}
	text, err := json.Marshal(map[string]any{"messages": messages, "mimebundle": b})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(strings.NewReplacer(ids...).Replace(string(text))), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSettings(t *testing.T) {
	for _, tt := range []struct {
		name string
		w    Widget
		want map[string]any
	}{
		{"a range that ends at 0", &FloatLogSlider{Min: -4, Initial: 0.01}, map[string]any{"min": -4.0, "max": 0.0, "value": 0.01}},
		{"the value of a range without 1", &FloatLogSlider{Min: -4, Max: -2}, map[string]any{"value": 0.01}},
		{"a value beyond the range", &IntSlider{Min: 5, Max: 9, Initial: 12}, map[string]any{"value": 9}},
		{"a value below the range", &IntSlider{Min: 5, Max: 9}, map[string]any{"value": 5}},
		{"a range from right to left", &IntSlider{Min: 5, Max: 3}, map[string]any{"min": 5, "max": 5, "value": 5}},
		{"a small range", &FloatSlider{Max: 0.5}, map[string]any{"step": 0.005, "readout_format": ".3g"}},
		{"let go", &IntSlider{OnRelease: true}, map[string]any{"continuous_update": false}},
		{"the option of the start", &Dropdown{Options: []string{"a", "b"}, Initial: "b"}, map[string]any{"index": 1}},
		{"none of the options", &Dropdown{Options: []string{"a", "b"}, Initial: "c"}, map[string]any{"index": 0}},
		{"no options", &Dropdown{}, map[string]any{"index": nil}},
		{"a tooltip", &Button{Tooltip: "starts"}, map[string]any{"tooltip": "starts"}},
	} {
		state := tt.w.model().WidgetState()
		for key, want := range tt.want {
			if state[key] != want {
				t.Errorf("%s: %s is %v, want %v", tt.name, key, state[key], want)
			}
		}
	}
}

func TestLongDescriptionsHaveRoom(t *testing.T) {
	for description, want := range map[string]string{"epochs": "", "learning rate": "initial"} {
		if got := styleState("SliderStyle", description)["description_width"]; got != want {
			t.Errorf("%q: description_width is %q, want %q", description, got, want)
		}
	}
}
