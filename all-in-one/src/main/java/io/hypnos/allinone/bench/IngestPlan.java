package io.hypnos.allinone.bench;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.hypnos.allinone.bench.load.LoadPlan;
import io.hypnos.allinone.bench.model.LoadModel;
import io.hypnos.allinone.bench.wire.Protocol;
import io.hypnos.service.flags.FlagDuration;
import io.hypnos.service.flags.FlagException;

/// Makes a plan of flags, or says what is wrong with them.
final class IngestPlan {

    private static final Duration CHURN_PERIOD = Duration.ofMinutes(10);
    private static final Duration COMPRESSED_START = Duration.ofHours(6);

    private final IngestFlags flags;
    private final Instant now;

    IngestPlan(IngestFlags flags, Instant now) {
        this.flags = flags;
        this.now = now;
    }

    LoadPlan make() {
        flags.destination.urls.forEach(IngestPlan::checkUrl);
        Protocol protocol = switch (flags.destination.protocol) {
            case 1 -> Protocol.V1;
            case 2 -> Protocol.V2;
            default -> throw new FlagException("flag --protocol: want 1 or 2, got " + flags.destination.protocol);
        };
        try {
            return new LoadPlan(model(),
                    new LoadPlan.Receiver(flags.destination.urls, protocol, flags.tenants.headers(),
                            flags.tenants.tenantHeaders(), flags.destination.timeout),
                    new LoadPlan.Traffic(flags.load.seriesPerRequest, flags.load.connections,
                            flags.destination.retries),
                    new LoadPlan.Speed(samplesPerSecond(), flags.load.warmUp, flags.load.duration));
        } catch (IllegalArgumentException e) {
            throw new FlagException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private LoadModel model() {
        IngestFlags.Samples samples = flags.samples;
        long interval = samples.interval.toMillis();
        if (interval <= 0) {
            throw new FlagException("flag --scrape-interval: must be at least 1ms");
        }
        int lifetime = samples.churn <= 0
                ? 0
                : Math.toIntExact(Math.max(1, Math.round(CHURN_PERIOD.toMillis() / (samples.churn * interval))));
        int delay = Math.toIntExact(Math.max(1, samples.outOfOrderDelay.toMillis() / interval));
        return new LoadModel(samples.seed, new LoadModel.Population(flags.tenants.count(), flags.load.series.toInt()),
                new LoadModel.Timing(start(), interval, (int) Math.min(interval / 4, samples.jitter.toMillis())),
                new LoadModel.Variation(samples.histograms, samples.outOfOrder, delay, lifetime));
    }

    private double realTime() {
        return flags.load.series.value() / flags.samples.interval.toNanos() * 1e9;
    }

    private double samplesPerSecond() {
        return switch (flags.load.rate) {
            case Rate.RealTime() -> realTime();
            case Rate.Unlimited() -> 0;
            case Rate.Fixed(var quantity) -> {
                if (quantity.value() <= 0) {
                    throw new FlagException("flag --rate: must be positive, or max");
                }
                yield quantity.value();
            }
        };
    }

    private long start() {
        String text = flags.samples.start;
        if (text != null) {
            return parseStart(text);
        }
        double rate = samplesPerSecond();
        boolean compressed = rate == 0 || rate > realTime() * 1.001;
        return (compressed ? now.minus(COMPRESSED_START) : now).toEpochMilli();
    }

    private long parseStart(String text) {
        try {
            if (text.matches("\\d{12,14}")) {
                return Long.parseLong(text);
            }
            return text.startsWith("-")
                    ? now.plus(FlagDuration.parse(text)).toEpochMilli()
                    : Instant.parse(text).toEpochMilli();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new FlagException(
                    "flag --start: want RFC 3339, Unix milliseconds or a negative duration, got \"" + text
                            + "\"",
                    e);
        }
    }

    private static void checkUrl(@Nullable URI url) {
        if (url == null || url.getHost() == null || url.getScheme() == null || !url.getScheme().matches("https?")) {
            throw new FlagException("flag --url: want http://host:port/path, got \"" + url + "\"");
        }
    }
}
