package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// Errors of the type checker for which there may be advice.
var (
	undefined      = regexp.MustCompile(`^undefined: (\w+)$`)
	notInPackage   = regexp.MustCompile(`^undefined: (\w+)\.(\w+)$`)
	notInType      = regexp.MustCompile(`^.*\.(\w+) undefined \(type .* has no field or method \w+(, but does have unexported (?:field|method) \w+)?\)$`)
	unknownField   = regexp.MustCompile(`^unknown field (\w+) in struct literal of type `)
	textForValue   = regexp.MustCompile(`^cannot use ".*" \((?:untyped string constant|constant of type string)\) as (\w+)\.(\w+) value in `)
	pointerOnly    = regexp.MustCompile(`^cannot use .* \(method \w+ has pointer receiver\)$`)
	notUsed        = regexp.MustCompile(`^.* \(.*\) is not used$`)
	mismatched     = regexp.MustCompile(`\(mismatched types (u?int\d*|float\d\d) and (u?int\d*|float\d\d)\)$`)
	textAndNumber  = regexp.MustCompile(`\+.*\(mismatched types (?:(?:untyped )?string and (?:untyped )?u?(?:int|float)\d*|(?:untyped )?u?(?:int|float)\d* and (?:untyped )?string)\)$`)
	returnsTooMuch = regexp.MustCompile(`^too many return values\n\thave .*\n\twant \(\)$`)
	otherNumber    = regexp.MustCompile(`^cannot use .* \((?:variable|value) of type u?(?:int|float)\d*\) as (u?int\d*|float\d\d) value in `)
	truncated      = regexp.MustCompile(`^.* \((?:untyped float )?constant.*\) truncated to u?int\d*$|^cannot use .* as u?int\d* value in .* \(truncated\)$`)
	otherType      = regexp.MustCompile(`^cannot use .* as (?:u?int\d*|float\d\d|string|bool) value in assignment(?: \(truncated\))?$`)
	negativeIndex  = regexp.MustCompile(`^invalid argument: index -\d+ \(.*\) must not be negative$`)
	sliceAndNumber = regexp.MustCompile(`\(mismatched types (?:\[\]\w+ and (?:untyped )?u?(?:int|float)\d*|(?:untyped )?u?(?:int|float)\d* and \[\]\w+)\)$`)
	sumOfSlices    = regexp.MustCompile(`^invalid operation: operator \+ not defined on .* of type \[\]`)
	chained        = regexp.MustCompile(`^invalid operation: .*[<>].* \(mismatched types untyped bool and `)
	indexedFrame   = regexp.MustCompile(`^cannot index .* of struct type dataframe\.DataFrame\)$`)
	mustOfOne      = regexp.MustCompile(`^not enough arguments in call to must\n\thave \((.*)\)\n`)
	checkOfTwo     = regexp.MustCompile(`^too many arguments in call to check\n\thave \(.*, error\)\n`)
	tooMany        = regexp.MustCompile(`^(multiple-value .* in single-value context|assignment mismatch: 1 variable but .* returns 2 values)$`)
)

// advice says what may help against an error of the type checker, as the end of
// its message, or nothing where there is no good guess.
func (k *checker) advice(msg string, pos token.Pos) string {
	help := k.aboutMissing(msg, pos)
	if help == "" {
		help = k.aboutUse(msg, pos)
	}
	if help == "" {
		return ""
	}
	return "; " + help
}

// aboutMissing is advice about names and values that are not there.
func (k *checker) aboutMissing(msg string, pos token.Pos) string {
	if m := undefined.FindStringSubmatch(msg); m != nil {
		return k.aboutName(m[1], pos)
	} else if m := notInPackage.FindStringSubmatch(msg); m != nil {
		return didYouMean(m[2], k.exported(m[1]))
	} else if m := notInType.FindStringSubmatch(msg); m != nil {
		return k.aboutMember(m[1], pos)
	} else if m := unknownField.FindStringSubmatch(msg); m != nil {
		return k.fields(pos)
	} else if m := textForValue.FindStringSubmatch(msg); m != nil {
		return k.valuesOf(m[1], m[2])
	}
	return ""
}

