package notebook

import (
	"bytes"
	"fmt"
	"io"

	"golab/internal/atomicfile"
)

// Bytes returns the notebook as the content of a file. Where nothing has
// changed that is what was read.
func (n *Notebook) Bytes() []byte {
	var b bytes.Buffer
	b.Write(n.head)
	if !n.laidOut && !n.root.unchanged() {
		n.root.forget(false)
	}
	n.format.write(&b, n.root, 0)
	b.Write(n.tail)
	return b.Bytes()
}

// WriteTo writes the notebook to w.
func (n *Notebook) WriteTo(w io.Writer) (int64, error) {
	k, err := w.Write(n.Bytes())
	return int64(k), err
}

// WriteFile writes the notebook to a file, all of it or nothing: a file that is
// there is replaced in one step, and keeps its permissions. A link is followed.
func (n *Notebook) WriteFile(path string) error {
	err := atomicfile.Write(path, func(w io.Writer) error {
		_, err := n.WriteTo(w)
		return err
	})
	if err != nil {
		return fmt.Errorf("notebook: writing %s: %w", path, err)
	}
	return nil
}
