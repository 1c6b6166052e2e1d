#!/bin/sh
# Makes the Python environment with the engines we compare with.
# usage: Benchmarks/peers/setup.sh [FOLDER]      (default: .build-bench/venv)
set -eu
cd "$(dirname "$0")/../.."
folder=${1:-.build-bench/venv}

command -v python3 >/dev/null || {
  echo "python3 is needed to measure other engines; install it (Debian: apt install python3-venv)" >&2
  exit 1
}
python3 -m venv "$folder" || {
  echo "python3 cannot make a virtual environment; install its module (Debian: apt install python3-venv)" >&2
  exit 1
}
"$folder/bin/pip" install --quiet --disable-pip-version-check \
  duckdb==2.0.0 duckdb-cli==1.5.6 polars==2.1.0 chdb==4.4.0 pyarrow numpy
# Not among the peers of the bar: measured when it is there and asked for.
"$folder/bin/pip" install --quiet --disable-pip-version-check datafusion==55.0.0 ||
  echo "datafusion could not be installed; the others are ready" >&2
