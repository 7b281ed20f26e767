package data

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// pyarrowScript reads golab's files and prints what is in them, then writes the
// same tables for golab: Parquet compressed in several row groups, Arrow in
// several batches.
const pyarrowScript = `
import sys, pyarrow as pa, pyarrow.parquet as pq
parquet, arrow, parquet_out, arrow_out = sys.argv[1:]
tables = [pq.read_table(parquet), pa.ipc.open_file(arrow).read_all()]
for t in tables:
    t.validate(full=True)
    print(" ".join(f"{n}:{c.type}={c.to_pylist()}" for n, c in zip(t.column_names, t.columns)))
pq.write_table(tables[0], parquet_out, compression="zstd", row_group_size=2)
with pa.OSFile(arrow_out, "wb") as f, pa.ipc.new_file(f, tables[1].schema) as w:
    for batch in tables[1].to_batches(max_chunksize=1):
        w.write_batch(batch)
`

// pyarrowSays is what pyarrow finds in the frame of all types.
const pyarrowSays = "int:int64=[9223372036854775807, None, -9007199254740993] float:double=[1e-300, None, nan] " +
	"char_freq_;:string=['a,\"b\"\\n', '', 'é名'] bool:bool=[True, None, True] v[0]:double=[0.1, inf, -0.0] v[1]:double=[1.0, 2.0, 3.0]\n"

// TestPyarrow exchanges Parquet and Arrow files with the real pyarrow.
func TestPyarrow(t *testing.T) {
	python := os.Getenv("GOLAB_PYTHON")
	if python == "" {
		t.Skip("no Python with pyarrow: test.sh makes one and names it in GOLAB_PYTHON")
	}
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	df := everything(t)
	if err := WriteParquet(df, path("ours.parquet")); err != nil {
		t.Fatal(err)
	}
	if err := WriteArrow(df, path("ours.arrow")); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(python, "-c", pyarrowScript, path("ours.parquet"), path("ours.arrow"), path("theirs.parquet"), path("theirs.arrow"))
	run.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8")
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := string(out); got != pyarrowSays+pyarrowSays {
		t.Errorf("pyarrow finds\n%swant twice\n%s", got, pyarrowSays)
	}
	fromParquet, err := ReadParquet(path("theirs.parquet"))
	if err != nil || dump(fromParquet) != everythingDump {
		t.Errorf("pyarrow's Parquet: %s, %v", dump(fromParquet), err)
	}
	fromArrow, err := ReadArrow(path("theirs.arrow"))
	if err != nil || dump(fromArrow) != everythingDump {
		t.Errorf("pyarrow's Arrow: %s, %v", dump(fromArrow), err)
	}
}
