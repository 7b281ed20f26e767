package spark

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"golab/data"
	"golab/internal/goroutine"
	"golab/spark/internal/wire"
)

// stream returns numbers as the Arrow stream of a column called count.
func stream(t *testing.T, numbers ...int) []byte {
	t.Helper()
	batch, err := data.ToArrow(dataframe.New(series.New(numbers, series.Int, "count")))
	if err != nil {
		t.Fatal(err)
	}
	defer batch.Release()
	raw, err := encode(batch)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestABrokenStreamGoesOnBehindTheLastResponse(t *testing.T) {
	for _, c := range []struct {
		name string
		end  error // of each stream but the last
	}{
		{"the connection breaks", status.Error(codes.Unavailable, "gone")},
		{"a proxy resets it", status.Error(codes.Internal, "stream terminated by RST_STREAM with error code: INTERNAL_ERROR")},
		{"the server has had enough", nil},
		{"another stream has taken over", status.Error(codes.Internal, "[INVALID_CURSOR.DISCONNECTED] gone")},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFake(t)
			s := f.connect(t)
			f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
				send(rows("a", 1, stream(t, 1)))
				return c.end
			})
			times := 0
			f.stream("ReattachExecute", func(r proto.Message, send func(*wire.ExecutePlanResponse)) error {
				last := r.(*wire.ReattachExecuteRequest).GetLastResponseId()
				times++
				switch {
				case times == 1 && last == "a":
					send(rows("b", 2, stream(t, 2, 3)))
					return c.end
				case times == 2 && last == "b":
					send(rows("c", 1, stream(t, 4)))
					send(complete("d"))
					return nil
				}
				return fmt.Errorf("reattached behind %q", last)
			})
			frame, err := s.Range(0, 4).Collect()
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(frame.Col("count")); got != "[1 2 3 4]" {
				t.Errorf("collected %s, want [1 2 3 4]", got)
			}
			first := f.called("ExecutePlan")[0].(*wire.ExecutePlanRequest)
			for _, r := range f.called("ReattachExecute") {
				if again := r.(*wire.ReattachExecuteRequest); again.GetOperationId() != first.GetOperationId() || again.GetSessionId() != s.ID() {
					t.Errorf("reattached to %s of session %s", again.GetOperationId(), again.GetSessionId())
				}
			}
			released := f.called("ReleaseExecute")
			if len(released) != 1 || released[0].(*wire.ReleaseExecuteRequest).GetOperationId() != first.GetOperationId() {
				t.Errorf("released %v", released)
			}
		})
	}
}

// Servers end a stream after two minutes. A plan may be without rows for much longer.
func TestAPlanMayTakeManyStreams(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
		send(progressing())
		return nil
	})
	var times atomic.Int32
	f.stream("ReattachExecute", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
		send(progressing())
		if times.Add(1) == 2*maxAttempts {
			send(rows("a", 1, stream(t, 7)))
			send(complete("b"))
		}
		return nil
	})
	if n, err := s.Range(0, 7).Count(); n != 7 || err != nil {
		t.Errorf("Count = %d, %v after %d streams, want 7", n, err, times.Load())
	}
}

// A server that says nothing at all in each of its streams is given up.
func TestStreamsOfNothingAreAnError(t *testing.T) {
	if testing.Short() {
		t.Skip("the attempts take six seconds")
	}
	t.Parallel()
	f := newFake(t)
	s := f.connect(t)
	nothing := func(proto.Message, func(*wire.ExecutePlanResponse)) error { return nil }
	f.stream("ExecutePlan", nothing)
	f.stream("ReattachExecute", nothing)
	if _, err := s.Range(0, 7).Count(); !errors.Is(err, errEarlyEnd) {
		t.Errorf("%v, want %v", err, errEarlyEnd)
	}
	if n := len(f.called("ReattachExecute")); n != maxAttempts-1 {
		t.Errorf("%d attempts behind the first, want %d", n, maxAttempts-1)
	}
}

func TestAPlanThatHasNotArrivedIsSentAgain(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	var times atomic.Int32
	f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
		if times.Add(1) == 1 {
			return status.Error(codes.Unavailable, "gone")
		}
		send(rows("a", 1, stream(t, 7)))
		send(complete("b"))
		return nil
	})
	f.stream("ReattachExecute", func(proto.Message, func(*wire.ExecutePlanResponse)) error {
		return status.Error(codes.Internal, "[INVALID_HANDLE.OPERATION_NOT_FOUND] no such operation")
	})
	if n, err := s.Range(0, 7).Count(); n != 7 || err != nil {
		t.Errorf("Count = %d, %v, want 7", n, err)
	}
	ids := map[string]bool{}
	for _, r := range f.called("ExecutePlan") {
		ids[r.(*wire.ExecutePlanRequest).GetOperationId()] = true
	}
	if len(ids) != 1 {
		t.Errorf("the plan was sent as %d operations, want one", len(ids))
	}
}

func TestResultsThatAreLostAreAnError(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
		send(rows("a", 1, stream(t, 1)))
		return status.Error(codes.Unavailable, "gone")
	})
	f.stream("ReattachExecute", func(proto.Message, func(*wire.ExecutePlanResponse)) error {
		return failure(t, "[INVALID_HANDLE.OPERATION_NOT_FOUND] no such operation", map[string]string{"errorClass": "INVALID_HANDLE.OPERATION_NOT_FOUND"})
	})
	_, err := s.Range(0, 7).Collect()
	var e *Error
	if !errors.As(err, &e) || e.Class != "INVALID_HANDLE.OPERATION_NOT_FOUND" {
		t.Errorf("%v, want INVALID_HANDLE.OPERATION_NOT_FOUND", err)
	}
	if n := len(f.called("ExecutePlan")); n != 1 {
		t.Errorf("the plan was sent %d times, want once: its rows have been seen", n)
	}
}

