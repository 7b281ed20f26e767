// Package comm keeps the comms of a session: pairs of an object in the kernel
// and one in the front end that send each other messages.
package comm
