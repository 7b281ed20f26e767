// Package hdf5 reads and writes the part of HDF5 that files of models use.
//
// Read are groups in both forms (symbol tables, and link messages that lie in the
// object's header), contiguous and compact datasets of numbers, and attributes
// that hold numbers or strings. Other things (chunks, filters, soft and external
// links, links or attributes in a fractal heap) are errors that name them.
//
// Written are groups as symbol tables, contiguous datasets, and string attributes
// of groups: what HDF5 1.0 and everything later reads.
//
// A file is read from memory. Reading it takes no more memory than a few times
// its length and no more time than its length allows, whatever it says of itself:
// every group, heap and header is read once, what is read is counted, and the
// numbers handed out are counted too. So neither groups that contain themselves
// nor sizes that do not fit the file do harm.
//
// Source: the HDF5 File Format Specification, version 3.0, whose section numbers
// the comments give.
package hdf5
