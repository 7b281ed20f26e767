package tuning

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Descriptions says of each candidate of a grid, a list of stages, what sets it apart from
// the others, for example
//
//	layers=[57 20 5 2], maxIter=50
//
// It names the fields that are not the same in all candidates; "default" is a field's
// zero value. Where the candidates have stages of different types in one place, it
// names the type, too.
func Descriptions[P ~[]S, S any](grid []P) []string {
	candidates, stages := make([][]any, len(grid)), 0
	for i, p := range grid {
		candidates[i] = flat(p)
		stages = max(stages, len(candidates[i]))
	}
	var differences []difference
	for place := range stages {
		differences = append(differences, differencesAt(candidates, place)...)
	}
	texts := make([]string, len(grid))
	for i := range grid {
		var words []string
		for _, d := range differences {
			name := d.name
			if slices.ContainsFunc(differences, func(o difference) bool { return o.name == d.name && o.place != d.place }) {
				name = fmt.Sprintf("stage %d %s", d.place+1, d.name)
			}
			switch value := d.values[i]; {
			case value == "":
			case d.name == "":
				words = append(words, value)
			default:
				words = append(words, name+"="+value)
			}
		}
		texts[i] = cmp.Or(strings.Join(words, ", "), "as given")
	}
	return texts
}

// flat returns the stages with those of pipelines within in their place, none of them
// behind a pointer if it is a stage without.
func flat[P ~[]S, S any](p P) []any {
	var all []any
	for _, stage := range p {
		if v := reflect.ValueOf(stage); v.Kind() == reflect.Pointer && !v.IsNil() {
			if value, ok := v.Elem().Interface().(S); ok {
				stage = value
			}
		}
		if inner, ok := any(stage).(P); ok {
			all = append(all, flat(inner)...)
		} else {
			all = append(all, stage)
		}
	}
	return all
}

// A difference is a field that candidates do not have in common.
type difference struct {
	place  int
	name   string   // empty for the type of the stage
	values []string // by candidate; empty where it has no such field
}

// differencesAt compares the stages in one place of the candidates.
func differencesAt(candidates [][]any, place int) []difference {
	kinds := difference{place: place, values: make([]string, len(candidates))}
	byType, types := map[reflect.Type][]int{}, []reflect.Type{}
	for i, p := range candidates {
		if place >= len(p) || p[place] == nil {
			continue
		}
		t := reflect.TypeOf(p[place])
		if byType[t] == nil {
			types = append(types, t)
		}
		byType[t] = append(byType[t], i)
		kinds.values[i] = cmp.Or(t.Name(), t.String())
	}
	var all []difference
	if len(types) > 1 || len(types) == 1 && len(byType[types[0]]) < len(candidates) {
		all = append(all, kinds)
	}
	for _, t := range types {
		if t.Kind() == reflect.Struct {
			all = append(all, fieldDifferences(candidates, place, t, byType[t])...)
		}
	}
	return all
}

// fieldDifferences compares the fields of stages of one type.
func fieldDifferences(candidates [][]any, place int, t reflect.Type, which []int) []difference {
	var all []difference
	for k := range t.NumField() {
		if !t.Field(k).IsExported() {
			continue
		}
		d := difference{place: place, name: lowered(t.Field(k).Name), values: make([]string, len(candidates))}
		differ := false
		first := reflect.ValueOf(candidates[which[0]][place]).Field(k)
		for _, i := range which {
			value := reflect.ValueOf(candidates[i][place]).Field(k)
			differ = differ || !reflect.DeepEqual(value.Interface(), first.Interface())
			d.values[i] = fieldText(value)
		}
		if differ {
			all = append(all, d)
		}
	}
	return all
}

// fieldText prints the value of a field, a long one shortened.
func fieldText(v reflect.Value) string {
	const longest = 40
	_, prints := v.Interface().(fmt.Stringer)
	if v.IsZero() && v.Kind() != reflect.Bool && !prints {
		return "default"
	}
	text := fmt.Sprint(v.Interface())
	if utf8.RuneCountInString(text) > longest {
		text = string([]rune(text)[:longest-1]) + "…"
	}
	return text
}

// lowered returns a name of Go as Spark writes it.
func lowered(name string) string {
	r, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(r)) + name[size:]
}
