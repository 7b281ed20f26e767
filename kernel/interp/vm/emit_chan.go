package vm

import (
	"go/types"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// Channel operations that block watch the run's done channel, so that Stop ends
// them.

// makeChan emits v = make(chan T, v.Size).
func (c *compiler) makeChan(v *ssa.MakeChan) {
	d, size := c.operand(v), c.off(v.Size)
	t := d.typ
	if t.ChanDir() != reflect.BothDir {
		t = reflect.ChanOf(reflect.BothDir, t.Elem())
	}
	c.slow(func(_ *Machine, fp unsafe.Pointer) {
		n := *intAt(fp, size)
		if n < 0 {
			_ = make(chan struct{}, n)
		}
		d.set(fp, reflect.MakeChan(t, n))
	})
}

// receive emits v = <-v.X, with or without ok.
func (c *compiler) receive(v *ssa.UnOp) {
	x := c.operand(v.X)
	var to operand
	ok := int32(-1)
	if v.CommaOk {
		parts := c.parts(v)
		to, ok = parts[0], parts[1].off
	} else {
		to = c.operand(v)
	}
	c.slow(func(m *Machine, fp unsafe.Pointer) {
		r, more := m.receive(x.get(fp))
		to.set(fp, r)
		if ok >= 0 {
			*u64At(fp, ok) = boolWord(more)
		}
	})
}

// send emits v.Chan <- v.X.
func (c *compiler) send(v *ssa.Send) {
	ch, x := c.operand(v.Chan), c.operand(v.X)
	c.slow(func(m *Machine, fp unsafe.Pointer) { m.send(ch.get(fp), x.get(fp)) })
}

// stopCase is the case of a select that Stop makes ready.
func (m *Machine) stopCase() reflect.SelectCase {
	return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(m.run.done)}
}

func (m *Machine) receive(ch reflect.Value) (reflect.Value, bool) {
	m.poll()
	if !ch.IsNil() {
		if v, ok := ch.TryRecv(); v.IsValid() {
			return v, ok
		}
	}
	i, v, ok := reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: ch}, m.stopCase()})
	if i == 1 {
		m.interrupt()
	}
	return v, ok
}

func (m *Machine) send(ch, v reflect.Value) {
	m.poll()
	if !ch.IsNil() && ch.TrySend(v) {
		return
	}
	i, _, _ := reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectSend, Chan: ch, Send: v}, m.stopCase()})
	if i == 1 {
		m.interrupt()
	}
}

// A selectState is one case of a select.
type selectState struct {
	dir      reflect.SelectDir
	ch, sent operand
	received int // the part of the result that takes what is received, or -1
}

// cases makes the cases of a select in the frame fp.
func cases(states []selectState, fp unsafe.Pointer) []reflect.SelectCase {
	list := make([]reflect.SelectCase, len(states), len(states)+1)
	for i := range states {
		s := &states[i]
		x := reflect.SelectCase{Dir: s.dir, Chan: s.ch.get(fp)}
		switch {
		case x.Chan.IsNil():
			x = reflect.SelectCase{Dir: reflect.SelectRecv}
		case s.dir == reflect.SelectSend:
			x.Send = s.sent.get(fp)
		}
		list[i] = x
	}
	return list
}

// selectCase emits v = (index, ok, received...) of a select.
func (c *compiler) selectCase(v *ssa.Select) {
	parts := c.world.tuple(v.Type().(*types.Tuple)).parts
	parts = shifted(parts, c.off(v))
	states := c.selectStates(v)
	blocking := v.Blocking
	c.slow(func(m *Machine, fp unsafe.Pointer) {
		list := cases(states, fp)
		if blocking {
			list = append(list, m.stopCase())
		} else {
			list = append(list, reflect.SelectCase{Dir: reflect.SelectDefault})
		}
		i, r, ok := reflect.Select(list)
		*u64At(fp, parts[1].off) = boolWord(ok)
		if i == len(states) {
			if blocking {
				m.interrupt()
			}
			*intAt(fp, parts[0].off) = -1
			return
		}
		*intAt(fp, parts[0].off) = i
		if k := states[i].received; k >= 0 && parts[k].typ != nil {
			parts[k].set(fp, r)
		}
	})
}

func (c *compiler) selectStates(v *ssa.Select) (states []selectState) {
	part := 2
	for _, s := range v.States {
		x := selectState{dir: reflect.SelectRecv, ch: c.operand(s.Chan), received: -1}
		if s.Dir == types.SendOnly {
			x.dir, x.sent = reflect.SelectSend, c.operand(s.Send)
		} else {
			x.received = part
			part++
		}
		states = append(states, x)
	}
	return states
}
