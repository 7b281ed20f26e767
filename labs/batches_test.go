package labs

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// numbered is a frame of n rows with their numbers, as floats and as text.
func numbered(n int) dataframe.DataFrame {
	x, s := make([]float64, n), make([]string, n)
	for i := range n {
		x[i], s[i] = float64(i), fmt.Sprint("row ", i)
	}
	return frame("x", x, "s", s)
}

// double adds the column y = 2x.
func double(df dataframe.DataFrame) dataframe.DataFrame {
	x := df.Col("x").Float()
	for i := range x {
		x[i] *= 2
	}
	return df.Mutate(series.New(x, series.Float, "y"))
}

func TestMapBatchesKeepsOrder(t *testing.T) {
	for _, tt := range []struct{ rows, size, batches int }{
		{10, 3, 4}, {9, 3, 3}, {5, 100, 1}, {1, 1, 1}, {200, 1, 200}, {0, 5, 1},
		{7, int(^uint(0) >> 1), 1},
	} {
		var calls atomic.Int64
		df := numbered(tt.rows)
		out, err := MapBatches(df, tt.size, func(b dataframe.DataFrame) dataframe.DataFrame {
			if calls.Add(1)%2 == 0 {
				time.Sleep(time.Millisecond) // so that batches end out of order
			}
			return double(b)
		})
		if err != nil {
			t.Errorf("%d rows by %d: %v", tt.rows, tt.size, err)
			continue
		}
		if int(calls.Load()) != tt.batches || out.Nrow() != tt.rows || !slices.Equal(out.Names(), []string{"x", "s", "y"}) {
			t.Errorf("%d rows by %d: %d calls, %d rows of %v", tt.rows, tt.size, calls.Load(), out.Nrow(), out.Names())
		}
		for i := range tt.rows {
			if y, s := out.Elem(i, 2).Float(), out.Elem(i, 1).String(); y != float64(2*i) || s != fmt.Sprint("row ", i) {
				t.Fatalf("%d rows by %d: row %d is %v, %q", tt.rows, tt.size, i, y, s)
			}
		}
		if !slices.Equal(df.Names(), []string{"x", "s"}) {
			t.Errorf("the frame given has become %v", df.Names())
		}
	}
}

func TestMapBatchesMayChangeRowsAndTypes(t *testing.T) {
	even := func(b dataframe.DataFrame) dataframe.DataFrame {
		var rows []int
		var flags []bool
		for i, x := range b.Col("x").Float() {
			if int(x)%2 == 0 {
				rows, flags = append(rows, i), append(flags, x > 4)
			}
		}
		return b.Subset(rows).Mutate(series.New(flags, series.Bool, "large"))
	}
	out, err := MapBatches(numbered(8), 1, even) // every other batch gives no rows
	if err != nil {
		t.Fatal(err)
	}
	wantColumn(t, out, "x", 0, 2, 4, 6)
	wantColumn(t, out, "large", 0, 0, 0, 1)
}

func TestMapBatchesUsesAllProcessors(t *testing.T) {
	workers := min(runtime.GOMAXPROCS(0), 4)
	if workers < 2 {
		workers = 1
	}
	arrived := make(chan struct{}, 4)
	release := make(chan struct{})
	go func() {
		for range workers {
			<-arrived
		}
		close(release)
	}()
	_, err := MapBatches(numbered(4), 1, func(b dataframe.DataFrame) dataframe.DataFrame {
		arrived <- struct{}{}
		select {
		case <-release:
		case <-time.After(10 * time.Second):
			panic("the other batches have not begun")
		}
		return b
	})
	if err != nil {
		t.Error(err)
	}
}

