package display

import (
	"reflect"
	"strings"
	"testing"
)

// A sized value says how large its picture is to be shown.
type sized struct{ width int }

func (s *sized) MIMEMetadata() map[string]any {
	return map[string]any{MIMETypePNG: map[string]any{"width": s.width}}
}

// A mute value has the method and nothing to say.
type mute struct{}

func (mute) MIMEMetadata() map[string]any { return nil }

func TestMetadata(t *testing.T) {
	for _, tt := range []struct {
		name   string
		values []any
		want   map[string]any
	}{
		{"a value that says its size", []any{&sized{640}}, map[string]any{MIMETypePNG: map[string]any{"width": 640}}},
		{"a value without the method", []any{3}, map[string]any{}},
		{"a value with nothing to say", []any{mute{}}, map[string]any{}},
		{"nil of a type with the method", []any{(*sized)(nil)}, map[string]any{}},
		{"several values", []any{&sized{640}, &sized{320}}, map[string]any{}},
		{"no value", nil, map[string]any{}},
	} {
		got, err := Bundle(tt.values)
		if err != nil || !reflect.DeepEqual(got.Metadata, tt.want) {
			t.Errorf("%s: %v, %v; want %v", tt.name, got.Metadata, err, tt.want)
		}
	}
}

type panicky struct{}

func (panicky) MIMEMetadata() map[string]any { panic("no size") }

func TestMetadataPanics(t *testing.T) {
	if _, err := Bundle([]any{panicky{}}); err == nil || !strings.Contains(err.Error(), "no size") {
		t.Errorf("the error is %v, want one with the panic's text", err)
	}
}
