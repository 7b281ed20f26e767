package spark

import (
	"context"
	"errors"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"golab/spark/internal/wire"
)

// An Error is a failure that Spark reports.
type Error struct {
	Class    string // Spark's error class, such as TABLE_OR_VIEW_NOT_FOUND; may be empty
	SQLState string // such as 42P01; may be empty
	Message  string // Spark's whole text, often of many lines

	unauthenticated bool
}

// stoppedSpark begins the message of a server that still answers, but can compute nothing.
const stoppedSpark = "Cannot call methods on a stopped SparkContext."

// Error returns the error in one line: what went wrong first, then its class.
func (e *Error) Error() string {
	text := summary(e.Message)
	if rest := strings.TrimSpace(strings.TrimPrefix(text, "["+e.Class+"]")); rest != "" {
		text = rest
	}
	switch {
	case e.Class == "INVALID_HANDLE.SESSION_CLOSED", e.Class == "INVALID_HANDLE.SESSION_CHANGED", e.Class == "INVALID_HANDLE.SESSION_NOT_FOUND":
		text = "the server no longer has this session, because it was idle for too long or the server has been started anew; connect again: " + text
	case strings.HasPrefix(text, stoppedSpark):
		text = "Spark has ended within the server, as it does when its memory is full; start the server anew, with more memory: " + stoppedSpark
	}
	switch {
	case e.Class != "" && e.SQLState != "":
		return text + " (" + e.Class + ", SQLSTATE " + e.SQLState + ")"
	case e.Class != "":
		return text + " (" + e.Class + ")"
	}
	return text
}

// maxSummary is the length at which the line about an error is cut.
const maxSummary = 600

// summary returns the part of a message of Spark that says what is wrong, in one line.
// Behind it, messages have the plan, where in the query it was, the place in Spark's
// own source and Python's.
func summary(message string) string {
	text := message
	if _, after, ok := cutLast(text, "Traceback (most recent call last):"); ok {
		text = lastError(after)
	} else if i := strings.LastIndex(text, "Exception: ["); i >= 0 {
		text = text[i+len("Exception: "):]
	}
	for _, end := range []string{"\n\tat ", "\nDriver stacktrace", "\n\nDriver stacktrace", "\n== DataFrame ==", "\n== SQL", ";\n'", ";\n"} {
		text, _, _ = strings.Cut(text, end)
	}
	text, _, _ = strings.Cut(text, " SQLSTATE: ")
	text = strings.TrimRight(strings.Join(strings.Fields(text), " "), " ;")
	if len(text) > maxSummary {
		text = strings.ToValidUTF8(text[:maxSummary], "") + "…"
	}
	if text == "" {
		return "the server gives no reason"
	}
	return text
}

// cutLast cuts at the last place of a separator.
func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}

// lastError returns what stands behind the frames of a Python traceback: the first
// line that is not indented, and all up to the next stack of Java's.
func lastError(traceback string) string {
	lines := strings.Split(strings.TrimLeft(traceback, "\n"), "\n")
	for i, line := range lines {
		if line != "" && !strings.HasPrefix(line, " ") {
			return strings.Join(lines[i:], "\n")
		}
	}
	return traceback
}

// explain turns an error of gRPC into an *Error where Spark reported it, with the
// whole text, which the server is asked for.
func (l *link) explain(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case l.stopped.Load():
		return errStopped
	}
	st, ok := status.FromError(err)
	if !ok {
		return err
	}
	switch st.Code() {
	case codes.Canceled, codes.DeadlineExceeded:
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return err
	case codes.Unavailable:
		return &unreachableError{l.host, err}
	case codes.Unimplemented:
		return err
	}
	e := &Error{Message: st.Message(), unauthenticated: st.Code() == codes.Unauthenticated}
	if st.Code() == codes.ResourceExhausted {
		e.Message = "a message is larger than the connection takes: " + e.Message
	}
	id := e.readDetails(st)
	if id != "" {
		l.fetchDetails(ctx, e, id)
	}
	if e.Class == "" {
		e.Class = classOf(e.Message)
	}
	return mlError(e)
}

// readDetails reads what came with the status and returns the id by which there is
// more.
func (e *Error) readDetails(st *status.Status) (id string) {
	for _, detail := range st.Proto().GetDetails() {
		info := &wire.ErrorInfo{}
		if !strings.HasSuffix(detail.GetTypeUrl(), "/google.rpc.ErrorInfo") || proto.Unmarshal(detail.GetValue(), info) != nil {
			continue
		}
		e.Class, e.SQLState = info.GetMetadata()["errorClass"], info.GetMetadata()["sqlState"]
		id = info.GetMetadata()["errorId"]
	}
	return id
}

// fetchDetails asks the server for the whole message: the longest of the error and its
// causes. Without an answer the error stays as it is.
func (l *link) fetchDetails(ctx context.Context, e *Error, id string) {
	response := &wire.FetchErrorDetailsResponse{}
	err := l.conn.Invoke(l.outgoing(ctx), service+"FetchErrorDetails", &wire.FetchErrorDetailsRequest{
		SessionId: l.session, UserContext: l.user, ClientType: &l.agent, ErrorId: id,
		ClientObservedServerSideSessionId: l.observed.Load(),
	}, response)
	if err != nil || response.RootErrorIdx == nil {
		return
	}
	all := response.GetErrors()
	for i, depth := int(response.GetRootErrorIdx()), 0; i >= 0 && i < len(all) && depth <= len(all); depth++ {
		cause := all[i]
		if depth == 0 || len(cause.GetMessage()) > len(e.Message) {
			e.Message = cause.GetMessage()
		}
		if e.Class == "" {
			e.Class, e.SQLState = cause.GetSparkThrowable().GetErrorClass(), cause.GetSparkThrowable().GetSqlState()
		}
		if cause.CauseIdx == nil {
			break
		}
		i = int(cause.GetCauseIdx())
	}
}

// classOf returns the error class that a message begins with.
func classOf(message string) string {
	name, _, ok := strings.Cut(strings.TrimPrefix(message, "["), "]")
	if !ok || !strings.HasPrefix(message, "[") || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") != "" {
		return ""
	}
	return name
}

// An unreachableError says that the server could not be reached.
type unreachableError struct {
	host string
	err  error // of gRPC
}

func (e *unreachableError) Error() string {
	return "the server at " + e.host + " cannot be reached: " + plainly(e.err).Error()
}

func (e *unreachableError) Unwrap() error { return e.err }

// plainly returns the text of an error of gRPC without its frame.
func plainly(err error) error {
	var st interface{ GRPCStatus() *status.Status }
	text := err.Error()
	if errors.As(err, &st) {
		text = st.GRPCStatus().Message()
	}
	text = strings.TrimPrefix(text, "connection error: desc = ")
	return errors.New(strings.Trim(text, `"`))
}
