package spark

import (
	"context"
	"errors"
	"fmt"

	"golab/spark/internal/wire"
)

// Other parts of the package make frames by newDataFrame and with, and take them apart by
// input, problem, schema and batches; commands go by session.command.

// A DataFrame is a table that the server can compute: a plan, which costs nothing to
// make and cannot fail. What is wrong with it comes up at the action, a method that
// returns an error.
type DataFrame struct {
	session *Session
	plan    *wire.Relation
	err     error // what was wrong with the plan before the server saw it
}

// errNoFrame is what is wrong with a nil frame and with the zero value.
var errNoFrame = errors.New("the frame is nil: the call that should have made it returned an error")

// newDataFrame returns the frame that a relation describes.
func (s *Session) newDataFrame(plan *wire.Relation) *DataFrame {
	if err := s.problem(); err != nil {
		return &DataFrame{err: err}
	}
	return &DataFrame{session: s, plan: plan}
}

// input returns the plan of df, or nil where there is none.
func (df *DataFrame) input() *wire.Relation {
	if df == nil {
		return nil
	}
	return df.plan
}

// problem says what is wrong with df already before the server sees it. Without a
// problem df has a session.
func (df *DataFrame) problem() error {
	if df == nil || df.session == nil && df.err == nil {
		return errNoFrame
	}
	return df.err
}

// with returns the frame that another relation makes of df.
func (df *DataFrame) with(plan *wire.Relation) *DataFrame {
	return &DataFrame{session: df.Session(), plan: plan, err: df.problem()}
}

// fail returns df with something wrong with it, unless there was before.
func (df *DataFrame) fail(format string, args ...any) *DataFrame {
	failed := df.with(df.input())
	if failed.err == nil {
		failed.err = fmt.Errorf(format, args...)
	}
	return failed
}

// Session returns the session that df belongs to.
func (df *DataFrame) Session() *Session {
	if df == nil {
		return nil
	}
	return df.session
}

// WithContext returns df with a context for its actions. When it ends, a running
// action is interrupted at the server and returns the context's error.
func (df *DataFrame) WithContext(ctx context.Context) *DataFrame {
	copied := df.with(df.input())
	copied.session = copied.session.WithContext(ctx)
	return copied
}

// root returns the plan that computes df.
func (df *DataFrame) root() *wire.Plan {
	return &wire.Plan{OpType: &wire.Plan_Root{Root: df.input()}}
}

// run executes the plan and calls each with every response.
func (df *DataFrame) run(each func(*wire.ExecutePlanResponse) error) error {
	if err := df.problem(); err != nil {
		return err
	}
	return df.session.link.execute(df.session.ctx, df.root(), each)
}

// schema asks the server for the type of df's rows, a struct.
func (df *DataFrame) schema() (*wire.DataType_Struct, error) {
	if err := df.problem(); err != nil {
		return nil, err
	}
	response, err := df.session.link.analyze(df.session.ctx, &wire.AnalyzePlanRequest{
		Analyze: &wire.AnalyzePlanRequest_Schema_{Schema: &wire.AnalyzePlanRequest_Schema{Plan: df.root()}},
	})
	return response.GetSchema().GetSchema().GetStruct(), err
}

// command runs a command and returns the last response that says something, or nil.
func (s *Session) command(ctx context.Context, command *wire.Command) (*wire.ExecutePlanResponse, error) {
	var last *wire.ExecutePlanResponse
	plan := &wire.Plan{OpType: &wire.Plan_Command{Command: command}}
	err := s.link.execute(ctx, plan, func(response *wire.ExecutePlanResponse) error {
		if response.ResponseType != nil {
			last = response
		}
		return nil
	})
	return last, err
}
