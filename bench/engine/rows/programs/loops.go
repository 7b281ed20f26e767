package programs

// FloatLoop adds floats.
func FloatLoop(n int) int {
	s := 0.0
	for i := 0; i < n; i++ {
		s += float64(i) * 0.5
	}
	return int(s)
}

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

// Fib calls itself.
func Fib(n int) int { return fib(n) }

// Sieve counts the primes up to n.
func Sieve(n int) int {
	p := make([]bool, n+1)
	c := 0
	for i := 2; i <= n; i++ {
		if !p[i] {
			c++
			for j := i * 2; j <= n; j += i {
				p[j] = true
			}
		}
	}
	return c
}

func matrix(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		for j := range m[i] {
			m[i][j] = float64(i*j%7) + 0.5
		}
	}
	return m
}

// MatMul multiplies two matrices of n rows and n columns.
func MatMul(n int) int {
	a, b, c := matrix(n), matrix(n), matrix(n)
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			s := 0.0
			for k := 0; k < n; k++ {
				s += a[i][k] * b[k][j]
			}
			c[i][j] = s
		}
	}
	return int(c[n/2][n/3])
}

// Map adds to the values of a map.
func Map(n int) int {
	m := map[int]int{}
	for i := 0; i < n; i++ {
		m[i%1000] += i
	}
	return m[7]
}

// Str hashes the bytes of a string.
func Str(n int) int {
	s := ""
	for i := 0; i < 1000; i++ {
		s += "abcdefghij"
	}
	h := 0
	for k := 0; k < n/10000; k++ {
		for i := 0; i < len(s); i++ {
			h = h*31 + int(s[i])
			h = h & 0xffffff
		}
	}
	return h
}

// Append grows a slice.
func Append(n int) int {
	var xs []int
	for i := 0; i < n; i++ {
		xs = append(xs, i)
	}
	return len(xs)
}
