#!/usr/bin/env bash
# bench/run.sh SCRIPT [ARGUMENT...]: builds golab and its peers, then runs one of
# the scripts beside this file, or one of the modules in the folders engine, nn,
# learn and spark. What it makes is kept in .cache/bench. GOLAB_PYTHON names a Python that has
# what requirements.txt lists, or requirements-nn.txt for nn, -learn for learn and
# -spark for search, -scoring for spark; without it, one is set up.
# The engine's peer is GOLAB_PYTHON or python3.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=$PWD/.cache/bench
mkdir -p "$cache/bin"
script=${1:?bench/run.sh engine, nn, learn, search, spark, kernel.py, soak.py or fuzz.py}
shift

if [ "$script" = engine ]; then
  mkdir -p "$cache/engine"
  (cd bench/engine && CGO_ENABLED=0 go build -o "$cache/engine/" ./...)
  exec "$cache/engine/compare" -golab "golab $(git describe --always --dirty)" "$@"
fi

# venv FOLDER REQUIREMENTS sets python to GOLAB_PYTHON, or to a Python with these.
venv() {
  python=${GOLAB_PYTHON:-$cache/$1/bin/python}
  local stamp
  stamp=$cache/$1/$(sha256sum "bench/$2" | cut -c1-16)
  if [ -z "${GOLAB_PYTHON:-}" ] && [ ! -f "$stamp" ]; then
    python3 -m venv --clear "$cache/$1"
    "$cache/$1/bin/pip" install -q --disable-pip-version-check -r "bench/$2"
    touch "$stamp"
  fi
}
export PYTHONDONTWRITEBYTECODE=1

if [ "$script" = nn ] || [ "$script" = learn ]; then
  venv "venv-$script" "requirements-$script.txt"
  (cd "bench/$script" && CGO_ENABLED=0 go build -o "$cache/bin/golab-$script" .)
  exec "$python" "bench/$script.py" -program "$cache/bin/golab-$script" -golab "golab $(git describe --always --dirty)" "$@"
fi

if [ "$script" = search ]; then
  venv venv-spark requirements-spark.txt
  CGO_ENABLED=0 go build -o "$cache/bin/golab" ./cmd/golab
  exec "$python" bench/search.py -program "$cache/bin/golab" -golab "golab $(git describe --always --dirty)" "$@"
fi

if [ "$script" = spark ]; then
  venv venv-scoring requirements-scoring.txt
  CGO_ENABLED=0 go build -o "$cache/bin/golab-spark" ./bench/spark
  exec "$python" bench/spark.py -program "$cache/bin/golab-spark" -golab "golab $(git describe --always --dirty)" "$@"
fi

venv venv requirements.txt
CGO_ENABLED=0 go build -o "$cache/bin/golab" ./cmd/golab

# gophernotes panics under Go 1.26. It is built in its own module, so that what it
# is made of is held against its own go.sum.
gophernotes() (
  export GOTOOLCHAIN=go1.22.12 CGO_ENABLED=0 GOFLAGS=-mod=readonly
  dir=$(go mod download -json github.com/gopherdata/gophernotes@v0.7.5 |
    "$python" -c 'import json, sys; print(json.load(sys.stdin)["Dir"])') || return 1
  cd "$dir" && go build -o "$cache/bin/gophernotes" .
)
if [ "$script" = kernel.py ] && [ ! -x "$cache/bin/gophernotes" ]; then
  gophernotes >"$cache/gophernotes.log" 2>&1 || echo "gophernotes 0.7.5 cannot be built here: .cache/bench/gophernotes.log" >&2
fi

exec "$python" "bench/$script" "$@"
