package spark

import (
	"errors"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"golab/spark/internal/wire"
)

func TestErrorsHaveClassStateAndTheWholeText(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	long := "[TABLE_OR_VIEW_NOT_FOUND] The table or view `x` cannot be found. SQLSTATE: 42P01; line 1 pos 14;\n'Project [*]\n" + strings.Repeat("+- plan", 1000)
	f.stream("ExecutePlan", func(proto.Message, func(*wire.ExecutePlanResponse)) error {
		return failure(t, long[:100], map[string]string{"errorClass": "TABLE_OR_VIEW_NOT_FOUND", "sqlState": "42P01", "errorId": "7"})
	})
	f.handle("FetchErrorDetails", func(r proto.Message) (proto.Message, error) {
		if id := r.(*wire.FetchErrorDetailsRequest).GetErrorId(); id != "7" {
			t.Errorf("asked for error %q, want 7", id)
		}
		return &wire.FetchErrorDetailsResponse{RootErrorIdx: new(int32), Errors: []*wire.FetchErrorDetailsResponse_Error{{Message: long}}}, nil
	})
	_, err := s.Read().Table("x").Count()
	var e *Error
	if !errors.As(err, &e) || e.Class != "TABLE_OR_VIEW_NOT_FOUND" || e.SQLState != "42P01" || e.Message != long {
		t.Fatalf("%#v", err)
	}
	const line = "spark: Count: The table or view `x` cannot be found. (TABLE_OR_VIEW_NOT_FOUND, SQLSTATE 42P01)"
	if err.Error() != line {
		t.Errorf("%q, want %q", err, line)
	}
	if n := len(f.called("ExecutePlan")); n != 1 {
		t.Errorf("the plan was sent %d times, want once", n)
	}
}

// Causes that point to themselves or nowhere must not hold anybody up.
func TestDetailsThatAreWrong(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	index := func(i int32) *int32 { return &i }
	for _, response := range []*wire.FetchErrorDetailsResponse{
		{},
		{RootErrorIdx: index(5)},
		{RootErrorIdx: index(-1)},
		{RootErrorIdx: index(0), Errors: []*wire.FetchErrorDetailsResponse_Error{{Message: "first", CauseIdx: index(0)}}},
		{RootErrorIdx: index(0), Errors: []*wire.FetchErrorDetailsResponse_Error{{Message: "first", CauseIdx: index(9)}}},
	} {
		f.answer("FetchErrorDetails", response)
		f.handle("Config", func(proto.Message) (proto.Message, error) {
			return nil, failure(t, "first", map[string]string{"errorId": "7"})
		})
		if _, err := s.Conf().Get("x"); err == nil || err.Error() != "spark: Conf.Get: first" {
			t.Errorf("%v: %v", response, err)
		}
	}
}

func TestSummaries(t *testing.T) {
	for _, c := range []struct{ name, message, want string }{
		{"plan", "[A_B] It is wrong. SQLSTATE: 42703; line 1 pos 7;\n'Project ['x]\n+- Range", "[A_B] It is wrong."},
		{"executor", "Job aborted due to stage failure: Task 0 in stage 3.0 failed 1 times (TID 3) (host executor driver): " +
			"org.apache.spark.SparkNumberFormatException: [CAST_INVALID_INPUT] The value 'x' is malformed. SQLSTATE: 22018\n\tat org.apache.Foo(Foo.scala:1)\n\nDriver stacktrace:",
			"[CAST_INVALID_INPUT] The value 'x' is malformed."},
		{"Python", "An exception was thrown from the Python worker:\nTraceback (most recent call last):\n  File \"a.py\", line 1, in f\n    g()\nRuntimeError: scorer failed (exit status 1): no column\n\n\tat org.apache.Foo",
			"RuntimeError: scorer failed (exit status 1): no column"},
		{"lines", "first\n  second\n\tthird", "first second third"},
		{"empty", "  ", "the server gives no reason"},
		{"long", strings.Repeat("é", 1000), strings.Repeat("é", maxSummary/2) + "…"},
	} {
		if got := summary(c.message); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestErrorsOfLostSessionsSayWhatToDo(t *testing.T) {
	e := &Error{Class: "INVALID_HANDLE.SESSION_CLOSED", Message: "[INVALID_HANDLE.SESSION_CLOSED] The handle is invalid. Session was closed."}
	if !strings.Contains(e.Error(), "connect again") {
		t.Errorf("%v", e)
	}
}

func TestErrorsOfAStoppedSparkSayWhatToDo(t *testing.T) {
	e := &Error{Message: "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was created at:\n\norg.apache.spark.Foo(Foo.scala:1)\n"}
	if text := e.Error(); !strings.Contains(text, "with more memory") || strings.Contains(text, "Foo") {
		t.Error(text)
	}
}

func TestClasses(t *testing.T) {
	for message, want := range map[string]string{
		"[A_B.C1] text": "A_B.C1", "[lower] text": "", "no class": "", "[OPEN": "", "A] b": "",
	} {
		if got := classOf(message); got != want {
			t.Errorf("%q: %q, want %q", message, got, want)
		}
	}
}

func TestATransientFailureIsTriedAgain(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	times := 0
	f.handle("Config", func(proto.Message) (proto.Message, error) {
		if times++; times < 3 {
			return nil, status.Error(codes.Unavailable, "busy")
		}
		value := "200"
		return &wire.ConfigResponse{Pairs: []*wire.KeyValue{{Key: "x", Value: &value}}}, nil
	})
	if v, err := s.Conf().Get("x"); v != "200" || err != nil || times != 3 {
		t.Errorf("Get = %q, %v after %d attempts, want 200 after 3", v, err, times)
	}
}

func TestTokens(t *testing.T) {
	f := newFake(t)
	f.handle("AnalyzePlan", func(proto.Message) (proto.Message, error) {
		f.mu.Lock()
		defer f.mu.Unlock()
		switch got := f.headers.Get("authorization"); {
		case len(got) == 0:
			return nil, status.Error(codes.Unauthenticated, "No authentication token provided")
		case got[0] != "Bearer right":
			return nil, status.Error(codes.Unauthenticated, "Invalid authentication token")
		}
		return &wire.AnalyzePlanResponse{ServerSideSessionId: "here"}, nil
	})
	for parameters, want := range map[string]string{
		"":             "wants a token",
		"/;token=bad":  "does not accept the token",
		"/;x-team=red": "wants a token",
	} {
		if _, err := Connect("sc://" + f.host + parameters); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", parameters, err, want)
		}
	}
	s, err := Connect("sc://" + f.host + "/;token=right;x-team=red;user_id=ada")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	f.mu.Lock()
	defer f.mu.Unlock()
	if got := f.headers.Get("x-team"); len(got) != 1 || got[0] != "red" {
		t.Errorf("the header x-team is %q, want red", got)
	}
	if user := f.requests[len(f.requests)-1].(*wire.AnalyzePlanRequest).GetUserContext().GetUserId(); user != "ada" {
		t.Errorf("the user is %q, want ada", user)
	}
}

func FuzzSummary(f *testing.F) {
	f.Add("[A_B] It is wrong. SQLSTATE: 42703; line 1 pos 7;\n'Project ['x]")
	f.Add("Traceback (most recent call last):\n  File \"a.py\"\nRuntimeError: no")
	f.Fuzz(func(t *testing.T, message string) {
		text := (&Error{Class: classOf(message), Message: message}).Error()
		if text == "" || len(text) > 2*maxSummary+len(classOf(message)) || strings.ContainsAny(text, "\n\r\t") {
			t.Errorf("%q: %q is not one line", message, text)
		}
	})
}
