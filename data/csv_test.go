package data

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/go-gota/gota/dataframe"
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

func BenchmarkReadCSV(b *testing.B) {
	path := realSpambase(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadCSV(path); err != nil {
			b.Fatal(err)
		}
	}
}
func BenchmarkGotaReadCSV(b *testing.B) {
	path := realSpambase(b)
	b.ReportAllocs()
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		df := dataframe.ReadCSV(f, dataframe.HasHeader(false))
		if df.Err != nil {
			b.Fatal(df.Err)
		}
		f.Close()
	}
}
