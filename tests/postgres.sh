#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, and takes the server away again:
#
#     tests/postgres.sh cargo test
#
# The command finds the server in CLARION_TEST_POSTGRES. It lives in a temporary folder and listens on this machine
# only, where anybody may log in; nothing in it outlives the command. PostgreSQL refuses to run as root, so there it
# runs as the user that Debian's package made for it.
set -euo pipefail

[ "$#" -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENT...]" >&2; exit 2; }

# Debian keeps its programs off the PATH, a folder a version.
bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)")
if [ ! -x "$bin/initdb" ]; then
  echo "$0: PostgreSQL is not installed (on Debian: apt-get install postgresql)" >&2
  exit 1
fi

folder=$(mktemp -d)
as_server() { (cd "$folder" && "$@"); }
if [ "$(id -u)" -eq 0 ]; then
  chown postgres: "$folder"
  as_server() { (cd "$folder" && runuser -u postgres -- "$@"); }
fi

end() {
  [ ! -f "$folder/data/postmaster.pid" ] ||
    as_server "$bin/pg_ctl" stop -D "$folder/data" -m immediate -s || true
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

as_server "$bin/initdb" -D "$folder/data" -U clarion -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
# Nothing here has to survive a power cut. The many connections are the tests' that start twenty bots at once.
# Prepared transactions and followers of the log are what keeps deleted rows.
cat >>"$folder/data/postgresql.conf" <<CONF
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 300
max_prepared_transactions = 8
wal_level = logical
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
CONF

# Somebody else may hold a port, or take it in the same moment: then another one.
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  port=$((20000 + RANDOM % 12000))
  if as_server "$bin/pg_ctl" start -D "$folder/data" -o "-p $port" -l "$folder/log" -w -s 2>/dev/null; then
    break
  elif [ "$attempt" -eq 10 ]; then
    cat "$folder/log" >&2
    exit 1
  fi
done

CLARION_TEST_POSTGRES="postgres://clarion@127.0.0.1:$port/postgres" "$@"
