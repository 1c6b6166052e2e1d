#!/bin/sh
# Starts the benchmark, or says what is missing. usage: Benchmarks/run.sh quick|peers|full|formats [OPTION…]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v python3 >/dev/null; then
  echo "bench: python3 is needed to run the benchmark (Debian: apt install python3)." >&2
  echo "bench: the program itself, its tests and its demo do not need it." >&2
  exit 1
fi
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))'; then
  echo "bench: python3 is too old: 3.9 or later is needed." >&2
  exit 1
fi
if [ "${1:-}" = formats ]; then
  shift
  venv=$here/../.build-bench/venv-formats
  if ! "$venv/bin/python" -c 'import duckdb, openpyxl, polars, pyarrow, python_calamine, xlsxwriter' 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check \
      duckdb openpyxl polars pyarrow python-calamine xlsxwriter
  fi
  cd "$here/.."
  exec "$venv/bin/python" "$here/formats.py" "$@"
fi
exec python3 "$here/bench.py" "$@"
