#!/usr/bin/env bash
# All tests, with the set-up they need: ./test.sh
#
# Tools go into .cache and .venv beside this script and are kept between runs.
# What needs a system package is installed when run as root on Debian and
# otherwise named as not run; the last lines are go test's own.
set -euo pipefail
cd "$(dirname "$0")"
export GOFLAGS=-buildvcs=false
cache=$PWD/.cache
mkdir -p "$cache/bin"

staticcheck_version=v0.7.0
zeromq_version=6.8.0      # the ZeroMQ of VS Code, from npm
gophernotes_version=v0.7.5 # whose notebooks golab runs
# What is tried on other machines: tests of cells that need no go command.
smoke='Transcripts|Call$|ErrorPositions|Goroutine|Interrupt|RunProgram|SelfCheck|Reflect|Redeclare|Identity|Sort|Errors|JSON'
not_run=()
unset GOLAB_SPARK_REMOTE GOLAB_SPARK_CLUSTER GOLAB_SPARK_STANDALONE # named below

step() { printf '\n== %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

# need COMMAND PACKAGE...: the command, from Debian's packages where root may.
need() {
  local command=$1
  shift
  have "$command" && return 0
  [ "$(id -u)" = 0 ] && have apt-get || return 1
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"; } >"$cache/apt.log" 2>&1 || return 1
  have "$command"
}

# venv FOLDER REQUIREMENTS [OPTION...]: makes a Python environment once, with the
# options for pip, and prints its python.
venv() {
  local folder=$PWD/$1 requirements=$2 stamp
  shift 2
  stamp=$(sha256sum "$requirements" | cut -d' ' -f1)
  if [ ! -f "$folder/$stamp" ]; then
    need python3 python3 python3-venv || return 1
    rm -rf "$folder"
    python3 -m venv "$folder" 2>"$cache/venv.log" || { need no-such-command python3-venv; python3 -m venv "$folder"; } >&2 || return 1
    "$folder/bin/pip" install -q --disable-pip-version-check "$@" -r "$requirements" >&2 || return 1
    touch "$folder/$stamp"
  fi
  echo "$folder/bin/python"
}

# zeromq installs Node's ZeroMQ once.
zeromq() {
  need node nodejs && need npm npm || return 1
  local folder=$cache/node-$zeromq_version
  [ -d "$folder/node_modules/zeromq" ] ||
    npm install --prefix "$folder" --no-save --no-audit --no-fund --loglevel=error "zeromq@$zeromq_version" >"$cache/npm.log" 2>&1 || return 1
  export GOLAB_NODE_MODULES=$folder/node_modules
}

# gophernotes finds the folder of gophernotes, from the cache of Go's modules.
gophernotes() {
  local module=github.com/gopherdata/gophernotes@$gophernotes_version
  (cd "$cache" && GOFLAGS=-mod=mod go mod download "$module") 2>"$cache/gophernotes.log" || return 1
  GOLAB_GOPHERNOTES=$(go env GOMODCACHE)/$module
  export GOLAB_GOPHERNOTES
  [ -d "$GOLAB_GOPHERNOTES/examples" ]
}

# java17 reports whether a Java is here that Spark runs on.
java17() {
  need java openjdk-17-jre-headless && java -version 2>&1 | grep -qE 'version "(1[7-9]|[2-9][0-9])'
}

# spark COMMAND OPTION...: golab spark, with servers of this script's own.
spark() { XDG_DATA_HOME=$cache/spark-data "$cache/bin/golab-spark" spark "$@"; }

# start_spark MASTER: starts a Spark Connect server at spark_address.
spark_port=15102
spark_address=sc://127.0.0.1:$spark_port
start_spark() {
  spark start --port "$spark_port" --master "$1" --memory 1500m --python "$GOLAB_SPARK_PYTHON" >"$cache/spark-start.log"
}

# start_standalone: starts a master and two workers of Spark, each with one core.
standalone_master=spark://127.0.0.1:7177
standalone_pids=()
start_standalone() {
  local home work=$cache/spark-work class=org.apache.spark.deploy
  home=$("$GOLAB_SPARK_PYTHON" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
  rm -rf "$work" && mkdir -p "$work"
  daemon() {
    env -u SPARK_REMOTE SPARK_HOME="$home" SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS="$work" SPARK_DAEMON_MEMORY=512m \
      "$home/bin/spark-class" "$@" >>"$cache/spark-standalone.log" 2>&1 &
    standalone_pids+=($!)
  }
  : >"$cache/spark-standalone.log"
  daemon "$class.master.Master" -h 127.0.0.1 -p "${standalone_master##*:}" --webui-port 7178
  for _ in $(seq 600); do
    (: <"/dev/tcp/127.0.0.1/${standalone_master##*:}") 2>/dev/null && break
    sleep 0.2
  done
  daemon "$class.worker.Worker" -h 127.0.0.1 --webui-port 7179 -c 1 -m 1g -d "$work" "$standalone_master"
  daemon "$class.worker.Worker" -h 127.0.0.1 --webui-port 7180 -c 1 -m 1g -d "$work" "$standalone_master"
}

# stop_spark ends what start_spark and start_standalone started, and their files.
stop_spark() {
  spark stop --port "$spark_port" >/dev/null 2>&1 || true # there may be none
  if [ ${#standalone_pids[@]} -gt 0 ]; then
    kill "${standalone_pids[@]}" 2>/dev/null || true
    wait "${standalone_pids[@]}" 2>/dev/null || true
    standalone_pids=()
    rm -rf "$cache/spark-work"
  fi
}

step "gofmt, vet, staticcheck, generated files"
unformatted=$(git ls-files '*.go' | xargs gofmt -s -l)
[ -z "$unformatted" ] || { echo "gofmt -s would change: $unformatted"; exit 1; }
go vet ./...
if [ ! -x "$cache/bin/staticcheck-$staticcheck_version" ]; then
  GOBIN=$cache/bin go install "honnef.co/go/tools/cmd/staticcheck@$staticcheck_version"
  mv "$cache/bin/staticcheck" "$cache/bin/staticcheck-$staticcheck_version"
fi
"$cache/bin/staticcheck-$staticcheck_version" ./...
go generate ./...
git diff --exit-code --stat -- '*.go' '*.dat' '*.golden' || { echo "go generate changes committed files"; exit 1; }

step "Python, Jupyter, Keras, ONNX Runtime, Spark, Node, Chromium"
if GOLAB_PYTHON=$(venv .venv test-requirements.txt); then
  export GOLAB_PYTHON
else
  not_run+=("the kernel in Jupyter's programs, checks against nbformat, pyarrow and pyzmq: no .venv, see $cache/venv.log")
fi
if GOLAB_NN_PYTHON=$(venv .cache/keras nn/interchange/testdata/requirements.txt); then
  export GOLAB_NN_PYTHON
else
  not_run+=("files of networks in real Keras and ONNX Runtime: no .cache/keras, see $cache/venv.log")
fi
if java17 && GOLAB_SPARK_PYTHON=$(venv .cache/spark spark/local/testdata/requirements.txt --no-cache-dir); then
  export GOLAB_SPARK_PYTHON
else
  unset GOLAB_SPARK_PYTHON
  not_run+=("everything on a real Spark: no Java 17 or no .cache/spark, see $cache/apt.log and $cache/venv.log")
fi
zeromq || not_run+=("sockets against Node's ZeroMQ: no node with npm and zeromq here")
need chromium chromium fonts-dejavu-core || not_run+=("JupyterLab in a browser: no chromium here")
gophernotes || not_run+=("gophernotes' notebooks: its module cannot be had here")

step "quick tests"
go test -short ./...

step "the exact networks where the compiler may fuse x*y+z"
bits=(./internal/jvm ./internal/breeze ./nn -run 'Golden|Exact|XORShift')
if grep -qw avx2 /proc/cpuinfo 2>/dev/null && grep -qw fma /proc/cpuinfo; then
  GOAMD64=v3 go test "${bits[@]}"
else
  not_run+=("GOAMD64=v3: this processor lacks it")
fi
if need qemu-aarch64-static qemu-user-static; then
  GOARCH=arm64 go test -short -exec qemu-aarch64-static "${bits[@]}"
else
  not_run+=("arm64: no qemu-aarch64-static here")
fi

step "other systems build"
for target in linux/arm64 darwin/arm64 windows/amd64 js/wasm; do
  GOOS=${target%/*} GOARCH=${target#*/} CGO_ENABLED=0 go build -o /dev/null ./cmd/golab
done

step "the engine of cells: without the runtime's help, with a collector that spares nothing, on arm64, in Node"
go test -short -tags vmportable ./internal/goroutine ./kernel/interp/vm
GOGC=1 GODEBUG=clobberfree=1 go test -short ./kernel/interp ./kernel/interp/vm ./kernel/interp/rtype
if have qemu-aarch64-static; then # else it is named above
  GOARCH=arm64 go test -short -exec qemu-aarch64-static ./internal/goroutine ./internal/bindings ./kernel/interp/vm
  GOARCH=arm64 go test -short -exec qemu-aarch64-static -run "$smoke" ./kernel/interp ./kernel/interp/rtype
fi
if need node nodejs; then
  node=$(go env GOROOT)/lib/wasm/go_js_wasm_exec
  GOOS=js GOARCH=wasm go test -short -exec "$node" ./internal/goroutine ./internal/bindings ./kernel/interp/vm
  GOOS=js GOARCH=wasm go test -short -exec "$node" -run "$smoke" ./kernel/interp ./kernel/interp/rtype
else
  not_run+=("the engine of cells in Node: no node here")
fi

step "race detector"
if need gcc gcc libc6-dev; then
  CGO_ENABLED=1 go test -short -race ./data ./internal/... ./kernel/... ./labs ./learn ./nn/... ./plots ./spark/...
else
  not_run+=("the race detector: no gcc here")
fi

step "a thousand cells, and random messages"
if [ -n "${GOLAB_PYTHON:-}" ]; then
  bench/run.sh soak.py --cells 1000
  bench/run.sh fuzz.py --seconds 30
fi

if [ -n "${GOLAB_SPARK_PYTHON:-}" ]; then
  step "Spark with executors in processes of their own: local-cluster, a master with two workers"
  go build -o "$cache/bin/golab-spark" ./cmd/golab
  trap stop_spark EXIT
  stop_spark # of a run that was killed
  live='OnClusters|LiveScore/^(GOLAB|models|odd.rows|partitions)' # of the tests that have a server
  start_spark 'local-cluster[2,1,1024]'
  GOLAB_SPARK_REMOTE=$spark_address GOLAB_SPARK_CLUSTER=$spark_address go test -run "$live" ./spark
  stop_spark
  start_standalone
  start_spark "$standalone_master"
  GOLAB_SPARK_REMOTE=$spark_address GOLAB_SPARK_STANDALONE=$spark_address go test -run "$live" ./spark
  stop_spark
  start_spark 'local[2]' # for all tests
  export GOLAB_SPARK_REMOTE=$spark_address
fi

[ -f ../shared/data/spambase.data ] ||
  not_run+=("what needs the real Spambase: no ../shared/data/spambase.data; the lab runs on the synthetic file")

for what in "${not_run[@]}"; do echo "NOT RUN: $what"; done

step "all tests"
go test -timeout 30m ./...
