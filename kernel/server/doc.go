// Package server serves a session over the Jupyter messaging protocol, version
// 5.5: the sockets of a connection file on one side, a Backend on the other.
package server
