package spark

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"golab/spark/internal/wire"
)

// A fake is a Spark Connect server whose answers a test writes. Without an answer of
// the test's, it answers as a server that has nothing to say.
type fake struct {
	host   string
	server *grpc.Server

	mu       sync.Mutex
	calls    []string // the methods that were called
	requests []proto.Message
	headers  metadata.MD // of the last request
	hurried  bool        // the last request came with a deadline
	answers  map[string]func(request proto.Message) (proto.Message, error)
	streams  map[string]func(request proto.Message, send func(*wire.ExecutePlanResponse)) error
}

// newFake starts a server on this machine.
func newFake(t *testing.T) *fake {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &fake{
		host:    listener.Addr().String(),
		server:  grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage)),
		answers: map[string]func(proto.Message) (proto.Message, error){},
		streams: map[string]func(proto.Message, func(*wire.ExecutePlanResponse)) error{},
	}
	f.answer("AnalyzePlan", &wire.AnalyzePlanResponse{
		ServerSideSessionId: "here",
		Result:              &wire.AnalyzePlanResponse_SparkVersion_{SparkVersion: &wire.AnalyzePlanResponse_SparkVersion{Version: "4.1.4"}},
	})
	f.server.RegisterService(f.service(), f)
	go f.server.Serve(listener)
	t.Cleanup(f.server.Stop)
	return f
}

// connect opens a session with the fake.
func (f *fake) connect(t *testing.T) *Session {
	t.Helper()
	s, err := Options{Quiet: true}.Connect("sc://" + f.host)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(func() {
		cancel()
		s.Stop()
	})
	return s.WithContext(ctx)
}

// answer has a method answer always the same.
func (f *fake) answer(method string, response proto.Message) {
	f.handle(method, func(proto.Message) (proto.Message, error) { return response, nil })
}

// handle has a method answer what a function says.
func (f *fake) handle(method string, answer func(proto.Message) (proto.Message, error)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[method] = answer
}

// stream has a method that answers with a stream do so as a function says.
func (f *fake) stream(method string, stream func(proto.Message, func(*wire.ExecutePlanResponse)) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.streams[method] = stream
}

// note keeps a call.
func (f *fake) note(ctx context.Context, method string, request proto.Message) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, method)
	f.requests = append(f.requests, request)
	f.headers, _ = metadata.FromIncomingContext(ctx)
	_, f.hurried = ctx.Deadline()
}

// called returns the requests that a method has got.
func (f *fake) called(method string) []proto.Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	var requests []proto.Message
	for i, m := range f.calls {
		if m == method {
			requests = append(requests, f.requests[i])
		}
	}
	return requests
}

// service describes the methods of the fake.
func (f *fake) service() *grpc.ServiceDesc {
	unary := func(method string, request, response proto.Message) grpc.MethodDesc {
		return grpc.MethodDesc{MethodName: method, Handler: func(_ any, ctx context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
			in := request.ProtoReflect().New().Interface()
			if err := decode(in); err != nil {
				return nil, err
			}
			f.note(ctx, method, in)
			f.mu.Lock()
			answer := f.answers[method]
			f.mu.Unlock()
			if answer == nil {
				return response, nil
			}
			return answer(in)
		}}
	}
	results := func(method string, request proto.Message) grpc.StreamDesc {
		return grpc.StreamDesc{StreamName: method, ServerStreams: true, Handler: func(_ any, s grpc.ServerStream) error {
			in := request.ProtoReflect().New().Interface()
			if err := s.RecvMsg(in); err != nil {
				return err
			}
			f.note(s.Context(), method, in)
			f.mu.Lock()
			stream := f.streams[method]
			f.mu.Unlock()
			if stream == nil {
				return s.SendMsg(complete("end"))
			}
			return stream(in, func(r *wire.ExecutePlanResponse) { s.SendMsg(r) })
		}}
	}
	artifacts := grpc.StreamDesc{StreamName: "AddArtifacts", ClientStreams: true, Handler: func(_ any, s grpc.ServerStream) error {
		for {
			in := &wire.AddArtifactsRequest{}
			if s.RecvMsg(in) != nil {
				break
			}
			f.note(s.Context(), "AddArtifacts", in)
		}
		f.mu.Lock()
		answer := f.answers["AddArtifacts"]
		f.mu.Unlock()
		if answer == nil {
			return s.SendMsg(&wire.AddArtifactsResponse{})
		}
		response, err := answer(nil)
		if err != nil {
			return err
		}
		return s.SendMsg(response)
	}}
	return &grpc.ServiceDesc{
		ServiceName: "spark.connect.SparkConnectService", HandlerType: (*any)(nil),
		Methods: []grpc.MethodDesc{
			unary("AnalyzePlan", &wire.AnalyzePlanRequest{}, &wire.AnalyzePlanResponse{}),
			unary("Config", &wire.ConfigRequest{}, &wire.ConfigResponse{}),
			unary("Interrupt", &wire.InterruptRequest{}, &wire.InterruptResponse{}),
			unary("ArtifactStatus", &wire.ArtifactStatusesRequest{}, &wire.ArtifactStatusesResponse{}),
			unary("ReleaseExecute", &wire.ReleaseExecuteRequest{}, &wire.ReleaseExecuteResponse{}),
			unary("ReleaseSession", &wire.ReleaseSessionRequest{}, &wire.ReleaseSessionResponse{}),
			unary("FetchErrorDetails", &wire.FetchErrorDetailsRequest{}, &wire.FetchErrorDetailsResponse{}),
		},
		Streams: []grpc.StreamDesc{
			results("ExecutePlan", &wire.ExecutePlanRequest{}), results("ReattachExecute", &wire.ReattachExecuteRequest{}), artifacts,
		},
	}
}

// complete is the response that ends an execution.
func complete(id string) *wire.ExecutePlanResponse {
	return &wire.ExecutePlanResponse{ResponseId: id, ResponseType: &wire.ExecutePlanResponse_ResultComplete_{
		ResultComplete: &wire.ExecutePlanResponse_ResultComplete{},
	}}
}

// progressing is a response about progress.
func progressing() *wire.ExecutePlanResponse {
	return &wire.ExecutePlanResponse{ResponseType: &wire.ExecutePlanResponse_ExecutionProgress_{
		ExecutionProgress: &wire.ExecutePlanResponse_ExecutionProgress{},
	}}
}

// rows is a response with an Arrow stream of n rows.
func rows(id string, n int, stream []byte) *wire.ExecutePlanResponse {
	return &wire.ExecutePlanResponse{ResponseId: id, ResponseType: &wire.ExecutePlanResponse_ArrowBatch_{
		ArrowBatch: &wire.ExecutePlanResponse_ArrowBatch{RowCount: int64(n), Data: stream},
	}}
}

// failure is an error as Spark sends it.
func failure(t *testing.T, message string, info map[string]string) error {
	t.Helper()
	value, err := proto.Marshal(&wire.ErrorInfo{Metadata: info})
	if err != nil {
		t.Fatal(err)
	}
	st := status.New(codes.Internal, message).Proto()
	st.Details = append(st.Details, &anypb.Any{TypeUrl: "type.googleapis.com/google.rpc.ErrorInfo", Value: value})
	return status.ErrorProto(st)
}
