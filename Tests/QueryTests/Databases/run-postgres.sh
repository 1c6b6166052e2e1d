#!/bin/sh
# Runs SQL from standard input in a PostgreSQL of its own, which goes away again.
# usage: run-postgres.sh BIN-FOLDER; a line `@@…` names the statement that follows it.
# Texts sort as Vietnamese there, so that an order which must be by code points has to say so.
set -eu
bin=$1
folder=$(mktemp -d /tmp/tiendo-postgres-XXXXXX)
as=""
# The server refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  user=nobody
  id postgres >/dev/null 2>&1 && user=postgres
  chown "$user" "$folder"
  as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi
cd "$folder"
finish() {
  $as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT INT TERM
$as "$bin/initdb" -D "$folder/data" -U tiendo -A trust -E UTF8 --no-sync --locale=C.UTF-8 \
  --locale-provider=icu --icu-locale=vi >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
$as "$bin/pg_ctl" -D "$folder/data" -w -o "-k $folder -c listen_addresses='' -c fsync=off" \
  start >"$folder/start" 2>&1 || { cat "$folder/start"; exit 1; }
sed 's/^@@\(.*\)$/\\echo @@\1/' | "$bin/psql" -h "$folder" -U tiendo -d postgres -X -q -A -t \
  -F '|' -P null=NULL 2>&1 | sed -e 's/^psql:.*ERROR:/ERROR/' -e 's/^ERROR:/ERROR/'
