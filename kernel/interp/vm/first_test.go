package vm_test

import "testing"

func TestFirst(t *testing.T) {
	s := newSession()
	got := s.must(t, `import "fmt"
type P struct{ a int; s string }
func (p P) String() string { return fmt.Sprint("<", p.a, p.s, ">") }
func fib(n int) int { if n < 2 { return n }; return fib(n-1)+fib(n-2) }
func cell() { fmt.Println("hi", fib(20), P{1, "x"}, &P{2, "y"}) 
 defer func() { fmt.Println(recover()) }()
 var a []int; _ = a[fib(3)] }
`)
	t.Log(got)
}
