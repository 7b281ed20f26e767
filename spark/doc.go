// Package spark runs frames and models on a Spark cluster, by Spark Connect.
//
// Most programs need five calls: [Connect] opens a session, its Read says where the
// data are, the methods of a [DataFrame] say what becomes of them, and Count or Collect
// have it computed; Stop ends the session.
//
// Names are Spark's. Expressions are texts in Spark's SQL, so there is no second
// set of functions to learn:
//
//	df.Filter("age >= 18").WithColumn("decade", "age div 10").OrderBy("decade DESC")
//
// # Plans and actions
//
// A [DataFrame] is a plan. What makes a plan of another costs nothing and does not
// fail: what is wrong with it, the server says at an action. Actions return errors:
// Count, Collect, Head, Show, Schema, Write and their like. A DataFrame at the end of a
// notebook's cell is shown with its first 20 rows, which is an action too.
//
// After two seconds an action draws a line about its tasks on the standard output; see
// [Options]. It ends early when the cell is interrupted that runs it, or when the context
// ends that [Session.WithContext] gave it: the server then stops working on it.
//
// # Broken connections
//
// Actions outlive their connection: a client that has lost it goes on behind the last
// rows that came. When the server cannot be reached for some six seconds, that is an
// error; one that vanishes without a word, as by a loss of power, is missed after about
// six minutes. Methods may be called from many goroutines at once.
//
// # Errors
//
// What the server has to say is an [*Error] with Spark's class and SQLSTATE, one line
// as text and all of it in Message.
//
//	var e *spark.Error
//	if errors.As(err, &e) && e.Class == "PATH_NOT_FOUND" { ... }
package spark
