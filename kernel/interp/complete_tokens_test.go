package interp

import "testing"

func TestClosing(t *testing.T) {
	for src, want := range map[string]string{
		"":                                      "",
		"x := f(a":                              ")",
		"x := []int{1, g(":                      ")}",
		"if x":                                  " {}",
		"if x := 1; y":                          " {}",
		"for i := 0; i < f(":                    ") {}",
		"for _, v := range x {\n\ty":            "}",
		"switch x {\ncase y":                    ":}",
		"switch x {\ncase y:\n\tz":              "}",
		"func f(a int":                          ") {}",
		"func f(a int) error":                   " {}",
		"func f(a struct{ b int":                "}) {}",
		"f(func(a int":                          ") {})",
		"f(func(a int) { b":                     "})",
		"defer f":                               "()",
		"defer f(a":                             ")",
		"go func() { a":                         "}()",
		"x := 1 // (":                           "\n",
		"x := \"(\" + `{`":                      "",
		"}) x(":                                 ")",
		"type T struct {\n\tf func(a":           ")}",
		"func f(g func(a int":                   ")) {}",
		"func f(g func(a int) error, b":         ") {}",
		"if f(func() int":                       " {}) {}",
		"var f = func(a int) func(b":            ") {}",
		"if x {\n\ty(\n\t)\n}\nif z":            " {}",
		"for x := range func() int { return 1 ": "} {}",
	} {
		if got := closing([]byte(src)); got != want {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
	}
}

func TestScanSpans(t *testing.T) {
	for src, want := range map[string]struct {
		n, end int
		open   bool
	}{
		"":               {},
		"x":              {1, 1, false},
		"x\n":            {2, 1, false},
		"größe":          {1, 7, false},
		"`a\r\nb`":       {1, 6, false},
		"`a\r\nb":        {1, 5, true},
		`"a"`:            {1, 3, false},
		`"a`:             {1, 2, true},
		`"a\"`:           {1, 4, true},
		`'a'`:            {1, 3, false},
		"/* a\r\n */":    {1, 9, false},
		"/* a":           {1, 4, true},
		"// a\r\nx":      {2, 7, false},
		"// a":           {1, 4, true},
		"a &^= b":        {3, 7, false},
		"\x00":           {1, 1, false},
		"日":              {1, 3, false},
		"?":              {1, 1, false},
		"//line a:9\nxy": {2, 13, false},
	} {
		spans, _ := scanSpans([]byte(src))
		var last span
		if len(spans) > 0 {
			last = spans[len(spans)-1]
		}
		if len(spans) != want.n || last.end != want.end || last.open != want.open {
			t.Errorf("%q: %d spans, the last one ends at %d, open %v", src, len(spans), last.end, last.open)
		}
	}
}

func TestWithoutQuestion(t *testing.T) {
	for code, want := range map[string]string{
		"x": "x", "?x": " x", "x?": "x ", " ??fmt.Print ": "   fmt.Print ", "a ? b": "a ? b", "???": "   ", "": "", "ä?\n": "ä  ",
	} {
		if got := withoutQuestion(code); got != want || len(got) != len(code) {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}

func TestDocComments(t *testing.T) {
	for src, want := range map[string][2]string{ // with the name x
		"// A\n// b\nvar x int":       {"A\nb", "// A\n// b\nvar x int"},
		"// A\n\nvar x int":           {"", "var x int"},
		"/* A\nb */\nvar x int":       {"A\nb", "/* A\nb */\nvar x int"},
		"/* A */\n\nvar x int":        {"", "var x int"},
		"a := 1 // A\nvar x int":      {"", "var x int"},
		"var x int // after":          {"after", "var x int // after"},
		"x := \"//no\"":               {"", "x := \"//no\""},
		"y(); func x() {\n}":          {"", "func x() {\n}"},
		"// A\nfunc x() { return }\n": {"A", "// A\nfunc x() { return }"},
	} {
		off := 0
		for off = range src {
			if src[off] == 'x' {
				break
			}
		}
		p := passage{src: []byte(src), off: off}
		if p.doc() != want[0] || p.source() != want[1] {
			t.Errorf("%q: doc %q, source %q", src, p.doc(), p.source())
		}
	}
}
