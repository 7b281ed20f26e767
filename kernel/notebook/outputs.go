package notebook

import (
	"bytes"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"golab/kernel"
)

// encodeOutput returns an output as notebooks hold it.
func encodeOutput(o kernel.Output) (*value, error) {
	switch o := o.(type) {
	case kernel.Stream:
		return object(map[string]*value{
			"output_type": text("stream"), "name": text(o.Name), "text": lines(o.Text),
		}), nil
	case kernel.DisplayData:
		return encodeBundle("display_data", o.Data, o.Metadata)
	case kernel.ExecuteResult:
		v, err := encodeBundle("execute_result", o.Data, o.Metadata)
		if err == nil {
			v.set("execution_count", literal(strconv.Itoa(o.ExecutionCount)))
		}
		return v, err
	case kernel.ErrorOutput:
		trace := array()
		for _, line := range o.Traceback {
			trace.items = append(trace.items, text(line))
		}
		return object(map[string]*value{
			"output_type": text("error"), "ename": text(o.EName), "evalue": text(o.EValue), "traceback": trace,
		}), nil
	}
	return nil, fmt.Errorf("an output of type %T", o)
}

// encodeBundle returns a MIME bundle: text as lines, pictures in one piece, the
// rest as JSON.
func encodeBundle(kind string, data, metadata map[string]any) (*value, error) {
	bundle := make(map[string]*value, len(data))
	for mime, x := range data {
		s, ok := x.(string)
		switch {
		case ok && hasLines(mime):
			bundle[mime] = lines(s)
		case ok:
			bundle[mime] = text(s)
		default:
			v, err := encoded(x)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", mime, err)
			}
			bundle[mime] = v
		}
	}
	meta, err := encoded(metadata)
	if err != nil {
		return nil, fmt.Errorf("metadata: %w", err)
	}
	if metadata == nil {
		meta = object(nil)
	}
	return object(map[string]*value{"output_type": text(kind), "data": object(bundle), "metadata": meta}), nil
}

// hasLines reports whether nbformat stores the type as a list of lines.
func hasLines(mime string) bool {
	return strings.HasPrefix(mime, "text/") || mime == "image/svg+xml" || mime == "application/javascript"
}

// same reports whether two lists of outputs say the same, however written.
func same(a, b *value) bool { return plain(a) == plain(b) }

// plain returns a value in a way that depends on nothing but what it says: keys
// sorted, lists of texts joined.
func plain(v *value) string {
	var b bytes.Buffer
	if s, ok := v.joined(); ok && (v.kind == '"' || len(v.items) > 0) {
		quote(&b, s)
		return b.String()
	}
	switch v.kind {
	case 0:
		return string(v.raw)
	case '[':
		for _, item := range v.items {
			b.WriteString("," + plain(item))
		}
		return "[" + b.String() + "]"
	}
	fields := map[string]*value{}
	for _, f := range v.fields {
		fields[f.name] = f.value
	}
	for _, f := range object(maps.Clone(fields)).fields {
		quote(&b, f.name)
		b.WriteString(":" + plain(f.value) + ",")
	}
	return "{" + b.String() + "}"
}
