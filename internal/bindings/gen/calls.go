package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// fast lists the packages of the standard library of which every shape gets a
// caller, as the libraries' do; of others those that several functions share.
var fast = []string{
	"bufio", "bytes", "errors", "fmt", "io", "math", "math/rand", "os", "regexp", "sort", "strconv", "strings", "time", "unicode",
}

const severalFunctions = 3

// calls writes the callers.
func (f files) calls(w world) error {
	all, wanted := map[string]int{}, map[string]int{}
	for _, path := range bound() {
		p := w.sources[path].types
		shapes(p, all)
		if slices.Contains(libraries, path) || slices.Contains(fast, path) {
			shapes(p, wanted)
		}
	}
	var list []string
	for s, n := range all {
		if s != "" && (n >= severalFunctions || wanted[s] > 0) {
			list = append(list, s)
		}
	}
	slices.Sort(list)
	var b bytes.Buffer
	b.WriteString(header + "//go:build !vmportable\n\npackage bindings\n\nimport \"unsafe\"\n\n")
	fmt.Fprintf(&b, "// caller returns a Thunk of the func at p, whose shape is one of %d.\nfunc caller(shape string, p unsafe.Pointer) Thunk {\nswitch shape {\n", len(list))
	for _, s := range list {
		oneCaller(&b, s)
	}
	b.WriteString("}\nreturn nil\n}\n")
	return f.source("calls.go", b.Bytes())
}

// oneCaller writes the case of a shape.
func oneCaller(b *bytes.Buffer, shape string) {
	in, out, _ := strings.Cut(shape, ":")
	fmt.Fprintf(b, "case %q:\nf := *(*func(%s) (%s))(p)\n", shape, typeList(in), typeList(out))
	var args, results []string
	for i, c := range []byte(in) {
		args = append(args, fmt.Sprintf("*at[%s](frame, a[%d])", typeOf(c), i))
	}
	for i := range out {
		results = append(results, fmt.Sprintf("r%d", i))
	}
	call := "f(" + strings.Join(args, ", ") + ")\n"
	signature, prove := "frame unsafe.Pointer, a, r []int32", ""
	switch len(in) {
	case 0:
		signature = strings.Replace(signature, " a,", " _,", 1)
	case 1:
	default:
		prove = fmt.Sprintf("_ = a[%d]\n", len(in)-1)
	}
	if out == "" {
		signature = strings.Replace(signature, " r ", " _ ", 1)
		if in == "" {
			signature = "unsafe.Pointer, []int32, []int32"
		}
		fmt.Fprintf(b, "return func(%s) {\n%s%s}\n", signature, prove, call)
		return
	}
	fmt.Fprintf(b, "return func(%s) {\n%s%s := %sif r != nil {\n", signature, prove, strings.Join(results, ", "), call)
	for i, c := range []byte(out) {
		fmt.Fprintf(b, "%s\n", store(c, i))
	}
	b.WriteString("}\n}\n")
}

// letterTypes holds a type for each letter: any with its size, pointers and
// registers does.
var letterTypes = map[byte]string{
	'b': "uint8", 'c': "int8", 'h': "uint16", 'j': "int16", 'u': "uint32", 'i': "int32", 'W': "uint64",
	'f': "float32", 'F': "float64", 'P': "unsafe.Pointer", 'S': "string", 'I': "any", 'L': "[]byte",
}

func typeOf(letter byte) string { return letterTypes[letter] }

func typeList(letters string) string {
	var list []string
	for _, c := range []byte(letters) {
		list = append(list, typeOf(c))
	}
	return strings.Join(list, ", ")
}

// store writes a result into its slot, in which integers are extended.
func store(letter byte, i int) string {
	switch letter {
	case 'b', 'h', 'u':
		return fmt.Sprintf("*at[uint64](frame, r[%d]) = uint64(r%d)", i, i)
	case 'c', 'j', 'i':
		return fmt.Sprintf("*at[int64](frame, r[%d]) = int64(r%d)", i, i)
	}
	return fmt.Sprintf("*at[%s](frame, r[%d]) = r%d", typeOf(letter), i, i)
}
