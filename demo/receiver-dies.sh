#!/bin/sh
# Three receivers keep every sample three times; one of them is killed while samples come in, and comes back. At the end everything that was
# acknowledged is asked for again.
#
#   demo/receiver-dies.sh [directory]
#
# Keeps its data in a new temporary directory unless one is given. Ports as in `hypnos up`, which must not run. Exits 1 when a write was refused,
# or a sample is lost or doubled.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
hypnos=${HYPNOS:-$root/hypnos}
work=${1:-$(mktemp -d)}
CONFIG=$work/config
export CONFIG JAVA_OPTS="${JAVA_OPTS:--Xmx512m}"
pids=

say() { printf '\n== %s\n' "$*"; }

# Starts receive-$1 in the background; its pid is in the file receive-$1.pid.
receive() {
    i=$1
    NAME=receive-$i DATA=$work/receive-$i HTTP_ADDRESS=127.0.0.1:109$((i + 1))2 GRPC_ADDRESS=127.0.0.1:109$((i + 1))1 \
        REMOTE_WRITE_ADDRESS=127.0.0.1:1929$((i + 1)) LOCAL_ENDPOINT=127.0.0.1:109$((i + 1))1 \
        "$hypnos" receive "@$root/demo/roles/receive.args" >>"$work/receive-$i.log" 2>&1 &
    echo $! >"$work/receive-$i.pid"
    pids="$pids $!"
}

# Waits until a role says that it is ready.
await() {
    tries=0
    until curl -sf "http://127.0.0.1:$1/-/ready" >/dev/null; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || { echo "port $1 did not become ready; see $work" >&2; exit 1; }
        sleep 0.2
    done
}

# Answers a query, a line per series.
ask() {
    curl -sG http://127.0.0.1:10902/api/v1/query --data-urlencode "query=$1" -d "dedup=$2" \
        | sed 's/.*"result":\[//; s/\]}}.*/\n/; s/},{"metric"/}\n{"metric"/g; s/{"metric"://g; s/,"value":\[[0-9.]*,/ /g; s/\]}//g'

}

end() {
    for pid in $pids; do kill "$pid" 2>/dev/null || true; done
    wait
}
trap end EXIT
trap 'exit 1' INT TERM

"$hypnos" --version
mkdir -p "$CONFIG" "$work/bucket"
cp "$root/demo/config/limits.yml" "$CONFIG/"
printf 'type: FILESYSTEM\nconfig: {directory: %s}\n' "$work/bucket" >"$CONFIG/bucket.yml"
printf '[{"hashring": "default", "algorithm": "ketama", "replication_factor": 3, "endpoints": ["127.0.0.1:10911", "127.0.0.1:10921", "127.0.0.1:10931"]}]\n' \
    >"$CONFIG/hashrings.json"

say "three receivers, replication factor 3, and a querier"
receive 0
receive 1
receive 2
"$hypnos" query --http-address=127.0.0.1:10902 --grpc-address=127.0.0.1:10901 --endpoint=127.0.0.1:10911 --endpoint=127.0.0.1:10921 \
    --endpoint=127.0.0.1:10931 --query.replica-label=receive_replica --deduplication.func=chain >"$work/query.log" 2>&1 &
pids="$pids $!"
for port in 10912 10922 10932 10902; do await $port; done
echo "ready"

say "hypnos bench ingest: 20,000 series every 5 s to receive-0 and receive-2, for 50 s"
"$hypnos" bench ingest --url=http://127.0.0.1:19291/api/v1/receive --url=http://127.0.0.1:19293/api/v1/receive --series=20k \
    --scrape-interval=5s --warm-up=10s --duration=50s --progress=5s --ack-log="$work/acks" >"$work/ingest.txt" 2>&1 &
load=$!
pids="$pids $load"
sleep 25
echo "$(date -u +%T) kill -9 receive-1"
kill -9 "$(cat "$work/receive-1.pid")"
sleep 10
echo "$(date -u +%T) receive-1 is started again"
receive 1
await 10922
echo "$(date -u +%T) receive-1 is ready"
refused=0
wait $load || refused=1
cat "$work/ingest.txt"

say "series as the querier shows them"
ask 'count({cluster="bench-1-0"})' true

say "the next writes, and how many of their series each receiver has"
"$hypnos" bench ingest --url=http://127.0.0.1:19292/api/v1/receive --series=20k --scrape-interval=5s --duration=10s --seed=2 \
    --progress=0 --ack-log="$work/acks" || refused=1
ask 'count by (receive_replica) ({cluster="bench-2-0"})' false

say "hypnos bench verify: everything that was acknowledged"
"$hypnos" bench verify --ack-log="$work/acks" --query-url=http://127.0.0.1:10902
exit $refused
