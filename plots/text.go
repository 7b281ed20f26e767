package plots

import (
	"fmt"
	"image/color"
	"math"
	"sort"

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
//
// The face's own types are those of x/image, which need not be imported: its numbers
// are in units of the design grid when it is asked for unitsPerEm pixels to the em.
func (t typeface) run(s string, size vg.Length) run {
	var r run
	scale, face := size/unitsPerEm, t.Face.Face
	var previous rune
	for i, c := range s {
		glyph, err := face.GlyphIndex(nil, c)
		if err != nil {
			continue
		}
		if before, err := face.GlyphIndex(nil, previous); err == nil && i > 0 {
			if kern, err := face.Kern(nil, before, glyph, unitsPerEm, 0); err == nil {
				r.width += vg.Length(kern) * scale
			}
		}
		previous = c
		t.outline(&r.outline, c, r.width, scale)
		if advance, err := face.GlyphAdvance(nil, glyph, unitsPerEm, 0); err == nil {
			r.width += vg.Length(advance) * scale
		}
	}
	return r
}

// outline adds the contours of a letter whose origin is at x. The typeface's y axis
// points down.
func (t typeface) outline(path *vg.Path, c rune, x, scale vg.Length) {
	face := t.Face.Face
	glyph, err := face.GlyphIndex(nil, c)
	if err != nil {
		return
	}
	segments, err := face.LoadGlyph(nil, glyph, unitsPerEm, nil)
	if err != nil || len(segments) == 0 {
		return
	}
	for i, segment := range segments {
		var p [3]vg.Point
		for k, arg := range segment.Args {
			p[k] = vg.Point{X: x + vg.Length(arg.X)*scale, Y: -vg.Length(arg.Y) * scale}
		}
		switch segment.Op { // sfnt.SegmentOpMoveTo and so on
		case 0:
			if i > 0 {
				path.Close()
			}
			path.Move(p[0])
		case 1:
			path.Line(p[0])
		case 2:
			path.QuadTo(p[0], p[1])
		case 3:
			path.CubeTo(p[0], p[1], p[2])
		}
	}
	path.Close()
}

// fitted shortens s, with an ellipsis, to be no wider than width.
func (t typeface) fitted(s string, size, width vg.Length) run {
	whole := t.run(s, size)
	letters := []rune(s)
	if whole.width <= width || len(letters) < 2 {
		return whole
	}
	shortened := func(n int) run { return t.run(string(letters[:n])+"…", size) }
	tooMany := sort.Search(len(letters), func(n int) bool { return shortened(n).width > width })
	return shortened(max(1, tooMany-1))
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
