package jvm

//go:generate go run ./maketables tables.go
