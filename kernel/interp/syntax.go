package interp

import (
	"bytes"
	"regexp"
	"strings"
)

// Syntax errors that are told in another way.
var (
	notEnded = regexp.MustCompile(`^expected ';', found (.*)$`)
	magic    = regexp.MustCompile(`^\s*(%{1,2}[a-z]|![a-z]+ )`)
)

// syntaxWords puts an error of the scanner or the parser, which is about the
// given line, into words for people who know another language better.
func syntaxWords(msg, line string) string {
	if strings.HasSuffix(msg, "found 'EOF'") {
		return "unexpected end of the file"
	}
	if m := notEnded.FindStringSubmatch(msg); m != nil {
		msg = "unexpected " + m[1] + " at the end of a statement"
	}
	if help := syntaxAdvice(msg, line); help != "" {
		msg += "; " + help
	}
	return msg
}

// syntaxAdvice says what may help against a syntax error, or nothing.
func syntaxAdvice(msg, line string) string {
	switch {
	case msg == "illegal rune literal":
		return "texts stand between double quotes"
	case msg == "unexpected comma; expecting ]", msg == "expected 1 expression" && strings.HasPrefix(strings.TrimSpace(line), "["):
		return "a list begins with its type: []int{1, 2, 3}"
	case msg == "expected 1 expression":
		return "fmt.Println shows several values"
	case strings.HasPrefix(msg, "illegal character U+0023"):
		return "comments begin with //"
	case msg == "expected statement, found 'else'":
		return "else stands on the line of the } before it"
	case msg == "expected '{', found newline", strings.HasPrefix(msg, "unexpected newline, expecting {"):
		return "the { stands on the same line"
	case msg == "expected operand, found '{'", msg == "illegal label declaration" && strings.HasPrefix(strings.TrimSpace(line), "{"):
		return `a literal begins with its type: map[string]int{"a": 1}`
	case msg == "expected '==', found '='":
		return equalsAdvice(line)
	case msg == "missing ',' in composite literal" && named.MatchString(line):
		return fieldsByColon
	case strings.HasSuffix(msg, "at the end of a statement") && condition.MatchString(line):
		return "a block stands in braces: if … { … }"
	case strings.Contains(line, "++") || strings.Contains(line, "--"):
		return "n++ is a statement, in a line of its own, and no value"
	case msg == "expected boolean expression, found assignment (missing parentheses around composite literal?)":
		return "== compares"
	}
	return ""
}

var (
	condition = regexp.MustCompile(`^\s*(if|for)\b[^{]*$`)
	named     = regexp.MustCompile(`[\w\]][({]([^=]*,)?\s*\w+\s*=`)
)

// fieldsByColon is advice about T{Name=value} and f(name=value).
const fieldsByColon = "only fields have names, with a colon: T{Name: value}"

// equalsAdvice is about an = in the middle of a line.
func equalsAdvice(line string) string {
	switch {
	case strings.HasPrefix(strings.TrimSpace(line), "if"):
		return "== compares"
	case named.MatchString(line):
		return fieldsByColon
	}
	return "one line gives one value: y = 3, then x = y"
}

// A phrase is how another language begins what Go says otherwise. The answer may
// refer to parts of the line by $1.
type phrase struct {
	line   *regexp.Regexp
	answer string
}

const (
	noShell  = "cells run no shell commands: a terminal does, or exec.Command of package os/exec"
	noMagics = "cells have no magics: leave out what begins with %"
)

