package comm

import "sync"

// A Handler is called when the front end opens a comm. It may set the comm's
// handlers, which get the messages that follow, and use the comm at once.
type Handler func(c *Comm, open Message)

// A Manager keeps the open comms of a session. Its methods may be called from
// many goroutines at once. It calls handlers and send with no lock held, so that
// they may call back.
type Manager struct {
	send func(Message) error

	mu      sync.Mutex
	targets map[string]Handler
	comms   map[string]*Comm
	asked   map[string]bool
}

// NewManager returns a Manager that sends messages to the front end by send,
// which must be safe for concurrent use.
func NewManager(send func(Message) error) *Manager {
	return &Manager{
		send:    send,
		targets: map[string]Handler{},
		comms:   map[string]*Comm{},
		asked:   map[string]bool{},
	}
}

// Register makes h the handler of the comms that the front end opens for target,
// in the place of the one before; nil ends that.
func (m *Manager) Register(target string, h Handler) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if h == nil {
		delete(m.targets, target)
		return
	}
	m.targets[target] = h
}

// New returns a comm for a target in the front end, which knows nothing of it
// before its Open.
func (m *Manager) New(target string) *Comm {
	c := &Comm{ID: newID(), Target: target, m: m}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.comms[c.ID] = c
	return c
}

// Asked reports whether the front end has ever opened a comm for target, with a
// handler or without: one that has shown that it knows the target.
func (m *Manager) Asked(target string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.asked[target]
}

// Info returns the targets of the open comms by their ids: of all, or of those
// with the given target.
func (m *Manager) Info(target string) map[string]string {
	info := map[string]string{}
	for _, c := range m.Comms(target) {
		info[c.ID] = c.Target
	}
	return info
}

// Comms returns the open comms: all, or those with the given target.
func (m *Manager) Comms(target string) []*Comm {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []*Comm
	for _, c := range m.comms {
		if target == "" || c.Target == target {
			list = append(list, c)
		}
	}
	return list
}

// comm returns the open comm with the id, or nil.
func (m *Manager) comm(id string) *Comm {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.comms[id]
}

// remove forgets c and reports whether it was open.
func (m *Manager) remove(c *Comm) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	open := m.comms[c.ID] == c
	if open {
		delete(m.comms, c.ID)
	}
	return open
}
