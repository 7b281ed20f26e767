package spark

import (
	"bytes"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/go-gota/gota/dataframe"

	"golab/data"
	"golab/spark/internal/wire"
)

const (
	// inlineFrame is the size up to which rows travel inside the plan.
	inlineFrame = 1 << 20
	// frameChunk is the size of the pieces in which others travel.
	frameChunk = 15 << 20
	// maxFrame is the size that a server bears: it holds all rows as objects, many
	// times as large. Servers of 1.5 GB died of 160 MB.
	maxFrame = 100 << 20
)

// CreateDataFrame brings a local frame to the server: columns of float64, int, string and
// bool become DOUBLE, BIGINT, STRING and BOOLEAN, missing values NULL; NaN stays NaN. A
// frame of more than 1 MB is uploaded in pieces, where the server takes that.
//
// It fails for a frame of more than 100 MB: write that to Parquet files (data.WriteParquet)
// where the server can read them.
func (s *Session) CreateDataFrame(frame dataframe.DataFrame) (*DataFrame, error) {
	if err := s.problem(); err != nil {
		return nil, fmt.Errorf("spark: CreateDataFrame: %w", err)
	}
	batch, err := data.ToArrow(frame)
	if err != nil {
		return nil, fmt.Errorf("spark: CreateDataFrame: %w", err)
	}
	defer batch.Release()
	plan, err := s.localRelation(batch)
	if err != nil {
		return nil, fmt.Errorf("spark: CreateDataFrame: %w", err)
	}
	return s.newDataFrame(plan), nil
}

// localRelation is a batch as a relation, uploaded if it is large.
func (s *Session) localRelation(batch arrow.RecordBatch) (*wire.Relation, error) {
	size := sizeOf(batch)
	switch {
	case size > maxFrame:
		return nil, fmt.Errorf("the frame has %d MB, the server bears %d MB: write it to Parquet files where the server can read them", size>>20, maxFrame>>20)
	case size <= inlineFrame || !s.link.takesPieces():
		stream, err := encode(batch)
		return &wire.Relation{RelType: &wire.Relation_LocalRelation{LocalRelation: &wire.LocalRelation{Data: stream}}}, err
	}
	relation := &wire.ChunkedCachedLocalRelation{}
	step := max(1, batch.NumRows()*frameChunk/size)
	for i := int64(0); i < batch.NumRows(); i += step {
		hash, err := s.uploadRows(batch, i, min(i+step, batch.NumRows()))
		if err != nil {
			return nil, err
		}
		relation.DataHashes = append(relation.DataHashes, hash)
	}
	return &wire.Relation{RelType: &wire.Relation_ChunkedCachedLocalRelation{ChunkedCachedLocalRelation: relation}}, nil
}

// sizeOf returns the bytes of a batch of columns without children.
func sizeOf(batch arrow.RecordBatch) int64 {
	size := int64(0)
	for _, column := range batch.Columns() {
		for _, b := range column.Data().Buffers() {
			if b != nil {
				size += int64(b.Len())
			}
		}
	}
	return size
}

// takesPieces reports whether the server takes a frame in pieces, which is so since 4.1.
func (l *link) takesPieces() bool {
	var major, minor int
	n, _ := fmt.Sscanf(l.version, "%d.%d", &major, &minor)
	return n == 2 && (major > 4 || major == 4 && minor >= 1)
}

// uploadRows uploads the rows from i to j−1 and returns the hash that stands for them.
func (s *Session) uploadRows(batch arrow.RecordBatch, i, j int64) (string, error) {
	part := batch.NewSlice(i, j)
	defer part.Release()
	stream, err := encode(part)
	if err != nil {
		return "", err
	}
	return s.cacheArtifact(s.ctx, stream)
}

// encode returns a batch as an Arrow IPC stream.
func encode(batch arrow.RecordBatch) ([]byte, error) {
	var b bytes.Buffer
	w := ipc.NewWriter(&b, ipc.WithSchema(batch.Schema()))
	if err := w.Write(batch); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
