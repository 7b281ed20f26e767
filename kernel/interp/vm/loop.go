package vm

import (
	"math"
	"unsafe"
)

// loop runs from the current activation until opExit or opUnwound, which it
// returns. Its state is in fp, the frame, and pc, the next instruction. What may
// panic saves pc in m.pc first, what calls or may be the last of an activation's
// instructions for a while saves it in the activation.
//
// No variable may be alive across a call in here, except for calls that panic: the
// compiler would save it before every instruction, which takes twice the time. So
// what calls does it in a function that gets fp and pc and returns them.
//
// A nil pointer is found by touching what is a few bytes from it, which the race
// detector's check of pointers would take for an error.
//
//go:nocheckptr
func (m *Machine) loop() opcode {
	fp, pc := m.cur.fp, m.cur.pc
	for {
		in := (*Instr)(pc)
		pc = unsafe.Add(pc, instrSize)
		switch in.op {
		case opExit, opUnwound:
			return in.op
		case opReturn:
			unused := m.unused(in.b)
			*ptrAt(fp, 0) = *unused
			*unused = fp
			a := m.cur.prev
			m.cur = a
			fp, pc = a.fp, a.pc
		case opReturnWord:
			v := *u64At(fp, in.a)
			unused := m.unused(in.b)
			*ptrAt(fp, 0) = *unused
			*unused = fp
			a := m.cur.prev
			m.cur = a
			fp, pc = a.fp, a.pc
			*u64At(fp, a.ret) = v
		case opReturnPtr:
			v := *ptrAt(fp, in.a)
			unused := m.unused(in.b)
			*ptrAt(fp, 0) = *unused
			*unused = fp
			a := m.cur.prev
			m.cur = a
			fp, pc = a.fp, a.pc
			*ptrAt(fp, a.ret) = v
		case opReturnMoves:
			fp, pc = m.returnMoves(fp, in)
		case opMovWord:
			*u64At(fp, in.a) = *u64At(fp, in.b)
		case opMovPtr:
			*ptrAt(fp, in.a) = *ptrAt(fp, in.b)
		case opMovStr:
			*strAt(fp, in.a) = *strAt(fp, in.b)
		case opMovIface:
			*ifaceAt(fp, in.a) = *ifaceAt(fp, in.b)
		case opMovSlice:
			*sliceAt(fp, in.a) = *sliceAt(fp, in.b)
		case opMovMem:
			if in.k == 0 {
				fp, pc = movMem(fp, pc)
				continue
			}
			copyWords(unsafe.Add(fp, int(in.a)), unsafe.Add(fp, int(in.b)), in.k)
		case opZeroWord:
			*u64At(fp, in.a) = 0
		case opZeroMem:
			if in.k == 0 {
				fp, pc = zeroMem(fp, pc)
				continue
			}
			for i := range int(in.k) {
				*u64At(fp, in.a+int32(i*8)) = 0
			}
		case opNew:
			fp, pc = newHere(fp, pc)
		case opAdd:
			*i64At(fp, in.a) = *i64At(fp, in.b) + *i64At(fp, in.c)
		case opSub:
			*i64At(fp, in.a) = *i64At(fp, in.b) - *i64At(fp, in.c)
		case opMul:
			*i64At(fp, in.a) = *i64At(fp, in.b) * *i64At(fp, in.c)
		case opAnd:
			*i64At(fp, in.a) = *i64At(fp, in.b) & *i64At(fp, in.c)
		case opOr:
			*i64At(fp, in.a) = *i64At(fp, in.b) | *i64At(fp, in.c)
		case opXor:
			*i64At(fp, in.a) = *i64At(fp, in.b) ^ *i64At(fp, in.c)
		case opAndNot:
			*i64At(fp, in.a) = *i64At(fp, in.b) &^ *i64At(fp, in.c)
		case opDiv:
			m.pc = uintptr(pc)
			*i64At(fp, in.a) = *i64At(fp, in.b) / *i64At(fp, in.c)
		case opRem:
			m.pc = uintptr(pc)
			*i64At(fp, in.a) = *i64At(fp, in.b) % *i64At(fp, in.c)
		case opDivU:
			m.pc = uintptr(pc)
			*u64At(fp, in.a) = *u64At(fp, in.b) / *u64At(fp, in.c)
		case opRemU:
			m.pc = uintptr(pc)
			*u64At(fp, in.a) = *u64At(fp, in.b) % *u64At(fp, in.c)
		case opShl:
			*i64At(fp, in.a) = *i64At(fp, in.b) << *u64At(fp, in.c)
		case opShr:
			*i64At(fp, in.a) = *i64At(fp, in.b) >> *u64At(fp, in.c)
		case opShrU:
			*u64At(fp, in.a) = *u64At(fp, in.b) >> *u64At(fp, in.c)
		case opCheckShift:
			if n := *i64At(fp, in.b); n < 0 {
				m.pc = uintptr(pc)
				panicShift(n)
			}
		case opCheckNil:
			if *ptrAt(fp, in.b) == nil {
				m.pc = uintptr(pc)
				nilDereference()
			}
		case opAddK:
			*i64At(fp, in.a) = *i64At(fp, in.b) + int64(in.c)
		case opMulK:
			*i64At(fp, in.a) = *i64At(fp, in.b) * int64(in.c)
		case opAndK:
			*i64At(fp, in.a) = *i64At(fp, in.b) & int64(in.c)
		case opRemK:
			*i64At(fp, in.a) = *i64At(fp, in.b) % int64(in.c)
		case opShlK:
			*i64At(fp, in.a) = *i64At(fp, in.b) << (uint(in.c) & 63)
		case opShrK:
			*i64At(fp, in.a) = *i64At(fp, in.b) >> (uint(in.c) & 63)
		case opShrUK:
			*u64At(fp, in.a) = *u64At(fp, in.b) >> (uint(in.c) & 63)
		case opNeg:
			*i64At(fp, in.a) = -*i64At(fp, in.b)
		case opComplement:
			*i64At(fp, in.a) = ^*i64At(fp, in.b)
		case opNot:
			*u64At(fp, in.a) = *u64At(fp, in.b) ^ 1
		case opExtS8:
			*i64At(fp, in.a) = int64(int8(*i64At(fp, in.b)))
		case opExtS16:
			*i64At(fp, in.a) = int64(int16(*i64At(fp, in.b)))
		case opExtS32:
			*i64At(fp, in.a) = int64(int32(*i64At(fp, in.b)))
		case opExtU8:
			*i64At(fp, in.a) = int64(uint8(*i64At(fp, in.b)))
		case opExtU16:
			*i64At(fp, in.a) = int64(uint16(*i64At(fp, in.b)))
		case opExtU32:
			*i64At(fp, in.a) = int64(uint32(*i64At(fp, in.b)))
		case opAddF:
			*f64At(fp, in.a) = *f64At(fp, in.b) + *f64At(fp, in.c)
		case opSubF:
			*f64At(fp, in.a) = *f64At(fp, in.b) - *f64At(fp, in.c)
		case opMulF:
			*f64At(fp, in.a) = *f64At(fp, in.b) * *f64At(fp, in.c)
		case opDivF:
			*f64At(fp, in.a) = *f64At(fp, in.b) / *f64At(fp, in.c)
		case opMulAddF:
			*f64At(fp, in.a) += float64(*f64At(fp, in.b) * *f64At(fp, in.c))
		case opMulSubF:
			*f64At(fp, in.a) -= float64(*f64At(fp, in.b) * *f64At(fp, in.c))
		case opMulElemAddF:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.c)
			i := *intAt(fp, int32(in.k)*8)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*f64At(fp, in.a) += float64(*f64At(fp, in.b) * *(*float64)(unsafe.Add(s.ptr, i*8)))
		case opMulElem2AddF:
			m.pc = uintptr(pc)
			y := (*Instr)(pc)
			s := sliceAt(fp, y.b)
			i := *intAt(fp, int32(y.k)*8)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			s = (*sliceHeader)(unsafe.Add(s.ptr, i*24))
			i = *intAt(fp, y.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			pc = unsafe.Add(pc, instrSize)
			*f64At(fp, in.a) += float64(*f64At(fp, in.b) * *(*float64)(unsafe.Add(s.ptr, i*8)))
		case opElemMulElemAddF:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			x := *(*float64)(unsafe.Add(s.ptr, i*8))
			y := (*Instr)(pc)
			s = sliceAt(fp, y.b)
			i = *intAt(fp, y.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			pc = unsafe.Add(pc, instrSize)
			*f64At(fp, in.a) += float64(x * *(*float64)(unsafe.Add(s.ptr, i*8)))
		case opElemMulElem2AddF:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			x := *(*float64)(unsafe.Add(s.ptr, i*8))
			y := (*Instr)(pc)
			s = sliceAt(fp, y.b)
			i = *intAt(fp, int32(y.k)*8)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			s = (*sliceHeader)(unsafe.Add(s.ptr, i*24))
			i = *intAt(fp, y.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			pc = unsafe.Add(pc, instrSize)
			*f64At(fp, in.a) += float64(x * *(*float64)(unsafe.Add(s.ptr, i*8)))
		case opElem2MulElemAddF:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, int32(in.k)*8)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			s = (*sliceHeader)(unsafe.Add(s.ptr, i*24))
			i = *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			x := *(*float64)(unsafe.Add(s.ptr, i*8))
			y := (*Instr)(pc)
			s = sliceAt(fp, y.b)
			i = *intAt(fp, y.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			pc = unsafe.Add(pc, instrSize)
			*f64At(fp, in.a) += float64(x * *(*float64)(unsafe.Add(s.ptr, i*8)))
		case opElem2MulElem2AddF:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, int32(in.k)*8)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			s = (*sliceHeader)(unsafe.Add(s.ptr, i*24))
			i = *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			x := *(*float64)(unsafe.Add(s.ptr, i*8))
			y := (*Instr)(pc)
			s = sliceAt(fp, y.b)
			i = *intAt(fp, int32(y.k)*8)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			s = (*sliceHeader)(unsafe.Add(s.ptr, i*24))
			i = *intAt(fp, y.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			pc = unsafe.Add(pc, instrSize)
			*f64At(fp, in.a) += float64(x * *(*float64)(unsafe.Add(s.ptr, i*8)))
		case opAddF32:
			*u64At(fp, in.a) = uint64(math.Float32bits(*f32At(fp, in.b) + *f32At(fp, in.c)))
		case opSubF32:
			*u64At(fp, in.a) = uint64(math.Float32bits(*f32At(fp, in.b) - *f32At(fp, in.c)))
		case opMulF32:
			*u64At(fp, in.a) = uint64(math.Float32bits(*f32At(fp, in.b) * *f32At(fp, in.c)))
		case opDivF32:
			*u64At(fp, in.a) = uint64(math.Float32bits(*f32At(fp, in.b) / *f32At(fp, in.c)))
		case opNegF:
			*f64At(fp, in.a) = -*f64At(fp, in.b)
		case opNegF32:
			*u64At(fp, in.a) = uint64(math.Float32bits(-*f32At(fp, in.b)))
		case opIntToF:
			*f64At(fp, in.a) = float64(*i64At(fp, in.b))
		case opFToInt:
			*i64At(fp, in.a) = int64(*f64At(fp, in.b))
		case opIntToF32:
			*u64At(fp, in.a) = uint64(math.Float32bits(float32(*i64At(fp, in.b))))
		case opF32ToInt:
			*i64At(fp, in.a) = int64(*f32At(fp, in.b))
		case opFToF32:
			*u64At(fp, in.a) = uint64(math.Float32bits(float32(*f64At(fp, in.b))))
		case opF32ToF:
			*f64At(fp, in.a) = float64(*f32At(fp, in.b))
		case opEq, opEqPtr:
			*u64At(fp, in.a) = boolWord(*i64At(fp, in.b) == *i64At(fp, in.c))
		case opNe, opNePtr:
			*u64At(fp, in.a) = boolWord(*i64At(fp, in.b) != *i64At(fp, in.c))
		case opLt:
			*u64At(fp, in.a) = boolWord(*i64At(fp, in.b) < *i64At(fp, in.c))
		case opLe:
			*u64At(fp, in.a) = boolWord(*i64At(fp, in.b) <= *i64At(fp, in.c))
		case opLtU:
			*u64At(fp, in.a) = boolWord(*u64At(fp, in.b) < *u64At(fp, in.c))
		case opLeU:
			*u64At(fp, in.a) = boolWord(*u64At(fp, in.b) <= *u64At(fp, in.c))
		case opEqF:
			*u64At(fp, in.a) = boolWord(*f64At(fp, in.b) == *f64At(fp, in.c))
		case opNeF:
			*u64At(fp, in.a) = boolWord(*f64At(fp, in.b) != *f64At(fp, in.c))
		case opLtF:
			*u64At(fp, in.a) = boolWord(*f64At(fp, in.b) < *f64At(fp, in.c))
		case opLeF:
			*u64At(fp, in.a) = boolWord(*f64At(fp, in.b) <= *f64At(fp, in.c))
		case opEqStr, opNeStr, opLtStr, opLeStr:
			fp, pc = compareStrings(fp, pc)
		case opEqF32:
			*u64At(fp, in.a) = boolWord(*f32At(fp, in.b) == *f32At(fp, in.c))
		case opNeF32:
			*u64At(fp, in.a) = boolWord(*f32At(fp, in.b) != *f32At(fp, in.c))
		case opLtF32:
			*u64At(fp, in.a) = boolWord(*f32At(fp, in.b) < *f32At(fp, in.c))
		case opLeF32:
			*u64At(fp, in.a) = boolWord(*f32At(fp, in.b) <= *f32At(fp, in.c))
		case opJump:
			pc = unsafe.Add(pc, int(in.a))
		case opJumpBack:
			pc = unsafe.Add(pc, int(in.a))
			if m.attention.Load() {
				m.attend(pc)
			}
		case opPoll:
			if m.attention.Load() {
				m.attend(pc)
			}
		case opJumpTrue:
			if *u64At(fp, in.b) != 0 {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpFalse:
			if *u64At(fp, in.b) == 0 {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpEq, opJumpEqPtr:
			if *i64At(fp, in.b) == *i64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpNe, opJumpNePtr:
			if *i64At(fp, in.b) != *i64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpLt:
			if *i64At(fp, in.b) < *i64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpLe:
			if *i64At(fp, in.b) <= *i64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpLtU:
			if *u64At(fp, in.b) < *u64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpLeU:
			if *u64At(fp, in.b) <= *u64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpEqF:
			if *f64At(fp, in.b) == *f64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpNeF:
			if *f64At(fp, in.b) != *f64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpLtF:
			if *f64At(fp, in.b) < *f64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpLeF:
			if *f64At(fp, in.b) <= *f64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpNotLtF:
			if !(*f64At(fp, in.b) < *f64At(fp, in.c)) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpNotLeF:
			if !(*f64At(fp, in.b) <= *f64At(fp, in.c)) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpEqK:
			if *i64At(fp, in.b) == int64(in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpNeK:
			if *i64At(fp, in.b) != int64(in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpLtK:
			if *i64At(fp, in.b) < int64(in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpLeK:
			if *i64At(fp, in.b) <= int64(in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpGtK:
			if *i64At(fp, in.b) > int64(in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opJumpGeK:
			if *i64At(fp, in.b) >= int64(in.c) {
				pc = unsafe.Add(pc, int(in.a))
			}
		case opBackLt:
			if *i64At(fp, in.b) < *i64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
				if m.attention.Load() {
					m.attend(pc)
				}
			}
		case opBackLe:
			if *i64At(fp, in.b) <= *i64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
				if m.attention.Load() {
					m.attend(pc)
				}
			}
		case opBackLtK:
			if *i64At(fp, in.b) < int64(in.c) {
				pc = unsafe.Add(pc, int(in.a))
				if m.attention.Load() {
					m.attend(pc)
				}
			}
		case opBackNeK:
			if *i64At(fp, in.b) != int64(in.c) {
				pc = unsafe.Add(pc, int(in.a))
				if m.attention.Load() {
					m.attend(pc)
				}
			}
		case opBackGeK:
			if *i64At(fp, in.b) >= int64(in.c) {
				pc = unsafe.Add(pc, int(in.a))
				if m.attention.Load() {
					m.attend(pc)
				}
			}
		case opIncBackLt:
			i := *i64At(fp, in.b) + 1
			*i64At(fp, in.b) = i
			if i < *i64At(fp, in.c) {
				pc = unsafe.Add(pc, int(in.a))
				if m.attention.Load() {
					m.attend(pc)
				}
			}
		case opLoadU8:
			m.pc = uintptr(pc)
			*u64At(fp, in.a) = uint64(*(*uint8)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))))
		case opLoadS8:
			m.pc = uintptr(pc)
			*i64At(fp, in.a) = int64(*(*int8)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))))
		case opLoadU16:
			m.pc = uintptr(pc)
			*u64At(fp, in.a) = uint64(*(*uint16)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))))
		case opLoadS16:
			m.pc = uintptr(pc)
			*i64At(fp, in.a) = int64(*(*int16)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))))
		case opLoadU32:
			m.pc = uintptr(pc)
			*u64At(fp, in.a) = uint64(*(*uint32)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))))
		case opLoadS32:
			m.pc = uintptr(pc)
			*i64At(fp, in.a) = int64(*(*int32)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))))
		case opLoadWord:
			m.pc = uintptr(pc)
			*u64At(fp, in.a) = uint64(*(*uint64)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))))
		case opLoadPtr:
			m.pc = uintptr(pc)
			*ptrAt(fp, in.a) = *(*unsafe.Pointer)(unsafe.Add(*ptrAt(fp, in.b), int(in.c)))
		case opLoadStr:
			m.pc = uintptr(pc)
			*strAt(fp, in.a) = *(*string)(unsafe.Add(*ptrAt(fp, in.b), int(in.c)))
		case opLoadIface:
			m.pc = uintptr(pc)
			*ifaceAt(fp, in.a) = *(*ifaceHeader)(unsafe.Add(*ptrAt(fp, in.b), int(in.c)))
		case opLoadSlice:
			m.pc = uintptr(pc)
			*sliceAt(fp, in.a) = *(*sliceHeader)(unsafe.Add(*ptrAt(fp, in.b), int(in.c)))
		case opLoadMem:
			m.pc = uintptr(pc)
			if in.k == 0 {
				fp, pc = loadMem(fp, pc)
				continue
			}
			copyWords(unsafe.Add(fp, int(in.a)), unsafe.Add(*ptrAt(fp, in.b), int(in.c)), in.k)
		case opStore8:
			m.pc = uintptr(pc)
			*(*uint8)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) = *(*uint8)(unsafe.Add(fp, int(in.a)))
		case opStore16:
			m.pc = uintptr(pc)
			*(*uint16)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) = *(*uint16)(unsafe.Add(fp, int(in.a)))
		case opStore32:
			m.pc = uintptr(pc)
			*(*uint32)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) = *(*uint32)(unsafe.Add(fp, int(in.a)))
		case opStoreWord:
			m.pc = uintptr(pc)
			*(*uint64)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) = *(*uint64)(unsafe.Add(fp, int(in.a)))
		case opStorePtr:
			m.pc = uintptr(pc)
			*(*unsafe.Pointer)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) = *ptrAt(fp, in.a)
		case opStoreStr:
			m.pc = uintptr(pc)
			*(*string)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) = *strAt(fp, in.a)
		case opStoreIface:
			m.pc = uintptr(pc)
			*(*ifaceHeader)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) = *ifaceAt(fp, in.a)
		case opStoreSlice:
			m.pc = uintptr(pc)
			*(*sliceHeader)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) = *sliceAt(fp, in.a)
		case opStoreMem:
			m.pc = uintptr(pc)
			if in.k == 0 {
				fp, pc = storeMem(fp, pc)
				continue
			}
			copyWords(unsafe.Add(*ptrAt(fp, in.b), int(in.c)), unsafe.Add(fp, int(in.a)), in.k)
		case opUpdateAdd:
			m.pc = uintptr(pc)
			*(*int64)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) += *i64At(fp, in.a)
		case opUpdateAddK:
			m.pc = uintptr(pc)
			*(*int64)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) += int64(in.a)
		case opUpdateAddF:
			m.pc = uintptr(pc)
			*(*float64)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) += *f64At(fp, in.a)
		case opUpdateSubF:
			m.pc = uintptr(pc)
			*(*float64)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) -= *f64At(fp, in.a)
		case opUpdateMulF:
			m.pc = uintptr(pc)
			*(*float64)(unsafe.Add(*ptrAt(fp, in.b), int(in.c))) *= *f64At(fp, in.a)
		case opAddFrame:
			*ptrAt(fp, in.a) = unsafe.Add(fp, int(in.b))
		case opAddField:
			m.pc = uintptr(pc)
			q := *ptrAt(fp, in.b)
			if q == nil {
				nilDereference()
			}
			*ptrAt(fp, in.a) = unsafe.Add(q, int(in.c))
		case opIndexU8:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*u64At(fp, in.a) = uint64(*(*uint8)(unsafe.Add(s.ptr, i*1)))
		case opIndexU32:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*u64At(fp, in.a) = uint64(*(*uint32)(unsafe.Add(s.ptr, i*4)))
		case opIndexS32:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*i64At(fp, in.a) = int64(*(*int32)(unsafe.Add(s.ptr, i*4)))
		case opIndexWord:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*u64At(fp, in.a) = uint64(*(*uint64)(unsafe.Add(s.ptr, i*8)))
		case opIndexPtr:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*ptrAt(fp, in.a) = *(*unsafe.Pointer)(unsafe.Add(s.ptr, i*8))
		case opIndexStr:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*strAt(fp, in.a) = *(*string)(unsafe.Add(s.ptr, i*16))
		case opIndexSlice:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*sliceAt(fp, in.a) = *(*sliceHeader)(unsafe.Add(s.ptr, i*24))
		case opIndex2:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, int32(in.k)*8)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			s = (*sliceHeader)(unsafe.Add(s.ptr, i*24))
			i = *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*u64At(fp, in.a) = *(*uint64)(unsafe.Add(s.ptr, i*8))
		case opIndexWordOf:
			m.pc = uintptr(pc)
			s := (*sliceHeader)(unsafe.Add(*ptrAt(fp, in.b), int(in.k)*8))
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*u64At(fp, in.a) = *(*uint64)(unsafe.Add(s.ptr, i*8))
		case opIndexString:
			m.pc = uintptr(pc)
			s := *strAt(fp, in.b)
			*u64At(fp, in.a) = uint64(s[*intAt(fp, in.c)])
		case opSetIndex8:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*(*uint8)(unsafe.Add(s.ptr, i*1)) = *(*uint8)(unsafe.Add(fp, int(in.a)))
		case opSetIndex32:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*(*uint32)(unsafe.Add(s.ptr, i*4)) = *(*uint32)(unsafe.Add(fp, int(in.a)))
		case opSetIndexWord:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*(*uint64)(unsafe.Add(s.ptr, i*8)) = *(*uint64)(unsafe.Add(fp, int(in.a)))
		case opSetIndexPtr:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*(*unsafe.Pointer)(unsafe.Add(s.ptr, i*8)) = *ptrAt(fp, in.a)
		case opSetIndexStr:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*(*string)(unsafe.Add(s.ptr, i*16)) = *strAt(fp, in.a)
		case opElemAdd:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*(*int64)(unsafe.Add(s.ptr, i*8)) += *i64At(fp, in.a)
		case opElemAddK:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*(*int64)(unsafe.Add(s.ptr, i*8)) += int64(in.a)
		case opElemAddF:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*(*float64)(unsafe.Add(s.ptr, i*8)) += *f64At(fp, in.a)
		case opElemSubF:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*(*float64)(unsafe.Add(s.ptr, i*8)) -= *f64At(fp, in.a)
		case opElemMulF:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*(*float64)(unsafe.Add(s.ptr, i*8)) *= *f64At(fp, in.a)
		case opAddElem:
			m.pc = uintptr(pc)
			s := sliceAt(fp, in.b)
			i := *intAt(fp, in.c)
			if uint64(i) >= uint64(s.len) {
				panicIndex(i, s.len)
			}
			*ptrAt(fp, in.a) = unsafe.Add(s.ptr, i*int(in.k))
		case opAddElemArray:
			m.pc = uintptr(pc)
			i := *intAt(fp, in.c)
			n := int((*Instr)(pc).a)
			pc = unsafe.Add(pc, instrSize)
			if uint64(i) >= uint64(n) {
				panicIndex(i, n)
			}
			q := *ptrAt(fp, in.b)
			if q == nil {
				nilDereference()
			}
			*ptrAt(fp, in.a) = unsafe.Add(q, i*int(in.k))
		case opAppendWord:
			s := sliceAt(fp, in.b)
			n := s.len
			if n >= s.cap {
				fp, pc = appendWord(fp, pc)
				continue
			}
			*(*uint64)(unsafe.Add(s.ptr, n*8)) = *u64At(fp, in.c)
			if in.a != in.b {
				*sliceAt(fp, in.a) = *s
			}
			*intAt(fp, in.a+8) = n + 1
		case opCall:
			site := (*callSite)(in.p)
			if m.attention.Load() {
				m.attend(unsafe.Add(pc, -int(instrSize)))
			}
			fn := site.fn
			i := fn.id - m.base
			n := m.cur.next
			if uint(i) >= uint(len(m.free)) || m.free[i] == nil || n == nil || site.slow {
				fp, pc = m.call(fp, pc)
				continue
			}
			nfp := m.free[i]
			m.free[i] = *ptrAt(nfp, 0)
			for i := range site.moves {
				mv := &site.moves[i]
				switch mv.kind {
				case kWord:
					*u64At(nfp, mv.dst) = *u64At(fp, mv.src)
				case kPtr:
					*ptrAt(nfp, mv.dst) = *ptrAt(fp, mv.src)
				case kStr:
					*strAt(nfp, mv.dst) = *strAt(fp, mv.src)
				case kIface:
					*ifaceAt(nfp, mv.dst) = *ifaceAt(fp, mv.src)
				default:
					*sliceAt(nfp, mv.dst) = *sliceAt(fp, mv.src)
				}
			}
			a := m.cur
			a.pc = pc
			a.ret = site.ret
			n.fn, n.fp = fn, nfp
			m.cur = n
			fp, pc = nfp, fn.entry
		case opCallFunc:
			fp, pc = m.callFunc(fp, pc)
		case opCallMethod:
			fp, pc = m.callMethod(fp, pc)
		case opSlow:
			m.pc = uintptr(pc)
			m.cur.pc = pc
			(*(*slowFunc)(unsafe.Pointer(&in.p)))(m, fp)
			a := m.cur
			fp, pc = a.fp, a.pc
			if m.attention.Load() {
				m.attendBehind(pc)
			}
		case opPoint:
			p := (*point)(in.p)
			if p.armed.Load() || p.debugger.busy.Load() {
				fp, pc = m.reached(fp, pc)
			}
		case opRunDefers:
			fp, pc = m.runDefers(fp, pc)
		case opNone:
			fallthrough
		default:
			panic("vm: no such opcode")
		}
	}
}
