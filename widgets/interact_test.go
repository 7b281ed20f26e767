package widgets

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"golab/kernel/display"
)

func TestInteract(t *testing.T) {
	p := openPage(t)
	rows := &IntSlider{Initial: 2}
	calls := 0
	w, err := Interact(func(rows float64, name string) string {
		calls++
		return fmt.Sprintf("%v %s", rows, name)
	}, rows, &Text{Initial: "spam"})
	if err != nil {
		t.Fatal(err)
	}
	p.show(t, w)
	p.drag(t, rows, "7")
	p.drag(t, rows, "7")
	if calls != 2 {
		t.Errorf("%d calls, want 2", calls)
	}
	sent := lines(p.take())
	want := `"outputs":[{"data":{"text/plain":"7 spam"},"metadata":{},"output_type":"display_data"}]`
	if len(sent) != 3 || !strings.Contains(sent[1], want) {
		t.Errorf("sent %q", sent)
	}
	b, _ := w.MIMEBundle()
	if got := b[display.MIMETypeText]; got != "7\nspam\n7 spam" {
		t.Errorf("as text %q", got)
	}
	if got := b[display.MIMETypeHTML].(string); !strings.Contains(got, "<pre>7 spam</pre>") {
		t.Errorf("as HTML %q", got)
	}
}

// A picture goes into the same Image, which the page draws anew without a
// flicker; what follows it, into an Output.
func TestInteractWithAPicture(t *testing.T) {
	p := openPage(t)
	n := &IntSlider{Initial: 2}
	w, err := Interact(func(n int) any {
		if n == 0 {
			return "nothing"
		}
		return image.NewGray(image.Rect(0, 0, n, n))
	}, n)
	if err != nil {
		t.Fatal(err)
	}
	p.show(t, w)
	p.drag(t, n, "5")
	sent := p.take()
	if len(sent) != 2 || len(sent[1].Buffers) != 1 { // an echo and a picture
		t.Fatalf("sent %q", lines(sent))
	}
	m, err := png.Decode(bytes.NewReader(sent[1].Buffers[0]))
	if err != nil || m.Bounds().Dx() != 5 {
		t.Errorf("the picture is %v, %v", m, err)
	}
	p.drag(t, n, "0")
	sent = p.take()
	if last := lines(sent)[len(sent)-1]; last != update("children", `["IPY_MODEL_`+w.area.output.model().id()+`"]`) {
		t.Errorf("sent last %s", last)
	}
}

func TestInteractShowsAllThatAFunctionShows(t *testing.T) {
	p := openPage(t)
	w, err := Interact(func() (int, string, error) {
		display.Display("first")
		return 1, "two", nil
	})
	if err != nil {
		t.Fatal(err)
	}
	p.show(t, w)
	b, _ := w.MIMEBundle()
	if got := b[display.MIMETypeText]; got != "\"first\"\n1 two" {
		t.Errorf("as text %q", got)
	}
}

func TestInteractShowsErrors(t *testing.T) {
	for name, f := range map[string]any{
		"no data":      func() (int, error) { return 1, errors.New("no data") },
		"no ink":       func() int { panic(errors.New("no ink")) },
		"panic: blank": func() { panic("blank") },
		"display: showing a widgets.faulty: panic: torn": func() any { return faulty{} },
	} {
		openPage(t)
		w, err := Interact(f)
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := w.MIMEBundle(); b[display.MIMETypeText] != name || !strings.Contains(b[display.MIMETypeHTML].(string), "color") {
			t.Errorf("shown %q, want %q", b[display.MIMETypeText], name)
		}
	}
}

type faulty struct{}

func (faulty) MIMEBundle() (map[string]any, error) { panic("torn") }

func TestInteractRefuses(t *testing.T) {
	var none *IntSlider
	for _, tt := range []struct {
		f        any
		controls []Control
		want     string
	}{
		{nil, nil, "widgets: Interact: a <nil> is no function"},
		{3, nil, "widgets: Interact: a int is no function"},
		{func(int) {}, nil, "widgets: Interact: func(int) for 0 controls"},
		{func(...int) {}, []Control{&IntSlider{}}, "widgets: Interact: func(...int) for 1 controls"},
		{func(string) {}, []Control{&IntSlider{Description: "n"}},
			`widgets: Interact: parameter 1 of func(string) is a string, the value of the IntSlider "n" a int`},
		{func(int) {}, []Control{&FloatSlider{}}, "widgets: Interact: parameter 1 of func(int) is a int, the value of the FloatSlider a float64"},
		{func(int) {}, []Control{nil}, "widgets: Interact: control 1 is nil"},
		{func(int) {}, []Control{none}, "widgets: Interact: control 1 is nil"},
	} {
		if _, err := Interact(tt.f, tt.controls...); err == nil || err.Error() != tt.want {
			t.Errorf("got  %v\nwant %s", err, tt.want)
		}
	}
}

func BenchmarkDrag(b *testing.B) {
	p := openPage(b)
	s := &IntSlider{}
	w, err := Interact(func(n int) int { return n * n }, s)
	if err != nil {
		b.Fatal(err)
	}
	p.show(b, w)
	i := 0
	for b.Loop() {
		i++
		p.drag(b, s, fmt.Sprint(i%100))
		p.take()
	}
}
