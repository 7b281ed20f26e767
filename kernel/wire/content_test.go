package wire

import (
	"encoding/json"
	"testing"
)

// TestContents holds what is sent against the protocol's descriptions.
func TestContents(t *testing.T) {
	data, cpu := Object(`{"text/plain":"<1>"}`), 12.5
	for _, c := range []struct {
		content any
		want    string
	}{
		{ExecuteReply{}, `{"status":"ok","execution_count":0,"user_expressions":{},"payload":[]}`},
		{ExecuteReply{Status: "ok", ExecutionCount: 3, UserExpressions: map[string]Object{"x": data}, Payload: []Object{Marshal(Page{Data: data})}},
			`{"status":"ok","execution_count":3,"user_expressions":{"x":{"text/plain":"<1>"}},"payload":[{"source":"page","data":{"text/plain":"<1>"},"start":0}]}`},
		{ExecuteReply{Status: "error", ExecutionCount: 3, EName: "E"}, `{"status":"error","execution_count":3,"ename":"E","evalue":"","traceback":[],"payload":[]}`},
		{ExecuteReply{Status: "error", EValue: "v", Traceback: []string{"a", "b"}}, `{"status":"error","execution_count":0,"ename":"","evalue":"v","traceback":["a","b"],"payload":[]}`},
		{ExecuteReply{Status: "aborted", ExecutionCount: 3}, `{"status":"aborted"}`},
		{Page{}, `{"source":"page","data":{},"start":0}`},
		{SetNextInput{"x", true}, `{"source":"set_next_input","text":"x","replace":true}`},
		{AskExit{}, `{"source":"ask_exit","keepkernel":false}`},
		{ErrorReply{EName: "E", EValue: "v"}, `{"status":"error","ename":"E","evalue":"v","traceback":[]}`},
		{CompleteReply{}, `{"status":"ok","matches":[],"cursor_start":0,"cursor_end":0,"metadata":{}}`},
		{CompleteReply{Matches: []string{"a"}, CursorStart: 1, CursorEnd: 2, Metadata: Marshal(CompletionTypes{[]CompletionType{{"a", "function", 1, 2, "()"}}})},
			`{"status":"ok","matches":["a"],"cursor_start":1,"cursor_end":2,"metadata":{"_jupyter_types_experimental":[{"text":"a","type":"function","start":1,"end":2,"signature":"()"}]}}`},
		{InspectReply{}, `{"status":"ok","found":false,"data":{},"metadata":{}}`},
		{InspectReply{Found: true, Data: data, Metadata: Object("null")}, `{"status":"ok","found":true,"data":{"text/plain":"<1>"},"metadata":{}}`},
		{IsCompleteReply{}, `{"status":"unknown"}`},
		{IsCompleteReply{"complete", "x"}, `{"status":"complete"}`},
		{IsCompleteReply{"incomplete", ""}, `{"status":"incomplete","indent":""}`},
		{IsCompleteReply{"incomplete", "\t"}, `{"status":"incomplete","indent":"\t"}`},
		{HistoryReply{}, `{"status":"ok","history":[]}`},
		{HistoryReply{History: []HistoryRow{{1, 2, "x<y", "true"}}}, `{"status":"ok","history":[[1,2,"x<y"]]}`},
		{HistoryReply{Output: true, History: []HistoryRow{{1, 2, "x<y", "true"}, {1, 3, "z", ""}}}, `{"status":"ok","history":[[1,2,["x<y","true"]],[1,3,["z",null]]]}`},
		{KernelInfoReply{}, `{"status":"ok","protocol_version":"5.5","implementation":"","implementation_version":"",` +
			`"language_info":{"name":"","version":"","mimetype":"","file_extension":""},"banner":"","debugger":false,"help_links":[],"supported_features":[]}`},
		{KernelInfoReply{Implementation: "golab", LanguageInfo: LanguageInfo{Name: "go", PygmentsLexer: "go", CodemirrorMode: "x"}, HelpLinks: []HelpLink{{"Go", "https://go.dev"}}, SupportedFeatures: []string{"kernel subshells"}},
			`{"status":"ok","protocol_version":"5.5","implementation":"golab","implementation_version":"",` +
				`"language_info":{"name":"go","version":"","mimetype":"","file_extension":"","pygments_lexer":"go","codemirror_mode":"x"},"banner":"","debugger":false,` +
				`"help_links":[{"text":"Go","url":"https://go.dev"}],"supported_features":["kernel subshells"]}`},
		{UsageReply{Hostname: "h", PID: 1, KernelMemory: 2, CPUCount: 3}, `{"hostname":"h","pid":1,"kernel_memory":2,"cpu_count":3}`},
		{UsageReply{KernelCPU: &cpu, HostVirtualMemory: &VirtualMemory{Total: 4}},
			`{"hostname":"","pid":0,"kernel_cpu":12.5,"kernel_memory":0,"cpu_count":0,"host_virtual_memory":{"total":4,"available":0,"used":0,"free":0,"percent":0}}`},
		{Status{"busy"}, `{"execution_state":"busy"}`},
		{ExecuteInput{"x", 1}, `{"code":"x","execution_count":1}`},
		{Stream{"stdout", "<a>\n"}, `{"name":"stdout","text":"<a>\n"}`},
		{Display{}, `{"data":{},"metadata":{},"transient":{}}`},
		{Display{Data: data, Transient: Transient{"d"}}, `{"data":{"text/plain":"<1>"},"metadata":{},"transient":{"display_id":"d"}}`},
		{ExecuteResult{ExecutionCount: 2, Data: data}, `{"execution_count":2,"data":{"text/plain":"<1>"},"metadata":{},"transient":{}}`},
		{ClearOutput{true}, `{"wait":true}`},
		{Error{}, `{"ename":"","evalue":"","traceback":[]}`},
		{IOPubWelcome{}, `{"subscription":""}`},
		{CommOpen{CommID: "c", TargetName: "t"}, `{"comm_id":"c","target_name":"t","data":{}}`},
		{CommMsg{CommID: "c"}, `{"comm_id":"c","data":{}}`},
		{CommInfoReply{}, `{"status":"ok","comms":{}}`},
		{CommInfoReply{map[string]string{"c": "t"}}, `{"status":"ok","comms":{"c":{"target_name":"t"}}}`},
		{OK{}, `{"status":"ok"}`},
		{ShutdownReply{true}, `{"status":"ok","restart":true}`},
		{CreateSubshellReply{"s"}, `{"status":"ok","subshell_id":"s"}`},
		{ListSubshellReply{}, `{"status":"ok","subshell_id":[]}`},
		{ListSubshellReply{[]string{"s"}}, `{"status":"ok","subshell_id":["s"]}`},
		{InputRequest{"? ", true}, `{"prompt":"? ","password":true}`},
	} {
		if got := Marshal(c.content); string(got) != c.want {
			t.Errorf("%T: %s\nwant %s", c.content, got, c.want)
		}
	}
}

// TestRepliesTravel sends what a worker process answers through JSON as it is, to
// be filled later.
func TestRepliesTravel(t *testing.T) {
	for _, reply := range []ExecuteReply{{}, {Status: "error", EName: "E", Traceback: []string{"a"}}, {UserExpressions: map[string]Object{"a": Object(`{"b":1}`)}}} {
		text, err := json.Marshal(reply)
		if err != nil {
			t.Fatal(err)
		}
		var back ExecuteReply
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if got, want := string(Marshal(back)), string(Marshal(reply)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
