package interp

import (
	"bytes"
	"go/types"
	"regexp"
	"strings"
)

// typeText returns a type as users write it.
func typeText(t types.Type) string { return plain(types.TypeString(t, qualifier)) }

// signature returns the part of a function's type behind its name.
func signature(sig *types.Signature) string {
	var b bytes.Buffer
	types.WriteSignature(&b, sig, qualifier)
	return plain(b.String())
}

// qualifier names packages as cells do.
func qualifier(p *types.Package) string {
	if p.Path() == mainPackage.Path() {
		return ""
	}
	return p.Name()
}

var byteSlice = regexp.MustCompile(`\[\]uint8\b`)

// plain puts types into the words of users: those of compiled packages, which
// come from reflection, know neither any nor byte.
func plain(s string) string {
	s = strings.ReplaceAll(s, "interface{}", "any")
	return byteSlice.ReplaceAllString(s, "[]byte")
}
