// Package comm keeps the comms of a session: pairs of an object in the kernel
// and one in the front end that send each other messages.
//
// A comm belongs to a target, a name that says who is to answer, such as
// jupyter.widget. Either side opens comms. The kernel's code opens one by
// [Manager.New] and [Comm.Open], and says by [Manager.Register] which targets it
// answers. What the front end sends comes in by [Manager.Handle].
package comm
