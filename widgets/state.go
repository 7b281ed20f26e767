package widgets

import "strings"

// The modules that ipywidgets' JavaScript is in.
const (
	baseModule     = "@jupyter-widgets/base"
	controlsModule = "@jupyter-widgets/controls"
	outputModule   = "@jupyter-widgets/output"
)

// layoutKeys are the properties of CSS that a layout may set.
const layoutKeys = "align_content align_items align_self border_bottom border_left border_right border_top bottom " +
	"display flex flex_flow grid_area grid_auto_columns grid_auto_flow grid_auto_rows grid_column grid_gap grid_row " +
	"grid_template_areas grid_template_columns grid_template_rows height justify_content justify_items left margin " +
	"max_height max_width min_height min_width object_fit object_position order overflow padding right top visibility width"

// styleKeys are what the style of a control may set beside description_width.
var styleKeys = map[string]string{
	"ButtonStyle":      "button_color font_family font_size font_style font_variant font_weight text_color text_decoration",
	"CheckboxStyle":    "background",
	"DescriptionStyle": "",
	"HTMLStyle":        "background font_size text_color",
	"LabelStyle":       "background font_family font_size font_style font_variant font_weight text_color text_decoration",
	"ProgressStyle":    "bar_color",
	"SliderStyle":      "handle_color",
	"TextStyle":        "background font_size text_color",
}

// baseState returns the entries that every model has.
func baseState(module, name, viewModule, view string) map[string]any {
	versions := map[string]string{baseModule: "2.0.0", controlsModule: "2.0.0", outputModule: "1.0.0"}
	return map[string]any{
		"_model_module": module, "_model_module_version": versions[module], "_model_name": name + "Model",
		"_view_module": viewModule, "_view_module_version": versions[viewModule], "_view_name": view + "View",
		"_view_count": nil,
	}
}

// layoutState returns the state of a layout that sets nothing.
func layoutState() map[string]any {
	state := baseState(baseModule, "Layout", baseModule, "Layout")
	for _, key := range strings.Fields(layoutKeys) {
		state[key] = nil
	}
	return state
}

// longDescription is the number of characters of which ipywidgets would cut the
// rest off.
const longDescription = 10

// styleState returns the state of a style, which leaves room for a long
// description.
func styleState(name, description string) map[string]any {
	state := baseState(controlsModule, name, baseModule, "Style")
	for _, key := range strings.Fields(styleKeys[name]) {
		state[key] = nil
	}
	if name != "ButtonStyle" {
		state["description_width"] = ""
		if len(description) > longDescription {
			state["description_width"] = "initial"
		}
	}
	return state
}

// controlState returns the state of a control of the given name: what all have,
// and the given entries.
func controlState(name string, entries map[string]any) map[string]any {
	view := name
	switch name {
	case "IntProgress", "FloatProgress":
		view = "Progress"
	}
	return domState(baseState(controlsModule, name, controlsModule, view), entries)
}

// domState adds to a state what all widgets on the page have, and the entries.
func domState(state, entries map[string]any) map[string]any {
	state["_dom_classes"], state["tabbable"], state["tooltip"] = []string{}, nil, nil
	for key, value := range entries {
		state[key] = value
	}
	return state
}
