package wire

import (
	"reflect"
	"strings"
	"testing"
)

// requests returns one of each request.
func requests() []any {
	return []any{
		&ExecuteRequest{}, &CompleteRequest{}, &InspectRequest{}, &IsCompleteRequest{}, &HistoryRequest{},
		&CommOpen{}, &CommMsg{}, &CommInfoRequest{}, &ShutdownRequest{}, &DeleteSubshellRequest{}, &InputReply{},
	}
}

func TestReadContent(t *testing.T) {
	none := map[string]string{}
	for _, c := range []struct {
		content string
		want    any
	}{
		{`{"code":"x"}`, &ExecuteRequest{"x", false, true, none, true, true}},
		{`{"code":"","silent":null,"store_history":null,"user_expressions":null,"allow_stdin":null,"stop_on_error":null}`, &ExecuteRequest{"", false, true, none, true, true}},
		{`{"code":"x","store_history":false,"allow_stdin":false,"stop_on_error":false,"user_expressions":{"a":"b"},"new":[{}]}`,
			&ExecuteRequest{"x", false, false, map[string]string{"a": "b"}, false, false}},
		{`{"code":"x","silent":true,"store_history":true}`, &ExecuteRequest{"x", true, false, none, true, true}},
		{"{\"code\":\"\xe4\"}", &ExecuteRequest{"\ufffd", false, true, none, true, true}},
		{`{"code":"a😀b","cursor_pos":2}`, &CompleteRequest{"a😀b", 2}},
		{`{"code":"a😀b"}`, &CompleteRequest{"a😀b", 3}},
		{`{"code":"a😀b","cursor_pos":null}`, &CompleteRequest{"a😀b", 3}},
		{`{"code":"a😀b","cursor_pos":4}`, &CompleteRequest{"a😀b", 3}},
		{`{"code":"x","cursor_pos":-1}`, &CompleteRequest{"x", 0}},
		{`{"code":""}`, &CompleteRequest{"", 0}},
		{`{"code":"x","cursor_pos":9,"detail_level":1}`, &InspectRequest{"x", 1, 1}},
		{`{"code":"x"}`, &InspectRequest{"x", 1, 0}},
		{`{"code":"for {"}`, &IsCompleteRequest{"for {"}},
		{`{}`, &HistoryRequest{Raw: true, HistAccessType: "tail", N: -1, Pattern: "*"}},
		{`{"hist_access_type":"tail","n":1000,"raw":true,"output":false}`, &HistoryRequest{Raw: true, HistAccessType: "tail", N: 1000, Pattern: "*"}},
		{`{"hist_access_type":"range","session":-1,"start":2,"stop":null,"raw":false,"output":true}`,
			&HistoryRequest{Output: true, HistAccessType: "range", Session: -1, Start: 2, N: -1, Pattern: "*"}},
		{`{"hist_access_type":"search","pattern":"a*","n":null,"unique":true}`,
			&HistoryRequest{Raw: true, HistAccessType: "search", N: -1, Pattern: "a*", Unique: true}},
		{`{"comm_id":"c","target_name":"t","data":{"a": 1}}`, &CommOpen{"c", "t", Object(`{"a": 1}`)}},
		{`{"comm_id":"c"}`, &CommOpen{"c", "", Object(`{}`)}},
		{`{"comm_id":"c","data":null}`, &CommMsg{"c", Object(`{}`)}},
		{`{}`, &CommInfoRequest{}},
		{`{"target_name":null}`, &CommInfoRequest{}},
		{`{"restart":true}`, &ShutdownRequest{true}},
		{`{}`, &ShutdownRequest{}},
		{`{"subshell_id":"s"}`, &DeleteSubshellRequest{"s"}},
		{`{"value":"Ada"}`, &InputReply{"Ada"}},
	} {
		m := &Message{Header: Header{MsgType: "t"}, Content: Object(c.content)}
		got := reflect.New(reflect.TypeOf(c.want).Elem()).Interface()
		for range 2 { // the second time over what is in it
			if err := m.ReadContent(got); err != nil {
				t.Errorf("%s: %v", c.content, err)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("%s: %+v, want %+v", c.content, got, c.want)
			}
		}
	}
}

func TestReadContentFails(t *testing.T) {
	for _, c := range []struct {
		msgType, content string
		into             any
		want             string
	}{
		{"execute_request", `{}`, &ExecuteRequest{}, "wire: execute_request: code is missing"},
		{"execute_request", `{"code":null}`, &ExecuteRequest{}, "wire: execute_request: code is missing"},
		{"execute_request", `{"code":1}`, &ExecuteRequest{}, "wire: execute_request: code is a number, want a string"},
		{"execute_request", `{"code":["x"]}`, &ExecuteRequest{}, "wire: execute_request: code is an array, want a string"},
		{"execute_request", `{"code":"x","silent":"no"}`, &ExecuteRequest{}, "wire: execute_request: silent is a string, want a bool"},
		{"execute_request", `{"code":"x","user_expressions":[]}`, &ExecuteRequest{}, "wire: execute_request: user_expressions is an array, want an object"},
		{"execute_request", `{"code":"x","user_expressions":{"a":1}}`, &ExecuteRequest{}, "wire: execute_request: user_expressions is a number, want a string"},
		{"complete_request", `{"cursor_pos":1}`, &CompleteRequest{}, "wire: complete_request: code is missing"},
		{"complete_request", `{"code":"x","cursor_pos":"1"}`, &CompleteRequest{}, "wire: complete_request: cursor_pos is a string, want a whole number"},
		{"complete_request", `{"code":"x","cursor_pos":1.5}`, &CompleteRequest{}, "wire: complete_request: cursor_pos is the number 1.5, want a whole number"},
		{"complete_request", `{"code":"x","cursor_pos":1` + strings.Repeat("0", 99) + `}`, &CompleteRequest{}, "wire: complete_request: cursor_pos is a long number, want a whole number"},
		{"inspect_request", `{}`, &InspectRequest{}, "wire: inspect_request: code is missing"},
		{"is_complete_request", `{}`, &IsCompleteRequest{}, "wire: is_complete_request: code is missing"},
		{"comm_open", `{"comm_id":"c","data":[1]}`, &CommOpen{}, "wire: comm_open: data is an array, want an object"},
		{"comm_msg", `{"data":{}}`, &CommMsg{}, "wire: comm_msg: comm_id is missing"},
		{"delete_subshell_request", `{}`, &DeleteSubshellRequest{}, "wire: delete_subshell_request: subshell_id is missing"},
		{"shutdown_request", `{"restart":0}`, &ShutdownRequest{}, "wire: shutdown_request: restart is a number, want a bool"},
		{"shutdown_request", `{}`, ShutdownRequest{}, "wire: ReadContent: wire.ShutdownRequest is not a pointer to a request"},
		{"shutdown_request", `{}`, (*ShutdownRequest)(nil), "wire: ReadContent: *wire.ShutdownRequest is not a pointer to a request"},
		{"shutdown_request", `{`, &ShutdownRequest{}, "wire: shutdown_request: unexpected end of JSON input"},
	} {
		m := &Message{Header: Header{MsgType: c.msgType}, Content: Object(c.content)}
		if err := m.ReadContent(c.into); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.content, err, c.want)
		}
	}
}

func TestAMessageWithoutContent(t *testing.T) {
	var req ShutdownRequest
	if err := new(Message).ReadContent(&req); err != nil {
		t.Error(err)
	}
}
