# Writes Spark Connect's own message descriptors to standard output, as a
# FileDescriptorSet. Made for pyspark[connect] 4.1.4.
import sys

from google.protobuf import descriptor_pb2
from pyspark.sql.connect.proto import base_pb2

out, seen = descriptor_pb2.FileDescriptorSet(), set()


def add(file):
    if file.name not in seen:
        seen.add(file.name)
        for dependency in file.dependencies:
            add(dependency)
        file.CopyToProto(out.file.add())


add(base_pb2.DESCRIPTOR)
sys.stdout.buffer.write(out.SerializeToString())
