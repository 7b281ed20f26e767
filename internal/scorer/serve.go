package scorer

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"golab/internal/arrowin"
)

// Greeting is the line that a scorer writes once it has understood the model. Without
// it, anything that another program writes would be taken for Arrow.
const Greeting = "golab-scorer-1\n"

// maxTask is how many bytes a task may have.
const maxTask = 1 << 31

const bufferSize = 1 << 20

// Main is the life of a scorer's process: it serves its standard input and output, and ends
// with the process that started it.
func Main() error {
	endWithParent()
	return Serve(os.Stdin, os.Stdout)
}

// Serve scores what comes in on in:
//
//	length  8 bytes, big-endian
//	task    so many bytes, of [Task.MarshalBinary]
//	an Arrow IPC stream with the features, by name, among its columns
//
// and writes the greeting to out as soon as the task is read, then an Arrow IPC stream of
// one column, the predictions, with a batch for each batch. When in ends after the task
// there is nothing to score, and no stream.
//
// The next batch is read while one is scored, so that whoever writes to in may be one
// batch ahead of what it reads from out.
func Serve(in io.Reader, out io.Writer) error {
	r := bufio.NewReaderSize(in, bufferSize)
	task, err := readTask(r)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, Greeting); err != nil {
		return err
	}
	if _, err := r.Peek(1); errors.Is(err, io.EOF) {
		return nil
	}
	w := bufio.NewWriterSize(out, bufferSize)
	schema := arrow.NewSchema([]arrow.Field{{Name: task.Output, Type: task.Type(), Nullable: true}}, nil)
	stream := ipc.NewWriter(w, ipc.WithSchema(schema))
	scorer := NewScorer(task)
	err = ahead(r, func(batch arrow.RecordBatch) error {
		predictions, err := scorer.guarded(batch)
		if err != nil {
			return err
		}
		answer := array.NewRecordBatch(schema, []arrow.Array{predictions}, batch.NumRows())
		if err := stream.Write(answer); err != nil {
			return err
		}
		return w.Flush()
	})
	if err != nil {
		return err
	}
	if err := stream.Close(); err != nil {
		return err
	}
	return w.Flush()
}

func readTask(r io.Reader) (*Task, error) {
	var n uint64
	if err := binary.Read(r, binary.BigEndian, &n); err != nil {
		return nil, fmt.Errorf("the length of the model: %w", err)
	}
	if n > maxTask {
		return nil, fmt.Errorf("a model of %d bytes, the most is %d", n, maxTask)
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(n)))
	if err != nil {
		return nil, fmt.Errorf("the model: %w", err)
	}
	if uint64(len(data)) < n {
		return nil, fmt.Errorf("the model ends after %d of %d bytes", len(data), n)
	}
	task := new(Task)
	if err := task.UnmarshalBinary(data); err != nil {
		return nil, err
	}
	return task, nil
}

// guarded is Score; a panic, of a model or of a damaged batch, becomes an error.
func (s *Scorer) guarded(batch arrow.RecordBatch) (predictions arrow.Array, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return s.Score(batch)
}

// ahead calls each with every batch of a stream, and reads the next one meanwhile. When
// each fails, the goroutine that reads stays until in ends: the process does before.
func ahead(in io.Reader, each func(arrow.RecordBatch) error) error {
	batches, failed := make(chan arrow.RecordBatch), make(chan error, 1)
	done := make(chan struct{})
	defer close(done)
	go func() {
		defer close(batches)
		failed <- read(in, batches, done)
	}()
	for batch := range batches {
		err := each(batch)
		batch.Release()
		if err != nil {
			return err
		}
	}
	return <-failed
}

// read sends the batches of a stream.
func read(in io.Reader, batches chan<- arrow.RecordBatch, done <-chan struct{}) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the batches are damaged: %v", p)
		}
	}()
	r, err := arrowin.NewReader(in)
	if err != nil {
		return fmt.Errorf("the batches: %w", err)
	}
	defer r.Release()
	for r.Next() {
		batch := r.RecordBatch()
		batch.Retain()
		select {
		case batches <- batch:
		case <-done:
			return nil
		}
	}
	if err := r.Err(); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("the batches: %w", err)
	}
	return nil
}
