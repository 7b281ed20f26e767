package main

import (
	"fmt"
	"sort"
	"strings"
)

type name string

func (n name) upper() name { return name(strings.ToUpper(string(n))) }

func main() {
	s := "héllo, 世界"
	for i, r := range s {
		fmt.Print(i, ":", string(r), " ")
	}
	fmt.Println(len(s), s[1], s[1:3], []byte(s[:3]), []rune(s)[7:])
	b := []byte("abc")
	b = append(b, "def"...)
	n := copy(b[1:], "XY")
	fmt.Println(string(b), n, cap(b) >= 6, name("go").upper(), string(rune(65)))
	xs := []int{1, 2, 3, 4, 5}
	ys := xs[1:3:4]
	ys = append(ys, 10)
	ys = append(ys, 11)
	fmt.Println(xs, ys, len(ys), xs[len(xs)-1:])
	xs = append(xs[:1], xs[2:]...)
	fmt.Println(xs, append([]int(nil), xs...), append([]string{"a"}, "b", "c"))
	var grid [3][4]int
	for i := range grid {
		for j := range grid[i] {
			grid[i][j] = i * j
		}
	}
	other := grid
	other[2][3] = 100
	fmt.Println(grid, other == grid, len(grid[0]))
	arr := [...]string{2: "c", 0: "a"}
	p := &arr
	p[1] = "b"
	for i, v := range p {
		fmt.Print(i, v, " ")
	}
	fmt.Println((*[2]string)(arr[:2])[1], [2]string(arr[1:]))
	f := strings.Map(func(r rune) rune {
		if r == 'l' {
			return -1
		}
		return r + 1
	}, "hello")
	words := strings.FieldsFunc("a,b;c", func(r rune) bool { return r == ',' || r == ';' })
	sort.Slice(words, func(i, j int) bool { return words[i] > words[j] })
	fmt.Println(f, words, strings.Repeat("ab", 3), strings.Replace("aaa", "a", "b", 2))
	m := map[string][]int{}
	m["x"] = append(m["x"], 1, 2)
	m["y"] = nil
	delete(m, "y")
	v, ok := m["z"]
	fmt.Println(m, v == nil, ok, len(m))
	type key struct {
		a int
		b string
	}
	counts := map[key]float64{{1, "a"}: 1.5}
	counts[key{1, "a"}] += 2
	counts[key{2, "b"}]++
	fmt.Println(counts, counts[key{3, ""}])
	clear(counts)
	narrow := map[int8]uint16{-1: 7}
	narrow[-1]--
	for k, v := range narrow {
		fmt.Println(k, v, len(counts))
	}
	set := map[any]bool{1: true, "a": true, 2.5: false}
	fmt.Println(set[1], set["a"], set[2.5], set[nil])
	sum := 0
	for k := range map[int]bool{1: true, 2: true, 3: false} {
		sum += k
	}
	fmt.Println(sum, "a"+"b" < "b", "x" >= "y", fmt.Sprintf("%q|%5.2f|%-4d|%x", "q", 3.14159, 42, "hi"))
}
