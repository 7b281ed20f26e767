package spark

import (
	"errors"
	"strings"
)

// A plainError says in its own words what a server's error means.
type plainError struct {
	text string
	err  error
}

func (e *plainError) Error() string { return e.text }
func (e *plainError) Unwrap() error { return e.err }

// forgotten is what the server means by an object that is not in its cache.
const forgotten = "the server no longer has the model: it was deleted, or not used for some 15 minutes"

// mlError finds what matters in an error of Spark ML that says it badly: behind the
// signature of a function of many columns, or in terms of its own code.
func mlError(e *Error) error {
	const before = "failed due to: org.apache.spark.SparkException: "
	switch _, reason, found := strings.Cut(e.Message, before); {
	case found && e.Class == "FAILED_EXECUTE_UDF":
		return &plainError{strings.TrimRight(summary(reason), "."), e}
	case e.Class == "CONNECT_ML.CACHE_INVALID":
		return &plainError{forgotten, e}
	}
	return e
}

// errNoRows is of a frame that nothing can be learned from.
var errNoRows = errors.New("the frame has no rows")
