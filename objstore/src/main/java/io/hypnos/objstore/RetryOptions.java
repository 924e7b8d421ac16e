package io.hypnos.objstore;

import java.time.Duration;

/// How often and how patiently a request is repeated.
///
/// @param attempts     requests in all, the first included; at least 1
/// @param firstBackoff mean wait before the second attempt; each further one doubles it
/// @param maxBackoff   longest mean wait
public record RetryOptions(int attempts, Duration firstBackoff, Duration maxBackoff) {

    /// Six attempts within about six seconds: outlives a failing node behind a load balancer and a throttled minute of a busy store, while a
    /// store that is really gone is reported before a caller's own deadline.
    public static final RetryOptions DEFAULT = new RetryOptions(6, Duration.ofMillis(200), Duration.ofSeconds(5));

    public RetryOptions {
        if (attempts < 1 || firstBackoff.toMillis() < 1 || maxBackoff.compareTo(firstBackoff) < 0) {
            throw new IllegalArgumentException(
                    "attempts " + attempts + ", backoff " + firstBackoff + " to " + maxBackoff);
        }
    }
}
