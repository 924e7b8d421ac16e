#!/bin/sh
# Measures receive and Prometheus' remote-write receiver with the same load, one after the other, several times, and prints the median of each.
#
#   benchmarks/side-by-side-ingest.sh [rounds]
#
#   SERIES=500k      active series
#   RATE=max         samples per second; a set rate gives both systems the same number of samples, so that disk and replay can be compared
#   DURATION=20s     what is measured, after WARM_UP=15s of the same load
#   HYPNOS=./hypnos  PROMETHEUS=prometheus  JAVA_OPTS=-Xmx1g
#
# Per round and system: CPU seconds per 1 M samples, samples per second and per core, anonymous memory per series, p99 of a write, bytes of the
# data directory, and the CPU seconds that the start after a `kill -9` needs until it is ready beyond those of a start with no data. Needs curl and
# a Linux /proc.
set -eu

rounds=${1:-5}
series=${SERIES:-500k}
duration=${DURATION:-20s}
warm_up=${WARM_UP:-15s}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
hypnos=${HYPNOS:-$here/../hypnos}
prometheus=${PROMETHEUS:-prometheus}
work=$(mktemp -d)
port=${PORT:-29291}
pid=
trap 'stop KILL; rm -rf "$work"' EXIT INT TERM

stop() {
    [ -n "$pid" ] || return 0
    kill -"$1" "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
}

# CPU seconds that the process has used.
cpu() { awk -v hz="$(getconf CLK_TCK)" '{sub(/.*\) /, ""); print ($12 + $13) / hz}' "/proc/$pid/stat"; }

# Anonymous memory in bytes.
anonymous() { awk '/^RssAnon/ {print $2 * 1024}' "/proc/$pid/status"; }

await() {
    tries=0
    until curl -sf -o /dev/null "$1"; do
        kill -0 "$pid" 2>/dev/null || { echo "ended: $2" >&2; tail -n 20 "$2" >&2; exit 1; }
        tries=$((tries + 1))
        [ "$tries" -lt 3000 ] || { echo "not ready: $2" >&2; exit 1; }
        sleep 0.1
    done
}

start_hypnos() {
    "$hypnos" receive --tsdb.path="$work/data" --label='replica="a"' --remote-write.address=127.0.0.1:"$port" \
        --http-address=127.0.0.1:$((port + 1)) --grpc-address=127.0.0.1:$((port + 2)) --tsdb.too-far-in-future.time-window=0s \
        --tsdb.wal-sync=none >"$work/log" 2>&1 &
    pid=$!
    url=http://127.0.0.1:$port/api/v1/receive
    await "http://127.0.0.1:$((port + 1))/-/ready" "$work/log"
    metrics() { curl -sf "http://127.0.0.1:$((port + 1))/metrics"; }
}

start_prometheus() {
    echo '{}' >"$work/prometheus.yml"
    "$prometheus" --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" --storage.tsdb.wal-compression \
        --web.enable-remote-write-receiver --web.listen-address=127.0.0.1:"$port" >"$work/log" 2>&1 &
    pid=$!
    url=http://127.0.0.1:$port/api/v1/write
    await "http://127.0.0.1:$port/-/ready" "$work/log"
    metrics() { curl -sf "http://127.0.0.1:$port/metrics"; }
}

# Sends samples. The time of the samples runs faster than the clock and begins as long ago as the first argument says.
load() {
    JAVA_OPTS="-Xmx1g" "$hypnos" bench ingest --url "$url" --series "$series" --rate "${RATE:-max}" --start "$1" --duration "$2" \
        --tenants 0 --progress 0s --json
}

# A number of the load's report by its name.
figure() { sed -n "s/.*\"$1\" *: *\([0-9.]*\).*/\1/p" "$work/report" | head -n 1; }

# The sum of a metric over all its labels.
metric() { awk -v name="$1" '$1 == name || index($1, name "{") == 1 {sum += $NF} END {printf "%.0f", sum}' "$work/metrics"; }

# One round: series are created, the load is measured, the process is killed, and started again. Appends a line of figures to a file.
measure() {
    system=$1
    rm -rf "$work/data"
    "start_$system"
    cold=$(cpu)
    load -6h "$warm_up" >/dev/null
    cpu_before=$(cpu)
    load -270m "$duration" | tr ',' '\n' >"$work/report"
    cpu_after=$(cpu)
    memory=$(anonymous)
    bytes=$(du -sb "$work/data" | cut -f1)
    metrics >"$work/metrics"
    total=$(metric prometheus_tsdb_head_samples_appended_total)
    active=$(metric prometheus_tsdb_head_series)
    stop KILL
    "start_$system"
    replay=$(cpu | awk -v cold="$cold" '{print $1 - cold}')
    stop TERM
    awk -v name="$system" -v cpu="$(echo "$cpu_after $cpu_before" | awk '{print $1 - $2}')" -v samples="$(figure acknowledged)" \
        -v rate="$(figure perSecond)" -v p99="$(figure p99)" -v memory="$memory" -v series="$active" \
        -v bytes="$bytes" -v total="$total" -v replay="$replay" 'BEGIN {
            printf "%s %.3f %.0f %.2f %.0f %.2f %.3f\n", name, cpu / samples * 1e6, rate, p99, memory / series,
                bytes / total, replay / total * 1e6 }' | tee -a "$work/figures"
}

columns='cpu-s/1M-samples samples/s p99-ms anon-B/series disk-B/sample replay-cpu-s/1M-samples'
echo "system $columns"
round=0
while [ "$round" -lt "$rounds" ]; do
    measure hypnos
    measure prometheus
    round=$((round + 1))
done
echo "medians of $rounds: $columns"
for system in hypnos prometheus; do
    line=$system
    for column in 2 3 4 5 6 7; do
        line="$line $(awk -v s="$system" -v c="$column" '$1 == s {print $c}' "$work/figures" | sort -n |
            awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}')"
    done
    echo "$line"
done
