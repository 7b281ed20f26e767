// Package onnx holds the part of ONNX's messages that feed-forward networks use,
// and their form on the wire, which is protobuf's.
//
// Messages read refer to the bytes that they were read from. Fields that are not
// known are skipped, as protobuf wants it, except those without which a model would
// compute something else: functions, sparse tensors, subgraphs and data in other
// files are errors.
//
// Source: onnx/onnx.proto of ONNX 1.20.
package onnx
