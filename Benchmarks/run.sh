#!/bin/sh
# Starts the benchmark, or says what is missing. usage: Benchmarks/run.sh quick|peers|full [OPTION…]
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
exec python3 "$here/bench.py" "$@"
