// Package wire holds the messages of the Jupyter protocol: frames, signatures,
// headers and typed contents; it opens no socket.
package wire
