package vm

// An opcode names what an Instr does. In the comments a, b, c are the operands:
// mostly slots, which the table opcodes describes.
type opcode uint8

const (
	opExit    opcode = iota // leave the loop: the base function has returned
	opUnwound               // leave the loop: a deferred call of a panic has returned
	opReturn                // return nothing
	opReturnWord
	opReturnPtr
	opReturnMoves // p: *[]move
	opMovWord
	opMovPtr
	opMovStr
	opMovIface
	opMovSlice
	opMovMem // p: type
	opZeroWord
	opZeroMem // p: type
	opNew     // a = new(p)
	opAdd
	opSub
	opMul
	opDiv
	opRem
	opDivU
	opRemU
	opAnd
	opOr
	opXor
	opAndNot
	opShl
	opShr
	opShrU
	opCheckShift // panics if b < 0
	opCheckNil   // panics if b is nil
	opAddK
	opMulK
	opAndK
	opRemK
	opShlK
	opShrK
	opShrUK
	opNeg
	opComplement
	opNot
	opExtS8
	opExtS16
	opExtS32
	opExtU8
	opExtU16
	opExtU32
	opAddF
	opSubF
	opMulF
	opDivF
	opNegF
	opAddF32
	opSubF32
	opMulF32
	opDivF32
	opNegF32
	opMulAddF // a += b * c
	opMulSubF
	opMulElemAddF // a += b * c[k] of a slice
	// Those of the form a += x * y with an element of a slice of floats, or of a
	// slice of these, as y have it in the next instruction.
	opMulElem2AddF      // a += b * y[][]
	opElemMulElemAddF   // a += b[c] * y[]
	opElemMulElem2AddF  // a += b[c] * y[][]
	opElem2MulElemAddF  // a += b[k][c] * y[]
	opElem2MulElem2AddF // a += b[k][c] * y[][]
	opElemOf            // b[c], for the instruction before
	opElem2Of           // b[k][c]
	opIntToF
	opFToInt
	opIntToF32
	opF32ToInt
	opFToF32
	opF32ToF
	opEq
	opNe
	opLt
	opLe
	opLtU
	opLeU
	opEqF
	opNeF
	opLtF
	opLeF
	opEqF32
	opNeF32
	opLtF32
	opLeF32
	opEqStr
	opNeStr
	opLtStr
	opLeStr
	opEqPtr
	opNePtr
	opJump
	opJumpBack // polls
	opPoll
	opJumpTrue
	opJumpFalse
	opJumpEq
	opJumpNe
	opJumpLt
	opJumpLe
	opJumpLtU
	opJumpLeU
	opJumpEqPtr
	opJumpNePtr
	opJumpEqK
	opJumpNeK
	opJumpLtK
	opJumpLeK
	opJumpGtK
	opJumpGeK
	opJumpEqF
	opJumpNeF
	opJumpLtF
	opJumpLeF
	opJumpNotLtF
	opJumpNotLeF
	opBackLt // as opJumpLt, and polls
	opBackLe
	opBackLtK
	opBackNeK
	opBackGeK
	opIncBackLt // b++; if b < c jump back
	opLoadU8    // a = *(b + c)
	opLoadS8
	opLoadU16
	opLoadS16
	opLoadU32
	opLoadS32
	opLoadWord
	opLoadPtr
	opLoadStr
	opLoadIface
	opLoadSlice
	opLoadMem // p: type
	opStore8  // *(b + c) = a
	opStore16
	opStore32
	opStoreWord
	opStorePtr
	opStoreStr
	opStoreIface
	opStoreSlice
	opStoreMem   // p: type
	opUpdateAdd  // *(b + c) += a
	opUpdateAddK // a is the number
	opUpdateAddF
	opUpdateSubF
	opUpdateMulF
	opAddFrame    // a = &frame[b]
	opAddField    // a = b + c, b not nil
	opIndexU8     // a = b[c] of a slice
	opIndexU32    //
	opIndexS32    //
	opIndexWord   //
	opIndexPtr    //
	opIndexStr    //
	opIndexSlice  //
	opIndexString // of a string
	opIndex2      // a = b[k][c], words of a slice of slices
	opIndexWordOf // a = (*p)[c] of the slice at p = b + 8k
	opSetIndex8   // b[c] = a
	opSetIndex32
	opSetIndexWord
	opSetIndexPtr
	opSetIndexStr
	opElemAdd  // b[c] += a
	opElemAddK // a is the number
	opElemAddF
	opElemSubF
	opElemMulF
	opAddElem      // a = &b[c] of a slice, element size k
	opAddElemArray // a = &b[c] of an array, element size k, length in the next instruction
	opLength
	opAppendWord // a = append(b, c), p: element type
	opCall       // p: *callSite
	opCallFunc
	opCallMethod
	opSlow // p: a func(*Machine, unsafe.Pointer)
	opRunDefers
	opPoint // p: *point
	opCount

	// opNone makes the loop's switch one over all values: it needs no check.
	opNone opcode = 255
)