// aboutUse is advice about values that are not used as their types want it.
func (k *checker) aboutUse(msg string, pos token.Pos) string {
	inBody := k.body != nil && k.body.Pos() <= pos && pos < k.body.End()
	if m := mismatched.FindStringSubmatch(msg); m != nil {
		return wider(m[1], m[2]) + "(…) converts"
	} else if m := otherNumber.FindStringSubmatch(msg); m != nil {
		return m[1] + "(…) converts"
	} else if m := mustOfOne.FindStringSubmatch(msg); m != nil {
		return instead(m[1])
	}
	switch {
	case checkOfTwo.MatchString(msg):
		return "must(…) is for a value and an error"
	case otherType.MatchString(msg) && k.named(pos):
		return "a variable keeps its type, := declares a new one"
	case truncated.MatchString(msg):
		return "an int has no fraction, float64(…) converts"
	case negativeIndex.MatchString(msg):
		return "indices count from the front: s[len(s)-1] is the last"
	case sliceAndNumber.MatchString(msg):
		return "a loop goes through the elements: for i := range s { … }"
	case sumOfSlices.MatchString(msg):
		return "append(a, b...) joins slices"
	case chained.MatchString(msg):
		return "two comparisons are joined by &&"
	case indexedFrame.MatchString(msg):
		return `data.Column(df, "name") has the numbers of a column`
	case msg == "missing return":
		return "return gives the result"
	case pointerOnly.MatchString(msg):
		return "a pointer does: put & before it"
	case notUsed.MatchString(msg) && inBody:
		return "only the last value of a cell is shown, fmt.Println shows others"
	case tooMany.MatchString(msg) && k.sc.objects["must"] != nil && k.orError(pos):
		return "must(…) around the call keeps the value and stops at an error"
	case textAndNumber.MatchString(msg):
		return "fmt.Sprint(…) makes a text of a number"
	case strings.HasPrefix(msg, "invalid operation: cannot indirect") && strings.Contains(k.line(pos), "**"):
		return "math.Pow(x, y) is the power"
	case returnsTooMuch.MatchString(msg) && inBody:
		return "the last line of a cell is its value, without return"
	case returnsTooMuch.MatchString(msg):
		return "the type of the result stands behind the parameters"
	}
	return ""
}

// line returns the line of the cell that pos is in.
func (k *checker) line(pos token.Pos) string { return lineOf(k.d.src, k.at(pos).Line) }

// instead returns what to say in place of must around a call with one result.
func instead(result string) string {
	if result == "error" {
		return "check(…) is for an error alone"
	}
	return "what returns no error needs no must"
}

// named reports whether the value at pos is given to a variable by its name alone.
func (k *checker) named(pos token.Pos) bool {
	as, ok := k.enclosing(pos).(*ast.AssignStmt)
	if !ok {
		ast.Inspect(k.file, func(n ast.Node) bool {
			if a, is := n.(*ast.AssignStmt); is && a.Rhs[0].Pos() == pos {
				as = a
			}
			return true
		})
	}
	if as == nil || len(as.Lhs) != 1 {
		return false
	}
	_, plain := as.Lhs[0].(*ast.Ident)
	return plain
}

// wider returns the type of numbers to which the other is best converted.
func wider(a, b string) string {
	if strings.HasPrefix(b, "float") && !strings.HasPrefix(a, "float") {
		return b
	}
	return a
}

// callsItself is advice about f := func() { f() }.
const callsItself = "a function that calls itself is declared by func, or by var before it gets its value"

