package plots

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The page: 640×440 CSS pixels at 96 to the inch.
const (
	pageWidth  = vg.Length(480)
	pageHeight = vg.Length(330)

	// The page of rates, whose axes are as long as each other.
	squareWidth  = vg.Length(375)
	squareHeight = vg.Length(372)
)

// Sizes of text and distances, in points.
const (
	titleSize  = vg.Length(13)
	labelSize  = vg.Length(11)
	tickSize   = vg.Length(10)
	legendSize = vg.Length(10)

	pageMargin = vg.Length(9)
	gap        = vg.Length(6)
	tickLength = vg.Length(3.5)
	tickGap    = vg.Length(3)

	dotRadius = vg.Length(2.6)
	lineWidth = vg.Length(1.7)
)

var (
	ink       = color.NRGBA{0x22, 0x22, 0x22, 0xff}
	gridInk   = color.NRGBA{0xe4, 0xe4, 0xe4, 0xff}
	boxInk    = color.NRGBA{0xcc, 0xcc, 0xcc, 0xff}
	midInk    = color.NRGBA{0x80, 0x80, 0x80, 0xff}
	frameLine = draw.LineStyle{Color: ink, Width: 0.8}
	gridLine  = draw.LineStyle{Color: gridInk, Width: 0.7}
	boxLine   = draw.LineStyle{Color: boxInk, Width: 0.8}
)

// palette is that of Okabe and Ito, without its yellow, which is hard to see on
// white. The order keeps the first ones farthest apart for all kinds of eyes.
var palette = [...]color.NRGBA{
	{0x00, 0x72, 0xb2, 0xff}, // blue
	{0xd5, 0x5e, 0x00, 0xff}, // vermilion
	{0x56, 0xb4, 0xe9, 0xff}, // sky blue
	{0x00, 0x00, 0x00, 0xff}, // black
	{0xe6, 0x9f, 0x00, 0xff}, // orange
	{0xcc, 0x79, 0xa7, 0xff}, // reddish purple
	{0x00, 0x9e, 0x73, 0xff}, // bluish green
}

// dashes tell lines apart once all colours have been used.
var dashes = [...][]vg.Length{nil, {6, 3}, {1.5, 2}, {6, 2, 1.5, 2}}

// glyphs tell dots apart once all colours have been used.
var glyphs = [...]draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}}

// A look is the number of a mark among those with a colour.
type look int

func (l *look) setLook(i int) { *l = look(i) }

func (l look) colour() color.NRGBA { return palette[int(l)%len(palette)] }

// faint is the colour of areas through which others are seen.
func (l look) faint(alpha uint8) color.NRGBA {
	c := l.colour()
	c.A = alpha
	return c
}

func (l look) line() draw.LineStyle {
	return draw.LineStyle{Color: l.colour(), Width: lineWidth, Dashes: dashes[int(l)/len(palette)%len(dashes)]}
}

func (l look) glyph() draw.GlyphStyle {
	return draw.GlyphStyle{Color: l.colour(), Radius: dotRadius, Shape: glyphs[int(l)/len(palette)%len(glyphs)]}
}
