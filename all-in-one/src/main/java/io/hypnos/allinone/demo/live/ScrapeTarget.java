package io.hypnos.allinone.demo.live;

import java.net.URI;

import io.hypnos.series.labels.Labels;

/// A page of metrics that is scraped.
///
/// @param page   where it is
/// @param labels added to each of its series: `job` and `instance`
public record ScrapeTarget(URI page, Labels labels) {

    /// The page of a role of this installation.
    ///
    /// @param job the name that Thanos' dashboards and alerts look for, such as `thanos-receive`
    public static ScrapeTarget of(String job, String instance, int port) {
        return at(job, instance, "127.0.0.1:" + port);
    }

    /// A page of another host.
    ///
    /// @param address host and port
    public static ScrapeTarget at(String job, String instance, String address) {
        return new ScrapeTarget(URI.create("http://" + address + "/metrics"),
                Labels.of("job", job, "instance", instance));
    }
}
