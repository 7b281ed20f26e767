package server

import (
	"context"
	"runtime"
	"strings"

	"golab/kernel/wire"
)

// Info is what a kernel_info_reply says beyond the protocol.
type Info struct {
	Implementation        string // default: golab
	ImplementationVersion string // default: 0.0.0
	Banner                string // the first lines of a console
	LanguageVersion       string // default: of the Go that has built the program, such as 1.26.1
}

func (i Info) withDefaults() Info {
	if i.Implementation == "" {
		i.Implementation = "golab"
	}
	if i.ImplementationVersion == "" {
		i.ImplementationVersion = "0.0.0"
	}
	if i.LanguageVersion == "" {
		i.LanguageVersion = strings.TrimPrefix(runtime.Version(), "go")
	}
	return i
}

// kernelInfo says who serves. It needs no backend.
func (s *Server) kernelInfo(_ context.Context, r *request) {
	info := s.cfg.Info
	r.reply(wire.KernelInfoReply{
		ProtocolVersion:       wire.Version,
		Implementation:        info.Implementation,
		ImplementationVersion: info.ImplementationVersion,
		Banner:                info.Banner,
		LanguageInfo: wire.LanguageInfo{
			Name:          "go",
			Version:       info.LanguageVersion,
			Mimetype:      "text/x-go",
			FileExtension: ".go",
			PygmentsLexer: "go",
		},
		HelpLinks: []wire.HelpLink{
			{Text: "A Tour of Go", URL: "https://go.dev/tour/"},
			{Text: "Effective Go", URL: "https://go.dev/doc/effective_go"},
			{Text: "Go standard library", URL: "https://pkg.go.dev/std"},
			{Text: "Go language specification", URL: "https://go.dev/ref/spec"},
		},
		SupportedFeatures: []string{"kernel subshells"},
	})
}
