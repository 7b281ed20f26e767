package display

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What is shown of a value at most.
const (
	maxText     = 100_000 // bytes of a text that is the whole value
	maxString   = 300     // bytes of a text inside a value
	maxElements = 100     // elements of a slice, array or map
	cutElements = 20      // that many are left when there are more
	maxDepth    = 8       // values within values
	maxNodes    = 5_000   // values in all
	lineWidth   = 80      // characters of a line
)

// Text returns v as the package comment says. It never fails.
func Text(v any) string {
	if s, ok := v.(string); ok && strings.Contains(s, "\n") {
		return cut(strings.ToValidUTF8(s, "\uFFFD"), maxText)
	}
	p := printer{seen: map[visit]bool{}}
	return cut(p.value(reflect.ValueOf(v), 0), maxText)
}

// A printer writes one value; it counts what it has written.
type printer struct {
	nodes int
	seen  map[visit]bool // the pointers on the way to the value at hand
}

// A visit is a pointer that is being shown.
type visit struct {
	at  uintptr
	typ reflect.Type
}

// value returns v as text, in one line where it fits.
func (p *printer) value(v reflect.Value, depth int) string {
	if !v.IsValid() {
		return "<nil>"
	}
	if p.nodes++; p.nodes > maxNodes {
		return "…"
	}
	if text, ok := method(v); ok {
		if depth > 0 {
			text = cut(text, maxString)
		}
		return text
	}
	switch v.Kind() {
	case reflect.String:
		return quote(v.String(), depth)
	case reflect.Interface:
		return p.value(v.Elem(), depth)
	case reflect.Pointer:
		return p.pointer(v, depth)
	case reflect.Struct:
		return p.structure(v, depth)
	case reflect.Slice, reflect.Array:
		return p.sequence(v, depth)
	case reflect.Map:
		return p.mapping(v, depth)
	}
	return scalar(v)
}

// scalar returns a value that holds no others.
func scalar(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Func:
		if v.IsNil() {
			return "<nil>"
		}
		return typeName(v.Type())
	case reflect.Chan:
		if v.IsNil() {
			return "<nil>"
		}
		return fmt.Sprintf("%s (%d of %d waiting)", typeName(v.Type()), v.Len(), v.Cap())
	case reflect.UnsafePointer:
		return fmt.Sprintf("%#x", v.Pointer())
	}
	return fmt.Sprint(v)
}

// method returns what the value says of itself: by Format, Error or String. A
// panic there is shown as fmt does.
func method(v reflect.Value) (text string, ok bool) {
	if !v.CanInterface() || v.Kind() == reflect.Interface {
		return "", false
	}
	x := v.Interface()
	switch x.(type) {
	case fmt.Formatter, error, fmt.Stringer:
	default:
		return "", false
	}
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return "<nil>", true
	}
	defer func() {
		if p := recover(); p != nil {
			text, ok = "%!v(PANIC: "+panicText(p)+")", true
		}
	}()
	switch x := x.(type) {
	case fmt.Formatter:
		text = fmt.Sprintf("%v", x)
	case error:
		text = x.Error()
	case fmt.Stringer:
		text = x.String()
	}
	return strings.ToValidUTF8(text, "\uFFFD"), true
}

// quote returns a text in quotes, a long one shortened, sooner inside a value
// than by itself.
func quote[T string | []byte](s T, depth int) string {
	limit := maxString
	if depth == 0 {
		limit = maxText / 2 // leaves room for what quoting adds
	}
	if len(s) <= limit {
		return strconv.Quote(string(s))
	}
	head := string(s[:limit+1])
	return strconv.Quote(head[:boundary(head, limit)]) + fmt.Sprintf("… (%d bytes)", len(s))
}

// cut shortens a text to about limit bytes and says so.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	at := boundary(s, limit)
	return s[:at] + fmt.Sprintf("… (%d more bytes)", len(s)-at)
}

// boundary returns the largest index up to limit at which s can be cut without
// splitting a character.
func boundary(s string, limit int) int {
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return limit
}

// asWritten names types as people do: those of cells without a package.
var asWritten = strings.NewReplacer("main.", "", "[]uint8", "[]byte", "interface {}", "any")

// typeName returns the name of a type as a cell writes it.
func typeName(t reflect.Type) string {
	if t == nil {
		return "nil"
	}
	return asWritten.Replace(t.String())
}
