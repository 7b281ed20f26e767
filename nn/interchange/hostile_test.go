package interchange_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golab/nn"
	"golab/nn/interchange"
)

// bounded fails the test when reading takes more memory than the file's length
// explains.
func bounded(t *testing.T, size int, read func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read()
	runtime.ReadMemStats(&after)
	// The zip package takes some hundred kB whatever is in a file.
	if used, limit := after.TotalAlloc-before.TotalAlloc, uint64(64*size+4<<20); used > limit {
		t.Errorf("%d bytes of memory for a file of %d bytes", used, size)
	}
}

// refused fails the test unless reading a model fails with the words given.
func refused(t *testing.T, what, name string, data []byte, words ...string) {
	t.Helper()
	var model *nn.Model
	var err error
	bounded(t, len(data), func() { model, err = read(name, data, false) })
	if err == nil {
		t.Errorf("%s: no error, %v", what, model.Network())
		return
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%s: the error does not say %q: %v", what, w, err)
		}
	}
	if len(err.Error()) > 500 {
		t.Errorf("%s: an error of %d bytes", what, len(err.Error()))
	}
}

func TestTruncatedFiles(t *testing.T) {
	files, _ := golden(t)
	for name, data := range files {
		for i := range 60 {
			cut := data[:i*len(data)/60]
			if strings.HasSuffix(name, ".safetensors") || strings.HasSuffix(name, ".weights.h5") {
				net := halves(3, nn.Dense(4, nn.ReLU), nn.Dense(2, nn.Sigmoid))
				err := interchange.ReadSafetensors(bytes.NewReader(cut), net)
				if strings.HasSuffix(name, ".h5") {
					net = halves(3, nn.Dense(4, nn.ReLU), nn.Dense(2, nn.Tanh), nn.Dense(1, nn.Sigmoid))
					err = interchange.ReadKerasWeights(bytes.NewReader(cut), net)
				}
				if err == nil {
					t.Errorf("%s cut to %d of %d bytes: no error", name, len(cut), len(data))
				}
				unchanged(t, net, err)
				continue
			}
			refused(t, name, name, cut)
		}
	}
}

// changed returns the parts of a .keras file with a text of its config replaced.
func changed(t *testing.T, data []byte, old, new string) []byte {
	t.Helper()
	e := unpack(t, data)
	if !bytes.Contains(e["config.json"], []byte(old)) {
		t.Fatalf("the config has no %s", old)
	}
	e["config.json"] = bytes.Replace(e["config.json"], []byte(old), []byte(new), 1)
	return pack(t, e)
}

