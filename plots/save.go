package plots

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgpdf"
	"gonum.org/v1/plot/vg/vgsvg"

	"golab/internal/atomicfile"
)

// Pixels per inch of a notebook page, and of the pictures.
const (
	screenDPI = 96
	fileDPI   = 2 * screenDPI
)

// Save writes the figure to a file whose extension says the format: .png
// (1280×880 pixels), .svg or .pdf (both 480×330 points); rates and tables have sizes
// of their own. Folders on the way are made. The file appears whole or not at all: an older one stays when writing
// fails.
//
// Save fails when a series was wrong (see [Figure.Err]), when there is none, when the
// extension is not one of the three, and when the file cannot be written.
func (f *Figure) Save(path string) error {
	if err := f.check("Save"); err != nil {
		return err
	}
	width, height, err := f.size()
	if err != nil {
		return err
	}
	var canvas vg.CanvasWriterTo
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".png":
		canvas = pngCanvas(width, height)
	case ".svg":
		canvas = vgsvg.New(width, height)
	case ".pdf":
		canvas = vgpdf.New(width, height)
	default:
		return fmt.Errorf("plots: Save: %s: the extension %q is not known, the known ones are .pdf, .png, .svg", path, ext)
	}
	picture, err := f.render(canvas)
	if err != nil {
		return err
	}
	if err := writeFile(path, picture); err != nil {
		return fmt.Errorf("plots: Save: %w", err)
	}
	return nil
}

// MIMEBundle returns the figure as a notebook shows it: under "image/png" the bytes
// of a picture, the same as Save writes, and under "text/plain" what
// [Figure.String] says. It fails as [Figure.Save] does.
func (f *Figure) MIMEBundle() (map[string]any, error) {
	if err := f.check("MIMEBundle"); err != nil {
		return nil, err
	}
	width, height, err := f.size()
	if err != nil {
		return nil, err
	}
	picture, err := f.render(pngCanvas(width, height))
	if err != nil {
		return nil, err
	}
	return map[string]any{"image/png": picture, "text/plain": f.String()}, nil
}

// MIMEMetadata returns the size at which a notebook shows the picture of
// MIMEBundle: half its pixels each way, so that it is sharp on dense screens. That is
// 640×440; rates and tables have sizes of their own.
func (f *Figure) MIMEMetadata() map[string]any {
	width, height, err := f.size()
	if err != nil {
		return nil // MIMEBundle says what is wrong
	}
	return map[string]any{"image/png": map[string]any{"width": screenPixels(width), "height": screenPixels(height)}}
}

// size returns that of the page, a whole number of screen pixels.
func (f *Figure) size() (width, height vg.Length, err error) {
	switch {
	case f.table != nil:
		fonts, err := loadTypefaces()
		if err != nil {
			return 0, 0, err
		}
		width, height = f.table.size(fonts, f)
	case f.square:
		width, height = squareWidth, squareHeight
	default:
		width, height = pageWidth, pageHeight
	}
	const pixel = vg.Inch / screenDPI
	return pixel * vg.Length(math.Ceil(float64(width/pixel))), pixel * vg.Length(math.Ceil(float64(height/pixel))), nil
}

// screenPixels returns how many pixels of a notebook page a length takes.
func screenPixels(l vg.Length) int { return int(math.Round(l.Dots(screenDPI))) }

func pngCanvas(width, height vg.Length) vg.CanvasWriterTo {
	return vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(fileDPI))}
}

// render draws the figure and returns the finished file.
func (f *Figure) render(canvas vg.CanvasWriterTo) ([]byte, error) {
	if err := f.draw(draw.New(canvas)); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("plots: encode the picture: %w", err)
	}
	return b.Bytes(), nil
}

// writeFile makes the file at path, and its folder.
func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}
