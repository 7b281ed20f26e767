package vm

import (
	"go/types"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// call emits a call. What a call needs of its function is decided here; go and
// defer statements use the same parts.
func (c *compiler) call(v *ssa.Call) {
	cc := &v.Call
	if b, ok := cc.Value.(*ssa.Builtin); ok {
		if b.Name() == "append" {
			c.append(v)
			return
		}
		c.slow(c.builtin(b, cc, v))
		return
	}
	if cc.IsInvoke() {
		c.emit(Instr{op: opCallMethod, p: unsafe.Pointer(c.methodSite(cc, v))})
		return
	}
	fn, ok := cc.Value.(*ssa.Function)
	if !ok {
		c.emit(Instr{op: opCallFunc, p: unsafe.Pointer(c.funcSite(cc, v))})
		return
	}
	if c.world.declared(fn) {
		site := &callSite{fn: c.world.fn(fn), moves: c.argMoves(cc)}
		for _, mv := range site.moves {
			site.slow = site.slow || mv.kind == kMem
		}
		if hasResults(cc) {
			site.ret = c.off(v)
		}
		c.emit(Instr{op: opCall, p: unsafe.Pointer(site)})
		return
	}
	if c.appends[v] != nil {
		c.slow(c.sprint(v))
		return
	}
	if f := c.callOfCompiled(fn, cc, v); f != nil {
		c.slow(f)
	}
}

func hasResults(cc *ssa.CallCommon) bool { return cc.Signature().Results().Len() > 0 }

// site describes a call whose results go to v; nil drops them.
func (c *compiler) site(cc *ssa.CallCommon, v ssa.Value) *callSite {
	site := &callSite{}
	if v != nil && hasResults(cc) {
		site.ret = c.off(v)
		site.results = shifted(c.world.tuple(cc.Signature().Results()).parts, site.ret)
	}
	for _, a := range cc.Args {
		site.args = append(site.args, c.operand(a))
	}
	return site
}

func (c *compiler) methodSite(cc *ssa.CallCommon, v ssa.Value) *callSite {
	site := c.site(cc, v)
	site.value = c.off(cc.Value)
	site.typ = c.world.typeOf(cc.Value.Type())
	site.method = &methodCache{method: cc.Method, entries: map[unsafe.Pointer]*methodEntry{}}
	return site
}

func (c *compiler) funcSite(cc *ssa.CallCommon, v ssa.Value) *callSite {
	site := c.site(cc, v)
	site.value = c.off(cc.Value)
	site.typ = c.world.typeOf(cc.Value.Type())
	site.wrapper = c.world.protoOf(c.world.typeOf(cc.Signature())).wrapper
	site.thunkArgs, site.thunkResults = site.offsets()
	site.moves = c.argMoves(cc)
	return site
}

// argMoves returns the copies of the arguments to the callee's frame.
func (c *compiler) argMoves(cc *ssa.CallCommon) (moves []move) {
	ts := make([]types.Type, len(cc.Args))
	for i, a := range cc.Args {
		ts[i] = a.Type()
	}
	params, _ := c.world.paramSlots(ts)
	for i, a := range cc.Args {
		if s, _ := c.slot(a); s.size > 0 {
			moves = append(moves, c.moveTo(a, params[i].off))
		}
	}
	return moves
}

// callOfCompiled returns a call of a function without interpreted code; nil if
// there is nothing to call.
func (c *compiler) callOfCompiled(fn *ssa.Function, cc *ssa.CallCommon, v ssa.Value) slowFunc {
	if fn.Synthetic != "" && fn.Name() == "init" {
		return nil // an imported package has been initialised
	}
	site := c.site(cc, v)
	if obj, ok := fn.Object().(*types.Func); ok {
		if h, ok := c.world.host.(Intrinsics); ok {
			if f, ok := h.Intrinsic(obj); ok {
				return intrinsicCall(f, site)
			}
		}
		if f, ok := c.world.host.Func(obj); ok {
			plain := c.world.compiledCall(f, site)
			if f := c.boundCall(fn, site, plain); f != nil {
				return f
			}
			if f := sortCall(fn.String(), site, plain); f != nil {
				return f
			}
			return plain
		}
	}
	name := fn.String()
	return func(*Machine, unsafe.Pointer) { panic(missing(name)) }
}

// makeClosure emits v = a func value of v.Fn with its bindings.
func (c *compiler) makeClosure(v *ssa.MakeClosure) {
	fn := c.world.fn(v.Fn.(*ssa.Function))
	proto := c.world.protoOf(c.world.typeOf(v.Type()))
	dst := c.off(v)
	bound := make([]operand, len(v.Bindings))
	for i, b := range v.Bindings {
		bound[i] = c.operand(b)
	}
	c.slow(func(m *Machine, fp unsafe.Pointer) {
		env := make([]unsafe.Pointer, len(bound))
		for i := range bound {
			b := &bound[i]
			if b.kind == kPtr {
				env[i] = *ptrAt(fp, b.off)
				continue
			}
			p := typePtr(b.typ)
			env[i] = newObject(p)
			storeForm(b.form, p, env[i], b.at(fp))
		}
		*ptrAt(fp, dst) = proto.make(fn, env, m.run)
	})
}
