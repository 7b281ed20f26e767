package vm

import (
	"go/types"
	"reflect"
	"sync/atomic"
	"unsafe"
)

// A methodCache is what a call of an interface's method knows of the types it has
// met, by the interface's first word.
type methodCache struct {
	last    atomic.Pointer[methodEntry]
	method  *types.Func
	entries map[unsafe.Pointer]*methodEntry // under World.mu
}

// A methodEntry is the method of one type.
type methodEntry struct {
	tab      unsafe.Pointer
	fn       *Func
	compiled slowFunc // set: instead of fn
	direct   bool     // the interface's data word is the receiver
	form     form
	typ      unsafe.Pointer // of the receiver
	words    uint16         // of the receiver, see plainWords
	receiver int32          // where in fn's frame it goes
	moves    []move         // the arguments
}

// receive puts the receiver into the callee's frame.
func (e *methodEntry) receive(nfp, data unsafe.Pointer) {
	switch {
	case e.direct:
		*ptrAt(nfp, e.receiver) = data
	case e.words > 0 && e.form == fMem:
		copyWords(unsafe.Add(nfp, int(e.receiver)), data, e.words)
	default:
		loadForm(e.form, e.typ, unsafe.Add(nfp, int(e.receiver)), data)
	}
}

// find returns the method for the interface word tab.
func (mc *methodCache) find(w *World, tab unsafe.Pointer, site *callSite) *methodEntry {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := mc.entries[tab]
	if e == nil {
		e = mc.newEntry(w, tab, site)
		mc.entries[tab] = e
	}
	mc.last.Store(e)
	return e
}

func (mc *methodCache) newEntry(w *World, tab unsafe.Pointer, site *callSite) *methodEntry {
	r := typeAtPtr((*itab)(tab).typ)
	e := &methodEntry{tab: tab, typ: typePtr(r)}
	if t := w.sourceType(r); t != nil {
		e.fn = w.method(r, t, mc.method.Pkg(), mc.method.Name())
	}
	if e.fn == nil {
		e.compiled = mc.compiledMethod(w, r, site)
		return e
	}
	params := e.fn.params
	e.direct = isDirect(r)
	e.form, e.receiver, e.words = params[0].form, params[0].off, plainWords(r)
	for i, a := range site.args {
		mv := move{kind: a.kind, src: a.off, dst: params[i+1].off}
		if a.kind == kMem {
			mv.typ, mv.words = typePtr(a.typ), plainWords(a.typ)
		}
		e.moves = append(e.moves, mv)
	}
	return e
}

// compiledMethod returns a call of a compiled method of r.
func (mc *methodCache) compiledMethod(w *World, r reflect.Type, site *callSite) slowFunc {
	if h, ok := w.host.(Intrinsics); ok {
		if f, ok := h.Intrinsic(mc.method); ok {
			own := &callSite{ret: site.ret, results: site.results}
			own.args = append([]operand{{off: site.value, kind: kIface, form: fIface, typ: site.typ}}, site.args...)
			return intrinsicCall(f, own)
		}
	}
	m, ok := r.MethodByName(mc.method.Name())
	if !ok {
		panic(missing("method " + mc.method.Name() + " of " + r.String()))
	}
	if r.Kind() == reflect.Pointer {
		// The receiver is the data word of the interface.
		own := &callSite{ret: site.ret, results: site.results}
		own.args = append([]operand{{off: site.value + 8, kind: kPtr, form: fPtr, typ: r}}, site.args...)
		return w.compiledCall(m.Func, own)
	}
	variadic := m.Type.IsVariadic()
	return func(_ *Machine, fp unsafe.Pointer) {
		args := make([]reflect.Value, 1, len(site.args)+1)
		args[0] = reflect.ValueOf(asAny(ifaceAt(fp, site.value), false))
		for i := range site.args {
			args = append(args, site.args[i].get(fp))
		}
		site.putResults(fp, callValue(m.Func, args, variadic))
	}
}