// aboutName returns advice about a name that nobody has declared: the package to
// import, that = does not declare, or the name that was meant.
func (k *checker) aboutName(name string, pos token.Pos) string {
	if (name == "must" || name == "check") && k.body == nil {
		return "notebooks have it, a program says if err != nil"
	}
	outer := k.enclosing(pos)
	sel, selects := outer.(*ast.SelectorExpr)
	if selects = selects && sel.X.Pos() == pos; selects {
		if imports := k.packages(name); imports != "" {
			return imports
		}
	}
	if k.recursive(name, pos) {
		return callsItself
	}
	if help := elsewhereNames[name]; help != "" {
		return help
	}
	if help := didYouMean(name, k.visible(pos)); help != "" {
		return help
	}
	if selects {
		if help := k.nearPackage(name); help != "" {
			return help
		}
	}
	if field, ok := outer.(*ast.Field); ok && field.Type.Pos() == pos && len(field.Names) == 0 && k.isParameter(field) {
		return fmt.Sprintf("a parameter has a type: %s float64", name)
	}
	if as, ok := outer.(*ast.AssignStmt); ok && as.Tok == token.ASSIGN {
		if slices.ContainsFunc(as.Lhs, func(e ast.Expr) bool { return e.Pos() == pos }) {
			return "a new variable is declared by :="
		}
	}
	told := func(f fault) bool { return strings.HasPrefix(f.msg, "undefined: "+name+";") }
	if k.body != nil && !slices.ContainsFunc(k.faults, told) {
		return "no cell that has run declares it"
	}
	return ""
}

// nearPackage asks for a package whose name is most like the given one.
func (k *checker) nearPackage(name string) string {
	names := map[string]string{}
	for _, p := range offeredPaths(k.lib) {
		if alike(name, baseOf(p)) {
			names[baseOf(p)] = fmt.Sprintf("did you mean %s? import %q", baseOf(p), p)
		}
	}
	for near, help := range names {
		if len(names) == 1 || strings.HasPrefix(strings.ToLower(name), near) {
			return help
		}
	}
	return ""
}

// isParameter reports whether a field is one of a function's parameters.
func (k *checker) isParameter(field *ast.Field) bool {
	found := false
	ast.Inspect(k.file, func(n ast.Node) bool {
		if f, ok := n.(*ast.FuncType); ok && f.Params != nil {
			found = found || slices.Contains(f.Params.List, field)
		}
		return !found
	})
	return found
}

// recursive reports whether pos is in the function that a := gives to the name.
func (k *checker) recursive(name string, pos token.Pos) bool {
	found := false
	ast.Inspect(k.file, func(n ast.Node) bool {
		as, ok := n.(*ast.AssignStmt)
		if !ok || as.Tok != token.DEFINE || pos < as.TokPos || as.End() <= pos {
			return true
		}
		for i, left := range as.Lhs {
			if id, ok := left.(*ast.Ident); ok && id.Name == name && i < len(as.Rhs) {
				_, literal := as.Rhs[i].(*ast.FuncLit)
				found = found || literal
			}
		}
		return true
	})
	return found
}

// orError reports whether the call at or behind pos in its statement returns one
// value and an error, which is what must takes.
func (k *checker) orError(pos token.Pos) bool {
	found := false
	ast.Inspect(k.file, func(n ast.Node) bool {
		var call *ast.CallExpr
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Pos() == pos && len(n.Rhs) == 1 {
				call, _ = n.Rhs[0].(*ast.CallExpr)
			}
		case *ast.ValueSpec:
			if n.Pos() == pos && len(n.Values) == 1 {
				call, _ = n.Values[0].(*ast.CallExpr)
			}
		case *ast.CallExpr:
			if n.Pos() == pos {
				call = n
			}
		}
		if call == nil || found {
			return !found
		}
		if sig, ok := k.info.Types[call.Fun].Type.(*types.Signature); ok && sig.Results().Len() == 2 {
			found = sig.Results().At(1).Type() == types.Universe.Lookup("error").Type()
		}
		return true
	})
	return found
}
