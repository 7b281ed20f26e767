package main

import (
	"encoding/base64"
	"fmt"
	"image"
	_ "image/gif" // formats whose size is read
	_ "image/jpeg"
	_ "image/png"
	"maps"
	"slices"
	"strings"

	"golab/kernel/display"
)

// named returns what a terminal says in the place of a value that is no text:
// "picture, PNG 1280×880, 41 kB". It reports false for a value that is text.
func named(bundle map[string]any) (string, bool) {
	for _, mime := range slices.Sorted(maps.Keys(bundle)) {
		format, ok := strings.CutPrefix(mime, "image/")
		data, isText := bundle[mime].(string)
		if !ok || !isText {
			continue
		}
		format = strings.ToUpper(strings.TrimSuffix(format, "+xml"))
		if raw, err := base64.StdEncoding.DecodeString(data); err == nil {
			data = string(raw)
		}
		if c, _, err := image.DecodeConfig(strings.NewReader(data)); err == nil {
			format += fmt.Sprintf(" %d×%d", c.Width, c.Height)
		}
		return fmt.Sprintf("picture, %s, %s", format, size(len(data))), true
	}
	if _, ok := bundle[display.MIMETypeText]; ok {
		return "", false
	}
	return strings.Join(slices.Sorted(maps.Keys(bundle)), ", "), true
}

// size returns a number of bytes in words.
func size(n int) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 999_500:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
