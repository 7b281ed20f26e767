package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golab/kernel/history"
	"golab/kernel/wire"
)

// shells are the queues of requests by the ids of the subshells: JEP 91. The
// main shell has the id "".
type shells struct {
	mu   sync.Mutex
	byID map[string]*shell
}

func (ss *shells) get(id string) (*shell, bool) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	sh, ok := ss.byID[id]
	return sh, ok
}

func (ss *shells) all() []*shell {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	return slices.Collect(maps.Values(ss.byID))
}

func (ss *shells) add(sh *shell) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	if ss.byID == nil {
		ss.byID = map[string]*shell{}
	}
	ss.byID[sh.id] = sh
}

// remove takes a subshell out. The main shell stays.
func (ss *shells) remove(id string) (*shell, bool) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	sh, ok := ss.byID[id]
	if !ok || id == "" {
		return nil, false
	}
	delete(ss.byID, id)
	return sh, true
}

// startShell adds a shell and the goroutine that serves it.
func (s *Server) startShell(id string, typed *history.Store) {
	ctx, cancel := context.WithCancel(s.life)
	sh := newShell(id, typed, cancel)
	s.shells.add(sh)
	s.working.Go(func() {
		defer cancel()
		for r := sh.next(); r != nil && s.life.Err() == nil; r = sh.next() {
			s.work(ctx, r)
		}
	})
}

// work handles a request of a shell whose context is ctx.
func (s *Server) work(ctx context.Context, r *request) {
	h := s.shellHandler(r.msgType())
	if ctx.Err() != nil { // the subshell was deleted meanwhile
		h = noSubshell
	}
	ctx = s.runs.begin(ctx, r)
	defer s.runs.end(r)
	s.handle(ctx, r, h)
}

func (s *Server) createSubshell(_ context.Context, r *request) {
	id := rand.Text()
	s.startShell(id, &history.Store{})
	r.reply(wire.CreateSubshellReply{SubshellID: id})
}

func (s *Server) listSubshell(_ context.Context, r *request) {
	var ids []string
	for _, sh := range s.shells.all() {
		if sh.id != "" {
			ids = append(ids, sh.id)
		}
	}
	slices.Sort(ids)
	r.reply(wire.ListSubshellReply{SubshellID: ids})
}

// deleteSubshell ends a subshell: what it runs is stopped, what waits in it is
// answered with an error.
func (s *Server) deleteSubshell(_ context.Context, r *request) {
	var req wire.DeleteSubshellRequest
	if !r.read(&req) {
		return
	}
	sh, ok := s.shells.remove(req.SubshellID)
	if !ok {
		failNoSubshell(r, req.SubshellID)
		return
	}
	sh.close()
	sh.cancel()
	r.reply(wire.OK{})
}

// noSubshell answers a request for a subshell that is not there.
func noSubshell(_ context.Context, r *request) {
	id := ""
	if r.msg.Header.SubshellID != nil {
		id = *r.msg.Header.SubshellID
	}
	failNoSubshell(r, id)
}

func failNoSubshell(r *request, id string) {
	r.fail("SubshellNotFound", fmt.Sprintf("there is no subshell %q", id))
}
