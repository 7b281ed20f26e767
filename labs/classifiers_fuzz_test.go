package labs

import (
	"encoding/binary"
	"hash/crc32"
	"testing"
)

// FuzzUnmarshalClassifier changes the bytes of classifiers, the checksum excepted: what is
// read nevertheless must predict or give errors.
func FuzzUnmarshalClassifier(f *testing.F) {
	for _, model := range fittedClassifiers(f) {
		data, err := model.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 1<<12 {
			f.Add(data[:len(data)-codecCheck])
		}
	}
	df := made(f, "bits", 8, 2)
	f.Fuzz(func(t *testing.T, data []byte) {
		_, read, err := open(binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data)))
		if err != nil {
			return
		}
		m, ok := read.(classificationModel)
		if !ok {
			return
		}
		if _, err := read.Transform(df); err != nil {
			return
		}
		if _, err := m.(oneByOne).Predict(make([]float64, 5)); err != nil {
			t.Fatal(err)
		}
		if tree, ok := m.(treeModel); ok {
			_, _ = tree.ToDebugString(), tree.FeatureImportances()
		}
	})
}
