package interp

import (
	"fmt"
	"go/types"
	"regexp"
	"strings"
)

// typeText returns a type as cells write it.
func typeText(t types.Type) string {
	switch t := t.(type) {
	case *types.Signature:
		return "func" + signature(t)
	case *types.Pointer:
		return "*" + typeText(t.Elem())
	case *types.Slice:
		return plain("[]" + typeText(t.Elem()))
	case *types.Array:
		return plain(fmt.Sprintf("[%d]%s", t.Len(), typeText(t.Elem())))
	case *types.Map:
		return "map[" + typeText(t.Key()) + "]" + typeText(t.Elem())
	}
	return plain(types.TypeString(t, qualifier))
}

// signature returns the part of a function's type behind its name, with
// parameters of one type together.
func signature(sig *types.Signature) string {
	text := typeParameters(sig.TypeParams()) + "(" + variables(sig.Params(), sig.Variadic()) + ")"
	switch results := sig.Results(); {
	case results.Len() == 0:
		return text
	case results.Len() == 1 && results.At(0).Name() == "":
		return text + " " + typeText(results.At(0).Type())
	default:
		return text + " (" + variables(results, false) + ")"
	}
}

// variables writes parameters or results.
func variables(list *types.Tuple, variadic bool) string {
	names, texts := make([]string, list.Len()), make([]string, list.Len())
	for i := range list.Len() {
		v := list.At(i)
		names[i], texts[i] = v.Name(), typeText(v.Type())
		if variadic && i == list.Len()-1 {
			texts[i] = rest(v.Type())
		}
	}
	return grouped(names, texts)
}

// rest writes the type of a last parameter that takes any number of values.
func rest(t types.Type) string {
	if s, ok := t.(*types.Slice); ok {
		return "..." + typeText(s.Elem())
	}
	return typeText(t) + "..." // append([]byte, string...)
}

// typeParameters writes the type parameters of a function or a type.
func typeParameters(list *types.TypeParamList) string {
	if list.Len() == 0 {
		return ""
	}
	names, texts := make([]string, list.Len()), make([]string, list.Len())
	for i := range list.Len() {
		p := list.At(i)
		names[i], texts[i] = p.Obj().Name(), typeText(p.Constraint())
	}
	return "[" + grouped(names, texts) + "]"
}

// grouped joins names and types as gofmt leaves them: a, b int, c string.
func grouped(names, texts []string) string {
	var b strings.Builder
	for i, text := range texts {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(names[i])
		if names[i] != "" && i+1 < len(texts) && texts[i+1] == text {
			continue
		}
		if names[i] != "" {
			b.WriteByte(' ')
		}
		b.WriteString(text)
	}
	return b.String()
}

// qualifier names packages as cells do.
func qualifier(p *types.Package) string {
	if p.Path() == mainPackage.Path() {
		return ""
	}
	return p.Name()
}

var byteSlice = regexp.MustCompile(`\[\]uint8\b`)

// plain puts types into the words of users: those of compiled packages, which
// come from reflection, know neither any nor byte.
func plain(s string) string {
	s = strings.ReplaceAll(s, "interface{}", "any")
	return byteSlice.ReplaceAllString(s, "[]byte")
}