// A role says what an instruction does with an operand, for Verify.
type role uint8

const (
	unused    role = iota
	immediate      // a number, or an offset from a pointer
	target         // a relative jump
	readWord
	writeWord
	updateWord
	readPtr
	writePtr
	readStr
	writeStr
	readIface
	writeIface
	readSlice
	writeSlice
	readMem // p has its type
	writeMem
	inFrame // any place of the frame
)

// An opcodeInfo describes an opcode.
type opcodeInfo struct {
	name    string
	a, b, c role
}

// compute, compare and so on are operand roles that many opcodes share.
func compute(name string) opcodeInfo  { return opcodeInfo{name, writeWord, readWord, readWord} }
func computeK(name string) opcodeInfo { return opcodeInfo{name, writeWord, readWord, immediate} }
func convert(name string) opcodeInfo  { return opcodeInfo{name, writeWord, readWord, unused} }
func branch(name string) opcodeInfo   { return opcodeInfo{name, target, readWord, readWord} }
func branchK(name string) opcodeInfo  { return opcodeInfo{name, target, readWord, immediate} }
func load(name string, to role) opcodeInfo {
	return opcodeInfo{name, to, readPtr, immediate}
}
func index(name string, to role) opcodeInfo {
	return opcodeInfo{name, to, readSlice, readWord}
}

