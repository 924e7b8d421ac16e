package io.hypnos.allinone.demo.history;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.hypnos.allinone.demo.model.DemoFleet;
import io.hypnos.series.labels.Labels;

/// The blocks that one receiver has uploaded for one tenant.
///
/// @param tenant       whose samples they are
/// @param labels       external labels
/// @param offsetMillis when in a minute the samples are
/// @param outage       first of the hours of the day in which it was away; -1 if it never was
record HistoryStream(String tenant, Labels labels, long offsetMillis, int outage) {

    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    /// Two replicas of `team-a`, which were away at different hours, and `team-b`.
    static final List<HistoryStream> ALL = List.of(stream(DemoFleet.TEAM_A, "demo-a", 0, 4),
            stream(DemoFleet.TEAM_A, "demo-b", 7_000, 15), stream(DemoFleet.TEAM_B, "demo-a", 3_000, -1));

    private static HistoryStream stream(String tenant, String replica, long offset, int outage) {
        return new HistoryStream(tenant, Labels.of("demo", "true", "tenant_id", tenant, "receive_replica", replica),
                offset,
                outage);
    }

    /// Whether there is a sample of this moment: a replica misses an hour of every day, and four minutes of every other hour.
    boolean has(long millis) {
        if (outage < 0) {
            return true;
        }
        long hour = Math.floorMod(Math.floorDiv(millis, HOUR), 24);
        if (hour == outage) {
            return false;
        }
        long minute = Math.floorMod(millis, HOUR) / 60_000;
        return hour % 2 != outage % 2 || minute < 20 || minute >= 24;
    }
}
