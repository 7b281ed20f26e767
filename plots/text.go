package plots

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
)

// A typeface writes text as filled outlines, so that a figure needs no fonts
// where it is shown and any letter of the typeface may appear in a PDF.
type typeface struct{ font.Face }

// typefaces are the two weights that a figure uses.
type typefaces struct{ regular, bold typeface }

// loadTypefaces finds Liberation Sans in the collection that comes with gonum/plot.
func loadTypefaces() (typefaces, error) {
	var t typefaces
	for _, f := range liberation.Collection() {
		if f.Font.Variant != "Sans" || f.Font.Style != 0 {
			continue
		}
		if f.Font.Weight == 0 {
			t.regular = typeface{f}
		} else {
			t.bold = typeface{f}
		}
	}
	if t.regular.Face.Face == nil || t.bold.Face.Face == nil {
		return t, fmt.Errorf("plots: the typeface Liberation Sans is missing")
	}
	return t, nil
}

// Measures of Liberation Sans in units of its design grid, 2048 to the em.
const (
	unitsPerEm = 2048
	capHeight  = 1409 // height of a capital letter or digit
	descent    = 434  // depth of g and p below the base line
)

// A run is a line of text at the origin: outlines and how far it reaches.
type run struct {
	outline vg.Path
	width   vg.Length
}

// run lays out s at the given size. Letters that the typeface lacks show as a box.
func (t typeface) run(s string, size vg.Length) run {
	var r run
	scale, pen := size/unitsPerEm, vg.Length(0)
	face := t.Face.Face
	previous, started := rune(0), false
	for _, c := range s {
		glyph, err := face.GlyphIndex(nil, c)
		if err != nil {
			continue
		}
		if started {
			before, _ := face.GlyphIndex(nil, previous)
			if kern, err := face.Kern(nil, before, glyph, unitsPerEm, 0); err == nil {
				pen += vg.Length(kern) * scale
			}
		}
		previous, started = c, true
		segments, err := face.LoadGlyph(nil, glyph, unitsPerEm, nil)
		if err == nil {
			at := func(i, j int) vg.Point {
				p := segments[i].Args[j]
				return vg.Point{X: pen + vg.Length(p.X)*scale, Y: -vg.Length(p.Y) * scale}
			}
			for i, segment := range segments {
				switch segment.Op {
				case 0: // move
					if i > 0 {
						r.outline.Close()
					}
					r.outline.Move(at(i, 0))
				case 1:
					r.outline.Line(at(i, 0))
				case 2:
					r.outline.QuadTo(at(i, 0), at(i, 1))
				case 3:
					r.outline.CubeTo(at(i, 0), at(i, 1), at(i, 2))
				}
			}
			if len(segments) > 0 {
				r.outline.Close()
			}
		}
		if advance, err := face.GlyphAdvance(nil, glyph, unitsPerEm, 0); err == nil {
			pen += vg.Length(advance) * scale
		}
	}
	r.width = pen
	return r
}

// fitted shortens s, with an ellipsis, to be no wider than width.
func (t typeface) fitted(s string, size, width vg.Length) run {
	r := t.run(s, size)
	for letters := []rune(s); r.width > width && len(letters) > 1; {
		letters = letters[:len(letters)-1]
		r = t.run(string(letters)+"…", size)
	}
	return r
}

// draw fills the run with its base line starting at p, turned by the angle.
func (r run) draw(c vg.Canvas, p vg.Point, angle float64, ink color.Color) {
	if len(r.outline) == 0 {
		return
	}
	c.Push()
	c.Translate(p)
	c.Rotate(angle)
	c.SetColor(ink)
	c.Fill(r.outline)
	c.Pop()
}

// upright is the angle of the label beside the vertical axis.
const upright = math.Pi / 2

func capitals(size vg.Length) vg.Length { return size * capHeight / unitsPerEm }
func depth(size vg.Length) vg.Length    { return size * descent / unitsPerEm }
