package wire

import "errors"

// OK is the content of a reply that says nothing but that it worked:
// "interrupt_reply" and "delete_subshell_reply".
type OK struct{}

func (OK) filled() any {
	return struct {
		Status string `json:"status"`
	}{"ok"}
}

// A ShutdownRequest ends the kernel, for good or to start another one.
type ShutdownRequest struct {
	Restart bool `json:"restart"`
}

// A ShutdownReply says the request's Restart again.
type ShutdownReply struct {
	Restart bool `json:"restart"`
}

func (r ShutdownReply) filled() any {
	return struct {
		Status  string `json:"status"`
		Restart bool   `json:"restart"`
	}{"ok", r.Restart}
}

// A CreateSubshellReply names a new subshell.
type CreateSubshellReply struct {
	SubshellID string `json:"subshell_id"`
}

func (r CreateSubshellReply) filled() any {
	return struct {
		Status     string `json:"status"`
		SubshellID string `json:"subshell_id"`
	}{"ok", r.SubshellID}
}

// A DeleteSubshellRequest ends a subshell.
type DeleteSubshellRequest struct {
	SubshellID string `json:"subshell_id"`
}

func (r *DeleteSubshellRequest) check(Object) error {
	if r.SubshellID == "" {
		return errors.New("subshell_id is missing")
	}
	return nil
}

// A ListSubshellReply names all subshells but the main one.
type ListSubshellReply struct {
	SubshellID []string `json:"subshell_id"`
}

func (r ListSubshellReply) filled() any {
	return struct {
		Status     string   `json:"status"`
		SubshellID []string `json:"subshell_id"`
	}{"ok", orNone(r.SubshellID)}
}

// An InputRequest asks the user for a line; one that is a Password is not shown
// while it is typed.
type InputRequest struct {
	Prompt   string `json:"prompt"`
	Password bool   `json:"password"`
}

// An InputReply is the line, without its end.
type InputReply struct {
	Value string `json:"value"`
}
