package nn

import (
	"context"
	"fmt"
	"time"

	"golab/internal/goroutine"
)

// mlpProgress shows one line while a long fit runs:
//
//	Iteration 37/100 ━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌ 4s - objective: 0.5123
type mlpProgress struct {
	statusLine
	ctx        context.Context // of the work that the fit is a part of
	iterations int             // at most
}

// newMLPProgress starts the clock of a fit.
func newMLPProgress(t MLPTrainer) *mlpProgress {
	return &mlpProgress{newStatusLine(t.Progress, t.Quiet), goroutine.Context(), t.MaxIter}
}

// step is called with the loss after each iteration, and before the first. It
// reports whether the fit is to go on.
func (p *mlpProgress) step(iteration int, loss float64) bool {
	if spent, ok := p.due(); ok {
		p.draw(iteration, loss, spent)
	}
	return p.ctx.Err() == nil
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
