package rtype

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"unsafe"
)

// checkMethods makes a type with methods and has compiled code call them: one by a
// stub of its own, one by a general one.
func checkMethods() error {
	pkg := types.NewPackage("check", "check")
	named := types.NewNamed(types.NewTypeName(token.NoPos, pkg, "T", nil), types.NewStruct([]*types.Var{
		types.NewField(token.NoPos, pkg, "N", types.Typ[types.Int], false),
		types.NewField(token.NoPos, pkg, "S", types.Typ[types.String], false),
	}, nil), nil)
	declare := func(name string, params, results *types.Tuple) {
		recv := types.NewParam(token.NoPos, pkg, "t", named)
		named.AddMethod(types.NewFunc(token.NoPos, pkg, name, types.NewSignatureType(recv, nil, nil, params, results, false)))
	}
	variable := func(t types.Type) *types.Var { return types.NewParam(token.NoPos, pkg, "", t) }
	pair := types.NewArray(types.Typ[types.Int8], 2)
	declare("String", nil, types.NewTuple(variable(types.Typ[types.String])))
	declare("Pair", types.NewTuple(variable(types.Typ[types.Int8]), variable(pair)), types.NewTuple(variable(types.Typ[types.String]), variable(pair)))

	type receiver struct {
		n int
		s string
	}
	table := newTable(Config{
		Named: func(*types.Named) (reflect.Type, bool) { return nil, false },
		Method: func(m *Method) (any, error) {
			if m.Func.Name() == "String" {
				return func(recv unsafe.Pointer) string { return (*receiver)(recv).s }, nil
			}
			return General(func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value {
				p := args[1].Interface().([2]int8)
				p[0] += int8(args[0].Int())
				return []reflect.Value{reflect.ValueOf((*receiver)(recv).s), reflect.ValueOf(p)}
			}), nil
		},
	})
	defer table.Undo()
	t, err := table.Type(named)
	if err != nil {
		return err
	}
	v := reflect.New(t)
	v.Elem().Field(0).SetInt(1)
	v.Elem().Field(1).SetString("called")
	for _, x := range []any{v.Interface(), v.Elem().Interface()} {
		s, ok := x.(interface {
			fmt.Stringer
			Pair(int8, [2]int8) (string, [2]int8)
		})
		if !ok {
			return fmt.Errorf("a %T has not the methods that it should have", x)
		}
		if s.String() != "called" {
			return errors.New("a method of a signature that matters does not get its receiver")
		}
		if text, p := s.Pair(3, [2]int8{4, 5}); text != "called" || p != [2]int8{7, 5} {
			return fmt.Errorf("a method of another signature returns %q and %v", text, p)
		}
	}
	return nil
}
