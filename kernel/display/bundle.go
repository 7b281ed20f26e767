package display

import (
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"reflect"
	"strings"
)

// The MIME types that this package makes by itself.
const (
	Plain = "text/plain"
	HTML  = "text/html"
	PNG   = "image/png"
)

// A Renderer shows the values of types that do not show themselves. It returns
// nothing for a value that is not its own, and an error for one that holds an
// error in place of what it should.
type Renderer func(v any) (map[string]any, error)

// A Bundler shows itself.
type bundler interface {
	MIMEBundle() (map[string]any, error)
}

// Bundle returns the MIME bundle of the values of one expression: for one value
// its own, for several their texts, one beside the other or below. There is
// always a text/plain. Text is a string, a picture the base64 of its bytes, and
// JSON any value that encoding/json knows, which is how bundles travel.
//
// It fails when a MIMEBundle method or a Renderer does.
func Bundle(values []any, renderers ...Renderer) (map[string]any, error) {
	if len(values) == 1 {
		return one(values[0], renderers)
	}
	bundles := make([]map[string]any, len(values))
	for i, v := range values {
		b, err := one(v, renderers)
		if err != nil {
			return nil, err
		}
		bundles[i] = b
	}
	return join(bundles), nil
}

// A describer says how its MIME bundle is to be shown.
type describer interface {
	MIMEMetadata() map[string]any
}

// Metadata returns what goes beside the bundle of the values: for one value what
// its MIMEMetadata method says, by MIME type, such as the width and height at
// which a picture is to be shown; else nothing.
//
// It fails when the method panics.
func Metadata(values []any) (metadata map[string]any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("display: describing a %s: panic: %s", typeName(reflect.TypeOf(values[0])), panicText(p))
		}
	}()
	if len(values) == 1 && !isNil(values[0]) {
		if d, ok := values[0].(describer); ok {
			metadata = d.MIMEMetadata()
		}
	}
	if metadata == nil {
		metadata = map[string]any{}
	}
	return metadata, nil
}

// one returns the bundle of a single value. Whatever panics on the way becomes
// an error: the methods called here are the user's.
func one(v any, renderers []Renderer) (bundle map[string]any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("display: showing a %s: panic: %s", typeName(reflect.TypeOf(v)), panicText(p))
		}
	}()
	for _, r := range renderers {
		if b, err := r(v); err != nil {
			return nil, err
		} else if b != nil {
			return normal(b, v), nil
		}
	}
	if isNil(v) {
		return map[string]any{Plain: Text(v)}, nil
	}
	switch x := v.(type) {
	case bundler:
		b, err := x.MIMEBundle()
		if err != nil {
			return nil, err
		}
		return normal(b, v), nil
	case image.Image:
		return picture(x)
	case matrix:
		return map[string]any{Plain: matrixText(x), HTML: matrixHTML(x)}, nil
	}
	return map[string]any{Plain: Text(v)}, nil
}

// normal brings a bundle made elsewhere into the form that travels: bytes
// become strings, and there is a text/plain.
func normal(b map[string]any, v any) map[string]any {
	n := make(map[string]any, len(b)+1)
	for mime, data := range b {
		if raw, ok := data.([]byte); ok {
			data = encode(mime, raw)
		}
		n[mime] = data
	}
	if _, ok := n[Plain]; !ok {
		n[Plain] = typeName(reflect.TypeOf(v))
	}
	return n
}

// encode returns text as it is and anything else in base64.
func encode(mime string, raw []byte) string {
	if strings.HasPrefix(mime, "text/") || strings.HasSuffix(mime, "+xml") ||
		strings.HasSuffix(mime, "json") || mime == "application/javascript" {
		return string(raw)
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// join puts the values of an expression with several into one bundle.
func join(bundles []map[string]any) map[string]any {
	if len(bundles) == 0 {
		return map[string]any{Plain: ""}
	}
	var texts, parts []string
	several, rich := false, false
	for _, b := range bundles {
		text, _ := b[Plain].(string)
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
	joined := map[string]any{Plain: strings.Join(texts, sep)}
	if rich {
		joined[HTML] = strings.Join(parts, "\n")
	}
	return joined
}

// asHTML returns the bundle as a piece of HTML and whether that holds more than
// the text does.
func asHTML(b map[string]any) (string, bool) {
	if s, ok := b[HTML].(string); ok {
		return s, true
	}
	for _, mime := range []string{PNG, "image/jpeg"} {
		if s, ok := b[mime].(string); ok {
			return `<img src="data:` + mime + `;base64,` + s + `">`, true
		}
	}
	if s, ok := b["image/svg+xml"].(string); ok {
		return s, true
	}
	text, _ := b[Plain].(string)
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
