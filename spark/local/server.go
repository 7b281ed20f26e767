package local

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// host is the address that servers listen at.
const host = "127.0.0.1"

// markSetting is the setting that carries a server's mark. Spark does not know it.
const markSetting = "spark.golab.mark"

// A Server is a Spark Connect server that Start started.
type Server struct {
	PID     int
	Mark    string // a random word on the command line of the process
	Port    int
	Token   string    `json:",omitempty"`
	Version string    // of Spark
	Home    string    // of Spark
	Java    string    // its version
	Python  string    // the path of the workers' Python, or nothing
	Arrow   bool      // that Python has pyarrow
	Master  string    // such as local[*]
	Memory  string    // the driver's heap
	Started time.Time // when the process began
	Log     string    // the file of what it prints
	Temp    string    // its temporary folder

	record string // the file that remembers it
}

// Address returns what spark.Connect takes.
func (s *Server) Address() string {
	address := fmt.Sprintf("sc://%s:%d", host, s.Port)
	if s.Token != "" {
		address += "/;token=" + s.Token
	}
	return address
}

// Alive reports whether the server's process runs.
func (s *Server) Alive() bool {
	return s.PID > 0 && s.Mark != "" && strings.Contains(commandLine(s.PID), markSetting+"="+s.Mark)
}

// Answers reports whether something accepts connections at the server's port.
func (s *Server) Answers() bool { return answers(s.Port) }

// Resident returns the memory in use by the server's own process, in bytes, or 0
// where that is not known.
func (s *Server) Resident() int64 { return resident(s.PID) }

// LastLines returns the last lines of the server's log.
func (s *Server) LastLines(n int) string {
	text, err := os.ReadFile(s.Log)
	if err != nil {
		return ""
	}
	lines := strings.Split(string(bytes.TrimRight(text, "\n")), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// answers reports whether something accepts connections at a port of this machine.
func answers(port int) bool {
	conn, err := net.DialTimeout("tcp", net.JoinHostPort(host, strconv.Itoa(port)), time.Second)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// Servers returns the servers that the folder remembers, by port, also those whose
// process has ended since.
func Servers(folder string) ([]*Server, error) {
	records, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("local: Servers: %w", err)
	}
	var list []*Server
	for _, path := range records {
		s, err := readServer(path)
		if errors.Is(err, fs.ErrNotExist) { // stopped since
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b *Server) int { return a.Port - b.Port })
	return list, nil
}

// readServer reads a record.
func readServer(path string) (*Server, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("local: Servers: %w", err)
	}
	s := Server{record: path}
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("local: Servers: %s: %w", path, err)
	}
	return &s, nil
}

// remember writes the record, which must not be there: two servers that start at a
// port at the same time must not both believe that they are the one.
func (s *Server) remember() error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(s.record, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	return errors.Join(err, f.Close())
}

// forget removes the files of a server that has ended. The log stays where keepLog
// says so.
func (s *Server) forget(keepLog bool) error {
	var errs []error
	if s.Temp != "" {
		errs = append(errs, os.RemoveAll(s.Temp))
	}
	paths := []string{s.record}
	if !keepLog {
		paths = append(paths, s.Log)
	}
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
