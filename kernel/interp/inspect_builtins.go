package interp

// A wordHelp is help about a word of the language.
type wordHelp struct{ signature, doc string }

// builtins are the predeclared names that have no type of their own.
var builtins = map[string]wordHelp{
	"append":  {"append(slice []T, values ...T) []T", "The slice with the values at its end. The old slice may or may not share memory with it."},
	"cap":     {"cap(x) int", "How many elements a slice, array or channel has room for."},
	"clear":   {"clear(x)", "Empties a map, or sets all elements of a slice to zero."},
	"close":   {"close(c chan T)", "Says that nothing more will be sent; a loop over the channel ends."},
	"complex": {"complex(r, i) complex", "The complex number with the given real and imaginary part."},
	"copy":    {"copy(dst, src []T) int", "Copies elements from src to dst, as many as fit in the shorter one, and returns their number."},
	"delete":  {"delete(m map[K]V, key K)", "Removes a key from a map; nothing happens when it is not there."},
	"imag":    {"imag(c) float", "The imaginary part of a complex number."},
	"len":     {"len(x) int", "The number of elements of a slice, array, map or channel, or of bytes in a string."},
	"make":    {"make(T, size ...int) T", "A new slice, map or channel: make([]int, 3), make(map[string]int), make(chan int)."},
	"max":     {"max(x T, y ...T) T", "The largest of its arguments: numbers or strings."},
	"min":     {"min(x T, y ...T) T", "The smallest of its arguments: numbers or strings."},
	"new":     {"new(T) *T", "A pointer to a new variable, which is zero when T is a type."},
	"panic":   {"panic(v any)", "Stops the function and its callers, unless one of them recovers."},
	"print":   {"print(args ...)", "Writes its arguments to the error output; fmt.Print is the better choice."},
	"println": {"println(args ...)", "Writes its arguments and a newline to the error output; fmt.Println is the better choice."},
	"real":    {"real(c) float", "The real part of a complex number."},
	"recover": {"recover() any", "In a deferred function: ends a panic and returns its value, or nil when there is none."},
}

// predeclared are other names that every cell knows.
var predeclared = map[string]string{
	"any":        "Any value at all: the interface without methods.",
	"bool":       "true or false.",
	"byte":       "Another name for uint8.",
	"comparable": "A constraint: types whose values == compares.",
	"error":      "What functions return when they fail; nil means that they did not.",
	"false":      "The bool that is not true.",
	"int":        "A whole number of 64 bits, on most machines.",
	"iota":       "Counts the lines of a const declaration, from 0.",
	"nil":        "The zero value of pointers, slices, maps, channels, functions and interfaces.",
	"float32":    "A number of 32 bits with a fraction: about 7 decimal digits.",
	"float64":    "A number of 64 bits with a fraction: about 15 decimal digits.",
	"rune":       "Another name for int32: a character.",
	"string":     "Text: bytes in UTF-8 that cannot be changed.",
	"true":       "The bool that is not false.",
}

// keywords are the words of the language.
var keywords = map[string]wordHelp{
	"break":       {"break", "Leaves the innermost for, switch or select, or the labelled one."},
	"case":        {"case x, y:", "Begins what a switch or select does for these values."},
	"chan":        {"chan T", "The type of channels that carry values of type T between goroutines."},
	"const":       {"const name = value", "Declares a constant, whose value is known before the cell runs."},
	"continue":    {"continue", "Goes on with the next round of the loop."},
	"default":     {"default:", "Begins what a switch or select does when no case fits."},
	"defer":       {"defer f(x)", "Calls a function when the one around it returns."},
	"else":        {"if cond { … } else { … }", "What is done when the condition does not hold. It stands on the line of the } before it."},
	"fallthrough": {"fallthrough", "Goes on with the next case of a switch."},
	"for":         {"for i := 0; i < n; i++ { … }", "A loop: with three parts, with a condition only, or for i, v := range x."},
	"func":        {"func name(x T) R { … }", "Declares a function, or makes one without a name."},
	"go":          {"go f(x)", "Calls a function in a goroutine of its own, beside what follows."},
	"goto":        {"goto label", "Goes on at the label."},
	"if":          {"if cond { … }", "Does something when a condition holds. A short statement may precede it: if err := f(); err != nil { … }."},
	"import":      {`import "path"`, "Makes a package known to this cell and all that follow."},
	"interface":   {"interface { Method(x T) R }", "A type whose values have these methods."},
	"map":         {"map[K]V", "The type of tables from keys of type K to values of type V."},
	"package":     {"package name", "Begins the files of programs. Cells have none."},
	"range":       {"for i, v := range x { … }", "Goes through a slice, array, string, map, channel, number or iterator."},
	"return":      {"return x, y", "Ends the function with these results."},
	"select":      {"select { case v := <-c: … }", "Waits until one of several channels is ready."},
	"struct":      {"struct { Name T }", "A type whose values have these fields."},
	"switch":      {"switch x { case 1: … }", "Does what stands at the first case that fits. No break is needed."},
	"type":        {"type Name T", "Declares a type. Its methods stand in the same cell."},
	"var":         {"var name T = value", "Declares a variable. name := value is shorter."},
}
