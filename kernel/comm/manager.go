package comm

// A Manager keeps the open comms of a session.
type Manager struct{}
