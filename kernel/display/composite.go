package display

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// pointer returns & and what v points to.
func (p *printer) pointer(v reflect.Value, depth int) string {
	if v.IsNil() {
		return "<nil>"
	}
	leave, ok := p.enter(v)
	if !ok {
		return "(cycle)"
	}
	defer leave()
	return "&" + p.value(v.Elem(), depth)
}

// structure returns Type{Field:value …}.
func (p *printer) structure(v reflect.Value, depth int) string {
	name := ""
	if v.Type().Name() != "" {
		name = typeName(v.Type())
	}
	if v.NumField() > 0 && depth >= maxDepth {
		return name + "{…}"
	}
	var parts []string
	for i := range v.NumField() {
		parts = append(parts, v.Type().Field(i).Name+":"+p.value(v.Field(i), depth+1))
	}
	return layout(name+"{", parts, "}", false)
}

// sequence returns [element …], and bytes that are text as such.
func (p *printer) sequence(v reflect.Value, depth int) string {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		if b := v.Bytes(); printable(b) {
			return typeName(v.Type()) + "(" + quote(b, depth) + ")"
		}
	}
	if v.Len() > 0 && depth >= maxDepth {
		return "[…]"
	}
	if v.Kind() == reflect.Slice && v.Len() > 0 {
		leave, ok := p.enter(v)
		if !ok {
			return "(cycle)"
		}
		defer leave()
	}
	n := shortened(v.Len())
	var parts []string
	for i := range n {
		parts = append(parts, p.value(v.Index(i), depth+1))
	}
	return layout("[", more(parts, v.Len()-n), "]", flat(v.Type().Elem()))
}

// mapping returns map[key:value …] in the order of the keys.
func (p *printer) mapping(v reflect.Value, depth int) string {
	if v.Len() > 0 && depth >= maxDepth {
		return "map[…]"
	}
	if v.Len() > 0 {
		leave, ok := p.enter(v)
		if !ok {
			return "(cycle)"
		}
		defer leave()
	}
	n := shortened(v.Len())
	var parts []string
	for _, k := range sortedKeys(v)[:n] {
		parts = append(parts, p.value(k, depth+1)+":"+p.value(v.MapIndex(k), depth+1))
	}
	return layout("map[", more(parts, v.Len()-n), "]", false)
}

// enter notes that what v points to is being shown. It reports false when it is
// already.
func (p *printer) enter(v reflect.Value) (leave func(), ok bool) {
	at := visit{v.Pointer(), v.Type()}
	if p.seen[at] {
		return nil, false
	}
	p.seen[at] = true
	return func() { delete(p.seen, at) }, true
}

// shortened returns how many of n elements are shown.
func shortened(n int) int {
	if n > maxElements {
		return cutElements
	}
	return n
}

// more adds the count of the elements left out.
func more(parts []string, n int) []string {
	if n == 0 {
		return parts
	}
	return append(parts, fmt.Sprintf("… %d more", n))
}

// flat reports whether values of the type are short words, which are wrapped
// like text when they do not fit in a line.
func flat(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct, reflect.Slice, reflect.Array, reflect.Map, reflect.Interface, reflect.Pointer:
		return false
	}
	return true
}

// layout puts the parts between open and shut: in one line when they fit, else
// one below the other, or as many in a line as fit when they are words.
func layout(open string, parts []string, shut string, words bool) string {
	line := open + strings.Join(parts, " ") + shut
	if len(parts) == 0 || utf8.RuneCountInString(line) <= lineWidth && !strings.Contains(line, "\n") {
		return line
	}
	var b strings.Builder
	b.WriteString(open)
	if words {
		column := len(open)
		for i, part := range parts {
			w := utf8.RuneCountInString(part)
			switch {
			case i == 0:
			case column+1+w > lineWidth:
				b.WriteString("\n" + strings.Repeat(" ", len(open)))
				column = len(open)
			default:
				b.WriteByte(' ')
				column++
			}
			b.WriteString(part)
			column += w
		}
		return b.String() + shut
	}
	for _, part := range parts {
		b.WriteString("\n  " + strings.ReplaceAll(part, "\n", "\n  "))
	}
	return b.String() + "\n" + shut
}

// printable reports whether bytes are text that can be read, by as many as are
// ever shown.
func printable(b []byte) bool {
	for i := 0; i < min(len(b), maxText); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n < 2 || r < ' ' && r != '\n' && r != '\t' && r != '\r' {
			return false
		}
		i += n
	}
	return len(b) > 0
}

// sortedKeys returns the keys of a map: numbers and texts in their order, others
// by what they look like, unless that would take long.
func sortedKeys(v reflect.Value) []reflect.Value {
	keys := v.MapKeys()
	if len(keys) <= maxNodes || simple(v.Type().Key()) {
		slices.SortFunc(keys, compare)
	}
	return keys
}

// simple reports whether values of the type are compared without showing them.
func simple(t reflect.Type) bool {
	k := t.Kind()
	return k != reflect.Bool && k <= reflect.Float64 || k == reflect.String
}

// compare orders two keys of a map.
func compare(a, b reflect.Value) int {
	if a.Kind() == reflect.Interface {
		a, b = a.Elem(), b.Elem()
	}
	if a.Kind() != b.Kind() {
		return cmp.Compare(a.Kind(), b.Kind())
	}
	switch {
	case a.CanInt():
		return cmp.Compare(a.Int(), b.Int())
	case a.CanUint():
		return cmp.Compare(a.Uint(), b.Uint())
	case a.CanFloat():
		return cmp.Compare(a.Float(), b.Float())
	case a.Kind() == reflect.String:
		return strings.Compare(a.String(), b.String())
	}
	return strings.Compare(key(a), key(b))
}

// key returns the text by which a key of another kind is sorted.
func key(v reflect.Value) string {
	p := printer{seen: map[visit]bool{}}
	return p.value(v, maxDepth-1)
}
