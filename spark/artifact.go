package spark

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/crc32"

	"golab/spark/internal/wire"
)

// artifactChunk is the size of the pieces in which an artifact travels.
const artifactChunk = 32 << 10

// addArtifact uploads content under a name as files/scorer-1a2b or cache/<sha256>. The
// server refuses other content under a name that it has, so names should have a hash
// in them.
func (s *Session) addArtifact(ctx context.Context, name string, content []byte) error {
	ctx, stop := heeding(ctx)
	defer stop()
	for attempt := 0; ; attempt++ {
		err := s.link.upload(ctx, name, content)
		if err == nil {
			return nil
		}
		if !broken(err) || !pause(ctx, attempt) {
			return s.link.explain(ctx, err)
		}
	}
}

// hasArtifact asks whether the session has content under a name.
func (s *Session) hasArtifact(ctx context.Context, name string) (bool, error) {
	ctx, stop := heeding(ctx)
	defer stop()
	l := s.link
	response := &wire.ArtifactStatusesResponse{}
	err := l.invoke(ctx, "ArtifactStatus", &wire.ArtifactStatusesRequest{
		SessionId: l.session, UserContext: l.user, ClientType: &l.agent,
		ClientObservedServerSideSessionId: l.observed.Load(), Names: []string{name},
	}, response)
	return response.GetStatuses()[name].GetExists(), err
}

// cacheArtifact uploads content under the name cache/<sha256>, unless it is there, and
// returns the hash.
func (s *Session) cacheArtifact(ctx context.Context, content []byte) (string, error) {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	if ok, err := s.hasArtifact(ctx, "cache/"+hash); err != nil || ok {
		return hash, err
	}
	return hash, s.addArtifact(ctx, "cache/"+hash, content)
}

// upload sends one artifact.
func (l *link) upload(ctx context.Context, name string, content []byte) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := l.stream(ctx, "AddArtifacts", true)
	if err != nil {
		return err
	}
	for request := range l.artifactRequests(name, content) {
		if stream.SendMsg(request) != nil {
			break // RecvMsg has the reason
		}
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	response := &wire.AddArtifactsResponse{}
	if err := stream.RecvMsg(response); err != nil {
		return err
	}
	l.observe(response)
	for _, artifact := range response.GetArtifacts() {
		if !artifact.GetIsCrcSuccessful() {
			return fmt.Errorf("%s arrived with another checksum", artifact.GetName())
		}
	}
	return nil
}

// artifactRequests yields the requests that upload an artifact. One of a single chunk
// has to go as a batch.
func (l *link) artifactRequests(name string, content []byte) func(yield func(*wire.AddArtifactsRequest) bool) {
	count := (len(content) + artifactChunk - 1) / artifactChunk
	return func(yield func(*wire.AddArtifactsRequest) bool) {
		for i := range max(count, 1) {
			part := content[i*artifactChunk : min((i+1)*artifactChunk, len(content))]
			chunk := &wire.AddArtifactsRequest_ArtifactChunk{Data: part, Crc: int64(crc32.ChecksumIEEE(part))}
			request := &wire.AddArtifactsRequest{
				SessionId: l.session, UserContext: l.user, ClientType: &l.agent,
				ClientObservedServerSideSessionId: l.observed.Load(),
			}
			switch {
			case count <= 1:
				request.Payload = &wire.AddArtifactsRequest_Batch_{Batch: &wire.AddArtifactsRequest_Batch{
					Artifacts: []*wire.AddArtifactsRequest_SingleChunkArtifact{{Name: name, Data: chunk}},
				}}
			case i == 0:
				request.Payload = &wire.AddArtifactsRequest_BeginChunk{BeginChunk: &wire.AddArtifactsRequest_BeginChunkedArtifact{
					Name: name, TotalBytes: int64(len(content)), NumChunks: int64(count), InitialChunk: chunk,
				}}
			default:
				request.Payload = &wire.AddArtifactsRequest_Chunk{Chunk: chunk}
			}
			if !yield(request) {
				return
			}
		}
	}
}
