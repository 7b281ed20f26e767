package spark

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"golab/spark/internal/wire"
)

// An execution is a plan that runs at the server. It outlives the connection: when the
// stream of its responses breaks, or the server ends it before the last one, it goes on
// behind the last response that came.
type execution struct {
	link      *link
	plan      *wire.Plan
	operation string
	last      *string // id of the last response that has one; those about progress have none
	heard     bool    // a response came by the present stream
	each      func(*wire.ExecutePlanResponse) error
	progress  *progress
}

// errReceiver marks an error of the receiver of responses.
type errReceiver struct{ error }

// releaseTime is how long the server may take to hear that an execution is over.
const releaseTime = 5 * time.Second

// execute runs a plan and calls each with every response that is neither about
// progress nor the end. When each returns an error, or ctx ends, the plan is
// interrupted at the server.
func (l *link) execute(ctx context.Context, plan *wire.Plan, each func(*wire.ExecutePlanResponse) error) error {
	if l.stopped.Load() {
		return errStopped
	}
	ctx, stop := heeding(ctx)
	defer stop()
	e := &execution{link: l, plan: plan, operation: newUUID(), each: each, progress: newProgress(l.writer(ctx))}
	defer e.progress.end()
	err := e.run(ctx)
	var receiver errReceiver
	switch {
	case err == nil:
		e.release(ctx)
	case errors.As(err, &receiver):
		e.abandon(ctx)
		return receiver.error
	case ctx.Err() != nil:
		e.abandon(ctx)
		return context.Cause(ctx)
	case status.Code(err) != codes.Unavailable:
		e.release(ctx)
	}
	return l.explain(ctx, err)
}

// run attends to the execution until it ends.
func (e *execution) run(ctx context.Context) error {
	begun, failures := false, 0
	for {
		before, since := e.last, time.Now()
		e.heard = false
		err := e.attend(ctx, begun)
		var receiver errReceiver
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil, errors.As(err, &receiver):
			return err
		case errors.Is(err, errEarlyEnd):
			begun = true
		case e.last == nil && strings.Contains(status.Convert(err).Message(), "INVALID_HANDLE.OPERATION_NOT_FOUND"):
			begun = false // the plan has not arrived
		case broken(err):
			begun = true
		default:
			return err
		}
		// A server ends streams every few minutes, also while a long plan has no rows yet.
		if e.last != before || e.heard && errors.Is(err, errEarlyEnd) || time.Since(since) > longestPause {
			failures = 0
		}
		if !pause(ctx, failures) {
			return err
		}
		failures++
	}
}

// errEarlyEnd says that a stream has ended before the last response.
var errEarlyEnd = errors.New("the server has ended the stream of results too early")

// attend opens a stream and hands on its responses. It returns nil after the last one.
func (e *execution) attend(ctx context.Context, begun bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	method, request := "ExecutePlan", e.request()
	if begun {
		method, request = "ReattachExecute", e.reattach()
	}
	stream, err := e.link.stream(ctx, method, false)
	if err != nil {
		return err
	}
	if err := stream.SendMsg(request); err != nil && err != io.EOF { // RecvMsg has the reason for EOF
		return err
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	for {
		response := &wire.ExecutePlanResponse{}
		if err := stream.RecvMsg(response); err == io.EOF {
			return errEarlyEnd
		} else if err != nil {
			return err
		}
		done, err := e.take(response)
		if done || err != nil {
			return err
		}
	}
}

// take hands a response on. It reports whether that was the last one.
func (e *execution) take(response *wire.ExecutePlanResponse) (bool, error) {
	e.link.observe(response)
	e.heard = true
	if id := response.GetResponseId(); id != "" {
		e.last = &id
	}
	if response.GetResultComplete() != nil {
		return true, nil
	}
	if p := response.GetExecutionProgress(); p != nil {
		e.progress.update(p)
		return false, nil
	}
	if err := e.each(response); err != nil {
		return false, errReceiver{err}
	}
	return false, nil
}

// request is the first request of the execution.
func (e *execution) request() any {
	return &wire.ExecutePlanRequest{
		SessionId: e.link.session, UserContext: e.link.user, ClientType: &e.link.agent,
		ClientObservedServerSideSessionId: e.link.observed.Load(),
		OperationId:                       &e.operation, Plan: e.plan,
		RequestOptions: []*wire.ExecutePlanRequest_RequestOption{{
			RequestOption: &wire.ExecutePlanRequest_RequestOption_ReattachOptions{
				ReattachOptions: &wire.ReattachOptions{Reattachable: true},
			},
		}},
	}
}

// reattach is the request for what comes behind the last response.
func (e *execution) reattach() any {
	return &wire.ReattachExecuteRequest{
		SessionId: e.link.session, UserContext: e.link.user, ClientType: &e.link.agent,
		ClientObservedServerSideSessionId: e.link.observed.Load(),
		OperationId:                       e.operation, LastResponseId: e.last,
	}
}

// broken reports whether an error is the connection's and not an answer of Spark.
func broken(err error) bool {
	st := status.Convert(err)
	switch st.Code() {
	case codes.Unavailable:
		return true
	case codes.Internal, codes.Unknown:
		text := st.Message()
		return strings.Contains(text, "INVALID_CURSOR.DISCONNECTED") || len(st.Proto().GetDetails()) == 0 &&
			(strings.Contains(text, "RST_STREAM") || strings.Contains(text, "EOF"))
	}
	return false
}

// release tells the server that its results are no longer needed.
func (e *execution) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTime)
	defer cancel()
	// If this is lost, the server forgets the results a few minutes later.
	_ = e.link.conn.Invoke(e.link.outgoing(ctx), service+"ReleaseExecute", &wire.ReleaseExecuteRequest{
		SessionId: e.link.session, UserContext: e.link.user, ClientType: &e.link.agent,
		ClientObservedServerSideSessionId: e.link.observed.Load(),
		OperationId:                       e.operation,
		Release:                           &wire.ReleaseExecuteRequest_ReleaseAll_{ReleaseAll: &wire.ReleaseExecuteRequest_ReleaseAll{}},
	}, &wire.ReleaseExecuteResponse{})
}

// abandon stops the plan, which still runs, and releases it.
func (e *execution) abandon(ctx context.Context) {
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTime)
	defer cancel()
	if e.link.interrupt(stop, e.operation) == nil { // a server that cannot be reached cannot be asked
		e.release(ctx)
	}
}
