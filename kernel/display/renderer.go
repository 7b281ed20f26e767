package display

import (
	"image"
	"reflect"
)

// Interfaces of gophernotes by which values say how they are shown. The methods
// count, not the names: a type has them without importing this package. A value
// with several is shown in several representations.
type (
	// A Renderer gives all there is to show.
	Renderer = interface{ Render() Data }

	// A SimpleRenderer gives a MIME bundle.
	SimpleRenderer = interface{ SimpleRender() MIMEMap }

	// An HTMLer gives HTML.
	HTMLer = interface{ HTML() string }

	// A JavaScripter gives code that the page runs.
	JavaScripter = interface{ JavaScript() string }

	// A JPEGer gives the bytes of a JPEG file.
	JPEGer = interface{ JPEG() []byte }

	// A JSONer gives a JSON object.
	JSONer = interface{ JSON() map[string]any }

	// A Latexer gives a formula between dollar signs.
	Latexer = interface{ Latex() string }

	// A Markdowner gives Markdown.
	Markdowner = interface{ Markdown() string }

	// A PNGer gives the bytes of a PNG file.
	PNGer = interface{ PNG() []byte }

	// A PDFer gives the bytes of a PDF file.
	PDFer = interface{ PDF() []byte }

	// An SVGer gives the text of an SVG file.
	SVGer = interface{ SVG() string }
)

// A bundler gives a MIME bundle or says why it cannot. It is golab's own, and
// goes before the others.
type bundler interface {
	MIMEBundle() (map[string]any, error)
}

// A describer says how its MIME bundle is to be shown, by MIME type, such as the
// width and height of a picture.
type describer interface {
	MIMEMetadata() map[string]any
}

// rendersItself reports whether v has one of the methods above.
func rendersItself(v any) bool {
	switch v.(type) {
	case bundler, Renderer, SimpleRenderer, HTMLer, JavaScripter, JPEGer, JSONer, Latexer,
		Markdowner, PNGer, PDFer, SVGer:
		return true
	}
	return false
}

// rendered returns what the methods of v give. It returns no Data.Data for a
// value that has none of them.
func rendered(v any) (Data, error) {
	var d Data
	if x, ok := v.(describer); ok {
		d.Metadata = x.MIMEMetadata()
	}
	switch x := v.(type) {
	case bundler:
		b, err := x.MIMEBundle()
		if err != nil {
			return d, err
		}
		d.Data = MIMEMap{MIMETypeText: typeName(reflect.TypeOf(v))}
		merge(&d.Data, b)
		return d, nil
	case Data:
		return x, nil
	}
	if x, ok := v.(Renderer); ok {
		r := x.Render()
		merge(&d.Data, r.Data)
		merge(&d.Metadata, r.Metadata)
		merge(&d.Transient, r.Transient)
	}
	if x, ok := v.(SimpleRenderer); ok {
		merge(&d.Data, x.SimpleRender())
	}
	special(v, &d.Data)
	if m, ok := v.(image.Image); ok {
		b, err := picture(m)
		if err != nil {
			return d, err
		}
		merge(&d.Data, b)
	}
	return d, nil
}

// special adds what the methods for a single MIME type give.
func special(v any, m *MIMEMap) {
	if x, ok := v.(HTMLer); ok {
		merge(m, MIMEMap{MIMETypeHTML: x.HTML()})
	}
	if x, ok := v.(JavaScripter); ok {
		merge(m, MIMEMap{MIMETypeJavaScript: x.JavaScript()})
	}
	if x, ok := v.(JPEGer); ok {
		merge(m, MIMEMap{MIMETypeJPEG: x.JPEG()})
	}
	if x, ok := v.(JSONer); ok {
		merge(m, MIMEMap{MIMETypeJSON: x.JSON()})
	}
	if x, ok := v.(Latexer); ok {
		merge(m, MIMEMap{MIMETypeLatex: x.Latex()})
	}
	if x, ok := v.(Markdowner); ok {
		merge(m, MIMEMap{MIMETypeMarkdown: x.Markdown()})
	}
	if x, ok := v.(PNGer); ok {
		merge(m, MIMEMap{MIMETypePNG: x.PNG()})
	}
	if x, ok := v.(PDFer); ok {
		merge(m, MIMEMap{MIMETypePDF: x.PDF()})
	}
	if x, ok := v.(SVGer); ok {
		merge(m, MIMEMap{MIMETypeSVG: x.SVG()})
	}
}

// merge adds the entries of from to those of into, which it makes if need be.
func merge(into *MIMEMap, from MIMEMap) {
	if *into == nil && from != nil {
		*into = make(MIMEMap, len(from))
	}
	for k, v := range from {
		(*into)[k] = v
	}
}
