package spark

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"gonum.org/v1/gonum/mat"

	"golab/nn"
)

// TestLiveKilledExecutorOnClusters kills an executor while it works: the query, and
// scoring, end with the right rows, as Spark runs its tasks again elsewhere.
func TestLiveKilledExecutorOnClusters(t *testing.T) {
	if os.Getenv("GOLAB_SPARK_CLUSTER") == "" {
		t.Skip("GOLAB_SPARK_CLUSTER names no server")
	}
	t.Setenv("GOLAB_SPARK_REMOTE", os.Getenv("GOLAB_SPARK_CLUSTER"))
	s := live(t)
	const n = 8 // partitions of one row, each of which takes a while
	slow := sql(t, s, "SELECT id, java_method('java.lang.ProcessHandle', 'current') AS pid, "+
		"java_method('java.lang.Thread', 'sleep', 250L) AS slept FROM range(0, ?, 1, ?)", n, n)
	want := make([]float64, n)
	for i := range want {
		want[i] = float64(i)
	}
	killExecutor(t, s, slow, "id", want)

	net := nn.NewSequential(1, nn.Dense(3, nn.Tanh), nn.Dense(1, nn.Linear)).Init(1)
	want = must[*mat.Dense](t)(net.Compile(nil, nil).Predict(mat.NewDense(n, 1, want))).RawMatrix().Data
	killExecutor(t, s, scored(t)(s.Score(slow, []string{"id"}, net)), "prediction", want)
}

// killExecutor kills the executor of the first row that comes. A column of all rows has to
// have the values wanted, in the order of the column id.
func killExecutor(t *testing.T, s *Session, df *DataFrame, column string, want []float64) {
	t.Helper()
	got, killed := map[int64]float64{}, 0
	for batch, err := range df.SelectExpr("id", "cast("+column+" as double)", "pid", "slept").Batches() {
		if err != nil {
			t.Fatalf("%s, with executor %d killed: %v", column, killed, err)
		}
		ids, values := int64s(t, batch.Column(0)), batch.Column(1).(*array.Float64).Float64Values()
		for i, id := range ids {
			if _, twice := got[id]; twice {
				t.Errorf("row %d came twice", id)
			}
			got[id] = values[i]
		}
		if killed == 0 && len(ids) > 0 {
			killed, _ = strconv.Atoi(batch.Column(2).(*array.String).Value(0))
			kill(t, s, killed)
		}
	}
	ordered := make([]float64, len(want))
	for id, value := range got {
		ordered[id] = value
	}
	if len(got) != len(want) || !equalBits(ordered, want) {
		t.Errorf("%s: %v, want %v", column, got, want)
	}
	if _, err := os.Stat(process(killed)); killed == 0 || err == nil {
		t.Errorf("executor %d was not killed: %v", killed, err)
	}
}

// process is the folder in which Linux tells about a process.
func process(pid int) string { return filepath.Join("/proc", strconv.Itoa(pid)) }

// kill kills an executor, which must be a child of the server of a session.
func kill(t *testing.T, s *Session, pid int) {
	t.Helper()
	line, err := os.ReadFile(filepath.Join(process(pid), "cmdline"))
	if err != nil || !strings.Contains(string(line), "CoarseGrainedExecutorBackend") {
		t.Fatalf("process %d is no executor: %v", pid, err)
	}
	status, err := os.ReadFile(filepath.Join(process(pid), "status"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "\nPPid:")
	parent, _, _ := strings.Cut(strings.TrimSpace(rest), "\n")
	words, err := os.ReadFile(filepath.Join("/proc", parent, "cmdline"))
	_, port, _ := net.SplitHostPort(s.link.host)
	if err != nil || !slices.Contains(strings.Split(string(words), "\x00"), "spark.connect.grpc.binding.port="+port) {
		t.Fatalf("process %s is not the server at port %s: %v", parent, port, err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	t.Logf("executor %d is killed", pid)
}
