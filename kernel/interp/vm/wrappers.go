package vm

import (
	"reflect"
	"unsafe"
)

// Typed wrappers let compiled code call closures of common types without reflect.
// They cannot be generic: code of a generic func takes a dictionary besides.

// A wrapperTable has the code of the wrappers.
type wrapperTable struct {
	byType map[reflect.Type]uintptr
	hashed [1 << wrapperBits]uintptr // open addressing, by code
}

const wrapperBits = 8

func (t *wrapperTable) add(typ reflect.Type, code uintptr) {
	t.byType[typ] = code
	i := code >> 4
	for ; t.hashed[i%(1<<wrapperBits)] != 0; i++ {
	}
	t.hashed[i%(1<<wrapperBits)] = code
}

// has reports whether code is a wrapper's.
func (t *wrapperTable) has(code uintptr) bool {
	for i := code >> 4; ; i++ {
		switch t.hashed[i%(1<<wrapperBits)] {
		case code:
			return true
		case 0:
			return false
		}
	}
}

var wrappers = func() *wrapperTable {
	t := &wrapperTable{byType: map[reflect.Type]uintptr{}}
	for _, f := range []any{
		wrapVoid(nil), wrapIntIntBool(nil), wrapIntBool(nil), wrapIntInt(nil), wrapIntIntInt(nil), wrapFloat(nil), wrapFloatFloat(nil), wrapFloats(nil),
		wrapGradient(nil), wrapIndexFloat(nil), wrapRune(nil), wrapRuneBool(nil), wrapString(nil), wrapStringBool(nil), wrapFloatBool(nil),
		wrapError(nil), wrapIntString(nil),
	} {
		t.add(reflect.TypeOf(f), **(**uintptr)(unsafe.Pointer(&anyHeader(&f).data)))
	}
	return t
}()

// call runs the closure and gives the machine back; the result, if it is a word,
// is in m.word.
func (c *closure) call(m *Machine, fp unsafe.Pointer) uint64 {
	c.fn.run(m, fp, unsafe.Pointer(&m.word))
	w := m.word
	c.fn.world.idle(m)
	return w
}

// callString is call for a string result.
func (c *closure) callString(m *Machine, fp unsafe.Pointer) string {
	c.fn.run(m, fp, unsafe.Pointer(&m.text))
	s := m.text
	m.text = ""
	c.fn.world.idle(m)
	return s
}

func wrapVoid(c *closure) func() {
	return func() {
		m, fp := c.enter()
		c.call(m, fp)
	}
}

func wrapIntIntBool(c *closure) func(int, int) bool {
	return func(i, j int) bool {
		m, fp := c.enter()
		*intAt(fp, paramStart), *intAt(fp, paramStart+8) = i, j
		return c.call(m, fp) != 0
	}
}

func wrapIntIntInt(c *closure) func(int, int) int {
	return func(i, j int) int {
		m, fp := c.enter()
		*intAt(fp, paramStart), *intAt(fp, paramStart+8) = i, j
		return int(c.call(m, fp))
	}
}

func wrapIntBool(c *closure) func(int) bool {
	return func(i int) bool {
		m, fp := c.enter()
		*intAt(fp, paramStart) = i
		return c.call(m, fp) != 0
	}
}

func wrapIntInt(c *closure) func(int) int {
	return func(i int) int {
		m, fp := c.enter()
		*intAt(fp, paramStart) = i
		return int(c.call(m, fp))
	}
}

func wrapIntString(c *closure) func(int) string {
	return func(i int) string {
		m, fp := c.enter()
		*intAt(fp, paramStart) = i
		return c.callString(m, fp)
	}
}

func wrapFloat(c *closure) func(float64) float64 {
	return func(x float64) float64 {
		m, fp := c.enter()
		*f64At(fp, paramStart) = x
		return floatOf(c.call(m, fp))
	}
}

func wrapFloatFloat(c *closure) func(float64, float64) float64 {
	return func(x, y float64) float64 {
		m, fp := c.enter()
		*f64At(fp, paramStart), *f64At(fp, paramStart+8) = x, y
		return floatOf(c.call(m, fp))
	}
}

func wrapFloatBool(c *closure) func(float64) bool {
	return func(x float64) bool {
		m, fp := c.enter()
		*f64At(fp, paramStart) = x
		return c.call(m, fp) != 0
	}
}

func wrapFloats(c *closure) func([]float64) float64 {
	return func(x []float64) float64 {
		m, fp := c.enter()
		*floatsAt(fp, paramStart) = x
		return floatOf(c.call(m, fp))
	}
}

func wrapGradient(c *closure) func(grad, x []float64) {
	return func(grad, x []float64) {
		m, fp := c.enter()
		*floatsAt(fp, paramStart), *floatsAt(fp, paramStart+24) = grad, x
		c.call(m, fp)
	}
}

func wrapIndexFloat(c *closure) func(int, int, float64) float64 {
	return func(i, j int, x float64) float64 {
		m, fp := c.enter()
		*intAt(fp, paramStart), *intAt(fp, paramStart+8), *f64At(fp, paramStart+16) = i, j, x
		return floatOf(c.call(m, fp))
	}
}

func wrapRune(c *closure) func(rune) rune {
	return func(r rune) rune {
		m, fp := c.enter()
		*i64At(fp, paramStart) = int64(r)
		return rune(c.call(m, fp))
	}
}

func wrapRuneBool(c *closure) func(rune) bool {
	return func(r rune) bool {
		m, fp := c.enter()
		*i64At(fp, paramStart) = int64(r)
		return c.call(m, fp) != 0
	}
}

func wrapString(c *closure) func(string) string {
	return func(s string) string {
		m, fp := c.enter()
		*strAt(fp, paramStart) = s
		return c.callString(m, fp)
	}
}

func wrapStringBool(c *closure) func(string) bool {
	return func(s string) bool {
		m, fp := c.enter()
		*strAt(fp, paramStart) = s
		return c.call(m, fp) != 0
	}
}

func wrapError(c *closure) func() error {
	return func() error {
		m, fp := c.enter()
		var err error
		c.fn.run(m, fp, unsafe.Pointer(&err))
		c.fn.world.idle(m)
		return err
	}
}

func floatOf(w uint64) float64 { return *(*float64)(unsafe.Pointer(&w)) }

func floatsAt(fp unsafe.Pointer, o int32) *[]float64 { return (*[]float64)(unsafe.Add(fp, int(o))) }
