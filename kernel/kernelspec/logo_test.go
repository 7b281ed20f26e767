package kernelspec

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/color"
	"image/png"
	"io"
	"testing"
)

func TestLogoPNG(t *testing.T) {
	for _, side := range []int{32, 64} {
		data, err := logoPNG(side)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if b := img.Bounds(); b.Dx() != side || b.Dy() != side {
			t.Errorf("%d: the bounds are %v", side, b)
		}
		at := func(x, y float64) color.NRGBA {
			return color.NRGBAModel.Convert(img.At(int(x*float64(side)), int(y*float64(side)))).(color.NRGBA)
		}
		if c := at(0, 0); c.A != 0 {
			t.Errorf("%d: the corner is %v, not transparent", side, c)
		}
		if c := at(0.5, 0.06); c != tileColor {
			t.Errorf("%d: the tile is %v", side, c)
		}
		if c := at(0.5, 0.5); c != inkColor { // the middle neuron
			t.Errorf("%d: the middle is %v", side, c)
		}
		if c := at(0.155, 0.5); c != inkColor { // the left bracket
			t.Errorf("%d: the bracket is %v", side, c)
		}
	}
}

// The SVG has the shapes of the pictures.
func TestLogoSVG(t *testing.T) {
	counts := map[string]int{}
	for d := xml.NewDecoder(bytes.NewReader(logoSVG())); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			counts[start.Name.Local]++
		}
	}
	// 6 neurons; 2·3 + 3·1 connections and 2 brackets
	if counts["circle"] != 6 || counts["polyline"] != 11 || counts["rect"] != 1 {
		t.Errorf("it has %v", counts)
	}
}

func BenchmarkLogoPNG(b *testing.B) {
	for b.Loop() {
		if _, err := logoPNG(64); err != nil {
			b.Fatal(err)
		}
	}
}