func TestMapBatchesErrors(t *testing.T) {
	at := func(row int, f func(dataframe.DataFrame) dataframe.DataFrame) func(dataframe.DataFrame) dataframe.DataFrame {
		return func(b dataframe.DataFrame) dataframe.DataFrame {
			if b.Nrow() > 0 && slices.Contains(b.Col("x").Float(), float64(row)) {
				return f(b)
			}
			return double(b)
		}
	}
	tests := []struct {
		name string
		f    func(dataframe.DataFrame) dataframe.DataFrame
		want string
	}{
		{"panic with an error", func(dataframe.DataFrame) dataframe.DataFrame { panic(fs.ErrNotExist) }, "file does not exist"},
		{"panic with text", func(dataframe.DataFrame) dataframe.DataFrame { panic("out of luck") }, "panic: out of luck"},
		{"panic with nil", func(dataframe.DataFrame) dataframe.DataFrame { panic(nil) }, "panic: panic called with nil argument"},
		{"runtime error", func(dataframe.DataFrame) dataframe.DataFrame { var s []int; _ = s[5]; return numbered(1) }, "panic: runtime error: index out of range [5] with length 0"},
		{"frame with error", func(b dataframe.DataFrame) dataframe.DataFrame { return b.Select("nope") }, "what the function returned: the frame is unusable"},
		{"frame without columns", func(dataframe.DataFrame) dataframe.DataFrame { return dataframe.DataFrame{} }, "what the function returned: the frame has no columns"},
		{"another name", func(b dataframe.DataFrame) dataframe.DataFrame { return double(b).Rename("z", "y") }, "the function returned the columns [x s z], for the first batch [x s y]"},
		{"a column less", func(b dataframe.DataFrame) dataframe.DataFrame { return b }, "the function returned the columns [x s], for the first batch [x s y]"},
		{"another type", func(b dataframe.DataFrame) dataframe.DataFrame {
			return double(b).Mutate(series.New(make([]int, b.Nrow()), series.Int, "y"))
		},
			"the function returned column y as int, for the first batch as float"},
	}
	for _, tt := range tests {
		_, err := MapBatches(numbered(100), 10, at(42, tt.f))
		wantError(t, tt.name, err, "labs: MapBatches: rows 40 to 49: "+tt.want)
	}
	_, err := MapBatches(numbered(100), 10, at(42, tests[0].f))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("errors.Is does not find the error of the panic in %v", err)
	}
	_, err = MapBatches(numbered(100), 10, at(42, tests[3].f))
	if re := runtime.Error(nil); !errors.As(err, &re) {
		t.Errorf("errors.As does not find the runtime error in %v", err)
	}
	_, err = MapBatches(numbered(0), 10, tests[1].f)
	wantError(t, "no rows", err, "labs: MapBatches: the batch of no rows: panic: out of luck")
}

// However the goroutines run, the error of the earliest rows is returned, and few
// batches begin after it.
func TestMapBatchesReturnsTheFirstError(t *testing.T) {
	for range 50 {
		var calls atomic.Int64
		_, err := MapBatches(numbered(1000), 1, func(b dataframe.DataFrame) dataframe.DataFrame {
			calls.Add(1)
			x := b.Elem(0, 0).Float()
			switch {
			case x == 20:
				time.Sleep(time.Millisecond)
				panic(errors.New("early"))
			case x > 20:
				panic(errors.New("late"))
			}
			return b
		})
		wantError(t, "many errors", err, "labs: MapBatches: rows 20 to 20: early")
		if n := calls.Load(); n > int64(21+runtime.GOMAXPROCS(0)) {
			t.Errorf("%d batches ran", n)
		}
	}
}

func TestMapBatchesRejects(t *testing.T) {
	for size, want := range map[int]string{0: "batchSize is 0, the least is 1", -5: "batchSize is -5, the least is 1"} {
		_, err := MapBatches(numbered(3), size, double)
		wantError(t, want, err, "labs: MapBatches: "+want)
	}
	_, err := MapBatches(numbered(3), 1, nil)
	wantError(t, "nil", err, "labs: MapBatches: the function is nil")
	_, err = MapBatches(dataframe.DataFrame{}, 1, double)
	wantError(t, "no frame", err, "labs: MapBatches: the frame has no columns")
}

// A function that ends its goroutine gives an error, not a frame with holes.
func TestMapBatchesGoexit(t *testing.T) {
	_, err := MapBatches(numbered(10), 2, func(b dataframe.DataFrame) dataframe.DataFrame {
		runtime.Goexit()
		return b
	})
	wantError(t, "Goexit", err, "labs: MapBatches: rows ", "the function ended its goroutine")
}

func BenchmarkMapBatches(b *testing.B) {
	df := numbered(100000)
	same := func(b dataframe.DataFrame) dataframe.DataFrame { return b }
	for b.Loop() {
		if _, err := MapBatches(df, 500, same); err != nil {
			b.Fatal(err)
		}
	}
}
