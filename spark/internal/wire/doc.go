// Package wire holds the messages of the Spark Connect protocol that golab sends
// and receives: a part of Spark's, with the same numbers, under names of its own.
//
// wire.pb.go is made of wire.proto by go generate. What is compared with Spark's
// own description is in conform_test.go.
package wire

//go:generate go -C gen run . ..
