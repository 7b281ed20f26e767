package data

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// lawsOf returns the laws that the columns of a Spambase follow, with three decimals.
func lawsOf(t *testing.T, df dataframe.DataFrame) [][2]law {
	t.Helper()
	x, err := Matrix(df)
	if err != nil {
		t.Fatal(err)
	}
	n, p := x.Dims()
	laws := make([][2]law, p-1)
	for j := range laws {
		for class := range laws[j] {
			rows, count, sum, squares := 0.0, 0.0, 0.0, 0.0
			for i := range n {
				if int(x.At(i, p-1)) != class {
					continue
				}
				rows++
				if v := x.At(i, j); v > 0 {
					count++
					sum += math.Log(v)
					squares += math.Log(v) * math.Log(v)
				}
			}
			mean := sum / count
			sigma := math.Sqrt(max(squares/count-mean*mean, 0))
			laws[j][class] = law{round3(1 - count/rows), round3(mean), round3(sigma)}
		}
	}
	return laws
}

func round3(x float64) float64 { return math.Round(x*1000) / 1000 }

// TestSpambaseLaws holds laws.go against the real file; with -regen it writes it.
func TestSpambaseLaws(t *testing.T) {
	df, err := ReadCSV(realSpambase(t))
	if err != nil {
		t.Fatal(err)
	}
	laws := lawsOf(t, df)
	if *regen {
		writeLaws(t, laws)
	}
	for j, want := range laws {
		if spambaseLaws[j] != want {
			t.Errorf("column %d: %v, the file has %v", j, spambaseLaws[j], want)
		}
	}
}

// writeLaws puts new lines into the table of laws.go.
func writeLaws(t *testing.T, laws [][2]law) {
	t.Helper()
	code, err := os.ReadFile("laws.go")
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := bytes.Cut(code, []byte("[2]law{\n"))
	b := bytes.NewBuffer(append(head[:len(head):len(head)], "[2]law{\n"...))
	for _, l := range laws {
		fmt.Fprintf(b, "\t{{%.3f, %.3f, %.3f}, {%.3f, %.3f, %.3f}},\n",
			l[0].zero, l[0].mu, l[0].sigma, l[1].zero, l[1].mu, l[1].sigma)
	}
	b.WriteString("}\n")
	if err := os.WriteFile("laws.go", b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// syntheticFrame returns the synthetic Spambase as ReadCSV gives it.
func syntheticFrame(t *testing.T) dataframe.DataFrame {
	t.Helper()
	df, err := CSV{}.Parse(bytes.NewReader(syntheticSpambase()), spambaseFile)
	if err != nil {
		t.Fatal(err)
	}
	return df
}

func TestSyntheticSpambaseShape(t *testing.T) {
	if !bytes.Equal(syntheticSpambase(), syntheticSpambase()) {
		t.Error("two calls differ")
	}
	df := syntheticFrame(t)
	if df.Nrow() != 4601 || df.Ncol() != 58 {
		t.Fatalf("%d×%d", df.Nrow(), df.Ncol())
	}
	if got := classCounts(t, df); got != [2]int{2788, 1813} {
		t.Errorf("classes %v", got)
	}
	for j, typ := range df.Types() {
		if want := map[bool]string{true: "int", false: "float"}[j >= 55]; string(typ) != want {
			t.Errorf("column %d is %s, want %s", j, typ, want)
		}
	}
	x, err := Matrix(df)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4601 {
		row := x.RawRowView(i)
		if average, longest, total := row[54], row[55], row[56]; average < 1 || average > longest || longest > total {
			t.Fatalf("row %d: runs of capitals of average %v, longest %v, total %v", i, average, longest, total)
		}
	}
	splits, err := RandomSplit(df, []float64{0.7, 0.3}, 42)
	if err != nil || splits[0].Nrow() != 3288 || splits[1].Nrow() != 1313 {
		t.Errorf("split %v, %v", splits, err)
	}
}

// Zeros and sizes are those of the table, but for the misfits and for chance.
func TestSyntheticSpambaseLaws(t *testing.T) {
	for j, got := range lawsOf(t, syntheticFrame(t)) {
		for class := range got {
			own, other := spambaseLaws[j][class], spambaseLaws[j][1-class]
			zero := (1-misfits)*own.zero + misfits*other.zero
			if math.Abs(got[class].zero-zero) > 0.04 {
				t.Errorf("column %d, class %d: %v of zeros, want %.3f", j, class, got[class].zero, zero)
			}
			if own.zero < 0.8 && math.Abs(got[class].mu-own.mu) > 0.25 {
				t.Errorf("column %d, class %d: logarithms around %v, want %v", j, class, got[class].mu, own.mu)
			}
		}
	}
}

// The lab must teach: a logistic regression fitted to the training set is right
// about as often on the test set as on that of the real data, 0.93.
func TestSyntheticSpambaseTeaches(t *testing.T) {
	splits, err := RandomSplit(syntheticFrame(t), []float64{0.7, 0.3}, 42)
	if err != nil {
		t.Fatal(err)
	}
	var x [2]*mat.Dense
	var y [2][]float64
	for i, split := range splits {
		if x[i], err = Matrix(split, split.Names()[:57]...); err != nil {
			t.Fatal(err)
		}
		if y[i], err = Column(split, "_c57"); err != nil {
			t.Fatal(err)
		}
	}
	w := logisticRegression(x[0], y[0])
	if got := accuracy(w, x[1], y[1]); got < 0.905 || got > 0.945 {
		t.Errorf("test accuracy %.3f", got)
	}
}

// logisticRegression returns weights, that of the constant last, by Newton's method
// with a slight penalty.
func logisticRegression(x *mat.Dense, y []float64) []float64 {
	n, p := x.Dims()
	z := mat.NewDense(n, p+1, nil)
	z.Augment(x, mat.NewVecDense(n, constant(n)))
	w := mat.NewVecDense(p+1, nil)
	for range 12 {
		var margin, gradient, step mat.VecDense
		margin.MulVec(z, w)
		residual, scaled := mat.NewVecDense(n, nil), mat.NewDense(n, p+1, nil)
		for i := range n {
			q := 1 / (1 + math.Exp(-margin.AtVec(i)))
			residual.SetVec(i, y[i]-q)
			for j := range p + 1 {
				scaled.Set(i, j, q*(1-q)*z.At(i, j))
			}
		}
		gradient.MulVec(z.T(), residual)
		var hessian mat.Dense
		hessian.Mul(z.T(), scaled)
		for j := range p + 1 {
			hessian.Set(j, j, hessian.At(j, j)+0.01)
			gradient.SetVec(j, gradient.AtVec(j)-0.01*w.AtVec(j))
		}
		if err := step.SolveVec(&hessian, &gradient); err != nil {
			break
		}
		w.AddVec(w, &step)
	}
	return w.RawVector().Data
}

// constant returns n ones.
func constant(n int) []float64 {
	ones := make([]float64, n)
	for i := range ones {
		ones[i] = 1
	}
	return ones
}

// accuracy returns the share of rows of x that w puts in their class.
func accuracy(w []float64, x *mat.Dense, y []float64) float64 {
	n, p := x.Dims()
	right := 0.0
	for i := range n {
		margin := w[p]
		for j, v := range x.RawRowView(i) {
			margin += w[j] * v
		}
		if (margin > 0) == (y[i] == 1) {
			right++
		}
	}
	return right / float64(n)
}

func BenchmarkSyntheticSpambase(b *testing.B) {
	for b.Loop() {
		syntheticSpambase()
	}
}
