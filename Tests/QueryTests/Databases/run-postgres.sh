#!/bin/sh
# Runs SQL from standard input in a new database of the server that tests share.
# usage: run-postgres.sh BIN-FOLDER SOCKET-FOLDER PORT; a line `@@…` names the statement that follows it.
set -eu
bin=$1
database="t$$"
ask() { "$bin/psql" -h "$2" -p "$3" -U tiendo -d "$1" -X -q -A -t -F '|' -P null=NULL; }
echo "create database $database" | ask postgres "$2" "$3"
sed 's/^@@\(.*\)$/\\echo @@\1/' | ask "$database" "$2" "$3" 2>&1 |
  sed -e 's/^psql:.*ERROR:/ERROR/' -e 's/^ERROR:/ERROR/'