func TestConfigsThatAreRefused(t *testing.T) {
	files, _ := golden(t)
	data := files["rmsprop.keras"]
	for _, c := range []struct{ old, new, words string }{
		{`"units": 4`, `"units": 5`, `layer 2 (Dense "dense"): kernel: dimensions [3 4] in the file, wanted are [3 5]`},
		{`"units": 4`, `"units": -4`, "kernel: dimensions"},
		{`"units": 4`, `"units": 1000000000000`, "kernel: dimensions"},
		{`"units": 4`, `"units": 4.5`, "units: json:"},
		{`"units": 4`, `"units": NaN`, "config.json: invalid character 'N'"},
		{`"learning_rate": 0.009999999776482582`, `"learning_rate": NaN`, "invalid character 'N'"},
		{`"learning_rate": 0.009999999776482582`, `"learning_rate": {"module": "keras.optimizers.schedules"}`, "RMSprop: learning_rate: "},
		{`"learning_rate": 0.009999999776482582`, `"learning_rate": -1`, "learning_rate: it is -1"},
		{`"batch_shape": [null, 3]`, `"batch_shape": [null, 3, 3]`, "input of shape [null, 3, 3]"},
		{`"batch_shape": [null, 3]`, `"batch_shape": [null, 2]`, "takes 3 numbers per row, there are 2"},
		{`"batch_shape": [null, 3]`, `"batch_shape": [null, null]`, "input of shape [null, null]"},
		{`"module": "keras.layers", "class_name": "Dense"`, `"module": "my.layers", "class_name": "Dense"`, `a layer of module "my.layers"`},
		{`"registered_name": null, "build_config"`, `"registered_name": "my>Dense", "build_config"`, `registered as "my>Dense"`},
		{`"class_name": "Dense"`, `"class_name": "LSTM"`, `layer 2 (LSTM "dense"): a layer of class "LSTM", which golab/nn has not`},
		{`"class_name": "Dense"`, `"class_name": "Dropout"`, "unknown settings: activation"},
		{`"class_name": "Sequential"`, `"class_name": "MyModel"`, `a model of class "MyModel"`},
		{`"activation": "relu"`, `"activation": "glu"`, `activation "glu", which golab/nn has not`},
		{`"activation": "relu"`, `"activation": {"class_name": "function", "config": "my_relu"}`, `activation "my_relu"`},
		{`"activation": "relu"`, `"activation": {"class_name": "PReLU", "config": {}}`, `activation of class "PReLU"`},
		{`"use_bias": true`, `"use_bias": false`, "2 variables in the file, wanted are 1"},
		{`"kernel_regularizer": null`, `"kernel_regularizer": {"class_name": "OrthogonalRegularizer"}`, `kernel_regularizer: "OrthogonalRegularizer", which golab/nn has not`},
		{`"kernel_constraint": null`, `"kernel_constraint": {"class_name": "RadialConstraint"}`, `kernel_constraint: "RadialConstraint"`},
		{`"quantization_config": null`, `"quantization_config": {"class_name": "Int8"}`, "quantization_config"},
		{`"use_bias": true`, `"use_bias": true, "sparkle": 1`, "unknown settings: sparkle"},
		{`"name": "dense", "trainable": true`, `"name": "dense", "trainable": false`, "6 vectors in the file, RMSprop has 4"},
		{`"name": "float32"}, "registered_name": null}, "units"`, `"name": "mixed_float16"}, "registered_name": null}, "units"`, `dtype: it is "mixed_float16"`},
		{`"class_name": "RMSprop"`, `"class_name": "Muon"`, `optimizer: optimizer "Muon", which golab/nn has not`},
		{`"optimizer": {`, `"optimizer": null, "run_eagerly": {`, "compile: there is no optimizer"},
		{`"clipnorm": null`, `"clipnorm": "x"`, "clipnorm: json:"},
		{`"use_ema": false`, `"use_ema": true`, "6 vectors in the file, RMSprop has 12"},
		{`"momentum": 0.0`, `"momentum": 0.5`, "6 vectors in the file, RMSprop has 12"},
		{`"loss": "binary_crossentropy"`, `"loss": "dice"`, `loss: "dice", which golab/nn has not`},
		{`"loss": "binary_crossentropy"`, `"loss": ["mse", "mse"]`, "is neither a name nor an object"},
		{`"metrics": ["accuracy"]`, `"metrics": ["mean_io_u"]`, `metrics: "mean_io_u", which golab/nn has not`},
		{`"loss_weights": null`, `"loss_weights": [2.0]`, "loss_weights"},
		{`"layers": [`, `"layers": ["x", `, "the model's config: json:"},
		{`"layers": [`, `"layers": [{}, `, "layer 1"},
		{`"layers": [`, `"layers": [` + strings.Repeat(`[`, 20000), "exceeded max depth"},
		{`"layers": [`, `"layers": [], "laiers": [`, "no layers with weights"},
	} {
		refused(t, c.new[:min(60, len(c.new))], "x.keras", changed(t, data, c.old, c.new), c.words)
	}
}

// Few bytes that name many columns do not take memory for them.
func TestColumnsThatAreNotThere(t *testing.T) {
	files, _ := golden(t)
	const many = "2000000000"
	h5 := unpack(t, files["wild.keras"])["model.weights.h5"]
	layer := func(class, config string) []byte {
		text := `{"class_name": "Sequential", "config": {"layers": [{"class_name": "InputLayer", "config": {"batch_shape": [null, ` + many + `]}},` +
			`{"class_name": "` + class + `", "config": ` + config + `}]}}`
		return pack(t, map[string][]byte{"config.json": []byte(text), "model.weights.h5": h5})
	}
	for words, data := range map[string][]byte{
		"it scales 2000000000 columns":                          layer("Rescaling", `{"scale": 2}`),
		"variable 0: dimensions [6] in the file, wanted are [2": layer("BatchNormalization", `{}`),
		"mean: dimensions [3] in the file, wanted are [20000":   layer("Normalization", `{}`),
		"would take":             layer("Softmax", `{}`),
		"no layers with weights": layer("Flatten", `{}`),
	} {
		bounded(t, len(data), func() {
			if _, err := read("x.keras", data, true); err == nil || !strings.Contains(err.Error(), words) {
				t.Errorf("%s: %v", words, err)
			}
		})
	}
}

