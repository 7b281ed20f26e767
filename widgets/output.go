package widgets

import (
	"encoding/base64"
	"fmt"
	"html"
	"strings"

	"golab/kernel/display"
)

// An Output is an area that values are shown in, each in the place of the one
// before.
type Output struct {
	lazy lazy
}

func (o *Output) model() *model {
	return o.lazy.get(func() *model {
		state := domState(baseState(outputModule, "Output", outputModule, "Output"), map[string]any{
			"msg_id": "", "outputs": []display.MIMEMap{},
		})
		m := newModel("Output", "", "", state)
		m.shownValue = func() string { return outputsText(m.get("outputs").([]display.MIMEMap)) }
		m.still = func() string { return outputsHTML(m.get("outputs").([]display.MIMEMap)) }
		return m
	})
}

// Display shows a value in the area, in the place of what is there. It fails when
// the value cannot be shown.
func (o *Output) Display(x any) error {
	d, err := display.Render(x)
	if err == nil {
		o.set([]display.MIMEMap{displayed(d)})
	}
	return err
}

// Capture calls f and shows what f prints and displays in the area, in the place
// of what is there. It panics when f does.
func (o *Output) Capture(f func()) {
	outputs, err := display.Capture(f)
	o.set(outputs)
	if err != nil {
		panic(err)
	}
}

// Clear empties the area.
func (o *Output) Clear() { o.set(nil) }

// MIMEBundle shows the area.
func (o *Output) MIMEBundle() (map[string]any, error) { return bundle(o) }

// set replaces the outputs, which are as in a notebook file.
func (o *Output) set(outputs []display.MIMEMap) {
	o.model().set(map[string]any{"outputs": append([]display.MIMEMap{}, outputs...)})
}

// displayed returns Data as an output of a notebook file.
func displayed(d display.Data) display.MIMEMap {
	return display.MIMEMap{"output_type": "display_data", "data": d.Data, "metadata": d.Metadata}
}

// outputsText returns the text of outputs.
func outputsText(outputs []display.MIMEMap) string {
	var parts []string
	for _, o := range outputs {
		text, _ := o["text"].(string)
		if data, ok := o["data"].(display.MIMEMap); ok {
			text, _ = data[display.MIMETypeText].(string)
		}
		parts = append(parts, strings.TrimSuffix(text, "\n"))
	}
	return strings.Join(parts, "\n")
}

// outputsHTML returns outputs as HTML, where they cannot be replaced.
func outputsHTML(outputs []display.MIMEMap) string {
	var b strings.Builder
	for _, o := range outputs {
		data, _ := o["data"].(display.MIMEMap)
		rich, isHTML := data[display.MIMETypeHTML].(string)
		png, isPNG := data[display.MIMETypePNG].(string)
		switch {
		case isHTML:
			b.WriteString(rich)
		case isPNG:
			b.WriteString(`<img src="data:image/png;base64,` + png + `">`)
		default:
			b.WriteString("<pre>" + html.EscapeString(outputsText([]display.MIMEMap{o})) + "</pre>")
		}
	}
	return "<div>" + b.String() + "</div>"
}

// An area shows what a function gives, again and again, by the widget that does
// so without a flicker: a picture by an Image, which keeps the old one until the
// new one is drawn, all else by an Output.
type area struct {
	box    *Box
	image  Image
	output Output
	inside Widget // the one of the two that is in the box
}

func newArea() *area { return &area{box: VBox()} }

// show shows outputs in the place of those before.
func (a *area) show(outputs []display.MIMEMap) error {
	if len(outputs) == 1 {
		if entries, ok := picture(outputs[0]); ok {
			a.image.model().set(entries)
			return a.put(&a.image)
		}
	}
	a.output.set(outputs)
	return a.put(&a.output)
}

// put makes w the widget in the box.
func (a *area) put(w Widget) error {
	if a.inside == w {
		return nil
	}
	a.inside = w
	return a.box.SetChildren(w)
}

// picture returns the state of an Image that shows the output, if it is a picture
// and nothing richer.
func picture(output display.MIMEMap) (map[string]any, bool) {
	data, _ := output["data"].(display.MIMEMap)
	metadata, _ := output["metadata"].(display.MIMEMap)
	for format, mime := range map[string]string{"png": display.MIMETypePNG, "jpeg": display.MIMETypeJPEG} {
		text, ok := data[mime].(string)
		raw, err := base64.StdEncoding.DecodeString(text)
		if !ok || err != nil || data[display.MIMETypeHTML] != nil || data[display.MIMETypeWidget] != nil {
			continue
		}
		size, _ := metadata[mime].(map[string]any)
		return map[string]any{
			"value": raw, "format": format, "width": pixels(size["width"]), "height": pixels(size["height"]),
		}, true
	}
	return nil, false
}

// pixels returns a size of the metadata as CSS has it.
func pixels(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprintf("%vpx", v)
}
