package onnx

// Model is a ModelProto.
type Model struct {
	IRVersion int64
	Producer  string
	Opsets    []Opset
	Graph     Graph
}

// Opset is an OperatorSetIdProto: which version of a domain's operators is meant.
type Opset struct {
	Domain  string // "" is ONNX's own
	Version int64
}

// Graph is a GraphProto.
type Graph struct {
	Name         string
	Nodes        []Node
	Initializers []Tensor
	Inputs       []Value
	Outputs      []Value
}

// Node is a NodeProto: an operator between named values.
type Node struct {
	Name, Operator, Domain string
	Inputs, Outputs        []string
	Attributes             []Attribute
}

// The types of attributes that are read and written.
const (
	TypeFloat  = 1
	TypeInt    = 2
	TypeTensor = 4
	TypeInts   = 7
)

// Attribute is an AttributeProto. Others than of the types above have no value here.
type Attribute struct {
	Name   string
	Type   int64
	Float  float32
	Int    int64
	Tensor *Tensor
	Ints   []int64
}

// The types of numbers in tensors.
const (
	Float    = 1
	Int32    = 6
	Int64    = 7
	Bool     = 9
	Float16  = 10
	Double   = 11
	BFloat16 = 16
)

// Tensor is a TensorProto.
type Tensor struct {
	Name  string
	Dims  []int64
	Type  int64
	Raw   []byte // little-endian; or else one of those below, as on the wire
	typed []byte // float_data, int64_data or double_data
}

// Value is a ValueInfoProto of a tensor: its name, the type of its numbers, and its
// dimensions, -1 where any number will do. Known tells whether there are any.
type Value struct {
	Name  string
	Type  int64
	Known bool
	Dims  []int64
}
