package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/gonum/mat"

	"golab/data"
)

// A lab is the split of the lab sheet: 3288 training rows and 1313 test rows of 57
// numbers when the data are Spambase.
type lab struct {
	xTrain, xTest *mat.Dense
	yTrain, yTest []float64
	notice        string // what data.Find had to say
}

// readLab returns the lab's data, which it reads once.
func (w *worker) readLab() (*lab, error) {
	if w.lab != nil {
		return w.lab, nil
	}
	var notice strings.Builder
	path, err := data.Finder{Notice: &notice}.Find("spambase.data")
	if err != nil {
		return nil, err
	}
	df, err := data.ReadCSV(path)
	if err != nil {
		return nil, err
	}
	parts, err := data.RandomSplit(df, []float64{0.7, 0.3}, 42)
	if err != nil {
		return nil, err
	}
	l := lab{notice: strings.TrimSpace(notice.String())}
	names := df.Names()
	for i, x := range []**mat.Dense{&l.xTrain, &l.xTest} {
		if *x, err = data.Matrix(parts[i], names[:57]...); err != nil {
			return nil, err
		}
	}
	for i, y := range []*[]float64{&l.yTrain, &l.yTest} {
		if *y, err = data.Column(parts[i], names[57]); err != nil {
			return nil, err
		}
	}
	w.lab = &l
	return w.lab, nil
}

// writeLab writes the lab's data as float32 numbers for the peers.
func (w *worker) writeLab(r request) (answer, error) {
	l, err := w.readLab()
	if err != nil {
		return nil, err
	}
	for name, v := range map[string][]float64{
		"x_train": l.xTrain.RawMatrix().Data, "x_test": l.xTest.RawMatrix().Data,
		"y_train": l.yTrain, "y_test": l.yTest,
	} {
		if err := writeFloats(filepath.Join(r.Folder, name+".f32"), v); err != nil {
			return nil, err
		}
	}
	return answer{"train": len(l.yTrain), "test": len(l.yTest), "notice": l.notice}, nil
}

func writeFloats(path string, v []float64) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	for _, x := range v {
		if err := binary.Write(out, binary.LittleEndian, math.Float32bits(float32(x))); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}
