package scorer

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"golab/labs"

	"gonum.org/v1/gonum/mat"
)

// A Task is a model with the names of the columns that it reads and of the one that it
// adds. It travels as bytes.
type Task struct {
	// Features are the columns that the model reads, in its order.
	Features []string

	// Output is the column that it adds: "prediction", or what the last stage of a
	// pipeline calls it.
	Output string

	// Width is how many numbers a prediction has. One is a double, more are an array of
	// doubles.
	Width int

	kind   kind
	model  portable
	frames *frames // for models that transform frames
	bytes  []byte  // of the model
}

// NewTask returns the task of predicting with a fitted model of nn, learn or labs:
//
//   - A network predicts what its Predict returns: a number if it has one output, else
//     an array of them. Of a compiled model only the network travels.
//   - A classifier predicts the class, a regression the value.
//   - A pipeline, a search (its best pipeline) or a fitted stage predicts what its
//     Transform puts into the prediction column. Where the first stage reads a vector
//     that is none of the features, they are that vector.
//
// It fails for other types, for models that are not fitted, and if there are no features
// or another number of them than the model takes.
func NewTask(model any, features []string) (*Task, error) {
	part, err := reduced(model)
	if err != nil {
		return nil, err
	}
	k, m, err := kindOf(part)
	if err != nil {
		return nil, err
	}
	data, err := m.MarshalBinary() // first, as what does not travel may not work either
	if err != nil {
		return nil, fmt.Errorf("the model does not travel: %w; Go's functions and types of one's own stay on this machine", err)
	}
	t, err := newTask(k, m, features)
	if err != nil {
		return nil, err
	}
	if t.bytes = data; t.model != m { // a stage was put before those of a pipeline
		t.bytes, err = t.model.MarshalBinary()
	}
	return t, err
}

// newTask returns a task without its bytes.
func newTask(k kind, model portable, features []string) (*Task, error) {
	if len(features) == 0 {
		return nil, errors.New("there are no features")
	}
	if i, j := duplicate(features); i < j {
		return nil, fmt.Errorf("features %d and %d are both %q", i, j, features[i])
	}
	t := &Task{Features: slices.Clone(features), Output: "prediction", Width: 1, kind: k, model: model}
	if k.predict == nil {
		var err error
		if t.frames, err = newFrames(model.(*labs.PipelineModel), features); err != nil {
			return nil, err
		}
		t.model, t.Output = t.frames.model, t.frames.output
		return t, nil
	}
	values, err := k.predict(model, mat.NewDense(1, len(features), nil))
	if err != nil {
		return nil, fmt.Errorf("a row of %d features: %w", len(features), err)
	}
	t.Width = len(values)
	return t, nil
}

// TakesTexts reports whether features may be texts.
func (t *Task) TakesTexts() bool { return t.frames != nil }

// duplicate returns the places of the first name that is there twice, or 0 and 0.
func duplicate(names []string) (first, again int) {
	places := map[string]int{}
	for j, name := range names {
		if i, ok := places[name]; ok {
			return i, j
		}
		places[name] = j
	}
	return 0, 0
}

// A task in bytes is the length of a header, 4 bytes, little-endian, the header as JSON,
// and the bytes of the model.
type header struct {
	Version  int      `json:"version"`
	Kind     string   `json:"kind"`
	Features []string `json:"features"`
}

const taskVersion = 1

// MarshalBinary returns the task as bytes.
func (t *Task) MarshalBinary() ([]byte, error) {
	head, err := json.Marshal(header{taskVersion, t.kind.name, t.Features})
	if err != nil {
		return nil, err
	}
	data := binary.LittleEndian.AppendUint32(nil, uint32(len(head)))
	return append(append(data, head...), t.bytes...), nil
}

// UnmarshalBinary replaces the task by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (t *Task) UnmarshalBinary(data []byte) error {
	if len(data) < 4 || uint64(binary.LittleEndian.Uint32(data)) > uint64(len(data)-4) {
		return fmt.Errorf("%d bytes are not a model with its columns", len(data))
	}
	n := binary.LittleEndian.Uint32(data)
	var head header
	if err := json.Unmarshal(data[4:4+n], &head); err != nil {
		return fmt.Errorf("the header: %w", err)
	}
	if head.Version != taskVersion {
		return fmt.Errorf("the model is of version %d, this scorer reads version %d", head.Version, taskVersion)
	}
	for _, k := range kinds() {
		if k.name != head.Kind {
			continue
		}
		model := k.make()
		if err := model.UnmarshalBinary(data[4+n:]); err != nil {
			return err
		}
		read, err := newTask(k, model, head.Features)
		if err != nil {
			return err
		}
		read.bytes = slices.Clone(data[4+n:])
		*t = *read
		return nil
	}
	return fmt.Errorf("unknown kind of model %q; was it sent by another version of golab?", head.Kind)
}
