package data

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// realSpambase returns the path of the real file beside the checkout.
func realSpambase(t testing.TB) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "data", spambaseFile)
	if existing(path) == "" {
		t.Skip("the real spambase.data is not in shared/data beside the checkout")
	}
	return path
}

// parse reads a CSV text that must be good.
func parse(t testing.TB, c CSV, text string) dataframe.DataFrame {
	t.Helper()
	df, err := c.Parse(strings.NewReader(text), "x.csv")
	if err != nil {
		t.Fatalf("%+v %q: %v", c, text, err)
	}
	return df
}

// dump writes a frame as "name:type=cell,cell ..." with all digits; a value that is
// missing is "null".
func dump(df dataframe.DataFrame) string {
	var columns []string
	for j, name := range df.Names() {
		cells := make([]string, df.Nrow())
		for i := range cells {
			switch e := df.Elem(i, j); {
			case isNull(e):
				cells[i] = "null"
			case e.Type() == series.Float:
				cells[i] = strconv.FormatFloat(e.Float(), 'g', -1, 64)
			default:
				cells[i] = e.String()
			}
		}
		columns = append(columns, fmt.Sprintf("%s:%s=%s", name, df.Types()[j], strings.Join(cells, ",")))
	}
	return strings.Join(columns, " ")
}

