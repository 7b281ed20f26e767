package learn

import (
	"context"
	"fmt"
)

// interrupted returns an error when ctx, that of the cell which the calling fit is a part of, has
// ended: after how many of the trees, stages or epochs that a fit is made of.
func interrupted(ctx context.Context, where string, done, of int, what string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("learn: %s: interrupted after %d of %d %s: %w", where, done, of, what, err)
	}
	return nil
}
