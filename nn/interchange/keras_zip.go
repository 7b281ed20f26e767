package interchange

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"golab/nn"
)

// The entries of a .keras file. Others, such as assets, are left alone.
const (
	configEntry   = "config.json"
	metadataEntry = "metadata.json"
	weightsEntry  = "model.weights.h5"
)

// Limits of what an entry inflates to. Weights are noise that hardly shrinks.
const (
	maxText    = 16 << 20 // of config.json
	maxSmall   = 64 << 20 // of the weights, however short the zip is
	maxInflate = 10       // of the weights, times the bytes of the zip
)

// readKerasZip reads a .keras file.
func readKerasZip(data []byte, forPredict bool) (*nn.Model, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, err
	}
	entries := map[string]*zip.File{}
	for _, f := range z.File {
		// Nothing is unpacked, but a file with such a name was made to do harm.
		if !fs.ValidPath(strings.TrimSuffix(f.Name, "/")) || strings.Contains(f.Name, `\`) {
			return nil, fmt.Errorf("the zip has an entry %q, which is no place within it", short([]byte(f.Name)))
		}
		if entries[f.Name] != nil {
			return nil, fmt.Errorf("the zip has two entries %q", short([]byte(f.Name)))
		}
		entries[f.Name] = f
	}
	config, err := inflate(entries, configEntry, len(data), maxText)
	if err != nil {
		return nil, err
	}
	var m kerasModel
	if err := json.Unmarshal(config, &m); err != nil {
		return nil, fmt.Errorf("%s: %w", configEntry, err)
	}
	limit := max(maxSmall, int64(len(data))*maxInflate)
	h5, err := inflate(entries, weightsEntry, len(data), limit)
	if err != nil {
		return nil, err
	}
	from, err := openVariables(h5)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", weightsEntry, err)
	}
	return m.read(from, forPredict)
}

// inflate returns an entry of a zip of size bytes. It may have up to limit bytes.
func inflate(entries map[string]*zip.File, name string, size int, limit int64) ([]byte, error) {
	f := entries[name]
	if f == nil {
		return nil, fmt.Errorf("the zip has no entry %q", name)
	}
	if f.CompressedSize64 > uint64(size) {
		return nil, fmt.Errorf("%s: it has %d bytes in a zip of %d", name, f.CompressedSize64, size)
	}
	if f.UncompressedSize64 > uint64(limit) {
		return nil, fmt.Errorf("%s: %d bytes in the zip become %d, at most %d are read",
			name, f.CompressedSize64, f.UncompressedSize64, limit)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	// The checksum is tested at the end, and the size that the zip gives on the way.
	var text bytes.Buffer
	if f.Method == zip.Store && f.UncompressedSize64 <= uint64(size) {
		text.Grow(int(f.UncompressedSize64) + bytes.MinRead)
	}
	if _, err := text.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if int64(text.Len()) > limit {
		return nil, fmt.Errorf("%s: more than %d bytes", name, limit)
	}
	return text.Bytes(), nil
}

// writeKeras writes a .keras file. Its entries are stored, as Keras's are.
func writeKeras(w io.Writer, net *nn.Sequential, model *nn.Model) error {
	layers, err := layersOf(net)
	if err != nil {
		return err
	}
	config, err := kerasConfig(layers, model)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, text := range []struct {
		name string
		json any
	}{
		{metadataEntry, map[string]string{"keras_version": kerasVersion}},
		{configEntry, config},
	} {
		entry, err := z.CreateHeader(&zip.FileHeader{Name: text.name})
		if err != nil {
			return err
		}
		if err := json.NewEncoder(entry).Encode(text.json); err != nil {
			return fmt.Errorf("%s: %w", text.name, err)
		}
	}
	entry, err := z.CreateHeader(&zip.FileHeader{Name: weightsEntry})
	if err != nil {
		return err
	}
	if err := writeVariables(entry, layers, net, model); err != nil {
		return err
	}
	return z.Close()
}