func TestTheEndOfAContextInterruptsAtTheServer(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	running := make(chan bool)
	f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
		send(rows("a", 1, stream(t, 1)))
		close(running)
		<-t.Context().Done()
		return nil
	})
	ctx, cancel := context.WithCancelCause(s.ctx)
	why := errors.New("the reader has gone home")
	go func() {
		<-running
		cancel(why)
	}()
	if _, err := s.WithContext(ctx).Range(0, 7).Collect(); !errors.Is(err, why) {
		t.Errorf("%v, want the cause of the context's end", err)
	}
	operation := f.called("ExecutePlan")[0].(*wire.ExecutePlanRequest).GetOperationId()
	stopped := f.called("Interrupt")
	if len(stopped) != 1 || stopped[0].(*wire.InterruptRequest).GetOperationId() != operation {
		t.Errorf("interrupted %v, want %s", stopped, operation)
	}
}

func TestALoopThatIsLeftInterruptsAtTheServer(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
		for i := range 1000 {
			send(rows(fmt.Sprint(i), 1, stream(t, i)))
		}
		send(complete("end"))
		return nil
	})
	seen := 0
	for batch, err := range s.Range(0, 7).Batches() {
		if err != nil || batch.NumRows() != 1 {
			t.Fatal(batch, err)
		}
		if seen++; seen == 3 {
			break
		}
	}
	if n := len(f.called("Interrupt")); seen != 3 || n != 1 {
		t.Errorf("%d batches and %d interrupts, want 3 and 1", seen, n)
	}
}

func TestAPanicOfTheLoopPasses(t *testing.T) {
	defer func() {
		if p := recover(); p != "mine" {
			t.Errorf("recovered %v, want the loop's own panic", p)
		}
	}()
	_, err := decode(stream(t, 1), func(arrow.RecordBatch) error { panic("mine") })
	t.Errorf("decode returned %v", err)
}

func TestRowsThatAreNoArrowStream(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	good := stream(t, 1, 2, 3, 4)
	for name, raw := range map[string][]byte{
		"garbage": []byte("this is no Arrow stream at all, is it?"),
		"huge":    append([]byte{255, 255, 255, 255, 255, 255, 255, 127}, good...),
		"cut":     good[:len(good)/2],
		"spoiled": spoiled(good),
	} {
		f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
			send(rows("a", 4, raw))
			send(complete("b"))
			return nil
		})
		if _, err := s.Range(0, 7).Collect(); err == nil || !strings.Contains(err.Error(), "Arrow stream") {
			t.Errorf("%s: %v, want an error about the stream", name, err)
		}
	}
	f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
		send(complete("b"))
		return nil
	})
	if _, err := s.Range(0, 7).Count(); err == nil {
		t.Error("Count of no answer gives no error")
	}
	if _, err := s.Range(0, 7).Collect(); err == nil {
		t.Error("Collect of no answer gives no error")
	}
}

// A cell of more than a message holds comes in no pieces.
func TestRowsThatAreTooLargeForAMessage(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
		send(rows("a", 1, make([]byte, maxMessage)))
		return nil
	})
	_, err := s.Range(0, 7).Collect()
	checkError(t, err, "", "a message is larger than the connection takes: grpc: received message larger than max (")
	if n := len(f.called("ReattachExecute")); n != 0 {
		t.Errorf("asked for the rows again %d times", n)
	}
}

// spoiled returns a stream whose schema is damaged.
func spoiled(raw []byte) []byte {
	bad := bytes.Clone(raw)
	for i := 8; i < 64 && i < len(bad); i++ {
		bad[i] = 0xff
	}
	return bad
}

func TestStopLeavesNothing(t *testing.T) {
	f := newFake(t)
	before := runtime.NumGoroutine()
	for range 3 {
		s, err := Options{Progress: &bytes.Buffer{}}.Connect("sc://" + f.host)
		if err != nil {
			t.Fatal(err)
		}
		f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
			send(rows("a", 1, stream(t, 1)))
			send(complete("b"))
			return nil
		})
		if _, err := s.Range(0, 1).Count(); err != nil {
			t.Fatal(err)
		}
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
		if err := s.Stop(); err != nil {
			t.Errorf("stopped twice: %v", err)
		}
		if _, err := s.Range(0, 1).Count(); !errors.Is(err, errStopped) {
			t.Errorf("%v, want %v", err, errStopped)
		}
		if _, err := s.Conf().Get("a"); !errors.Is(err, errStopped) {
			t.Errorf("%v, want %v", err, errStopped)
		}
	}
	if n := len(f.called("ReleaseSession")); n != 3 {
		t.Errorf("%d sessions were released, want 3", n)
	}
	for range 500 { // goroutines of the fake's connections take a moment to end
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines after, %d before", runtime.NumGoroutine(), before)
}

func TestTheEndOfTheWorkInterruptsAtTheServer(t *testing.T) {
	f := newFake(t)
	s := f.connect(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("the cell was interrupted")
	f.stream("ExecutePlan", func(_ proto.Message, send func(*wire.ExecutePlanResponse)) error {
		cancel(why)
		<-t.Context().Done()
		return nil
	})
	goroutine.Do(func(goroutine.Key) {
		goroutine.SetContext(ctx)
		if _, err := s.Range(0, 7).Collect(); !errors.Is(err, why) {
			t.Errorf("%v, want %v", err, why)
		}
	})
	if n := len(f.called("Interrupt")); n != 1 {
		t.Errorf("%d interrupts, want 1", n)
	}
}
