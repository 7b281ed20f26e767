package graph

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
)

// Sizes of the picture, in pixels.
const (
	boxWidth  = 118.0
	boxHeight = 36.0
	levelGap  = 22.0
	boxGap    = 18.0
	margin    = 12.0
)

// colours returns how a kind of vertex is filled and drawn.
func (k kind) colours() (fill, stroke string) {
	switch k {
	case given:
		return "#dcebfa", "#2f6fb0"
	case weight:
		return "#e2f2e0", "#3b8a3b"
	case result:
		return "#fde8cf", "#c0670b"
	}
	return "#f4f4f4", "#767676"
}

// MIMEBundle shows the graph: as a picture, in which numbers flow from top to bottom,
// and as text.
func (g *Graph) MIMEBundle() (map[string]any, error) {
	return map[string]any{"image/svg+xml": g.SVG(), "text/plain": g.String()}, nil
}

// String describes the graph in one line.
func (g *Graph) String() string {
	return fmt.Sprintf("graph of %v for %d rows: %d nodes", g.net, g.rows, len(g.vertices()))
}

// Dot returns the whole graph, gradients included, in the language of Graphviz.
func (g *Graph) Dot() string { return g.expressions.ToDot() }

// SVG returns the picture: what the loss is computed from, without the gradients and
// what only repeats numbers.
func (g *Graph) SVG() string {
	levels := arrange(g.vertices())
	width, height := 0.0, top(len(levels))-levelGap+margin
	for _, level := range levels {
		for _, v := range level {
			width = max(width, v.x+boxWidth/2+margin)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12" text-anchor="middle">`,
		width, height, width, height)
	fmt.Fprintf(&b, `<rect width="%.0f" height="%.0f" rx="6" fill="#ffffff"/>`, width, height)
	for _, level := range levels {
		for _, v := range level {
			for _, u := range v.from {
				curve(&b, u, v)
			}
		}
	}
	for _, level := range levels {
		for _, v := range level {
			v.draw(&b)
		}
	}
	return b.String() + "</svg>"
}

// top returns where a level begins.
func top(level int) float64 { return margin + float64(level)*(boxHeight+levelGap) }

// curve draws the line from u to v.
func curve(b *strings.Builder, u, v *vertex) {
	y1, y2 := top(u.level)+boxHeight, top(v.level)
	middle := y2 - levelGap/2
	fmt.Fprintf(b, `<path d="M%.1f %.1fL%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f" fill="none" stroke="#8a8a8a"/>`,
		u.x, y1, u.x, y2-levelGap, u.x, middle, v.x, middle, v.x, y2)
}

// draw draws the box.
func (v *vertex) draw(b *strings.Builder) {
	y := top(v.level)
	fill, stroke := v.kind.colours()
	fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.0f" height="%.0f" rx="5" fill="%s" stroke="%s"/>`,
		v.x-boxWidth/2, y, boxWidth, boxHeight, fill, stroke)
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" fill="#111111">%s</text>`, v.x, y+15, html.EscapeString(v.name))
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" fill="#666666" font-size="10">%s</text>`, v.x, y+29, html.EscapeString(v.shape))
}

// arrange gives every vertex its place and returns the levels, from top to bottom.
func arrange(all []*vertex) [][]*vertex {
	pull(all)
	var levels [][]*vertex
	for _, v := range all {
		for len(levels) <= v.level {
			levels = append(levels, nil)
		}
		levels[v.level] = append(levels[v.level], v)
	}
	for _, level := range levels {
		stack(level)
	}
	to := map[*vertex][]*vertex{}
	for _, v := range all {
		for _, u := range v.from {
			to[u] = append(to[u], v)
		}
	}
	for range 8 {
		for _, level := range levels {
			settle(level, func(v *vertex) []*vertex { return append(slices.Clone(v.from), to[v]...) })
		}
	}
	least := math.Inf(1)
	for _, v := range all {
		least = min(least, v.x)
	}
	for _, v := range all {
		v.x += margin + boxWidth/2 - least
	}
	return levels
}

// pull moves inputs next to what is computed from them.
func pull(all []*vertex) {
	nearest := map[*vertex]int{}
	for _, v := range all {
		for _, u := range v.from {
			if at, ok := nearest[u]; !ok || v.level < at {
				nearest[u] = v.level
			}
		}
	}
	for _, v := range all {
		if at, ok := nearest[v]; ok && len(v.from) == 0 {
			v.level = at - 1
		}
	}
}

// stack places a level from the left.
func stack(level []*vertex) {
	for i, v := range level {
		v.x = float64(i) * (boxWidth + boxGap)
	}
}

// settle moves the vertices of a level towards those they are joined with, and then
// apart until none is on another.
func settle(level []*vertex, joined func(*vertex) []*vertex) {
	for _, v := range level {
		sum, near := 0.0, joined(v)
		for _, u := range near {
			sum += u.x
		}
		if len(near) > 0 {
			v.x = sum / float64(len(near))
		}
	}
	slices.SortStableFunc(level, func(a, b *vertex) int {
		switch {
		case a.x < b.x:
			return -1
		case a.x > b.x:
			return 1
		}
		return 0
	})
	const step = boxWidth + boxGap
	middle, wide := 0.0, 0.0
	for i, v := range level {
		middle += v.x
		if i > 0 && v.x < level[i-1].x+step {
			v.x = level[i-1].x + step
		}
		wide += v.x
	}
	for _, v := range level {
		v.x += (middle - wide) / float64(len(level))
	}
}
