package widgets

import (
	"encoding/base64"
	"fmt"
)

// An Image is a picture that can be replaced without a flicker.
type Image struct {
	Initial []byte // the bytes of the file
	Format  string // "png", "jpeg", "gif" and so on; "": "png"
	Width   string // on the page, such as "640px"; "": the picture's own
	Height  string

	lazy lazy
}

func (i *Image) model() *model {
	return i.lazy.get(func() *model {
		m := newModel("Image", "", "", controlState("Image", map[string]any{
			"value": i.Initial, "format": or(i.Format, "png"), "width": i.Width, "height": i.Height,
		}))
		if i.Initial == nil {
			m.state["value"] = []byte{}
		}
		m.shownValue = func() string {
			return fmt.Sprintf("picture, %s, %d bytes", m.get("format"), len(m.get("value").([]byte)))
		}
		m.still = func() string {
			return fmt.Sprintf(`<img src="data:image/%s;base64,%s">`, m.get("format"),
				base64.StdEncoding.EncodeToString(m.get("value").([]byte)))
		}
		return m
	})
}

// Value returns the bytes of the picture's file, which are not to be changed.
func (i *Image) Value() []byte { return i.model().get("value").([]byte) }

// SetValue replaces the picture by another one of the same format.
func (i *Image) SetValue(file []byte) { i.model().set(map[string]any{"value": file}) }

// MIMEBundle shows the picture.
func (i *Image) MIMEBundle() (map[string]any, error) { return bundle(i) }
