package data

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

func TestFormat(t *testing.T) {
	df := dataframe.New(
		series.New([]any{1, -2, 3}, series.Int, "n"),
		series.New([]any{1e-9, math.Inf(-1), nil}, series.Float, "x,y"),
		series.New([]any{"say \"hi\"", " a\nb", nil}, series.String, "s"),
		series.New([]any{true, false, nil}, series.Bool, "b"),
	)
	for _, tt := range []struct {
		c    CSV
		want string
	}{
		{CSV{Header: true}, "n,\"x,y\",s,b\n1,1e-09,\"say \"\"hi\"\"\",true\n-2,-Inf,\" a\nb\",false\n3,,,\n"},
		{CSV{Comma: ';', NullValue: "?"}, "1;1e-09;\"say \"\"hi\"\"\";true\n-2;-Inf;\" a\nb\";false\n3;?;?;?\n"},
	} {
		var b bytes.Buffer
		if err := tt.c.Format(df, &b); err != nil || b.String() != tt.want {
			t.Errorf("%+v: %q, %v\nwant %q", tt.c, b.String(), err, tt.want)
		}
	}
}

// What is written and read again is the same frame, to the last digit.
func TestWriteReadsBack(t *testing.T) {
	one := dataframe.New(series.New([]any{nil, 2.5}, series.Float, "x"))
	gaps := parse(t, CSV{Header: true}, "a,b\nx,y\n,\nz,\n")
	for name, df := range map[string]dataframe.DataFrame{"gaps": gaps, "people": people(t), "pets": pets(t), "one column": one} {
		for _, c := range []CSV{{Header: true}, {Header: true, Comma: '\t'}, {Header: true, NullValue: "NA"}} {
			path := filepath.Join(t.TempDir(), "f.csv")
			if err := c.Write(df, path); err != nil {
				t.Fatal(err)
			}
			again, err := c.Read(path)
			if err != nil {
				t.Fatalf("%s, %+v: %v", name, c, err)
			}
			if dump(again) != dump(df) {
				t.Errorf("%s, %+v: got %s\nwant %s", name, c, dump(again), dump(df))
			}
		}
	}
}

// pandas and we write the same file.
func TestWriteAsPandas(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "people.csv"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "people.csv")
	if err := WriteCSV(people(t), path); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); !bytes.Equal(got, want) {
		t.Errorf("the file differs from pandas's, which begins %.200q; ours %.200q", want, got)
	}
}

// FuzzFormat: any text and number comes back as it was.
func FuzzFormat(f *testing.F) {
	f.Add("a", "b\"\n", 1.5, int64(-3))
	f.Add(" ", "\ufeff,", math.Inf(1), int64(math.MinInt64))
	f.Add("\r", "1", 5e-324, int64(0))
	f.Fuzz(func(t *testing.T, a, b string, x float64, n int64) {
		df := dataframe.New(
			series.New([]string{a, b}, series.String, "s"),
			series.New([]float64{x, 0.1}, series.Float, "x"),
			series.New([]int{int(n), 1}, series.Int, "n"),
		)
		var text bytes.Buffer
		c := CSV{Header: true, Strings: []string{"s"}}
		if err := c.Format(df, &text); err != nil {
			t.Fatal(err)
		}
		again, err := c.Parse(bytes.NewReader(text.Bytes()), "again.csv")
		if err != nil {
			return // bytes that are no UTF-8 text
		}
		want := dump(df)
		if blank(a) || blank(b) || a == "NaN" || b == "NaN" || math.IsNaN(x) {
			return // missing in gota or in a file
		}
		if got := dump(again); got != want {
			t.Errorf("%q: got %s\nwant %s", text.Bytes(), got, want)
		}
	})
}

func blank(s string) bool { return len(bytes.TrimSpace([]byte(s))) == 0 }
