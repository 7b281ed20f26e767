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
		b.WriteString(printedFloat(v.Float()))
	case reflect.Complex64, reflect.Complex128:
		fmt.Fprintf(b, "(%s%si)", printedFloat(real(v.Complex())), printedFloat(imag(v.Complex())))
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

// printedFloat writes f as Go's print does: +1.500000e+000.
func printedFloat(f float64) string {
	s := strconv.FormatFloat(f, 'e', 6, 64)
	mantissa, exponent, ok := strings.Cut(s, "e")
	if !ok {
		if s == "+Inf" || s == "-Inf" || s == "NaN" {
			return s
		}
		return "+" + s
	}
	if !strings.HasPrefix(mantissa, "-") {
		mantissa = "+" + mantissa
	}
	sign, digits := exponent[:1], exponent[1:]
	return mantissa + "e" + sign + strings.Repeat("0", max(0, 3-len(digits))) + digits
}
