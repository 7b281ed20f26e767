package display

import (
	"fmt"
	"strings"
)

// The MIME types of front ends, by gophernotes' names.
const (
	MIMETypeHTML       = "text/html"
	MIMETypeJavaScript = "application/javascript"
	MIMETypeJPEG       = "image/jpeg"
	MIMETypeJSON       = "application/json"
	MIMETypeLatex      = "text/latex"
	MIMETypeMarkdown   = "text/markdown"
	MIMETypePNG        = "image/png"
	MIMETypePDF        = "application/pdf"
	MIMETypeSVG        = "image/svg+xml"
	MIMETypeText       = "text/plain"
)

// A MIMEMap is a MIME bundle: representations of a value by their MIME types. A
// value is a string, the bytes of a picture, or for JSON anything that
// encoding/json knows. An error in the place of a value says that there is none:
// showing the bundle fails with it.
type MIMEMap = map[string]any

// Data is a value that is ready to be shown. Metadata says how, by MIME type, and
// Transient holds what is not stored in notebooks, such as the display_id. It has
// no name of its own, so that a method Render can return it without an import of
// this package.
type Data = struct {
	Data      MIMEMap
	Metadata  MIMEMap
	Transient MIMEMap
}

// MakeData returns data under its MIME type, with a text beside it: the data
// itself if that is text, else a word about it.
func MakeData(mimeType string, data any) Data {
	text := ""
	switch x := data.(type) {
	case string:
		text = x
	case []byte:
		text = fmt.Sprintf("%s, %d bytes", mimeType, len(x))
	default:
		text = Text(data)
	}
	return MakeData3(mimeType, text, data)
}

// MakeData3 returns data under its MIME type with the text that stands for it
// where that type cannot be shown.
func MakeData3(mimeType, plaintext string, data any) Data {
	return Data{Data: MIMEMap{MIMETypeText: plaintext, mimeType: data}}
}

// MIME returns the representations in data, with metadata that says how to show
// them, such as {"image/png": {"width": 320}}.
func MIME(data, metadata MIMEMap) Data { return Data{Data: data, Metadata: metadata} }

// HTML returns Data that is shown as HTML.
func HTML(html string) Data { return MakeData(MIMETypeHTML, html) }

// JavaScript returns Data that the page runs.
func JavaScript(javascript string) Data { return MakeData(MIMETypeJavaScript, javascript) }

// JSON returns Data that is shown as a tree to click open.
func JSON(json map[string]any) Data { return MakeData(MIMETypeJSON, json) }

// Markdown returns Data that is shown as a Markdown cell is.
func Markdown(markdown string) Data { return MakeData(MIMETypeMarkdown, markdown) }

// Latex returns a formula that is shown within a line of text. It may stand
// between dollar signs; between two of them, or in \[ \] or an environment such as
// align, it has a line of its own.
func Latex(latex string) Data { return formula(latex, "$") }

// Math returns a formula that is shown on a line of its own.
func Math(latex string) Data { return formula(latex, "$$") }

// formula returns a formula between marks, unless it has its own.
func formula(latex, mark string) Data {
	bare := strings.TrimSpace(latex)
	for _, own := range []string{"$$", `\[`, `\(`, `\begin{`} {
		if strings.HasPrefix(bare, own) {
			return MakeData3(MIMETypeLatex, latex, bare)
		}
	}
	return MakeData3(MIMETypeLatex, latex, mark+strings.Trim(bare, "$")+mark)
}

// SVG returns a picture made of lines and shapes.
func SVG(svg string) Data {
	return MakeData3(MIMETypeSVG, fmt.Sprintf("%s, %d bytes", MIMETypeSVG, len(svg)), svg)
}

// PNG returns the picture in the bytes of a PNG file.
func PNG(png []byte) Data { return MakeData(MIMETypePNG, png) }

// JPEG returns the picture in the bytes of a JPEG file.
func JPEG(jpeg []byte) Data { return MakeData(MIMETypeJPEG, jpeg) }

// PDF returns the document in the bytes of a PDF file.
func PDF(pdf []byte) Data { return MakeData(MIMETypePDF, pdf) }
