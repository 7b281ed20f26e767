package spark

import (
	"bytes"
	"testing"
	"time"

	"golab/spark/internal/wire"
)

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	at := time.Unix(1000, 0)
	p := &progress{w: &out, start: at, stop: make(chan struct{}), now: func() time.Time { return at }}
	state := func(tasks, done int64) {
		p.update(&wire.ExecutePlanResponse_ExecutionProgress{Stages: []*wire.ExecutePlanResponse_ExecutionProgress_StageInfo{
			{NumTasks: tasks, NumCompletedTasks: done}, {NumTasks: 100, NumCompletedTasks: 0},
		}})
	}
	p.draw()
	p.draw() // the same line is not drawn again
	at = at.Add(7 * time.Second)
	state(100, 50)
	p.draw()
	at = at.Add(time.Hour)
	p.update(&wire.ExecutePlanResponse_ExecutionProgress{Stages: []*wire.ExecutePlanResponse_ExecutionProgress_StageInfo{{NumTasks: 4, NumCompletedTasks: 4, Done: true}}})
	p.end()
	const want = "\rSpark 0/0 tasks ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 0s" +
		"\rSpark 50/200 tasks ━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 7s" +
		"\rSpark 4/4 tasks ━━━━━━━━━━━━━━━━━━━━ 1:00:07\n"
	if got := out.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAShortActionDrawsNothing(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out)
	p.update(&wire.ExecutePlanResponse_ExecutionProgress{})
	p.end()
	if out.Len() != 0 {
		t.Errorf("%q was drawn", out.String())
	}
}
