package wire

import (
	"encoding/binary"
	"encoding/hex"
	"sync"
)

// maxReplays is how many signatures are remembered: as many as jupyter_client
// does. A client sends some ten messages per cell, so that these are hours of
// work, in at most 2 MB.
const maxReplays = 1 << 16

// replays remembers the signatures of the last maxReplays messages, the oldest
// going first, so that a message which somebody has listened to cannot be sent
// again. The bound means that one from longer ago can; who wants to do that has
// to hold it back while 65 536 others pass.
//
// Eight bytes of a signature tell it from others: two of 65 536 random ones are
// alike once in 2³² sessions, and nobody can choose them without the key.
type replays struct {
	mu   sync.Mutex
	seen map[uint64]struct{}
	ring []uint64
	next int // what goes first, once the ring is full
}

// add remembers a right signature; it reports false when it was there before.
func (r *replays) add(signature []byte) bool {
	var digest [8]byte
	if _, err := hex.Decode(digest[:], signature[:16]); err != nil {
		return false // cannot be: it is one that we have made ourselves
	}
	key := binary.LittleEndian.Uint64(digest[:])
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.seen[key]; ok {
		return false
	}
	if r.seen == nil {
		r.seen = map[uint64]struct{}{}
	}
	r.seen[key] = struct{}{}
	if len(r.ring) < maxReplays {
		r.ring = append(r.ring, key)
		return true
	}
	delete(r.seen, r.ring[r.next])
	r.ring[r.next] = key
	r.next = (r.next + 1) % maxReplays
	return true
}
