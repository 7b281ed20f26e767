package wire

import (
	"errors"
	"fmt"
)

// A CommOpen opens a comm, in either direction.
type CommOpen struct {
	CommID     string `json:"comm_id"`
	TargetName string `json:"target_name"`
	Data       Object `json:"data"`
}

func (c CommOpen) filled() any {
	c.Data = orEmpty(c.Data)
	return c
}

func (c *CommOpen) check(Object) error { return checkComm(c.CommID, &c.Data) }

// A CommMsg speaks on a comm; it is the content of "comm_close" too.
type CommMsg struct {
	CommID string `json:"comm_id"`
	Data   Object `json:"data"`
}

func (c CommMsg) filled() any {
	c.Data = orEmpty(c.Data)
	return c
}

func (c *CommMsg) check(Object) error { return checkComm(c.CommID, &c.Data) }

// checkComm demands an id and data that is an object.
func checkComm(id string, data *Object) error {
	if id == "" {
		return errors.New("comm_id is missing")
	}
	*data = orEmpty(*data)
	if first := (*data)[0]; first != '{' {
		return fmt.Errorf("data is %s, want an object", kindOf(first))
	}
	return nil
}

// A CommInfoRequest asks for the open comms: of one target, or all.
type CommInfoRequest struct {
	TargetName string `json:"target_name"`
}

// A CommInfoReply holds the target names of comms by their ids.
type CommInfoReply struct {
	Comms map[string]string
}

func (r CommInfoReply) filled() any {
	type comm struct {
		TargetName string `json:"target_name"`
	}
	comms := make(map[string]comm, len(r.Comms))
	for id, target := range r.Comms {
		comms[id] = comm{target}
	}
	return struct {
		Status string          `json:"status"`
		Comms  map[string]comm `json:"comms"`
	}{"ok", comms}
}
