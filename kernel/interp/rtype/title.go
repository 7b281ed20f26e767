package rtype

import (
	"fmt"
	"go/types"
	"strings"
)

// title is the text of a named type: main.T, or main.Pair[int,main.T].
func (t *Table) title(n *types.Named) string {
	text := ""
	if t.config.Name != nil {
		text = t.config.Name(n)
	}
	if text == "" {
		text = n.Obj().Name() + argumentList(n)
	}
	if pkg := n.Obj().Pkg(); pkg != nil {
		text = pkg.Name() + "." + text
	}
	return text
}

// argumentList is the text of a type's arguments, as the compiler writes it: with
// whole paths, and no spaces.
func argumentList(n *types.Named) string {
	if n.TypeArgs().Len() == 0 {
		return ""
	}
	args := make([]string, 0, n.TypeArgs().Len())
	for arg := range n.TypeArgs().Types() {
		args = append(args, argumentText(arg))
	}
	return "[" + strings.Join(args, ",") + "]"
}

func argumentText(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if pkg := t.Obj().Pkg(); pkg != nil {
			return pkg.Path() + "." + t.Obj().Name() + argumentList(t)
		}
	case *types.Pointer:
		return "*" + argumentText(t.Elem())
	case *types.Slice:
		return "[]" + argumentText(t.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), argumentText(t.Elem()))
	case *types.Map:
		return "map[" + argumentText(t.Key()) + "]" + argumentText(t.Elem())
	}
	return types.TypeString(t, (*types.Package).Path)
}
