package labs

// Prelude is the Go source with which a notebook session starts: must gives the
// value of a call that may fail, check takes what can only fail, and both panic with
// the error itself, which the session shows as one line.
const Prelude = `func must[T any](v T, err error) T { check(err); return v }
func check(err error) {
	if err != nil {
		panic(err)
	}
}
`
