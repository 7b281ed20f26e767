package nn

import (
	"fmt"
	"time"
)

// mlpProgress shows one line while a long fit runs:
//
//	Iteration 37/100 ━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌ 4s - objective: 0.5123
type mlpProgress struct {
	statusLine
	iterations int // at most
}

// newMLPProgress starts the clock of a fit.
func newMLPProgress(t MLPTrainer) *mlpProgress {
	return &mlpProgress{newStatusLine(t.Progress, t.Quiet), t.MaxIter}
}

// step is called with the loss after each iteration, and before the first.
func (p *mlpProgress) step(iteration int, loss float64) {
	if spent, ok := p.due(); ok {
		p.draw(iteration, loss, spent)
	}
}

// finish leaves the line as it is at the end, if there is one.
func (p *mlpProgress) finish(iterations int, loss float64) {
	p.end(func(spent time.Duration) { p.draw(iterations, loss, spent) })
}

// draw draws the line.
func (p *mlpProgress) draw(iteration int, loss float64, spent time.Duration) {
	p.redraw(fmt.Sprintf("Iteration %d/%d %s %s - objective: %.4f", iteration, p.iterations,
		progressBar(iteration, p.iterations), clockTime(spent), loss))
}
