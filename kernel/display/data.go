package display

// A MIMEMap is a MIME bundle: representations of a value by their MIME types.
type MIMEMap = map[string]any

// Data is a value that is ready to be shown. Transient holds what is not stored
// in notebooks, such as the display_id.
type Data struct {
	Data, Metadata, Transient MIMEMap
}
