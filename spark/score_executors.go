package spark

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"golab/spark/internal/pickle"
	"golab/spark/internal/shim"
	"golab/spark/internal/wire"
)

// scoring is what a session knows about its executors and has sent to them.
type scoring struct {
	mu    sync.Mutex
	known *executors
	files map[string]shim.File // the scorers that were uploaded, by platform and path
}

// executors is what the executors have, as far as one of them tells.
type executors struct {
	python   string // version, such as 3.11
	platform string // such as Linux-x86_64
}

// executors asks the executors, once in a session.
func (c *scoring) executors(s *Session) (*executors, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known != nil {
		return c.known, nil
	}
	version, err := s.pythonVersion()
	if err != nil {
		return nil, err
	}
	platform, err := s.platform(version)
	if err != nil {
		return nil, err
	}
	c.known = &executors{version, platform}
	return c.known, nil
}

// otherPython finds the version in the error of a function for another one.
var otherPython = regexp.MustCompile(`different version:? *\(?(\d+)(?:, *|\.)(\d+)`)

// pythonVersion returns the executors' version of Python: the worker refuses functions
// for another one, and says which it has.
func (s *Session) pythonVersion() (string, error) {
	_, err := s.probe("pass", "0.0").collect()
	if err == nil {
		return "", errors.New("the executors ran a function for Python 0.0")
	}
	var failure *Error
	if errors.As(err, &failure) {
		if m := otherPython.FindStringSubmatch(failure.Message); m != nil {
			return m[1] + "." + m[2], nil
		}
	}
	return "", needsPython(err)
}

// platform returns what the executors run on, and makes sure that they have pyarrow.
func (s *Session) platform(python string) (string, error) {
	frame, err := s.probe(`import platform, pyarrow
        for batch in batches:
            answer = "%s-%s" % (platform.system(), platform.machine())
            yield pyarrow.RecordBatch.from_arrays([pyarrow.array([answer])], names=["answer"])`, python).collect()
	if err != nil {
		return "", needsPython(err)
	}
	if frame.Nrow() != 1 {
		return "", fmt.Errorf("the executors gave %d answers for 1 row", frame.Nrow())
	}
	return frame.Elem(0, 0).String(), nil
}

// probe returns a frame of one row that a few lines of Python answer.
func (s *Session) probe(body, python string) *DataFrame {
	source := `def build(blob, options):
    from pyspark.sql.types import StructType

    def ask(batches):
        ` + body + `

    return ask, StructType().add("answer", "string")
`
	out := &wire.DataType_Struct{Fields: []*wire.DataType_StructField{{
		Name: "answer", Nullable: true, DataType: &wire.DataType{Kind: &wire.DataType_String_{String_: &wire.DataType_Simple{}}},
	}}}
	return s.Range(0, 1).Coalesce(1).mapInArrow("golab_probe", []string{"id"}, out, pickle.Command(source, nil, ""), python)
}

// needsPython explains an error of the executors. Others, of the connection or of the
// context, are what they are.
func needsPython(err error) error {
	var failure *Error
	if !errors.As(err, &failure) || strings.HasPrefix(failure.Class, "INVALID_HANDLE") || failure.Class == "OPERATION_CANCELED" {
		return err
	}
	return &cannotRun{fmt.Errorf("the executors cannot pass batches to the scorer; install Python and pyarrow there, and let PYSPARK_PYTHON name that Python when the server starts: %w", err)}
}

// scorer uploads a scorer for a platform, once in a session.
func (c *scoring) scorer(s *Session, platform, path string) (shim.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := platform + " " + path
	if file, ok := c.files[key]; ok {
		return file, nil
	}
	program, err := findScorer(platform, path)
	if err != nil {
		return shim.File{}, &cannotRun{err}
	}
	name, err := s.addFile("golab-scorer", program.content)
	if err != nil {
		return shim.File{}, err
	}
	if c.files == nil {
		c.files = map[string]shim.File{}
	}
	c.files[key] = shim.File{Name: name, Arguments: program.arguments}
	return c.files[key], nil
}

// addFile uploads a file for the executors, under a name that tells its content.
func (s *Session) addFile(prefix string, content []byte) (string, error) {
	sum := sha256.Sum256(content)
	name := prefix + "-" + hex.EncodeToString(sum[:8])
	if err := s.addArtifact(s.ctx, "files/"+name, content); err != nil {
		return "", fmt.Errorf("sending %s, %d bytes: %w", name, len(content), err)
	}
	return name, nil
}