// openings are phrases that lines begin with.
var openings = []phrase{
	{regexp.MustCompile(`^(!|\$|(pip3?|conda|cd|ls|echo|apt) ["\w./-])`), noShell},
	{regexp.MustCompile(`^%%?time(it)?\b`), noMagics + "; time.Since(start) measures time"},
	{regexp.MustCompile(`^%`), noMagics},
	{regexp.MustCompile(`^def (\w+)`), "a function is a func, with types: func $1(x float64) float64 { … }"},
	{regexp.MustCompile(`^class (\w+)`), "a class is a type with methods: type $1 struct { … }, then func ($1) Name() { … }"},
	{regexp.MustCompile(`^for (\w+) in range\((\w+)\)`), "a loop over numbers is for $1 := range $2 { … }"},
	{regexp.MustCompile(`^for (\w+) in range\(`), "a loop over numbers is for $1 := 0; $1 < n; $1++ { … }"},
	{regexp.MustCompile(`^for (\w+) in (\w+):?`), "a loop over elements is for _, $1 := range $2 { … }"},
	{regexp.MustCompile(`^while\s*\(?(.+?)\)?\s*[:{]`), "a loop is a for: for $1 { … }"},
	{regexp.MustCompile(`^while\b`), "a loop is a for: for n > 0 { … }"},
	{regexp.MustCompile(`^elif\b`), "} else if … { begins the other branch, on the line of the }"},
	{regexp.MustCompile(`^(if|else)\b([^{]*):\s*$`), "a block stands in braces: $1$2 { … }"},
	{regexp.MustCompile(`^((try|except)\b|(raise|throw) \w)`), "functions return their errors: if err != nil { … }; must(f()) stops at one"},
	{regexp.MustCompile(`^with .*:$`), "defer f.Close() closes what the line before has opened"},
	{regexp.MustCompile(`^(from|import) (numpy|pandas|matplotlib|sklearn|tensorflow|keras|torch|pyspark|scipy|seaborn)\b`), "$2"},
	{regexp.MustCompile(`^(from golab import|import golab\.|import golab/) ?(\w+)`), `an import has its path in quotes: import "golab/$2"`},
	{regexp.MustCompile(`^(from|import) (\w+(/\w+)*)`), `an import has its path in quotes: import "$2"`},
	{regexp.MustCompile(`^type\((.+)\)$`), `fmt.Printf("%T\n", $1) prints the type`},
	{regexp.MustCompile(`^print (["'\w].*)`), "fmt.Println($1) prints"},
	{regexp.MustCompile(`^assert ([^:=].*)`), "there is no assert: if !($1) { panic(\"…\") }"},
	{regexp.MustCompile(`^(let|auto|int|float|double|char|bool|string|float64) (\w+)\s*=`), "a new variable is declared by :=, as in $2 := 3"},
	{regexp.MustCompile(`^(\w+) :?= (.+) if (.+) else (.+)`), "if is no value: write if $3 { $1 = $2 } else { $1 = $4 }"},
	{regexp.MustCompile(`^[^"]*"""`), "texts of several lines stand between back quotes"},
}

// turns are phrases that lines hold anywhere but in their texts and comments.
var turns = []phrase{
	{regexp.MustCompile(`#`), "comments begin with //"},
	{regexp.MustCompile(`\blambda (\w+)`), "a function without a name is func($1 float64) float64 { return … }"},
	{regexp.MustCompile(`\?.*:`), "there is no ?: operator: if is a statement"},
	{regexp.MustCompile(`\[.* for \w+ in `), "a loop with append makes a slice of another: for _, x := range xs { ys = append(ys, 2*x) }"},
	{regexp.MustCompile(` in \w+`), "_, found := m[key] tells whether a map has a key, slices.Contains searches a slice"},
	{regexp.MustCompile(`\bnew \w+\(`), "T{…} makes a struct, new(T) a pointer to one"},
	{regexp.MustCompile(`\bf"`), "values go into a text by fmt.Sprintf(\"… %v …\", x)"},
	{regexp.MustCompile(`\b(not|and|or) \w`), "and, or and not are &&, || and !"},
	{regexp.MustCompile(` is (not )?\w`), "== and != compare"},
}

// pythons says what there is in place of Python's packages.
var pythons = map[string]string{
	"numpy":      `import "gonum.org/v1/gonum/mat" has matrices`,
	"scipy":      `import "gonum.org/v1/gonum/stat" and its neighbours have mathematics`,
	"pandas":     `import "golab/data" reads tables`,
	"matplotlib": `import "golab/plots" draws`,
	"seaborn":    `import "golab/plots" draws`,
	"sklearn":    `import "golab/learn" has some of its names`,
	"pyspark":    `import "golab/labs" has some of its names`,
	"tensorflow": `import "golab/nn" has neural networks`,
	"keras":      `import "golab/nn" has neural networks`,
	"torch":      `import "golab/nn" has neural networks`,
}

// foreignLine answers a line of another language that has a syntax error, or
// returns nothing.
func foreignLine(line string) string {
	line = strings.TrimSpace(line)
	if answer := answered(line, openings); answer != "" {
		return answer
	}
	return answered(texts.ReplaceAllString(line, `""`), turns)
}

// texts matches what is no code in a line.
var texts = regexp.MustCompile(`"(\\.|[^"\\])*("|$)|//.*`)

func answered(line string, phrases []phrase) string {
	for _, p := range phrases {
		m := p.line.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		answer := string(p.line.ExpandString(nil, braced.ReplaceAllString(p.answer, "$${$1}"), line, m))
		if there := pythons[answer]; there != "" {
			return pythonOnly(answer)
		}
		return answer
	}
	return ""
}

// braced matches the numbers in answers, which may be followed by letters.
var braced = regexp.MustCompile(`\$(\d)`)

// pythonOnly says what there is in place of a package of Python.
func pythonOnly(name string) string { return name + " is a package of Python; here " + pythons[name] }

// lineOf returns a line of a text, counted from 1, or nothing when there is none.
func lineOf(text []byte, n int) string {
	lines := bytes.Split(text, []byte("\n"))
	if n < 1 || n > len(lines) {
		return ""
	}
	return string(lines[n-1])
}
