package labs

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/go-gota/gota/dataframe"
)

// golden reads what testdata/spark.py has written.
func golden(t testing.TB, file string, into any) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// A bits is a float64 that a golden file has as hexadecimal digits.
type bits float64

func (b *bits) UnmarshalText(text []byte) error {
	u, err := strconv.ParseUint(string(text), 16, 64)
	*b = bits(math.Float64frombits(u))
	return err
}

// wantBits compares numbers, to the last digit.
func wantBits(t *testing.T, what string, got []float64, want []bits) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s has %d numbers, Spark has %d", what, len(got), len(want))
		return
	}
	for i, v := range got {
		w := float64(want[i])
		if v != w && !(math.IsNaN(v) && math.IsNaN(w)) {
			t.Errorf("%s[%d] is %v, Spark has %v", what, i, v, w)
		}
	}
}

// A generator is that of testdata/spark.py.
type generator struct{ state int }

func (g *generator) whole(n int) int {
	g.state = (g.state*1103515245 + 12345) % (1 << 31)
	return (g.state >> 8) % n
}

func (g *generator) unit() float64 { return float64(g.whole(1<<20)) / (1 << 20) }

// drawn is the frame that testdata/spark.py calls numbers.
func drawn(n, seed int) dataframe.DataFrame {
	g := generator{seed}
	columns := make([][]float64, 5)
	for j := range columns {
		columns[j] = make([]float64, n)
	}
	fold := make([]int, n)
	for i := range n {
		a, b, c, d := g.unit(), 4*g.unit()-2, float64(g.whole(3)), 100*g.unit()
		label := 0.0
		if a+b/4+0.2*g.unit() > 0.6 {
			label = 1
		}
		for j, v := range []float64{a, b, c, d, label} {
			columns[j][i] = v
		}
		fold[i] = g.whole(3)
	}
	return frame("a", columns[0], "b", columns[1], "c", columns[2], "d", columns[3], "label", columns[4], "fold", fold)
}

// A rowSet is a golden's rows: how many and their hash.
type rowSet struct {
	Rows int
	Hash string
}

func rowSetOf(rows []int) rowSet {
	h := fnv.New64a()
	for _, row := range rows {
		_ = binary.Write(h, binary.LittleEndian, uint32(row))
	}
	return rowSet{len(rows), fmt.Sprintf("%016x", h.Sum64())}
}
