package io.hypnos.query.api;

import java.time.Clock;
import java.time.Duration;

import io.hypnos.promql.InstantQuery;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.QuerySettings;
import io.hypnos.promql.RangeQuery;
import io.hypnos.query.flags.EngineFlags;
import io.hypnos.query.select.SourceResolution;
import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.Parameters;

/// Reads the parameters that say what is to be evaluated, when, and from which resolution.
final class QueryParameters {

    private static final int MAX_POINTS = 11_000;

    private final EngineFlags flags;
    private final long lookbackMillis;
    private final Clock clock;

    QueryParameters(EngineFlags flags, Clock clock) {
        this.flags = flags;
        this.lookbackMillis = flags.options().lookbackMillis();
        this.clock = clock;
    }

    /// A query with the resolution that it may be answered from.
    record Asked<Q>(Q query, SourceResolution resolution) {}

    Asked<InstantQuery> instant(ApiRequest request) {
        Parameters parameters = request.parameters();
        checkEngine(request);
        SourceResolution resolution = resolution(request, new SourceResolution(flags.instantResolution().toMillis()),
                new SourceResolution(flags.instantResolution().toMillis()));
        long time = parameters.time("time", clock.millis());
        return new Asked<>(new InstantQuery(request.form().first("query"), time, settings(request, resolution)),
                resolution);
    }

    Asked<RangeQuery> range(ApiRequest request) {
        Parameters parameters = request.parameters();
        checkEngine(request);
        long start = parameters.requiredTime("start");
        long end = parameters.requiredTime("end");
        if (end < start) {
            throw ApiException.invalidParameter("end", "end timestamp must not be before start time");
        }
        long step = stepMillis(parameters, start, end);
        if ((end - start) / step > MAX_POINTS || end - start < 0) {
            throw ApiException.badData(
                    "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)");
        }
        SourceResolution auto = SourceResolution.autoFor(step);
        SourceResolution resolution = resolution(request, auto,
                flags.autoDownsampling() ? auto : new SourceResolution(0));
        try {
            return new Asked<>(
                    new RangeQuery(request.form().first("query"), start, end, step, settings(request, resolution)),
                    resolution);
        } catch (QueryException e) {
            throw QueryFaults.of(e);
        }
    }

    private long stepMillis(Parameters parameters, long start, long end) {
        Duration otherwise = Duration.ofMillis(Math.max((end - start) / 250, flags.defaultStep().toMillis()));
        long step = parameters.duration("step", otherwise).toMillis();
        if (step <= 0) {
            throw ApiException.invalidParameter("step",
                    "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        return step;
    }

    private QuerySettings settings(ApiRequest request, SourceResolution resolution) {
        Parameters parameters = request.parameters();
        long asked = parameters.duration("lookback_delta", Duration.ZERO).toMillis();
        long lookback = asked > 0
                ? asked
                : flags.dynamicLookback() ? resolution.lookbackMillis(lookbackMillis) : lookbackMillis;
        var statistics = request.form().first("stats").equals("all")
                ? QuerySettings.Statistics.PER_STEP
                : QuerySettings.Statistics.BASIC;
        return new QuerySettings(lookback, statistics, parameters.flag("analyze", false));
    }

    private static SourceResolution resolution(ApiRequest request, SourceResolution auto, SourceResolution otherwise) {
        String text = request.form().first("max_source_resolution");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.equals("auto")) {
            return auto;
        }
        Duration asked = request.parameters().requiredDuration("max_source_resolution");
        if (asked.isNegative()) {
            throw ApiException.invalidParameter("max_source_resolution",
                    "negative query max source resolution is not accepted. Try a positive integer");
        }
        return new SourceResolution(asked.toMillis());
    }

    private static void checkEngine(ApiRequest request) {
        switch (request.form().first("engine")) {
            case "", "prometheus", "thanos" -> {
                // There is one engine; both names mean it.
            }
            default -> throw ApiException.badData("'" + request.form().first("engine") + "' bad engine");
        }
    }
}
