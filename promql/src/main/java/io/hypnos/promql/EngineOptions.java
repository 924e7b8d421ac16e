package io.hypnos.promql;

import java.util.EnumSet;
import java.util.Set;

import io.hypnos.promql.ast.LabelNames;

/// How an engine evaluates.
///
/// @param lookbackMillis      how far back an instant selector looks for its sample
/// @param subqueryStepMillis  step of subqueries that name none
/// @param threads             threads that may work on one query's large selects
public record EngineOptions(ParserOptions parser, QueryLimits limits, Set<Feature> features, long lookbackMillis,
        long subqueryStepMillis, int threads) {

    /// As Prometheus evaluates without any feature flag.
    public static final EngineOptions DEFAULT = new EngineOptions(ParserOptions.DEFAULT, QueryLimits.DEFAULT,
            EnumSet.of(Feature.AT_MODIFIER, Feature.NEGATIVE_OFFSET), 300_000, 60_000, 1);

    /// Everything experimental on, as the promqltest scripts assume.
    public static final EngineOptions EVERYTHING = new EngineOptions(ParserOptions.EVERYTHING, QueryLimits.DEFAULT,
            EnumSet.of(Feature.AT_MODIFIER, Feature.NEGATIVE_OFFSET, Feature.DELAYED_NAME_REMOVAL,
                    Feature.START_TIMESTAMPS),
            300_000, 60_000, 1);

    public EngineOptions {
        features = Set.copyOf(features);
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    /// Whether a query may make a label of this name.
    public boolean acceptsLabelName(String name) {
        return LabelNames.isValid(name) && (!has(Feature.LEGACY_NAMES) || LabelNames.isLegacy(name));
    }

    public EngineOptions withLimits(QueryLimits other) {
        return new EngineOptions(parser, other, features, lookbackMillis, subqueryStepMillis, threads);
    }

    public EngineOptions withFeatures(Set<Feature> other) {
        return new EngineOptions(parser, limits, other, lookbackMillis, subqueryStepMillis, threads);
    }

    public EngineOptions withThreads(int count) {
        return new EngineOptions(parser, limits, features, lookbackMillis, subqueryStepMillis, count);
    }

    /// A way to evaluate that can be switched.
    public enum Feature {
        /// `@`.
        AT_MODIFIER,
        /// `offset` into the future.
        NEGATIVE_OFFSET,
        /// The metric's name is dropped at the end of the query instead of where its meaning is lost.
        DELAYED_NAME_REMOVAL,
        /// `rate` and its kin take the start of what a sample counts into account.
        START_TIMESTAMPS,
        /// Labels that a query makes have names as Prometheus 2 knew them, rather than any UTF-8.
        LEGACY_NAMES,
        /// `__type__` and `__unit__` say whether a metric is a counter.
        TYPE_AND_UNIT_LABELS
    }
}
