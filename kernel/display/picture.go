package display

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"reflect"
)

// maxPixels bounds the pictures that are encoded: image.Uniform, to name one,
// is two thousand million pixels wide.
const maxPixels = 64 << 20

// picture returns m as a PNG, and its size as text.
func picture(m image.Image) (map[string]any, error) {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	text := fmt.Sprintf("%s, %d×%d", typeName(reflect.TypeOf(m)), w, h)
	if w <= 0 || h <= 0 {
		return map[string]any{MIMETypeText: text + ", empty"}, nil
	}
	if w > maxPixels/h {
		return map[string]any{MIMETypeText: text + ", too large to show"}, nil
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		return nil, fmt.Errorf("display: %s: %w", text, err)
	}
	return map[string]any{MIMETypeText: text, MIMETypePNG: base64.StdEncoding.EncodeToString(buf.Bytes())}, nil
}