func TestFunctionalModelsThatAreNoChains(t *testing.T) {
	files, _ := golden(t)
	data := files["functional.keras"]
	for _, c := range []struct{ old, new, words string }{
		{`"keras_history": ["dense_`, `"keras_history": ["other", 0, 0], "x": ["dense_`, "only chains are read"},
		{`"inbound_nodes": []`, `"inbound_nodes": [["a", 0, 0, {}]]`, "only chains are read"},
	} {
		refused(t, c.new, "x.keras", changed(t, data, c.old, c.new), c.words)
	}
}

func TestZipsThatAreRefused(t *testing.T) {
	files, _ := golden(t)
	whole := func() map[string][]byte { return unpack(t, files["rmsprop.keras"]) }
	for _, name := range []string{"../evil", "/etc/evil", `..\evil`, "a/../../b", "C:\\evil", ""} {
		e := whole()
		e[name] = []byte("x")
		refused(t, name, "x.keras", pack(t, e), "which is no place within it")
	}
	for _, name := range []string{"config.json", "model.weights.h5"} {
		e := whole()
		delete(e, name)
		refused(t, name, "x.keras", pack(t, e), "the zip has no entry "+`"`+name+`"`)
		e = whole()
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, twice := range []string{"config.json", "model.weights.h5", name} {
			w, err := z.Create(twice)
			if err != nil {
				t.Fatal(err)
			}
			w.Write(e[twice])
		}
		z.Close()
		refused(t, "twice "+name, "x.keras", b.Bytes(), "two entries")
	}
}

// A zip of few bytes does not become many.
func TestZipBombs(t *testing.T) {
	files, _ := golden(t)
	config := unpack(t, files["rmsprop.keras"])["config.json"]
	for _, c := range []struct {
		name string
		size int
	}{{"config.json", 17 << 20}, {"model.weights.h5", 65 << 20}} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		if c.name != "config.json" {
			w, _ := z.Create("config.json")
			w.Write(config)
		}
		w, _ := z.Create(c.name)
		for zeros := make([]byte, 1<<20); c.size > 0; c.size -= len(zeros) {
			w.Write(zeros)
		}
		z.Close()
		refused(t, c.name, "x.keras", b.Bytes(), c.name+": ", "at most")

		// And one that says that it is small.
		data := b.Bytes()
		forged := bytes.Clone(data)
		z2, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		real := uint32(z2.File[len(z2.File)-1].UncompressedSize64)
		size := []byte{byte(real), byte(real >> 8), byte(real >> 16), byte(real >> 24)}
		forged = bytes.ReplaceAll(forged, size, []byte{0, 1, 0, 0})
		refused(t, "forged "+c.name, "x.keras", forged, c.name)

		// And one that says that it was not few bytes.
		few := uint32(z2.File[len(z2.File)-1].CompressedSize64)
		size = []byte{byte(few), byte(few >> 8), byte(few >> 16), byte(few >> 24)}
		forged = bytes.ReplaceAll(data, size, []byte{0, 0, 0, 0x7F})
		refused(t, "forged "+c.name, "x.keras", forged, c.name+": it has 2130706432 bytes in a zip of")
	}
}

// A file that is there stays as it was when the new one cannot be written.
func TestSaveWritesAllOrNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "net.keras")
	if err := os.WriteFile(path, []byte("before"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := interchange.Save(path, nn.NewSequential(0)); err == nil {
		t.Error("a network that makes no sense: no error")
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "before" {
		t.Errorf("the file is %q, %v", text, err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
}
