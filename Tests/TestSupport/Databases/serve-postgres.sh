#!/bin/sh
# A PostgreSQL of its own, on 127.0.0.1 and a socket in a temporary folder, as long as standard input
# stays open. Prints `ready FOLDER` when it takes connections.
# usage: serve-postgres.sh BIN-FOLDER PORT
# Texts sort as Vietnamese there, so that an order which must be by code points has to say so.
# User `tiendo` needs no password, user `guarded` has the password `Tám-chín@10`.
# Texts sort as Vietnamese there, so that an order which must be by code points has to say so.
set -eu
bin=$1
port=$2
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
trap finish EXIT INT TERM HUP
{
  $as "$bin/initdb" -D "$folder/data" -U tiendo -A trust -E UTF8 --no-sync --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=vi
  printf 'host all guarded all scram-sha-256\nlocal all all trust\nhost all all 127.0.0.1/32 trust\n' |
    $as tee "$folder/data/pg_hba.conf"
  $as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" \
    -o "-k $folder -p $port -c listen_addresses=127.0.0.1 -c fsync=off" start
  "$bin/psql" -h "$folder" -p "$port" -U tiendo -d postgres -X -q \
    -c "create role guarded login password 'Tám-chín@10'"
} >"$folder/start.log" 2>&1 </dev/null || { cat "$folder/start.log"; exit 1; }
echo "ready $folder"
cat >/dev/null
