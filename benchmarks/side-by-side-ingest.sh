#!/bin/sh
# Measures receive and Prometheus' remote-write receiver with the same load, one after the other, several times.
#
#   benchmarks/side-by-side-ingest.sh [rounds]
#
#   SERIES=500k      active series, sent by two connections in requests of 2000
#   RATE=200k        samples per second of the first part, the same for both, so that they store the same samples
#   DURATION=45s     of the first part
#   MAX_WARM_UP=6s   of the second part, which sends as fast as requests are answered
#   MAX_DURATION=12s measured of the second part
#
# The variables of receivers.sh do the same here. Each round measures both systems, the one that went first in the last round second in this. Of each:
#
#   1. It starts on an empty directory and gets the first part. Anonymous memory per series is the mean of the last ten seconds of it, bytes per
#      sample are those of the directory then, CPU and p99 of a write are of the whole part, in which the series are created.
#   2. It is killed (SIGKILL) and started again. The replay is measured as the system itself reports it, in seconds, and as CPU seconds until it is
#      ready beyond those that the first start needed.
#   3. It gets the second part. CPU seconds per 1 M samples and samples per second are of series that are known.
#
# A round in which a sample was refused or the system's own count of appended samples differs from what was acknowledged ends the script. Neither
# log is forced to disk before the answer (WAL_SYNC=none), both are compressed.
set -eu

rounds=${1:-5}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
. "$here/receivers.sh"
watcher=
trap '[ -z "$watcher" ] || kill "$watcher" 2>/dev/null || true; stop KILL; rm -rf "$work"' EXIT INT TERM

# Anonymous memory once a second, until it is killed.
watch_memory() {
    while anonymous; do sleep 1; done >"$work/memory" 2>/dev/null
}

# Fails unless the system says that it has appended as many samples as the load had acknowledged since it had appended the given number.
check_appended() {
    metrics >"$work/metrics"
    appended=$(metric prometheus_tsdb_head_samples_appended_total)
    [ "$appended" = $(($1 + $(figure acknowledged))) ] && return 0
    echo "$system has appended $appended samples, of which $1 before, but acknowledged $(figure acknowledged)" >&2
    exit 1
}

difference() { echo "$1 $2" | awk '{print $1 - $2}'; }

# One round of $system; appends a line of figures to $work/figures.
measure() {
    rm -rf "$work/data"
    "start_$system"
    cold=$(cpu)
    watch_memory &
    watcher=$!
    send --series "${SERIES:-500k}" --rate "${RATE:-200k}" --start -6h --duration "${DURATION:-45s}" >"$work/report"
    kill "$watcher"
    wait "$watcher" 2>/dev/null || true
    watcher=
    all_acknowledged
    check_appended 0
    stored=$(figure acknowledged)
    active=$(metric prometheus_tsdb_head_series)
    equal_cpu=$(difference "$(cpu)" "$cold")
    p99=$(figure p99)
    memory=$(tail -n 10 "$work/memory" | awk '{s += $1} END {print s / NR}')
    bytes=$(du -sb "$work/data" | cut -f1)
    stop KILL

    "start_$system"
    replay_cpu=$(difference "$(cpu)" "$cold")
    metrics >"$work/metrics"
    replay=$(awk '/^prometheus_tsdb_data_replay_duration_seconds[ {]/ {s += $NF} END {print s}' "$work/metrics")

    send --series "${SERIES:-500k}" --rate max --start -5h --duration "${MAX_WARM_UP:-6s}" >/dev/null
    metrics >"$work/metrics"
    before=$(metric prometheus_tsdb_head_samples_appended_total)
    cpu_before=$(cpu)
    send --series "${SERIES:-500k}" --rate max --start -4h --duration "${MAX_DURATION:-12s}" >"$work/report"
    max_cpu=$(difference "$(cpu)" "$cpu_before")
    all_acknowledged
    check_appended "$before"
    stop KILL
    awk -v name="$system" -v cpu="$max_cpu" -v samples="$(figure acknowledged)" -v rate="$(figure perSecond)" \
        -v equal="$equal_cpu" -v stored="$stored" -v p99="$p99" -v memory="$memory" -v series="$active" -v bytes="$bytes" \
        -v replay="$replay" -v replay_cpu="$replay_cpu" 'BEGIN {
            printf "%s %.3f %.0f %.0f %.3f %.2f %.0f %.3f %.2f %.2f\n", name, cpu / samples * 1e6, samples / cpu, rate,
                equal / stored * 1e6, p99, memory / series, bytes / stored, replay, replay_cpu }' | tee -a "$work/figures"
}

columns='max:cpu-s/1M-samples max:samples/cpu-s max:samples/s equal:cpu-s/1M-samples equal:p99-ms equal:anon-B/series equal:disk-B/sample replay-s replay-cpu-s'
echo "system $columns"
round=0
while [ "$round" -lt "$rounds" ]; do
    if [ $((round % 2)) -eq 0 ]; then order='hypnos prometheus'; else order='prometheus hypnos'; fi
    for system in $order; do
        measure
    done
    round=$((round + 1))
done

echo
echo "medians of $rounds (least–greatest), and the ratio of the medians:"
column=2
for name in $columns; do
    for system in hypnos prometheus; do
        awk -v s="$system" -v c="$column" '$1 == s {print $c}' "$work/figures" | median >"$work/$system.median"
    done
    ratio=$(cat "$work/hypnos.median" "$work/prometheus.median" | tr '\n' ' ' |
        awk '{sub(/\)/, ") "); if ($3 > 0) printf "%.3f", $1 / $3}')
    echo "$name: hypnos $(cat "$work/hypnos.median"), prometheus $(cat "$work/prometheus.median"), ratio $ratio"
    column=$((column + 1))
done
