# Starts receive or Prometheus on a directory of its own and looks at the process; for the scripts beside it, which source it and set `work`, an
# empty directory. Both log to $work/log; $pid is the process, $url where it takes remote write.
#
#   HYPNOS=./hypnos  PROMETHEUS=prometheus  JAVA_OPTS=-Xmx1g  PORT=29291 (and the two above it)  WAL_SYNC=none
#
# Needs curl and a Linux /proc.

hypnos=${HYPNOS:-$here/../hypnos}
prometheus=${PROMETHEUS:-prometheus}
port=${PORT:-29291}
pid=
url=

# Ends the process with a signal.
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
        kill -0 "$pid" 2>/dev/null || { echo "ended:" >&2; tail -n 20 "$work/log" >&2; exit 1; }
        tries=$((tries + 1))
        [ "$tries" -lt 3000 ] || { echo "not ready:" >&2; tail -n 20 "$work/log" >&2; exit 1; }
        sleep 0.1
    done
}

start_hypnos() {
    "$hypnos" receive --tsdb.path="$work/data" --label='replica="a"' --remote-write.address=127.0.0.1:"$port" \
        --http-address=127.0.0.1:$((port + 1)) --grpc-address=127.0.0.1:$((port + 2)) --tsdb.too-far-in-future.time-window=0s \
        --tsdb.wal-sync="${WAL_SYNC:-none}" >"$work/log" 2>&1 &
    pid=$!
    url=http://127.0.0.1:$port/api/v1/receive
    await "http://127.0.0.1:$((port + 1))/-/ready"
    metrics() { curl -sf "http://127.0.0.1:$((port + 1))/metrics"; }
}

start_prometheus() {
    echo '{}' >"$work/prometheus.yml"
    "$prometheus" --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" --storage.tsdb.wal-compression \
        --web.enable-remote-write-receiver --web.listen-address=127.0.0.1:"$port" >"$work/log" 2>&1 &
    pid=$!
    url=http://127.0.0.1:$port/api/v1/write
    await "http://127.0.0.1:$port/-/ready"
    metrics() { curl -sf "http://127.0.0.1:$port/metrics"; }
}

# Sends samples with the load tool, whose further flags are the arguments.
send() { JAVA_OPTS="-Xmx1g" "$hypnos" bench ingest --url "$url" --tenants 0 --progress 0s --json "$@"; }

# A number of the load's report $work/report by its name.
figure() { tr ',' '\n' <"$work/report" | sed -n "s/.*\"$1\" *: *\([0-9.E]*\).*/\1/p" | head -n 1; }

# Fails unless every sample that fell due was acknowledged.
all_acknowledged() {
    [ "$(figure refused)" = 0 ] && [ "$(figure unsent)" = 0 ] && return 0
    echo "the load was not taken whole, so its figures say nothing:" >&2
    cat "$work/report" >&2
    exit 1
}

# The sum of a metric over all its labels, of what $work/metrics holds.
metric() { awk -v name="$1" '$1 == name || index($1, name "{") == 1 {sum += $NF} END {printf "%.0f", sum}' "$work/metrics"; }

# Median, least and greatest of the numbers on standard input, as `median (least–greatest)`.
median() { sort -g | awk '{v[NR] = $1} END {printf "%s (%s–%s)", v[int((NR + 1) / 2)], v[1], v[NR]}'; }
