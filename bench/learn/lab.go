package main

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/gonum/mat"

	"golab/data"
	"golab/learn"
)

// A lab is the split of the lab sheet: 3288 training rows and 1313 test rows of 57
// numbers when the data are Spambase.
type lab struct {
	xTrain, xTest *mat.Dense
	yTrain, yTest []float64
}

// A worker does the work, and keeps the data that it has read.
type worker struct {
	labs   map[string]lab // raw and scaled
	notice string         // what data.Find had to say
}

// lab returns the lab's data, raw or scaled, which it reads once.
func (w *worker) lab(name string) (lab, error) {
	if w.labs == nil {
		if err := w.read(); err != nil {
			return lab{}, err
		}
	}
	return w.labs[name], nil
}

func (w *worker) read() error {
	var notice strings.Builder
	path, err := data.Finder{Notice: &notice}.Find("spambase.data")
	if err != nil {
		return err
	}
	df, err := data.ReadCSV(path)
	if err != nil {
		return err
	}
	parts, err := data.RandomSplit(df, []float64{0.7, 0.3}, 42)
	if err != nil {
		return err
	}
	var raw, scaled lab
	names := df.Names()
	for i, l := range []struct {
		x **mat.Dense
		y *[]float64
	}{{&raw.xTrain, &raw.yTrain}, {&raw.xTest, &raw.yTest}} {
		if *l.x, err = data.Matrix(parts[i], names[:57]...); err != nil {
			return err
		}
		if *l.y, err = data.Column(parts[i], names[57]); err != nil {
			return err
		}
	}
	scaler, err := learn.StandardScaler{}.Fit(raw.xTrain)
	if err != nil {
		return err
	}
	scaled = raw
	if scaled.xTrain, err = scaler.Transform(raw.xTrain); err != nil {
		return err
	}
	if scaled.xTest, err = scaler.Transform(raw.xTest); err != nil {
		return err
	}
	w.labs = map[string]lab{"raw": raw, "scaled": scaled}
	w.notice = strings.TrimSpace(notice.String())
	return nil
}

// writeLab writes the lab's raw data for the peer.
func (w *worker) writeLab(r request) (answer, error) {
	l, err := w.lab("raw")
	if err != nil {
		return nil, err
	}
	for name, v := range map[string][]float64{
		"x_train": l.xTrain.RawMatrix().Data, "x_test": l.xTest.RawMatrix().Data,
		"y_train": l.yTrain, "y_test": l.yTest,
	} {
		var bytes []byte
		for _, x := range v {
			bytes = binary.LittleEndian.AppendUint64(bytes, math.Float64bits(x))
		}
		if err := os.WriteFile(filepath.Join(r.Folder, name+".f64"), bytes, 0o644); err != nil {
			return nil, err
		}
	}
	return answer{"train": len(l.yTrain), "test": len(l.yTest), "notice": w.notice}, nil
}
