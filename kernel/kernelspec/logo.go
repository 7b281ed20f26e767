package kernelspec

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
)

// The logo is a small network between the brackets of a notebook's cell, white on
// a tile that stands out from light and dark pages alike. It is drawn on a square
// of side 64.
const (
	logoSide   = 64.0
	logoCorner = 13.0 // radius
)

var (
	tileColor = color.NRGBA{0x04, 0x87, 0xA8, 0xFF}
	inkColor  = color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
)

// A stroke is a line with round ends, or a dot when it has a single point.
type stroke struct {
	points []point
	width  float64
}

type point struct{ x, y float64 }

// logoStrokes returns the drawing: brackets, then connections, then neurons.
func logoStrokes() []stroke {
	strokes := []stroke{
		{[]point{{17, 12}, {10, 12}, {10, 52}, {17, 52}}, 4},
		{[]point{{47, 12}, {54, 12}, {54, 52}, {47, 52}}, 4},
	}
	layers := [][]point{{{20, 22.5}, {20, 41.5}}, {{32, 15.5}, {32, 32}, {32, 48.5}}, {{44, 32}}}
	for i := range len(layers) - 1 {
		for _, from := range layers[i] {
			for _, to := range layers[i+1] {
				strokes = append(strokes, stroke{[]point{from, to}, 1.7})
			}
		}
	}
	for _, layer := range layers {
		for _, neuron := range layer {
			strokes = append(strokes, stroke{[]point{neuron}, 8})
		}
	}
	return strokes
}

// logoSVG returns the logo as an SVG.
func logoSVG() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g">`+"\n", logoSide, logoSide)
	fmt.Fprintf(&b, `<rect width="%g" height="%g" rx="%g" fill="%s"/>`+"\n", logoSide, logoSide, logoCorner, hex(tileColor))
	fmt.Fprintf(&b, `<g fill="none" stroke="%s" stroke-linecap="round" stroke-linejoin="round">`+"\n", hex(inkColor))
	for _, s := range logoStrokes() {
		if len(s.points) == 1 {
			p := s.points[0]
			fmt.Fprintf(&b, `<circle cx="%g" cy="%g" r="%g" fill="%s" stroke="none"/>`+"\n", p.x, p.y, s.width/2, hex(inkColor))
			continue
		}
		var list []string
		for _, p := range s.points {
			list = append(list, fmt.Sprintf("%g,%g", p.x, p.y))
		}
		fmt.Fprintf(&b, `<polyline points="%s" stroke-width="%g"/>`+"\n", strings.Join(list, " "), s.width)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

// hex returns a colour as SVG writes it.
func hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// logoPNG returns the logo as a PNG of the given side.
func logoPNG(side int) ([]byte, error) {
	const n = 6 // samples along each side of a pixel
	strokes := logoStrokes()
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	for py := range side {
		for px := range side {
			var tile, ink float64
			for i := range n * n {
				p := point{
					(float64(px) + (float64(i%n)+0.5)/n) * logoSide / float64(side),
					(float64(py) + (float64(i/n)+0.5)/n) * logoSide / float64(side),
				}
				if inTile(p) {
					tile++
					if inStrokes(strokes, p) {
						ink++
					}
				}
			}
			img.SetNRGBA(px, py, blend(tile/(n*n), ink/max(tile, 1)))
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

// blend returns the colour of a pixel of which the tile covers the part tile, and
// the ink the part ink of that.
func blend(tile, ink float64) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-ink) + float64(b)*ink)) }
	return color.NRGBA{
		mix(tileColor.R, inkColor.R), mix(tileColor.G, inkColor.G), mix(tileColor.B, inkColor.B),
		uint8(math.Round(255 * tile)),
	}
}

// inTile reports whether a point is on the tile.
func inTile(p point) bool {
	beyond := func(v float64) float64 { return max(math.Abs(v-logoSide/2)-(logoSide/2-logoCorner), 0) }
	return math.Hypot(beyond(p.x), beyond(p.y)) <= logoCorner
}

// inStrokes reports whether a point is on one of the strokes.
func inStrokes(strokes []stroke, p point) bool {
	for _, s := range strokes {
		last := len(s.points) - 1
		for i := range max(last, 1) {
			if distance(p, s.points[i], s.points[min(i+1, last)]) <= s.width/2 {
				return true
			}
		}
	}
	return false
}

// distance returns how far a point is from the line between a and b.
func distance(p, a, b point) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(max(((p.x-a.x)*dx+(p.y-a.y)*dy)/length, 0), 1)
	}
	return math.Hypot(p.x-a.x-t*dx, p.y-a.y-t*dy)
}
