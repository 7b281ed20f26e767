package kernel

// An Assistant helps to write cells: it completes names, tells what they are and
// whether a cell is finished. An [Engine] that is one serves front ends with it.
// All three may be called while a cell runs. Offsets count bytes.
type Assistant interface {
	// Complete returns what may stand at the cursor.
	Complete(code string, cursor int) Completion

	// Inspect returns help about the name at or before the cursor, with more of it,
	// such as the source of the user's own functions, when detailed. It reports
	// false when there is none.
	Inspect(code string, cursor int, detailed bool) (Help, bool)

	// Completeness says whether the cell can be run as it stands.
	Completeness(code string) Completeness
}

// A Completion is what may replace the bytes of the code from Start up to End.
type Completion struct {
	Start, End int
	Items      []CompletionItem
}

// A CompletionItem is one name. Type is a word that front ends have an icon for:
// "function", "instance", "class", "module", "keyword", "param", "property" or
// "statement". Signature is the part of a function's type behind its name.
type CompletionItem struct {
	Text, Type, Signature string
}

// Help is the description of a name, as text and as Markdown.
type Help struct {
	Text, Markdown string
}

// A Completeness says what is to be done with a cell in a console, where Enter
// runs it if it is finished. Status is "complete", "incomplete", "invalid" or
// "unknown", the words of the protocol; Indent is what the next line begins with.
type Completeness struct {
	Status, Indent string
}