var opcodes = [opCount]opcodeInfo{
	opExit:              {name: "exit"},
	opUnwound:           {name: "unwound"},
	opReturn:            {name: "return", b: immediate},
	opReturnWord:        {"return.word", readWord, immediate, unused},
	opReturnPtr:         {"return.ptr", readPtr, immediate, unused},
	opReturnMoves:       {name: "return.moves", b: immediate},
	opMovWord:           {"mov.word", writeWord, readWord, unused},
	opMovPtr:            {"mov.ptr", writePtr, readPtr, unused},
	opMovStr:            {"mov.str", writeStr, readStr, unused},
	opMovIface:          {"mov.iface", writeIface, readIface, unused},
	opMovSlice:          {"mov.slice", writeSlice, readSlice, unused},
	opMovMem:            {"mov.mem", writeMem, readMem, unused},
	opZeroWord:          {"zero.word", writeWord, unused, unused},
	opZeroMem:           {"zero.mem", writeMem, unused, unused},
	opNew:               {"new", writePtr, unused, unused},
	opAdd:               compute("add"),
	opSub:               compute("sub"),
	opMul:               compute("mul"),
	opDiv:               compute("div"),
	opRem:               compute("rem"),
	opDivU:              compute("div.u"),
	opRemU:              compute("rem.u"),
	opAnd:               compute("and"),
	opOr:                compute("or"),
	opXor:               compute("xor"),
	opAndNot:            compute("andnot"),
	opShl:               compute("shl"),
	opShr:               compute("shr"),
	opShrU:              compute("shr.u"),
	opCheckShift:        {"checkshift", unused, readWord, unused},
	opCheckNil:          {"checknil", unused, readPtr, unused},
	opAddK:              computeK("add.k"),
	opMulK:              computeK("mul.k"),
	opAndK:              computeK("and.k"),
	opRemK:              computeK("rem.k"),
	opShlK:              computeK("shl.k"),
	opShrK:              computeK("shr.k"),
	opShrUK:             computeK("shr.uk"),
	opNeg:               convert("neg"),
	opComplement:        convert("complement"),
	opNot:               convert("not"),
	opExtS8:             convert("ext.s8"),
	opExtS16:            convert("ext.s16"),
	opExtS32:            convert("ext.s32"),
	opExtU8:             convert("ext.u8"),
	opExtU16:            convert("ext.u16"),
	opExtU32:            convert("ext.u32"),
	opAddF:              compute("add.f"),
	opSubF:              compute("sub.f"),
	opMulF:              compute("mul.f"),
	opDivF:              compute("div.f"),
	opNegF:              convert("neg.f"),
	opMulAddF:           {"muladd.f", updateWord, readWord, readWord},
	opMulSubF:           {"mulsub.f", updateWord, readWord, readWord},
	opMulElemAddF:       {"mulelemadd.f", updateWord, readWord, readSlice},
	opMulElem2AddF:      {"mulelem2add.f", updateWord, readWord, unused},
	opElemMulElemAddF:   {"elemmulelemadd.f", updateWord, readSlice, readWord},
	opElemMulElem2AddF:  {"elemmulelem2add.f", updateWord, readSlice, readWord},
	opElem2MulElemAddF:  {"elem2mulelemadd.f", updateWord, readSlice, readWord},
	opElem2MulElem2AddF: {"elem2mulelem2add.f", updateWord, readSlice, readWord},
	opElemOf:            {"elem.of", unused, readSlice, readWord},
	opElem2Of:           {"elem2.of", unused, readSlice, readWord},
	opAddF32:            compute("add.f32"),
	opSubF32:            compute("sub.f32"),
	opMulF32:            compute("mul.f32"),
	opDivF32:            compute("div.f32"),
	opNegF32:            convert("neg.f32"),
	opIntToF:            convert("int.f"),
	opFToInt:            convert("f.int"),
	opIntToF32:          convert("int.f32"),
	opF32ToInt:          convert("f32.int"),
	opFToF32:            convert("f.f32"),
	opF32ToF:            convert("f32.f"),
	opEq:                compute("eq"),
	opNe:                compute("ne"),
	opLt:                compute("lt"),
	opLe:                compute("le"),
	opLtU:               compute("lt.u"),
	opLeU:               compute("le.u"),
	opEqF:               compute("eq.f"),
	opNeF:               compute("ne.f"),
	opLtF:               compute("lt.f"),
	opLeF:               compute("le.f"),
	opEqF32:             compute("eq.f32"),
	opNeF32:             compute("ne.f32"),
	opLtF32:             compute("lt.f32"),
	opLeF32:             compute("le.f32"),
	opEqStr:             {"eq.str", writeWord, readStr, readStr},
	opNeStr:             {"ne.str", writeWord, readStr, readStr},
	opLtStr:             {"lt.str", writeWord, readStr, readStr},
	opLeStr:             {"le.str", writeWord, readStr, readStr},
	opEqPtr:             {"eq.ptr", writeWord, readPtr, readPtr},
	opNePtr:             {"ne.ptr", writeWord, readPtr, readPtr},
	opJump:              {"jump", target, unused, unused},
	opJumpBack:          {"jump.back", target, unused, unused},
	opPoll:              {name: "poll"},
	opJumpTrue:          {"jump.true", target, readWord, unused},
	opJumpFalse:         {"jump.false", target, readWord, unused},
	opJumpEq:            branch("jump.eq"),
	opJumpNe:            branch("jump.ne"),
	opJumpLt:            branch("jump.lt"),
	opJumpLe:            branch("jump.le"),
	opJumpLtU:           branch("jump.lt.u"),
	opJumpLeU:           branch("jump.le.u"),
	opJumpEqPtr:         {"jump.eq.ptr", target, readPtr, readPtr},
	opJumpNePtr:         {"jump.ne.ptr", target, readPtr, readPtr},
	opJumpEqK:           branchK("jump.eq.k"),
	opJumpNeK:           branchK("jump.ne.k"),
	opJumpLtK:           branchK("jump.lt.k"),
	opJumpLeK:           branchK("jump.le.k"),
	opJumpGtK:           branchK("jump.gt.k"),
	opJumpGeK:           branchK("jump.ge.k"),
	opJumpEqF:           branch("jump.eq.f"),
	opJumpNeF:           branch("jump.ne.f"),
	opJumpLtF:           branch("jump.lt.f"),
	opJumpLeF:           branch("jump.le.f"),
	opJumpNotLtF:        branch("jump.notlt.f"),
	opJumpNotLeF:        branch("jump.notle.f"),
	opBackLt:            branch("back.lt"),
	opBackLe:            branch("back.le"),
	opBackLtK:           branchK("back.lt.k"),
	opBackNeK:           branchK("back.ne.k"),
	opBackGeK:           branchK("back.ge.k"),
	opIncBackLt:         {"inc.back.lt", target, updateWord, readWord},
	opLoadU8:            load("load.u8", writeWord),
	opLoadS8:            load("load.s8", writeWord),
	opLoadU16:           load("load.u16", writeWord),
	opLoadS16:           load("load.s16", writeWord),
	opLoadU32:           load("load.u32", writeWord),
	opLoadS32:           load("load.s32", writeWord),
	opLoadWord:          load("load.word", writeWord),
	opLoadPtr:           load("load.ptr", writePtr),
	opLoadStr:           load("load.str", writeStr),
	opLoadIface:         load("load.iface", writeIface),
	opLoadSlice:         load("load.slice", writeSlice),
	opLoadMem:           load("load.mem", writeMem),
	opStore8:            load("store.8", readWord),
	opStore16:           load("store.16", readWord),
	opStore32:           load("store.32", readWord),
	opStoreWord:         load("store.word", readWord),
	opStorePtr:          load("store.ptr", readPtr),
	opStoreStr:          load("store.str", readStr),
	opStoreIface:        load("store.iface", readIface),
	opStoreSlice:        load("store.slice", readSlice),
	opStoreMem:          load("store.mem", readMem),
	opUpdateAdd:         load("update.add", readWord),
	opUpdateAddK:        load("update.add.k", immediate),
	opUpdateAddF:        load("update.add.f", readWord),
	opUpdateSubF:        load("update.sub.f", readWord),
	opUpdateMulF:        load("update.mul.f", readWord),
	opAddFrame:          {"add.frame", writePtr, inFrame, unused},
	opAddField:          {"add.field", writePtr, readPtr, immediate},
	opIndexU8:           index("index.u8", writeWord),
	opIndexU32:          index("index.u32", writeWord),
	opIndexS32:          index("index.s32", writeWord),
	opIndexWord:         index("index.word", writeWord),
	opIndexPtr:          index("index.ptr", writePtr),
	opIndexStr:          index("index.str", writeStr),
	opIndexSlice:        index("index.slice", writeSlice),
	opIndexString:       {"index.string", writeWord, readStr, readWord},
	opIndex2:            index("index2", writeWord),
	opIndexWordOf:       {"index.word.of", writeWord, readPtr, readWord},
	opSetIndex8:         index("setindex.8", readWord),
	opSetIndex32:        index("setindex.32", readWord),
	opSetIndexWord:      index("setindex.word", readWord),
	opSetIndexPtr:       index("setindex.ptr", readPtr),
	opSetIndexStr:       index("setindex.str", readStr),
	opElemAdd:           index("elem.add", readWord),
	opElemAddK:          index("elem.add.k", immediate),
	opElemAddF:          index("elem.add.f", readWord),
	opElemSubF:          index("elem.sub.f", readWord),
	opElemMulF:          index("elem.mul.f", readWord),
	opAddElem:           index("add.elem", writePtr),
	opAddElemArray:      {"add.elem.array", writePtr, readPtr, readWord},
	opLength:            {"length", immediate, unused, unused},
	opAppendWord:        {"append.word", writeSlice, readSlice, readWord},
	opCall:              {name: "call"},
	opCallFunc:          {name: "call.func"},
	opCallMethod:        {name: "call.method"},
	opSlow:              {name: "slow"},
	opRunDefers:         {name: "rundefers"},
	opPoint:             {name: "point"},
}

func (op opcode) String() string { return opcodes[op].name }
