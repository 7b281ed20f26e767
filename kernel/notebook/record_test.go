package notebook

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"golab/kernel"
)

// A scripted session emits outputs; those under a later cell's code "late" go to
// the first cell.
type scripted struct {
	cells map[string][]kernel.Output
	first func(kernel.Output)
	n     int
}

func (s *scripted) ExecutionCount() int { return s.n }

func (s *scripted) Execute(_ context.Context, code string, emit func(kernel.Output)) error {
	if s.n++; s.first == nil {
		s.first = emit
	}
	for _, o := range s.cells[code] {
		emit(o)
	}
	for _, o := range s.cells["late "+code] {
		s.first(o)
	}
	return nil
}

func TestRecord(t *testing.T) {
	bar := func(text string) (d kernel.DisplayData) {
		d.Data, d.Metadata = map[string]any{"text/plain": text}, map[string]any{}
		d.Transient = map[string]any{"display_id": "bar"}
		return d
	}
	update := func(text string) kernel.Output { return kernel.UpdateDisplayData(bar(text)) }
	out := func(text string) kernel.Output { return kernel.Stream{Name: "stdout", Text: text} }
	for _, tt := range []struct {
		name  string
		cells map[string][]kernel.Output
		want  []string // of the cells a and b
	}{
		{"an update replaces", map[string][]kernel.Output{"a": {bar("0 %"), out("x"), update("100 %")}}, []string{"100 %|x|", ""}},
		{"also in a cell that has ended", map[string][]kernel.Output{"a": {bar("0 %")}, "b": {update("100 %"), bar("again")}}, []string{"100 %|", "again|"}},
		{"an update of nothing", map[string][]kernel.Output{"a": {update("100 %"), out("x")}}, []string{"x|", ""}},
		{"clear", map[string][]kernel.Output{"a": {out("old"), bar("1"), kernel.ClearOutput{}, out("new")}}, []string{"new|", ""}},
		{"clear at the end", map[string][]kernel.Output{"a": {out("old"), kernel.ClearOutput{}}}, []string{"", ""}},
		{"clear that waits", map[string][]kernel.Output{"a": {out("old"), kernel.ClearOutput{Wait: true}, out("new")}}, []string{"new|", ""}},
		{"clear that waits for ever", map[string][]kernel.Output{"a": {out("old"), kernel.ClearOutput{Wait: true}}}, []string{"old|", ""}},
		{"comms", map[string][]kernel.Output{"a": {out("x"), kernel.Comm{}, out("y")}}, []string{"xy|", ""}},
		{"late", map[string][]kernel.Output{"a": {out("x")}, "b": {out("b")}, "late b": {out("y")}}, []string{"xy|", "b|"}},
	} {
		nb, err := Read(strings.NewReader(`{"cells":[`+code("a")+","+code("b")+`],"metadata":{},"nbformat":4,"nbformat_minor":5}`), "t.ipynb")
		if err != nil {
			t.Fatal(err)
		}
		s := &scripted{cells: tt.cells}
		if err := (Runner{Session: s}).Run(t.Context(), nb); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		s.first(out("after the end")) // is not stored, and does no harm
		var got []string
		for _, c := range nb.Cells() {
			got = append(got, texts(c))
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: stored %q, want %q", tt.name, got, tt.want)
		}
	}
}

func code(source string) string {
	return `{"cell_type":"code","execution_count":null,"id":"` + source + `","metadata":{},"outputs":[],"source":["` + source + `"]}`
}

// texts returns the texts of the stored outputs.
func texts(c *Cell) string {
	all := ""
	for _, o := range c.node.get("outputs").items {
		text, ok := o.get("text").joined()
		if !ok {
			text, _ = o.get("data").get("text/plain").joined()
		}
		all += text + "|"
	}
	return all
}
