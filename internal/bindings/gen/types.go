package main

import (
	"go/types"

	"golab/internal/bindings/exportdata"
)

// types writes the export data: chunks that are the same on all platforms into
// one archive, the others into one for each platform.
func (f files) types(worlds []world) error {
	chunks := make([]map[string]string, len(worlds))
	for i, w := range worlds {
		chunks[i] = encode(w)
	}
	common := map[string]string{}
	for path, text := range chunks[0] {
		if everywhere(chunks, path, text) {
			common[path] = text
		}
	}
	f["data/types.dat"] = exportdata.Pack(common)
	for i, w := range worlds {
		own := map[string]string{}
		for path, text := range chunks[i] {
			if _, ok := common[path]; !ok {
				own[path] = text
			}
		}
		f["data/types_"+w.platform.String()+".dat"] = exportdata.Pack(own)
	}
	return nil
}

func everywhere(chunks []map[string]string, path, text string) bool {
	for _, c := range chunks {
		if c[path] != text {
			return false
		}
	}
	return true
}

// encode returns the chunks of one platform. What generic source declares is
// left out of them.
func encode(w world) map[string]string {
	e := exportdata.NewEncoder()
	for _, path := range importable() {
		e.Add(w.sources[path].types, func(types.Object) bool { return true })
	}
	return e.Chunks()
}
