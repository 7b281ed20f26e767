package interchange

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golab/internal/atomicfile"
	"golab/nn"
)

// split returns the network, nil for none, and the model around it or nil.
func split(n nn.Network) (*nn.Sequential, *nn.Model) {
	model, ok := n.(*nn.Model)
	if n == nil || ok && model == nil {
		return nil, nil
	}
	return n.Network(), model
}

// format is a kind of file, known by the end of its name.
type format struct {
	suffix string
	write  func(w io.Writer, net *nn.Sequential, model *nn.Model) error
	read   func(data []byte, forPredict bool) (*nn.Model, error) // nil: weights alone, or not read
	fill   func(data []byte, net *nn.Sequential) error           // nil: no weights alone
}

// formats returns the kinds of file; of several ends that fit, the first counts.
func formats() []format {
	return []format{
		{".keras", writeKeras, readKeras, nil},
		{".weights.h5", writeKerasWeights, nil, fillFromKerasWeights},
		{".h5", nil, readKeras, nil},
		{".hdf5", nil, readKeras, nil},
		{".onnx", writeONNX, readONNX, nil},
		{".safetensors", writeSafetensors, nil, fillFromSafetensors},
	}
}

// formatOf returns the format of a path.
func formatOf(path string) (format, error) {
	var all []string
	for _, f := range formats() {
		if strings.HasSuffix(strings.ToLower(path), f.suffix) {
			return f, nil
		}
		all = append(all, f.suffix)
	}
	return format{}, fmt.Errorf("%s: the name must end in one of %s", path, strings.Join(all, ", "))
}

// Save writes a model or network to the file at path, whose name ends in .keras,
// .weights.h5, .onnx or .safetensors, all of it or nothing. It fails when the name
// ends otherwise, the format has no word for a layer, an optimizer or a loss, or
// the file cannot be written.
func Save(path string, n nn.Network) error {
	f, err := formatOf(path)
	if err == nil && f.write == nil {
		err = fmt.Errorf("%s: %s files are read, not written: use .keras or .weights.h5", path, f.suffix)
	}
	if err != nil {
		return fmt.Errorf("interchange: Save: %w", err)
	}
	net, model := split(n)
	err = atomicfile.Write(path, func(w io.Writer) error { return f.write(w, net, model) })
	if err != nil {
		return fmt.Errorf("interchange: Save: %s: %w", path, err)
	}
	return nil
}

// Load reads the model in the file at path, whose name ends in .keras, .h5, .hdf5
// or .onnx. The model is compiled as the file says; one that says nothing predicts,
// and is fitted after Compile of its Network.
//
// It fails when the file cannot be read, is damaged, or has something that golab/nn
// has not: a layer, an activation, an optimizer or a loss, or a setting of one.
func Load(path string) (*nn.Model, error) {
	model, err := load(path, false)
	if err != nil {
		return nil, fmt.Errorf("interchange: Load: %w", err)
	}
	return model, nil
}

// LoadForPredict reads as Load does, but only what Predict needs: layers and
// settings that only a fit sees are left out, and layers that scale columns become
// part of the weights. The model is not compiled.
func LoadForPredict(path string) (*nn.Model, error) {
	model, err := load(path, true)
	if err != nil {
		return nil, fmt.Errorf("interchange: LoadForPredict: %w", err)
	}
	return model, nil
}

func load(path string, forPredict bool) (*nn.Model, error) {
	f, err := formatOf(path)
	if err != nil {
		return nil, err
	}
	if f.read == nil {
		return nil, fmt.Errorf("%s: %s files hold weights alone: use LoadWeights with a network", path, f.suffix)
	}
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	model, err := f.read(data, forPredict)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return model, nil
}

// LoadWeights replaces the weights of a model or network by those in the file at
// path, whose name ends in .weights.h5 or .safetensors. An optimizer's memory stays
// as it is. It fails, and changes nothing, when the file cannot be read, is damaged,
// or has weights for other layers.
func LoadWeights(path string, n nn.Network) error {
	f, err := formatOf(path)
	if err == nil && f.fill == nil {
		err = fmt.Errorf("%s: %s files hold a whole network: use Load", path, f.suffix)
	}
	if err != nil {
		return fmt.Errorf("interchange: LoadWeights: %w", err)
	}
	data, err := readFile(path)
	if err != nil {
		return fmt.Errorf("interchange: LoadWeights: %w", err)
	}
	net, _ := split(n)
	if err := f.fill(data, net); err != nil {
		return fmt.Errorf("interchange: LoadWeights: %s: %w", path, err)
	}
	return nil
}

// maxFile is the longest file that is read: more than the largest network has.
const maxFile = 16 << 30

// readFile reads a file into memory.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a file", path)
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%s: %d bytes, at most %d are read", path, info.Size(), int64(maxFile))
	}
	return os.ReadFile(path)
}

// readAll reads a stream into memory.
func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && int64(len(data)) > maxFile {
		err = fmt.Errorf("more than %d bytes", int64(maxFile))
	}
	return data, err
}

// checkNetwork reports why net cannot be written or filled.
func checkNetwork(net *nn.Sequential) error {
	if net == nil {
		return errors.New("there is no network")
	}
	return net.Err()
}