func TestCSVParse(t *testing.T) {
	tests := []struct {
		name string
		csv  CSV
		text string
		want string
	}{
		{"one cell", CSV{}, "7", "_c0:int=7"},
		{"types", CSV{}, "1,1.5,a\n2,3,b\n", "_c0:int=1,2 _c1:float=1.5,3 _c2:string=a,b"},
		{"float later", CSV{}, "1\n2\n2.5\n", "_c0:float=1,2,2.5"},
		{"header", CSV{Header: true}, "a,b\n1,x\n", "a:int=1 b:string=x"},
		{"header only", CSV{Header: true}, "a,b\n", "a:float= b:float="},
		{"header with blanks, gaps and repeats", CSV{Header: true}, " a ,,b,b\n1,2,3,4\n", "a:int=1 _c1:int=2 b2:int=3 b3:int=4"},
		{"numbers as Spark casts them", CSV{}, "+1,.5,5.,1e-3, 1.5 ,inf,-Infinity,NaN\n",
			"_c0:int=1 _c1:float=0.5 _c2:float=5 _c3:float=0.001 _c4:float=1.5 _c5:float=+Inf _c6:float=-Inf _c7:float=NaN"},
		{"no numbers", CSV{}, "0x10,1_000,1d,-,.,1e,--1,1.2.3\n",
			"_c0:string=0x10 _c1:string=1_000 _c2:string=1d _c3:string=- _c4:string=. _c5:string=1e _c6:string=--1 _c7:string=1.2.3"},
		{"minus zero is a float", CSV{}, "0,-0,-7\n", "_c0:int=0 _c1:float=-0 _c2:int=-7"},
		{"too large", CSV{}, "1e999,9223372036854775807,9223372036854775808\n", "_c0:float=+Inf _c1:int=9223372036854775807 _c2:float=9.223372036854776e+18"},
		{"great ints are exact", CSV{}, "9007199254740993\n-9007199254740993\n", "_c0:int=9007199254740993,-9007199254740993"},
		{"15 and 16 digits", CSV{}, "0.12345678901234\n0.1234567890123456\n123456789.123456789\n", "_c0:float=0.12345678901234,0.1234567890123456,1.2345678912345679e+08"},
		{"missing in ints", CSV{}, "1,x\n,y\n3,z\n", "_c0:float=1,null,3 _c1:string=x,y,z"},
		{"missing first", CSV{}, ",,\n1,1.5,x\n", "_c0:float=null,1 _c1:float=null,1.5 _c2:string=,x"},
		{"missing everywhere", CSV{}, "1,\n2,\n", "_c0:int=1,2 _c1:float=null,null"},
		{"white space is missing", CSV{}, "1,x\n ,  \n", "_c0:float=1,null _c1:string=x,"},
		{"null value", CSV{NullValue: "?"}, "1,a\n?,?\n3,b\n", "_c0:float=1,null,3 _c1:string=a,,b"},
		{"null value that is a number", CSV{NullValue: "0"}, "0,1\n2,0\n", "_c0:float=null,2 _c1:float=1,null"},
		{"text stays text", CSV{}, "a\n1\n2.50\n", "_c0:string=a,1,2.50"},
		{"named strings", CSV{Strings: []string{"_c1"}}, "1,007\n2,\n", "_c0:int=1,2 _c1:string=007,"},
		{"quotes", CSV{}, `"a","b ""c"", d","1.5",""` + "\n", `_c0:string=a _c1:string=b "c", d _c2:float=1.5 _c3:float=null`},
		{"only quotes", CSV{}, `a,""""` + "\n", `_c0:string=a _c1:string="`},
		{"line end in quotes", CSV{}, "\"a\r\nb\",1\nc,2\n", "_c0:string=a\r\nb,c _c1:int=1,2"},
		{"a quote inside a field", CSV{}, "5\" disk,1\n", "_c0:string=5\" disk _c1:int=1"},
		{"CRLF", CSV{}, "1,a\r\n2,b\r\n", "_c0:int=1,2 _c1:string=a,b"},
		{"CR alone", CSV{}, "1,a\r2,b\r", "_c0:int=1,2 _c1:string=a,b"},
		{"byte order mark", CSV{Header: true}, "\ufeffa\n1\n", "a:int=1"},
		{"blank lines", CSV{}, "\n \n1,2\n\t\n\r\n3,4\n \n", "_c0:int=1,3 _c1:int=2,4"},
		{"no line end at the end", CSV{}, "1,2\n3,4", "_c0:int=1,3 _c1:int=2,4"},
		{"a comma at the end", CSV{}, "1,2\n3,", "_c0:int=1,3 _c1:float=2,null"},
		{"semicolons", CSV{Comma: ';'}, "1;2,5\n", "_c0:int=1 _c1:string=2,5"},
		{"tabs", CSV{Comma: '\t'}, "1\t\t3\n", "_c0:int=1 _c1:float=null _c2:int=3"},
		{"other alphabets", CSV{Header: true}, "naïve,名\n1,é\n", "naïve:int=1 名:string=é"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := dump(parse(t, tt.csv, tt.text)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestCSVParseErrors(t *testing.T) {
	const advice = " as above; CSV's NullValue makes it missing, Strings the column text"
	long := strings.Repeat("z", 60)
	tests := []struct {
		name string
		csv  CSV
		text string
		want string
	}{
		{"empty", CSV{}, "", "data: x.csv: the file is empty"},
		{"blank", CSV{}, "\n \r\n", "data: x.csv: the file holds no rows"},
		{"binary", CSV{}, "1,2\n\x00\x01", "data: x.csv: line 2 has a zero byte: a binary file or UTF-16, where UTF-8 text is wanted"},
		{"text among numbers", CSV{}, "1,2,3\n4,5,abc\n", `data: x.csv:2:3: "abc" is not a number` + advice},
		{"text among floats", CSV{}, "1.5\n\n\n0x10\n", `data: x.csv:4:1: "0x10" is not a number` + advice},
		{"text after a gap", CSV{}, ",\n1,\nx,\n", `data: x.csv:3:1: "x" is not a number` + advice},
		{"long text among numbers", CSV{}, "1\n" + long + "\n", `data: x.csv:2:1: "` + long[:40] + `..." is not a number` + advice},
		{"line numbers count line ends in quotes", CSV{}, "\"a\nb\",1\nc,d\n", `data: x.csv:3:2: "d" is not a number` + advice},
		{"short row", CSV{}, "1,2,3\n4,5\n", "data: x.csv:2:3: the row has 2 fields, the first row has 3"},
		{"long row", CSV{}, "1,2\n4,5,6,7\n", "data: x.csv:2:3: the row has 4 fields, the first row has 2"},
		{"short row under a header", CSV{Header: true}, "a,b\n1\n", "data: x.csv:2:2: the row has 1 fields, the first row has 2"},
		{"open quote", CSV{}, "1,2\n3,\"a\n\n", "data: x.csv:2:2: the quote is not closed"},
		{"text behind a quote", CSV{}, "\"a\"b,c\n", `data: x.csv:1:1: "b,c" follows the closing quote`},
		{"Latin-1", CSV{}, "1,caf\xe9\n", `data: x.csv:1:2: "caf\xe9" is not UTF-8 text`},
		{"Latin-1 header", CSV{Header: true}, "1,caf\xe9\n", `data: x.csv:1:2: "caf\xe9" is not UTF-8 text`},
		{"repeated name", CSV{Header: true}, "a,a,a1\n1,2,3\n", `data: x.csv:1:3: the name "a1" is that of column 2 already`},
		{"unknown string column", CSV{Strings: []string{"_c9"}}, "1,2\n", `data: CSV: Strings: no column "_c9" (did you mean _c0 or _c1?)`},
		{"comma of two bytes", CSV{Comma: '→'}, "1,2\n", "data: CSV: '→' cannot separate fields"},
		{"digit for comma", CSV{Comma: '1'}, "1,2\n", "data: CSV: '1' cannot separate fields"},
		{"negative comma", CSV{Comma: -1}, "1,2\n", "data: CSV: '�' cannot separate fields"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.csv.Parse(strings.NewReader(tt.text), "x.csv")
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// The memory taken beforehand is in proportion to the text, not to lines times fields.
func TestCSVHostileShape(t *testing.T) {
	const n = 4000
	text := strings.Repeat(",", n) + strings.Repeat("\n", n)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	df := parse(t, CSV{}, text)
	runtime.ReadMemStats(&after)
	if df.Nrow() != 1 || df.Ncol() != n+1 {
		t.Errorf("%d rows of %d columns", df.Nrow(), df.Ncol())
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 32<<20 {
		t.Errorf("%d bytes for a text of %d", took, len(text))
	}
}

func TestReadCSVMissingFile(t *testing.T) {
	for _, path := range []string{filepath.Join("..", "Data", "none.data"), t.TempDir()} {
		_, err := ReadCSV(path)
		if err == nil || !strings.HasPrefix(err.Error(), "data: ") || !strings.Contains(err.Error(), path) {
			t.Errorf("ReadCSV(%s): %v", path, err)
		}
	}
}

// Every cell is what Go's own parsers make of the file.
func TestReadCSVSpambase(t *testing.T) {
	path := realSpambase(t)
	df, err := ReadCSV(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if df.Nrow() != 4601 || df.Ncol() != 58 || len(records) != 4601 {
		t.Fatalf("%d×%d, of %d records", df.Nrow(), df.Ncol(), len(records))
	}
	for j, typ := range df.Types() {
		if want := map[bool]series.Type{true: series.Int, false: series.Float}[j >= 55]; typ != want {
			t.Errorf("column %d is %s, want %s", j, typ, want)
		}
		for i, record := range records {
			want, err := strconv.ParseFloat(record[j], 64)
			if err != nil {
				t.Fatal(err)
			}
			if got := df.Elem(i, j).Float(); got != want {
				t.Fatalf("row %d, column %d: %v, want %v", i, j, got, want)
			}
		}
	}
}

func TestDecimal(t *testing.T) {
	digits := "0123456789012345678901234567890"
	for n := 1; n <= 20; n++ {
		for point := 0; point <= n; point++ {
			for _, start := range []int{0, 1, 7} {
				text := digits[start:start+point] + "." + digits[start+point:start+n]
				want, err := strconv.ParseFloat("-"+text, 64)
				if err != nil {
					t.Fatal(err)
				}
				d := scanDecimal([]byte("-" + text + ",5"))
				if n > 15 {
					if d.len != 0 {
						t.Errorf("%s: %d digits taken", text, n)
					}
					continue
				}
				if got := d.float(); math.Float64bits(got) != math.Float64bits(want) || d.len != n+2 {
					t.Errorf("%s: %v of %d bytes, want %v", text, got, d.len, want)
				}
			}
		}
	}
}

func BenchmarkReadCSV(b *testing.B) {
	path := realSpambase(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadCSV(path); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGotaReadCSV is what BenchmarkReadCSV is measured by.
func BenchmarkGotaReadCSV(b *testing.B) {
	path := realSpambase(b)
	b.ReportAllocs()
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		if df := dataframe.ReadCSV(f, dataframe.HasHeader(false)); df.Err != nil {
			b.Fatal(df.Err)
		}
		f.Close()
	}
}
