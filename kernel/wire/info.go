package wire

// A KernelInfoReply says what the kernel is. An empty Status is "ok", an empty
// ProtocolVersion [Version].
type KernelInfoReply struct {
	Status                string       `json:"status"`
	ProtocolVersion       string       `json:"protocol_version"`
	Implementation        string       `json:"implementation"`
	ImplementationVersion string       `json:"implementation_version"`
	LanguageInfo          LanguageInfo `json:"language_info"`
	Banner                string       `json:"banner"`
	Debugger              bool         `json:"debugger"`
	HelpLinks             []HelpLink   `json:"help_links"`
	SupportedFeatures     []string     `json:"supported_features"`
}

func (r KernelInfoReply) filled() any {
	r.Status = orOK(r.Status)
	if r.ProtocolVersion == "" {
		r.ProtocolVersion = Version
	}
	if r.HelpLinks == nil {
		r.HelpLinks = []HelpLink{}
	}
	r.SupportedFeatures = orNone(r.SupportedFeatures)
	return r
}

// LanguageInfo describes the language of cells. A front end that finds no
// CodemirrorMode chooses by the mimetype, which JupyterLab then writes into
// notebooks.
type LanguageInfo struct {
	Name              string `json:"name"`
	Version           string `json:"version"`
	Mimetype          string `json:"mimetype"`
	FileExtension     string `json:"file_extension"`
	PygmentsLexer     string `json:"pygments_lexer,omitempty"`
	CodemirrorMode    any    `json:"codemirror_mode,omitempty"` // a string or an object
	NBConvertExporter string `json:"nbconvert_exporter,omitempty"`
}

// A HelpLink is an entry of the help menu.
type HelpLink struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// A UsageReply answers "usage_request", which is not in the protocol: ipykernel
// does, and panels of JupyterLab show it. Memory is in bytes, shares of the
// processor in percent; what is not known stays out.
type UsageReply struct {
	Hostname          string         `json:"hostname"`
	PID               int            `json:"pid"`
	KernelCPU         *float64       `json:"kernel_cpu,omitempty"`
	KernelMemory      uint64         `json:"kernel_memory"`
	CPUCount          int            `json:"cpu_count"`
	HostCPUPercent    *float64       `json:"host_cpu_percent,omitempty"`
	HostVirtualMemory *VirtualMemory `json:"host_virtual_memory,omitempty"`
}

// VirtualMemory is the memory of the machine in bytes, and the used share of it in
// percent.
type VirtualMemory struct {
	Total     uint64  `json:"total"`
	Available uint64  `json:"available"`
	Used      uint64  `json:"used"`
	Free      uint64  `json:"free"`
	Percent   float64 `json:"percent"`
}
