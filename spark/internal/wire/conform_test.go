package wire

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// A conformer compares our messages with Spark's.
type conformer struct {
	t      *testing.T
	seen   map[protoreflect.FullName]protoreflect.FullName
	fields int
	values int
}

// spark reads the descriptors of the pip package.
func spark(t *testing.T) *protoregistry.Files {
	python := os.Getenv("GOLAB_SPARK_PYTHON")
	if python == "" {
		t.Skip("GOLAB_SPARK_PYTHON names no Python that has pyspark[connect]")
	}
	out, err := exec.Command(python, "testdata/descriptors.py").Output()
	if err != nil {
		t.Fatal(err)
	}
	set := &descriptorpb.FileDescriptorSet{}
	if err := proto.Unmarshal(out, set); err != nil {
		t.Fatal(err)
	}
	files, err := protodesc.NewFiles(set)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestMessagesAreSparks(t *testing.T) {
	files := spark(t)
	c := conformer{t: t, seen: map[protoreflect.FullName]protoreflect.FullName{}}
	roots := 0
	for i := range File_wire_proto.Messages().Len() {
		m := File_wire_proto.Messages().Get(i)
		name := string(m.Name())
		if !strings.HasSuffix(name, "Request") && !strings.HasSuffix(name, "Response") {
			continue
		}
		theirs, err := files.FindDescriptorByName(protoreflect.FullName("spark.connect." + name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		c.message(m, theirs.(protoreflect.MessageDescriptor))
		roots++
	}
	t.Logf("%d roots, %d pairs of messages, %d fields, %d values of enums", roots, len(c.seen), c.fields, c.values)
	for i := range File_wire_proto.Messages().Len() {
		m := File_wire_proto.Messages().Get(i)
		if _, ok := c.seen[m.FullName()]; !ok && m.Name() != "ErrorInfo" {
			t.Errorf("%s is in no request and no response", m.FullName())
		}
	}
	if c.fields < 300 {
		t.Errorf("%d fields compared, want more than 300", c.fields)
	}
}

// message compares two messages and those of their fields.
func (c *conformer) message(ours, theirs protoreflect.MessageDescriptor) {
	if before, ok := c.seen[ours.FullName()]; ok {
		// Types without fields are one type in ours, many in Spark's.
		if before != theirs.FullName() && ours.Fields().Len() > 0 {
			c.t.Errorf("%s stands for both %s and %s", ours.FullName(), before, theirs.FullName())
		}
		return
	}
	c.seen[ours.FullName()] = theirs.FullName()
	for i := range ours.Fields().Len() {
		field := ours.Fields().Get(i)
		other := theirs.Fields().ByNumber(field.Number())
		if other == nil {
			c.t.Errorf("%s = %d: Spark's %s has no such field", field.FullName(), field.Number(), theirs.FullName())
			continue
		}
		c.fields++
		c.field(field, other)
	}
}

// field compares two fields of the same number.
func (c *conformer) field(ours, theirs protoreflect.FieldDescriptor) {
	if ours.Name() != theirs.Name() || ours.Kind() != theirs.Kind() && !integers(ours, theirs) ||
		ours.Cardinality() != theirs.Cardinality() || ours.IsPacked() != theirs.IsPacked() ||
		ours.IsMap() != theirs.IsMap() || ours.HasPresence() != theirs.HasPresence() {
		c.t.Errorf("%s: ours is %v, Spark's %v", ours.FullName(), ours, theirs)
		return
	}
	if a, b := ours.ContainingOneof(), theirs.ContainingOneof(); (a == nil) != (b == nil) || a != nil && !a.IsSynthetic() && a.Name() != b.Name() {
		c.t.Errorf("%s: ours is in oneof %v, Spark's in %v", ours.FullName(), a, b)
	}
	if ours.Message() != nil {
		c.message(ours.Message(), theirs.Message())
	}
	if ours.Enum() != nil {
		c.enum(ours.Enum(), theirs.Enum())
	}
}

// integers reports whether both fields are varints that are read alike.
func integers(a, b protoreflect.FieldDescriptor) bool {
	small := func(f protoreflect.FieldDescriptor) bool {
		return f.Kind() == protoreflect.Int32Kind || f.Kind() == protoreflect.EnumKind
	}
	return small(a) && small(b)
}

// enum compares the values of two enums.
func (c *conformer) enum(ours, theirs protoreflect.EnumDescriptor) {
	for i := range ours.Values().Len() {
		value := ours.Values().Get(i)
		other := theirs.Values().ByNumber(value.Number())
		if other == nil || other.Name() != value.Name() {
			c.t.Errorf("%s = %d: Spark's is %v", value.FullName(), value.Number(), other)
		}
		c.values++
	}
}
