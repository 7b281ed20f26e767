package kernel

import (
	"fmt"
	"reflect"
	"testing"

	"golab/kernel/display"
)

func TestCapture(t *testing.T) {
	var kept []display.MIMEMap
	s := newSession(t, fake{"captures": does(func() {
		fmt.Println("before")
		kept, _ = display.Capture(func() {
			fmt.Println("printed")
			display.Update("x", 1)
			display.Update("x", 2)
		})
		fmt.Println("after")
	})})
	outs, err := execute(t, s, "captures")
	if want := []Output{Stream{"stdout", "before\nafter\n"}}; err != nil || !reflect.DeepEqual(outs, want) {
		t.Errorf("shown %v, %v, want %v", outs, err, want)
	}
	want := []display.MIMEMap{
		{"output_type": "stream", "name": "stdout", "text": "printed\n"},
		{"output_type": "display_data", "data": display.MIMEMap{"text/plain": "2"}, "metadata": display.MIMEMap{}},
	}
	if !reflect.DeepEqual(kept, want) {
		t.Errorf("kept %v, want %v", kept, want)
	}
}

// What a callback shows goes below the cell that it comes from, though it is run
// by another one.
func TestBind(t *testing.T) {
	var in func(func()) error
	s := newSession(t, fake{
		"binds": does(func() { in = display.Bind() }),
		"calls": does(func() { in(func() { display.Display("called") }) }),
	})
	var below []Output
	if err := s.Execute(t.Context(), "binds", func(o Output) { below = append(below, o) }); err != nil {
		t.Fatal(err)
	}
	if outs, err := execute(t, s, "calls"); len(outs) != 0 || err != nil {
		t.Errorf("shown by the caller: %v, %v", outs, err)
	}
	if len(below) != 1 || below[0].(DisplayData).Data["text/plain"] != `"called"` {
		t.Errorf("shown below the cell: %v", below)
	}
}
