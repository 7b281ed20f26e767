package display

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
)

// Any returns data as what mimeType says; where that is empty, as what the data
// look like. The data are a string, bytes, an io.Reader or an io.WriterTo that
// gives bytes, or a value that says itself how it is shown, as Bundle does.
//
// Data that cannot be read are an error when they are shown.
func Any(mimeType string, data any) Data {
	if _, ok := data.(image.Image); ok || rendersItself(data) {
		return bundled(data)
	}
	switch x := data.(type) {
	case Data:
		return x
	case string:
		if mimeType == "" {
			mimeType = MIMETypeText
		}
		return MakeData(mimeType, x)
	case []byte:
		return raw(mimeType, x)
	case io.Reader:
		b, err := io.ReadAll(x)
		if err != nil {
			return failed(fmt.Errorf("display: Any: %w", err))
		}
		return raw(mimeType, b)
	case io.WriterTo:
		var b bytes.Buffer
		if _, err := x.WriteTo(&b); err != nil {
			return failed(fmt.Errorf("display: Any: %w", err))
		}
		return raw(mimeType, b.Bytes())
	}
	return bundled(data)
}

// Auto returns data as what they look like: Any without a MIME type.
func Auto(data any) Data { return Any("", data) }

// File returns the contents of a file as what mimeType says or, where that is
// empty, as what they look like. A file that cannot be read is an error when the
// Data are shown.
func File(mimeType, path string) Data {
	b, err := os.ReadFile(path)
	if err != nil {
		return failed(fmt.Errorf("display: File: %w", err))
	}
	return raw(mimeType, b)
}

// Image returns the picture as a PNG.
func Image(m image.Image) Data { return bundled(m) }

// bundled returns the Data of a value that says itself how it is shown.
func bundled(v any) Data {
	d, err := Bundle([]any{v})
	if err != nil {
		return failed(err)
	}
	return d
}

// failed returns Data that cannot be shown.
func failed(err error) Data { return Data{Data: MIMEMap{MIMETypeText: err}} }

// raw returns bytes under their MIME type; those of text as a string.
func raw(mimeType string, b []byte) Data {
	if mimeType == "" {
		mimeType = sniff(b)
	}
	if isText(mimeType) && !strings.HasSuffix(mimeType, "json") {
		return MakeData(mimeType, string(b))
	}
	return MakeData(mimeType, b)
}

// sniff returns the MIME type that the bytes look like.
func sniff(b []byte) string {
	found, _, err := mime.ParseMediaType(http.DetectContentType(b))
	if err != nil {
		return MIMETypeText
	}
	head := b[:min(len(b), 1024)]
	if strings.HasPrefix(found, "text/") && bytes.Contains(head, []byte("<svg")) && !bytes.Contains(head, []byte("<html")) {
		return MIMETypeSVG
	}
	return found
}
