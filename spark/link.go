package spark

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"golab/internal/goroutine"
	"golab/spark/internal/wire"
)

// service is where the methods of Spark Connect are.
const service = "/spark.connect.SparkConnectService/"

// A link is the connection of a session: it sends requests and reads answers.
type link struct {
	conn     *grpc.ClientConn
	host     string
	session  string
	user     *wire.UserContext
	agent    string
	headers  metadata.MD
	version  string
	progress io.Writer // nil: quiet
	stopped  atomic.Bool
	scoring  scoring

	// observed is the server's own id of the session. It is sent back, so that a
	// server that has lost the session says so instead of beginning another.
	observed atomic.Pointer[string]
}

var errStopped = errors.New("the session has been stopped")

// outgoing returns a context with the headers of a request.
func (l *link) outgoing(ctx context.Context) context.Context {
	return metadata.NewOutgoingContext(ctx, l.headers)
}

// A sided response carries the server's own id of the session.
type sided interface{ GetServerSideSessionId() string }

// observe keeps the server's id of the session.
func (l *link) observe(response any) {
	if r, ok := response.(sided); ok && r.GetServerSideSessionId() != "" && l.observed.Load() == nil {
		id := r.GetServerSideSessionId()
		l.observed.Store(&id)
	}
}

// invoke sends a request that may be sent again, and does so as long as the server
// cannot be reached and there is hope.
func (l *link) invoke(ctx context.Context, method string, request, response any) error {
	for attempt := 0; ; attempt++ {
		err := l.conn.Invoke(l.outgoing(ctx), service+method, request, response)
		if err == nil {
			l.observe(response)
			return nil
		}
		if status.Code(err) != codes.Unavailable || l.observed.Load() == nil || !pause(ctx, attempt) {
			return l.explain(ctx, err)
		}
	}
}

// stream opens a stream of requests or of responses.
func (l *link) stream(ctx context.Context, method string, requests bool) (grpc.ClientStream, error) {
	desc := &grpc.StreamDesc{StreamName: method, ClientStreams: requests, ServerStreams: !requests}
	return l.conn.NewStream(l.outgoing(ctx), desc, service+method)
}

// Attempts at reaching a server that was there before: 0.1 s after the first, then
// twice as long each time, up to 3.2 s. That is 6.3 s, and the time that the attempts take.
const (
	maxAttempts  = 7
	firstPause   = 100 * time.Millisecond
	longestPause = 3200 * time.Millisecond
)

// pause waits before the next attempt. It reports false if there shall be none.
func pause(ctx context.Context, attempt int) bool {
	if attempt >= maxAttempts-1 {
		return false
	}
	select {
	case <-time.After(min(firstPause<<attempt, longestPause)):
		return true
	case <-ctx.Done():
		return false
	}
}

// heeding returns a context that ends with ctx and with the work of the calling goroutine:
// with the cell of a notebook, when that is interrupted. It has no deadline that gRPC could
// tell the server, whose error would race with that of ctx. The caller calls stop.
func heeding(ctx context.Context) (heeded context.Context, stop func()) {
	heeded, cancel := context.WithCancelCause(withoutDeadline{ctx})
	work := goroutine.Context()
	end := func() { cancel(context.Cause(work)) }
	if work.Err() != nil {
		end()
	}
	unhook := context.AfterFunc(work, end)
	return heeded, func() {
		unhook()
		cancel(nil)
	}
}

// withoutDeadline is a context that does not tell when it will end.
type withoutDeadline struct{ context.Context }

func (withoutDeadline) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }

// askVersion asks for the server's version of Spark.
func (l *link) askVersion(ctx context.Context) (string, error) {
	response, err := l.analyze(ctx, &wire.AnalyzePlanRequest{
		Analyze: &wire.AnalyzePlanRequest_SparkVersion_{SparkVersion: &wire.AnalyzePlanRequest_SparkVersion{}},
	})
	return response.GetSparkVersion().GetVersion(), err
}

// analyze asks a question about a plan.
func (l *link) analyze(ctx context.Context, request *wire.AnalyzePlanRequest) (*wire.AnalyzePlanResponse, error) {
	ctx, stop := heeding(ctx)
	defer stop()
	request.SessionId, request.UserContext, request.ClientType = l.session, l.user, &l.agent
	request.ClientObservedServerSideSessionId = l.observed.Load()
	response := &wire.AnalyzePlanResponse{}
	return response, l.invoke(ctx, "AnalyzePlan", request, response)
}

// configure reads or changes the configuration.
func (l *link) configure(ctx context.Context, operation *wire.ConfigRequest_Operation) (*wire.ConfigResponse, error) {
	ctx, stop := heeding(ctx)
	defer stop()
	response := &wire.ConfigResponse{}
	return response, l.invoke(ctx, "Config", &wire.ConfigRequest{
		SessionId: l.session, UserContext: l.user, ClientType: &l.agent,
		ClientObservedServerSideSessionId: l.observed.Load(), Operation: operation,
	}, response)
}

// interrupt ends an operation at the server, or all when operation is empty.
func (l *link) interrupt(ctx context.Context, operation string) error {
	request := &wire.InterruptRequest{
		SessionId: l.session, UserContext: l.user, ClientType: &l.agent,
		ClientObservedServerSideSessionId: l.observed.Load(),
		InterruptType:                     wire.InterruptRequest_INTERRUPT_TYPE_ALL,
	}
	if operation != "" {
		request.InterruptType = wire.InterruptRequest_INTERRUPT_TYPE_OPERATION_ID
		request.Interrupt = &wire.InterruptRequest_OperationId{OperationId: operation}
	}
	return l.invoke(ctx, "Interrupt", request, &wire.InterruptResponse{})
}
