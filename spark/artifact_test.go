package spark

import (
	"bytes"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"golab/spark/internal/wire"
)

func TestArtifactsTravelInPieces(t *testing.T) {
	for size, pieces := range map[int]int{0: 1, 1: 1, artifactChunk: 1, artifactChunk + 1: 2, 3 * artifactChunk: 3} {
		f, s := offline(t)
		content := bytes.Repeat([]byte("0123456789"), size/10+1)[:size]
		if err := s.addArtifact(s.ctx, "files/a", content); err != nil {
			t.Fatal(err)
		}
		var got []byte
		take := func(c *wire.AddArtifactsRequest_ArtifactChunk) {
			if c.GetCrc() != int64(crc32.ChecksumIEEE(c.GetData())) {
				t.Errorf("%d bytes: a wrong checksum", size)
			}
			got = append(got, c.GetData()...)
		}
		requests := f.called("AddArtifacts")
		for _, r := range requests {
			switch p := r.(*wire.AddArtifactsRequest).GetPayload().(type) {
			case *wire.AddArtifactsRequest_Batch_:
				take(p.Batch.GetArtifacts()[0].GetData())
			case *wire.AddArtifactsRequest_BeginChunk:
				if p.BeginChunk.GetTotalBytes() != int64(size) || p.BeginChunk.GetNumChunks() != int64(pieces) || p.BeginChunk.GetName() != "files/a" {
					t.Errorf("%d bytes begin with %v", size, p)
				}
				take(p.BeginChunk.GetInitialChunk())
			case *wire.AddArtifactsRequest_Chunk:
				take(p.Chunk)
			}
		}
		if len(requests) != pieces || !bytes.Equal(got, content) {
			t.Errorf("%d bytes: %d pieces with %d bytes, want %d", size, len(requests), len(got), pieces)
		}
	}
}

func TestArtifactsThatDoNotArrive(t *testing.T) {
	f, s := offline(t)
	f.answer("AddArtifacts", &wire.AddArtifactsResponse{Artifacts: []*wire.AddArtifactsResponse_ArtifactSummary{{Name: "files/a"}}})
	if err := s.addArtifact(s.ctx, "files/a", []byte("x")); err == nil || !strings.Contains(err.Error(), "files/a arrived with another checksum") {
		t.Errorf("%v, want one about the checksum", err)
	}
	times := 0
	f.handle("AddArtifacts", func(proto.Message) (proto.Message, error) {
		if times++; times == 1 {
			return nil, status.Error(codes.Unavailable, "busy")
		}
		return &wire.AddArtifactsResponse{}, nil
	})
	if err := s.addArtifact(s.ctx, "files/a", []byte("x")); err != nil || times != 2 {
		t.Errorf("%v after %d attempts, want 2", err, times)
	}
}

func TestFramesTravelOnce(t *testing.T) {
	f, s := offline(t)
	has := map[string]bool{}
	f.handle("ArtifactStatus", func(r proto.Message) (proto.Message, error) {
		response := &wire.ArtifactStatusesResponse{Statuses: map[string]*wire.ArtifactStatusesResponse_ArtifactStatus{}}
		for _, name := range r.(*wire.ArtifactStatusesRequest).GetNames() {
			response.Statuses[name] = &wire.ArtifactStatusesResponse_ArtifactStatus{Exists: has[name]}
			has[name] = true
		}
		return response, nil
	})
	frame := numbered(60_000)
	sent := 0
	for range 2 {
		df, err := s.CreateDataFrame(frame)
		if err != nil || len(df.plan.GetChunkedCachedLocalRelation().GetDataHashes()) != 1 {
			t.Fatal(df, err)
		}
		if n := len(f.called("AddArtifacts")); sent == 0 {
			sent = n
		} else if n != sent || n == 0 {
			t.Errorf("%d pieces at first, %d after the second time", sent, n)
		}
	}
}

func TestFramesPastTheServersMeans(t *testing.T) {
	f, s := offline(t)
	const size = maxFrame + 1
	text := memory.NewBufferBytes(make([]byte, size)) // never touched, so never there
	offsets := memory.NewBufferBytes(arrow.Int32Traits.CastToBytes([]int32{0, size}))
	column := array.MakeFromData(array.NewData(arrow.BinaryTypes.String, 1, []*memory.Buffer{nil, offsets, text}, nil, 0, 0))
	schema := arrow.NewSchema([]arrow.Field{{Name: "s", Type: column.DataType()}}, nil)
	_, err := s.localRelation(array.NewRecordBatch(schema, []arrow.Array{column}, 1))
	if err == nil || !strings.Contains(err.Error(), "the frame has 100 MB, the server bears 100 MB") || !strings.Contains(err.Error(), "Parquet") {
		t.Errorf("%v, want one about the size", err)
	}
	if n := len(f.called("AddArtifacts")); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestServersBefore41TakeNoPieces(t *testing.T) {
	for version, want := range map[string]bool{"3.5.6": false, "4.0.1": false, "4.1.0-SNAPSHOT": true, "4.1.4": true, "5.0.0": true, "": false} {
		if got := (&link{version: version}).takesPieces(); got != want {
			t.Errorf("%q: %v, want %v", version, got, want)
		}
	}
	_, s := offline(t)
	s.link.version = "4.0.1"
	df, err := s.CreateDataFrame(numbered(60_000))
	if err != nil || df.plan.GetLocalRelation() == nil {
		t.Errorf("%v, want the rows in the plan", err)
	}
}
