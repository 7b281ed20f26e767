package display

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"reflect"
	"strings"
)

// A RenderFunc shows the values of types that do not show themselves. It returns
// nothing for a value that is not its own, and an error for one that holds an
// error in place of what it should.
type RenderFunc func(v any) (map[string]any, error)

// Bundle returns what is shown for the values of one expression: for one value
// its own Data, for several their texts, one beside the other or below. There is
// always a text/plain. Text is a string, a picture the base64 of its bytes, and
// JSON any value that encoding/json knows, which is how bundles travel. The
// Metadata and Transient are never nil.
//
// It fails when a method of a value or a RenderFunc does.
func Bundle(values []any, renderers ...RenderFunc) (Data, error) {
	if len(values) == 1 {
		return one(values[0], renderers)
	}
	bundles := make([]MIMEMap, len(values))
	for i, v := range values {
		d, err := one(v, renderers)
		if err != nil {
			return Data{}, err
		}
		bundles[i] = d.Data
	}
	return Data{Data: join(bundles), Metadata: MIMEMap{}, Transient: MIMEMap{}}, nil
}

// one returns the Data of a single value. Whatever panics on the way becomes
// an error: the methods called here are the user's.
func one(v any, renderers []RenderFunc) (d Data, err error) {
	defer func() {
		if p := recover(); p != nil {
			d, err = Data{}, fmt.Errorf("display: showing a %s: panic: %s", typeName(reflect.TypeOf(v)), panicText(p))
		}
	}()
	if d, err = represent(v, renderers); err != nil {
		return Data{}, err
	}
	return normal(d, v)
}

// represent finds who shows v: a renderer, the value itself, or this package.
func represent(v any, renderers []RenderFunc) (d Data, err error) {
	for _, r := range renderers {
		if d.Data, err = r(v); d.Data != nil || err != nil {
			if d.Data[MIMETypeText] == nil && err == nil {
				merge(&d.Data, MIMEMap{MIMETypeText: typeName(reflect.TypeOf(v))})
			}
			return d, err
		}
	}
	if isNil(v) {
		return Data{}, nil
	}
	if d, err = rendered(v); d.Data != nil || err != nil {
		return d, err
	}
	if m, ok := v.(MIMEMap); ok && isBundle(m) {
		d.Data = m
	} else if m, ok := v.(matrix); ok {
		d.Data = MIMEMap{MIMETypeText: matrixText(m), MIMETypeHTML: matrixHTML(m)}
	} else if byPointer(reflect.TypeOf(v)) {
		name := typeName(reflect.TypeOf(v))
		d.Data = MIMEMap{MIMETypeText: fmt.Sprintf("a copy of a %s, which shows itself by its pointer: &%s{…}", name, name)}
	}
	return d, nil
}

// isBundle reports whether a map is a MIME bundle, by its keys and values.
func isBundle(m MIMEMap) bool {
	for mime, v := range m {
		switch v.(type) {
		case string, []byte, error:
		default:
			if !strings.HasSuffix(mime, "json") {
				return false
			}
		}
		if kind, sub, ok := strings.Cut(mime, "/"); !ok || sub == "" || !mimeKinds[kind] {
			return false
		}
	}
	return len(m) > 0
}

// mimeKinds are what MIME types begin with.
var mimeKinds = map[string]bool{"text": true, "image": true, "application": true, "audio": true, "video": true, "model": true}

// byPointer reports whether only pointers to values of the type show themselves.
// These are not to be copied, and without that they have nothing to say.
func byPointer(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.Name() != "" && reflect.PointerTo(t).Implements(reflect.TypeFor[bundler]()) &&
		!t.Implements(reflect.TypeFor[fmt.Stringer]())
}

// normal brings Data into the form that travels: bytes become strings, there is
// a text/plain, and no map is nil. It fails with the error that stands in the
// place of a value.
func normal(d Data, v any) (Data, error) {
	n := Data{Data: make(MIMEMap, len(d.Data)+1), Metadata: MIMEMap{}, Transient: MIMEMap{}}
	for mime, data := range d.Data {
		switch x := data.(type) {
		case error:
			return Data{}, x
		case []byte:
			data = travelling(mime, x)
		}
		n.Data[mime] = data
	}
	if _, ok := n.Data[MIMETypeText]; !ok {
		n.Data[MIMETypeText] = Text(v)
	}
	merge(&n.Metadata, d.Metadata)
	merge(&n.Transient, d.Transient)
	return n, nil
}

// travelling returns the value that stands for the bytes: text as it is, JSON
// decoded, and anything else in base64.
func travelling(mime string, raw []byte) any {
	if strings.HasSuffix(mime, "json") {
		var v any
		if err := json.Unmarshal(raw, &v); err == nil {
			return v
		}
	}
	if isText(mime) {
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// isText reports whether values of the MIME type are text.
func isText(mime string) bool {
	return strings.HasPrefix(mime, "text/") || strings.HasSuffix(mime, "+xml") ||
		strings.HasSuffix(mime, "json") || mime == MIMETypeJavaScript
}

// join puts the values of an expression with several into one bundle.
func join(bundles []MIMEMap) MIMEMap {
	if len(bundles) == 0 {
		return MIMEMap{MIMETypeText: ""}
	}
	var texts, parts []string
	several, rich := false, false
	for _, b := range bundles {
		text, _ := b[MIMETypeText].(string)
		texts = append(texts, text)
		several = several || strings.Contains(text, "\n")
		part, ok := asHTML(b)
		parts = append(parts, part)
		rich = rich || ok
	}
	sep := " "
	if several {
		sep = "\n"
	}
	joined := MIMEMap{MIMETypeText: strings.Join(texts, sep)}
	if rich {
		joined[MIMETypeHTML] = strings.Join(parts, "\n")
	}
	return joined
}

// asHTML returns the bundle as a piece of HTML and whether that holds more than
// the text does.
func asHTML(b MIMEMap) (string, bool) {
	if s, ok := b[MIMETypeHTML].(string); ok {
		return s, true
	}
	for _, mime := range []string{MIMETypePNG, MIMETypeJPEG} {
		if s, ok := b[mime].(string); ok {
			return `<img src="data:` + mime + `;base64,` + s + `">`, true
		}
	}
	if s, ok := b[MIMETypeSVG].(string); ok {
		return s, true
	}
	text, _ := b[MIMETypeText].(string)
	return "<pre>" + html.EscapeString(text) + "</pre>", false
}

// isNil reports whether v is nil, or a pointer, map or the like that is. A
// method of such a value is not called: few are written for it.
func isNil(v any) bool {
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan, reflect.Interface:
		return r.IsNil()
	}
	return false
}

// panicText returns the text of a recovered panic value, which may itself have
// a method that panics.
func panicText(p any) (text string) {
	defer func() {
		if recover() != nil {
			text = "a panic within the panic"
		}
	}()
	return fmt.Sprint(p)
}
