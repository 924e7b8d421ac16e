#!/bin/sh
# Measures how long writes take while the head is cut into a block and at all other times, of receive and of Prometheus' remote-write receiver.
#
#   benchmarks/head-cut-latency.sh [rounds]
#
#   SERIES=500k        active series, in requests of 500 as Prometheus sends them
#   RATE=200k          samples per second; the same for both, due at set times, latency counts from then
#   INTERVAL=5m        time between the samples of a series: the longer, the more often a head is cut
#   DURATION=330s      of the whole load; the first cut is due when the samples' time has moved three hours, each further one after two more
#   WARM_UP=60         seconds at the beginning, in which series are created, that do not count
#   CONNECTIONS=8      requests under way at once, at most
#   SYSTEMS="hypnos prometheus"
#
# The variables of receivers.sh do the same here. A cut lasts from its beginning until the head has forgotten what is in the block and the log has
# been shortened, as the receiver's log says; a write counts as one during a cut when any part of it was. Per round and system: number of cuts, seconds
# in them, writes during and beside them, median, 99th percentile and longest of both (ms), and the ratio of the 99th percentiles.
set -eu

rounds=${1:-5}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
WAL_SYNC=${WAL_SYNC:-interval}
. "$here/receivers.sh"
trap 'stop KILL; rm -rf "$work"' EXIT INT TERM

# Begin and end of everything that belongs to cuts, in epoch milliseconds, from the times and durations in the log.
cuts() {
    grep -E 'msg="(Block cut from the head|Head truncated|Checkpoint written|write block|Head GC completed|WAL checkpoint complete)"' "$work/log" |
        sed -n 's/.*ts=\([^ ]*\) .* \(took\|duration\)=\([^ ]*\).*/\1 \3/p' | while read -r at took; do
            echo "$(date -u -d "$at" +%s%3N) $took"
        done | awk '
            # Milliseconds of a duration such as 1m2.5s, 40ms, 12.3µs.
            function millis(text, total, number) {
                while (match(text, /^[0-9.]+/)) {
                    number = substr(text, 1, RLENGTH)
                    text = substr(text, RLENGTH + 1)
                    if (text ~ /^ms/) { total += number; text = substr(text, 3) }
                    else if (text ~ /^h/) { total += number * 3600000; text = substr(text, 2) }
                    else if (text ~ /^m/) { total += number * 60000; text = substr(text, 2) }
                    else if (text ~ /^s/) { total += number * 1000; text = substr(text, 2) }
                    else text = ""
                }
                return total
            }
            {printf "%.0f %.0f\n", $1 - millis($2), $1}' | sort -n | awk '
            # What follows within a second belongs to the same cut.
            NR == 1 {begin = $1; end = $2; next}
            $1 <= end + 1000 {if ($2 > end) end = $2; next}
            {print begin, end; begin = $1; end = $2}
            END {if (NR) print begin, end}'
}

# Number, median, 99th percentile and maximum of microseconds, in milliseconds.
percentiles() {
    sort -n "$1" | awk '{v[NR] = $1 / 1000} END {
        if (NR == 0) print "0 - - -"
        else printf "%d %.2f %.2f %.2f\n", NR, v[int((NR + 1) / 2)], v[int((NR * 99 + 99) / 100)], v[NR] }'
}

# One round of a system.
measure() {
    rm -rf "$work/data"
    "start_$1"
    begin=$(date +%s%3N)
    send --series "${SERIES:-500k}" --series-per-request 500 --connections "${CONNECTIONS:-8}" --rate "${RATE:-200k}" \
        --scrape-interval "${INTERVAL:-5m}" --start -72h --duration "${DURATION:-330s}" --latency-log "$work/latency" >"$work/report"
    end=$(date +%s%3N)
    cp "$work/log" "$work/log.$1"
    cuts >"$work/cuts"
    stop KILL
    all_acknowledged
    [ -s "$work/cuts" ] || { echo "no head was cut: a longer DURATION or INTERVAL is needed" >&2; exit 1; }
    : >"$work/during"
    : >"$work/beside"
    awk -v from=$((begin + ${WARM_UP:-60} * 1000)) -v during="$work/during" -v beside="$work/beside" '
        NR == FNR {begin[NR] = $1; end[NR] = $2; cuts = NR; next}
        $1 - $2 / 1000 >= from {
            file = beside
            for (i = 1; i <= cuts; i++) if ($1 >= begin[i] && $1 - $2 / 1000 <= end[i]) file = during
            print $2 >file
        }' "$work/cuts" "$work/latency"
    # shellcheck disable=SC2046
    set -- "$1" $(awk -v last="$end" '$1 < last {n++; s += ($2 - $1) / 1000} END {printf "%d %.1f", n, s}' "$work/cuts") \
        $(percentiles "$work/during") $(percentiles "$work/beside")
    ratio=$(echo "$6 ${10}" | awk '{if ($1 == "-" || $2 <= 0) print "-"; else printf "%.2f", $1 / $2}')
    echo "$* $ratio" | tee -a "$work/figures"
}

echo "system cuts seconds writes-during p50-ms p99-ms max-ms writes-beside p50-ms p99-ms max-ms p99-ratio"
round=0
while [ "$round" -lt "$rounds" ]; do
    for system in ${SYSTEMS:-hypnos prometheus}; do
        measure "$system"
    done
    round=$((round + 1))
done
echo "medians of $rounds (least–greatest): system p99-ms-during p99-ms-beside ratio"
for system in ${SYSTEMS:-hypnos prometheus}; do
    line=$system
    for column in 6 10 12; do
        line="$line $(awk -v s="$system" -v c="$column" '$1 == s {print $c}' "$work/figures" | median)"
    done
    echo "$line"
done
