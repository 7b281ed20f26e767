package data

import (
	"fmt"
	"strings"
)

// Spambase is known by the names and sums of its files.
const (
	spambaseFile  = "spambase.data"
	spambaseNames = "spambase.data.names"
	spambaseURL   = "https://archive.ics.uci.edu/static/public/94/spambase.zip"

	// SHA-256 of the data with lines that end in LF, and in CRLF as UCI has them.
	spambaseSum     = "ebec58cfca94ea61c77df632314acae15bad410f4769d38b1a66cb41050e3431"
	spambaseSumCRLF = "b1ef93de71f97714d3d7d4f58fc9f718da7bbc8ac8a150eff2778616a8097b12"
)

// spambaseColumns returns the names of the 58 columns, the label last.
func spambaseColumns() []string {
	const words = "make address all 3d our over remove internet order mail receive will " +
		"people report addresses free business email you credit your font 000 money hp hpl " +
		"george 650 lab labs telnet 857 data 415 85 technology 1999 parts pm direct cs meeting " +
		"original project re edu table conference"
	var names []string
	for _, word := range strings.Fields(words) {
		names = append(names, "word_freq_"+word)
	}
	for _, char := range ";([!$#" {
		names = append(names, "char_freq_"+string(char))
	}
	for _, which := range []string{"average", "longest", "total"} {
		names = append(names, "capital_run_length_"+which)
	}
	return append(names, labelName)
}

// spambaseNamesText returns the names as the text of a file for ReadNames.
func spambaseNamesText() []byte {
	var b strings.Builder
	names := spambaseColumns()
	for _, name := range names[:len(names)-1] {
		fmt.Fprintf(&b, "%s: continuous.\n", name)
	}
	fmt.Fprintf(&b, "%s: binary.\n", labelName)
	return []byte(b.String())
}
