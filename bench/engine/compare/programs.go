package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"golab/bench/engine/rows"
)

// A score is what an engine did with a program in all rounds.
type score struct {
	least   time.Duration
	trouble string // instead of a figure: why there is none
}

// Scores are by engine and program.
type scores map[string]map[string]score

// programs has every engine run every program, turn by turn, and returns the table.
func programs(o options) (string, error) {
	var players []*player
	defer func() {
		for _, p := range players {
			p.stop()
		}
	}()
	for _, name := range o.engines {
		p, err := start(o, name)
		if err != nil {
			return "", err
		}
		players = append(players, p)
	}
	chosen := chosenRows(o)
	found := scores{}
	right := map[string]int{} // the results of the first engine that has one
	for k := range o.rounds {
		for _, r := range chosen {
			for _, p := range players {
				progress(fmt.Sprintf("round %d of %d: %s %s", k+1, o.rounds, r.Name, p.name))
				found.turn(p, r, right)
			}
		}
	}
	progress("")
	return versions(o, players) + "\n\n" + programTable(o, chosen, found) + "\n", nil
}

func chosenRows(o options) []rows.Row {
	return slices.DeleteFunc(slices.Clone(rows.All), func(r rows.Row) bool {
		return o.rows != nil && !slices.Contains(o.rows, r.Name)
	})
}

// turn is how long an engine repeats a program in a round, ten times at most.
const turn = 40 * time.Millisecond

// turn gives an engine its turn.
func (s scores) turn(p *player, r rows.Row, right map[string]int) {
	began := time.Now()
	for range 10 {
		s.play(p, r, right)
		if time.Since(began) > turn {
			return
		}
	}
}

// play notes one run of a program.
func (s scores) play(p *player, r rows.Row, right map[string]int) {
	if s[p.name] == nil {
		s[p.name] = map[string]score{}
	}
	old, seen := s[p.name][r.Name]
	if old.trouble != "" {
		return
	}
	result, d, err := p.play(r)
	want, known := right[r.Name]
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		s[p.name][r.Name] = score{trouble: "fails"}
	case known && want != result:
		fmt.Fprintf(os.Stderr, "compare: %s: %s(%d) = %d, want %d\n", p.name, r.Name, r.N, result, want)
		s[p.name][r.Name] = score{trouble: "wrong"}
	default:
		right[r.Name] = result
		if !seen || d < old.least {
			s[p.name][r.Name] = score{least: d}
		}
	}
}

// versions is the line that says who played.
func versions(o options, players []*player) string {
	var words []string
	for _, p := range players {
		switch p.name {
		case "golab":
			words = append(words, o.golab)
		case "native":
			words = append(words, "native "+p.version)
		default:
			words = append(words, p.version)
		}
	}
	return strings.Join(words, ", ")
}

// A ratio is a column that says how many times one engine's time is another's, and
// what it has to be.
type ratio struct {
	over, under string
	meets       func(r rows.Row, x float64) bool // nil where there is no bar
}

func ratios() []ratio {
	return []ratio{
		{"golab", "native", nil},
		{"golab", "CPython", func(_ rows.Row, x float64) bool { return x <= 1 }},
		{"ixgo", "golab", func(_ rows.Row, x float64) bool { return x >= 3 }},
		{"gomacro", "golab", func(r rows.Row, x float64) bool { return !r.Float || x >= 10 }},
	}
}

func programTable(o options, chosen []rows.Row, found scores) string {
	head := append([]string{"ns"}, o.engines...)
	var columns []ratio
	for _, q := range ratios() {
		if slices.Contains(o.engines, q.over) && slices.Contains(o.engines, q.under) {
			columns = append(columns, q)
			head = append(head, q.over+"/"+q.under)
		}
	}
	lines, met := [][]string{head}, 0
	for _, r := range chosen {
		line, all := []string{r.Title}, true
		for _, e := range o.engines {
			line = append(line, cell(found[e][r.Name], r))
		}
		for _, q := range columns {
			text, ok := q.of(found, r)
			line, all = append(line, text), all && ok
		}
		if all {
			met++
		}
		lines = append(lines, line)
	}
	text := table(lines)
	if len(columns) > 0 {
		text += fmt.Sprintf("\n%d of %d rows meet all their bars: golab/CPython ≤ 1, ixgo/golab ≥ 3, and for loops of floats gomacro/golab ≥ 10.\n", met, len(chosen))
	}
	return text
}

func cell(s score, r rows.Row) string {
	if s.trouble != "" {
		return s.trouble
	}
	return figure(float64(s.least.Nanoseconds()) / float64(r.Per))
}

// of returns the ratio in a row, marked where it misses the bar.
func (q ratio) of(found scores, r rows.Row) (text string, ok bool) {
	over, under := found[q.over][r.Name], found[q.under][r.Name]
	if over.trouble != "" || under.trouble != "" || under.least == 0 {
		return "", true
	}
	x := float64(over.least) / float64(under.least)
	if q.meets == nil || q.meets(r, x) {
		return figure(x), true
	}
	return figure(x) + " ✗", false
}
