package vm

import (
	"fmt"
	"io"
	"os"
	"reflect"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// print writes to World.Stderr what Go's print writes to the standard error.
func (c *compiler) print(cc *ssa.CallCommon, line bool) slowFunc {
	args := make([]operand, len(cc.Args))
	for i, a := range cc.Args {
		args[i] = c.operand(a)
	}
	return func(m *Machine, fp unsafe.Pointer) {
		var b strings.Builder
		for i := range args {
			if i > 0 && line {
				b.WriteByte(' ')
			}
			printValue(&b, args[i].get(fp))
		}
		if line {
			b.WriteByte('\n')
		}
		var out io.Writer = os.Stderr
		if m.world.Stderr != nil {
			out = m.world.Stderr()
		}
		_, _ = io.WriteString(out, b.String()) // as Go does
	}
}

func printValue(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		fmt.Fprint(b, v.Bool())
	case reflect.Float32, reflect.Float64:
		b.WriteString(printedFloat(v.Float(), v.Type().Bits()))
	case reflect.Complex64, reflect.Complex128:
		bits := v.Type().Bits() / 2
		re, im := printedFloat(real(v.Complex()), bits), printedFloat(imag(v.Complex()), bits)
		if im[0] != '+' && im[0] != '-' {
			im = "+" + im
		}
		fmt.Fprintf(b, "(%s%si)", re, im)
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		fmt.Fprintf(b, "%#x", uintptr(v.UnsafePointer()))
	case reflect.Interface:
		h := (*[2]uintptr)(v.Addr().UnsafePointer())
		fmt.Fprintf(b, "(%#x,%#x)", h[0], h[1])
	case reflect.Slice:
		fmt.Fprintf(b, "[%d/%d]%#x", v.Len(), v.Cap(), uintptr(v.UnsafePointer()))
	case reflect.String:
		b.WriteString(v.String())
	default:
		if v.CanInt() {
			fmt.Fprint(b, v.Int())
		} else {
			fmt.Fprint(b, v.Uint())
		}
	}
}

// printedFloat writes f as Go's print does, with the digits that tell it from
// others of its size.
func printedFloat(f float64, bits int) string { return strconv.FormatFloat(f, 'g', -1, bits) }
