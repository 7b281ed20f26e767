package data

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// uci is how UCI's spambase.names begins and goes on, shortened to two columns.
const uci = `| SPAM E-MAIL DATABASE ATTRIBUTES (in .names format)
|
| 48 continuous real [0,100] attributes of type word_freq_WORD
| = percentage of words in the e-mail that match WORD: 100 * n / total

1, 0.    | spam, non-spam classes

word_freq_make:         continuous.
char_freq_;:            continuous. | with a comment
`

func TestParseNames(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []string
	}{
		{"course's file", "a:  continuous.\nchar_freq_;: continuous.\nspam_ham:   binary.", []string{"a", "char_freq_;", "spam_ham"}},
		{"UCI's file", uci, []string{"word_freq_make", "char_freq_;", "spam_ham"}},
		{"CRLF and a byte order mark", "\ufeff" + strings.ReplaceAll(uci, "\n", "\r\n"), []string{"word_freq_make", "char_freq_;", "spam_ham"}},
		{"blanks", "  a b :c\n\n\t\n", []string{"a b"}},
		{"first colon counts", "a:b:c\n", []string{"a"}},
	}
	for _, tt := range tests {
		got, err := parseNames([]byte(tt.text), "x.names")
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

func TestParseNamesErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "data: x.names: the file is empty"},
		{"| only a comment\n\n", "data: x.names: the file holds no names"},
		{"1, 0.\n", "data: x.names: the file holds no names"},
		{"a: b\nword freq\n", `data: x.names:2:1: "word freq" has no colon, as in "name: type."`},
		{"word freq\n", `data: x.names:1:1: "word freq" has no colon, as in "name: type."`},
		{"1, 0.\n2, 3.\n", `data: x.names:2:1: "2, 3." has no colon, as in "name: type."`},
		{"a: b\n: b\n", "data: x.names:2:1: there is no name before the colon"},
		{"a: b\n\na: c\n", `data: x.names:3:1: the name "a" is on line 1 already`},
		{"1, 0.\nspam_ham: b\n", `data: x.names:2:1: the name "spam_ham" is that of the label, which the line of classes stands for`},
		{"a: b\ncaf\xe9: b\n", `data: x.names:2:1: "caf\xe9: b" is not UTF-8 text`},
		{"a\x00: b\n", "data: x.names: line 1 has a zero byte: a binary file or UTF-16, where UTF-8 text is wanted"},
	}
	for _, tt := range tests {
		_, err := parseNames([]byte(tt.text), "x.names")
		if err == nil || err.Error() != tt.want {
			t.Errorf("%q: %v, want %s", tt.text, err, tt.want)
		}
	}
}

func TestReadNamesMissingFile(t *testing.T) {
	_, err := ReadNames("none.names")
	if err == nil || !strings.HasPrefix(err.Error(), "data: open none.names: ") {
		t.Errorf("%v", err)
	}
}

// The names in the code are those of the course's file.
func TestSpambaseColumns(t *testing.T) {
	realSpambase(t)
	names, err := ReadNames(filepath.Join("..", "..", "shared", "data", spambaseNames))
	if err != nil || !slices.Equal(names, spambaseColumns()) {
		t.Errorf("the file has %q, %v", names, err)
	}
}

func ExampleReadNames() {
	dir, err := os.MkdirTemp("", "golab")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "shapes.names")
	os.WriteFile(path, []byte("height: continuous.\nlabel: binary.\n"), 0o666)
	names, err := ReadNames(path)
	fmt.Println(names, err)
	// Output:
	// [height label] <nil>
}
