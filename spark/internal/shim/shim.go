// Package shim holds the Python that stands between Spark and the scorer.
//
// It is the same text for every model. Spark's Python worker gets it with the pickle of
// package pickle, and calls build.
package shim

import (
	_ "embed"
	"encoding/json"
)

// Source is the text. It defines build(blob, options), where blob is a task for a
// scorer and options is the JSON of [Options].
//
//go:embed shim.py
var Source string

// Options tell the shim what it cannot know.
type Options struct {
	Schema   json.RawMessage `json:"schema"`   // of the rows that come out, as PySpark writes a StructType
	Files    map[string]File `json:"files"`    // the scorers, by platform, such as Linux-x86_64
	Model    string          `json:"model"`    // the model's name among the session's files, if blob is empty
	Columns  []int           `json:"columns"`  // the places of the features
	Names    []string        `json:"names"`    // what the model calls them
	Patience int             `json:"patience"` // seconds until the scorer must have understood the model
	Silence  int             `json:"silence"`  // seconds after which a scorer that does not answer is ended
}

// A File is a scorer that was uploaded.
type File struct {
	Name      string
	Arguments []string
}

// MarshalJSON returns a list of two, as the shim reads it.
func (f File) MarshalJSON() ([]byte, error) {
	arguments := f.Arguments
	if arguments == nil {
		arguments = []string{}
	}
	return json.Marshal([]any{f.Name, arguments})
}
