package spark

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"golab/internal/goroutine"
	"golab/labs"
	"golab/spark/internal/wire"
)

// The parameters of one of Spark ML's operators.
type params map[string]*wire.Expression_Literal

func (p params) message() *wire.MlParams { return &wire.MlParams{Params: p} }

// column sets the name of a column, which is the default for the empty one, and the
// empty one for labs.NoColumn, as Spark has it.
func (p params) column(param, name, byDefault string) {
	name = cmp.Or(name, byDefault)
	if name == labs.NoColumn {
		name = ""
	}
	p[param] = textLiteral(name)
}

// operator names one of Spark ML's classes.
// Spark puts the uid, made as it makes one, before what it says about parameters.
func operator(kind wire.MlOperator_OperatorType, class string) *wire.MlOperator {
	_, name, _ := strings.Cut(class, ".")
	uid := name + "_" + strings.ReplaceAll(newUUID(), "-", "")[:12]
	return &wire.MlOperator{Name: "org.apache.spark.ml." + class, Uid: uid, Type: kind}
}

// ml runs a command of Spark ML.
func (s *Session) ml(command *wire.MlCommand) (*wire.MlCommandResult, error) {
	response, err := s.command(s.ctx, &wire.Command{CommandType: &wire.Command_MlCommand{MlCommand: command}})
	switch {
	case err != nil:
		return nil, err
	case response.GetMlCommandResult() == nil:
		return nil, errors.New("the server sent no result")
	}
	return response.GetMlCommandResult(), nil
}

// transformed is what an operator of Spark ML makes of df.
func (df *DataFrame) transformed(t *wire.MlRelation_Transform) *DataFrame {
	t.Input = df.input()
	return df.with(&wire.Relation{RelType: &wire.Relation_MlRelation{
		MlRelation: &wire.MlRelation{MlType: &wire.MlRelation_Transform_{Transform: t}},
	}})
}

// A reference is an object that the server holds for the session.
type reference struct {
	session *Session
	id      string
}

// fitted fits an estimator at the server.
func (df *DataFrame) fitted(class string, p params) (reference, error) {
	if err := df.problem(); err != nil {
		return reference{}, err
	}
	result, err := df.session.ml(&wire.MlCommand{Command: &wire.MlCommand_Fit_{Fit: &wire.MlCommand_Fit{
		Estimator: operator(wire.MlOperator_OPERATOR_TYPE_ESTIMATOR, class), Params: p.message(), Dataset: df.plan,
	}}})
	if err != nil {
		return reference{}, err
	}
	id := result.GetOperatorInfo().GetObjRef().GetId()
	if id == "" {
		return reference{}, errors.New("the server sent no model")
	}
	return reference{df.session, id}, nil
}

// fetch asks for what a method of the object returns.
func (r reference) fetch(method string) (*wire.Expression_Literal, error) {
	result, err := r.session.ml(&wire.MlCommand{Command: &wire.MlCommand_Fetch{Fetch: &wire.Fetch{
		ObjRef: r.message(), Methods: []*wire.Fetch_Method{{Method: method}},
	}}})
	return result.GetParam(), err
}

// delete makes the server forget the object, also when the context of the session or the
// cell has ended.
func (r reference) delete() error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.session.ctx), stopTime)
	defer cancel()
	var err error
	goroutine.Do(func(goroutine.Key) { err = r.deleteWith(ctx) }) // not the cell's work
	return err
}

func (r reference) deleteWith(ctx context.Context) error {
	_, err := r.session.WithContext(ctx).ml(&wire.MlCommand{Command: &wire.MlCommand_Delete_{Delete: &wire.MlCommand_Delete{
		ObjRefs: []*wire.ObjectRef{r.message()},
	}}})
	return err
}

func (r reference) message() *wire.ObjectRef { return &wire.ObjectRef{Id: r.id} }
