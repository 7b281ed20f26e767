// Package spark runs frames and models on a Spark cluster, by Spark Connect.
//
// Most programs need five calls: [Connect] opens a session, its Read says where the
// data are, the methods of a [DataFrame] say what becomes of them, and Count or Collect
// have it computed; Stop ends the session.
//
// # Inside the package
//
// What the other parts of the package build on:
//
//   - A relation is a *wire.Relation (golab/spark/internal/wire, all of Spark's ML
//     messages included). session.newDataFrame(relation) makes a frame of it,
//     df.with(relation) one that is made of df and keeps its context and its error,
//     df.plan is a frame's relation, df.err what was wrong before the server saw it.
//   - df.schema() asks for the type of the rows (*wire.DataType_Struct),
//     df.batches(each) runs the plan and hands on Arrow batches.
//   - session.command(ctx, *wire.Command) runs a command, an MlCommand for one, and
//     returns the last response that says something: GetMlCommandResult() and its like,
//     which are nil-safe. session.ctx is the context for that.
//   - session.addArtifact(ctx, "files/name-hash", content) uploads;
//     session.hasArtifact(ctx, name) asks first; session.cacheArtifact for cache/.
//   - session.link.execute(ctx, plan, each) is underneath: it survives broken
//     connections and interrupts the plan at the server when ctx ends.
//   - Errors of the server come as *Error with Class, SQLState and the whole Message.
package spark
