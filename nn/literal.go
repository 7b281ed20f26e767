package nn

import (
	"fmt"
	"reflect"
	"strings"
)

// literal prints a struct as it is written in code, without the fields that are zero:
// ReLULayer{MaxValue: 6}.
func literal(v any) string {
	s := reflect.ValueOf(v)
	var fields []string
	for i := range s.NumField() {
		if f := s.Field(i); !f.IsZero() {
			fields = append(fields, fmt.Sprintf("%s: %v", s.Type().Field(i).Name, f.Interface()))
		}
	}
	return s.Type().Name() + "{" + strings.Join(fields, ", ") + "}"
}
