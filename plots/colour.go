package plots

import (
	"image/color"
	"math"
)

// A scale turns a number between 0 and 1 into a colour: between neighbouring stops,
// which are evenly spaced, it goes straight in Oklab, where equal ways look equally
// long.
//
// Source: B. Ottosson, "A perceptual color space for image processing", 2020.
type scale []color.NRGBA

// diverging goes from blue over white to brown, sequential from white to blue; both
// ends of the first are equally dark. All kinds of eyes tell blue from brown.
var (
	diverging = scale{
		{0x00, 0x3c, 0x71, 0xff}, {0x3d, 0x8f, 0xc6, 0xff}, {0xf7, 0xf7, 0xf7, 0xff}, {0xcc, 0x72, 0x2a, 0xff}, {0x7c, 0x2c, 0x00, 0xff},
	}
	sequential = scale{{0xf7, 0xf9, 0xfb, 0xff}, {0x56, 0xa5, 0xd8, 0xff}, {0x00, 0x3c, 0x71, 0xff}}
	noNumber   = color.NRGBA{0xd9, 0xd9, 0xd9, 0xff}
)

// at returns the colour of t, the nearer end's if t is outside.
func (s scale) at(t float64) color.NRGBA {
	t = math.Max(0, math.Min(1, t)) * float64(len(s)-1)
	i := min(int(t), len(s)-2)
	a, b := oklab(s[i]), oklab(s[i+1])
	for k := range a {
		a[k] += (b[k] - a[k]) * (t - float64(i))
	}
	return fromOklab(a)
}

// oklab returns lightness and the two axes of colour.
func oklab(c color.NRGBA) [3]float64 {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return [3]float64{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

func fromOklab(c [3]float64) color.NRGBA {
	cube := func(x float64) float64 { return x * x * x }
	l := cube(c[0] + 0.3963377774*c[1] + 0.2158037573*c[2])
	m := cube(c[0] - 0.1055613458*c[1] - 0.0638541728*c[2])
	s := cube(c[0] - 0.0894841775*c[1] - 1.2914855480*c[2])
	return color.NRGBA{
		R: gamma(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		G: gamma(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		B: gamma(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
		A: 0xff,
	}
}

// linear and gamma turn a channel of sRGB into an amount of light and back.
func linear(v uint8) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

func gamma(x float64) uint8 {
	x = math.Max(0, math.Min(1, x))
	if x <= 0.0031308 {
		x *= 12.92
	} else {
		x = 1.055*math.Pow(x, 1/2.4) - 0.055
	}
	return uint8(math.Round(255 * x))
}

// inkOn returns the colour of text that is best read on c: black or white, whichever
// has the higher contrast by WCAG's formula.
func inkOn(c color.NRGBA) color.NRGBA {
	luminance := 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
	if (luminance+0.05)*(luminance+0.05) > 1.05*0.05*1.3 { // a little in favour of white
		return ink
	}
	return color.NRGBA{0xff, 0xff, 0xff, 0xff}
}
