package io.hypnos.query.flags;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import picocli.CommandLine.Option;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.QueryLimits;
import io.hypnos.service.flags.ByteSize;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagGroup;

/// How queries are evaluated, and what they may use.
@FlagGroup("Queries")
public final class EngineFlags {

    /// Names under which the one engine may be asked for.
    public enum EngineName {
        PROMETHEUS, THANOS
    }

    /// Names that labels may have.
    public enum NameValidation {
        UTF8, LEGACY
    }

    private static final Duration DEFAULT_LOOKBACK = Duration.ofMinutes(5);

    @Option(names = "--query.timeout", paramLabel = "<duration>", description = "Time that one query may take.")
    private Duration timeout = Duration.ofMinutes(2);

    @Option(names = "--query.promql-engine", description = "prometheus or thanos; both name the engine of hypnos.")
    private EngineName engine = EngineName.PROMETHEUS;

    @Option(names = "--query.enable-x-functions", description = "Enable xrate, xincrease and xdelta.")
    private boolean xFunctions;

    @Option(names = "--query.max-concurrent", paramLabel = "<number>", description = "Queries that run at once; more wait.")
    private int maxConcurrent = 20;

    @Option(names = "--query.lookback-delta", paramLabel = "<duration>", description = "How far back an instant looks for its sample.")
    private Duration lookback = DEFAULT_LOOKBACK;

    @Option(names = "--query.dynamic-lookback-delta", hidden = true, description = "Look further back where downsampled data may answer.")
    private boolean dynamicLookback = true;

    @Option(names = "--query.default-evaluation-interval", paramLabel = "<duration>", description = "Step of subqueries that name none.")
    private Duration subqueryStep = Duration.ofMinutes(1);

    @Option(names = "--query.default-step", paramLabel = "<duration>", description = "Smallest step of range queries that name none.")
    private Duration defaultStep = Duration.ofSeconds(1);

    @Option(names = "--query.auto-downsampling", description = {
        "Let range queries that say nothing about it be answered from downsampled data no coarser than a fifth of their step."})
    private boolean autoDownsampling;

    @Option(names = "--query.instant.default.max_source_resolution", paramLabel = "<duration>", hidden = true, description = {
        "Coarsest downsampled data for instant queries that say nothing about it."})
    private Duration instantResolution = Duration.ZERO;

    @Option(names = "--query.max-samples", paramLabel = "<number>", description = "Samples that one query may hold at once.")
    private long maxSamples = QueryLimits.DEFAULT.maxSamples();

    @Option(names = "--query.max-memory", paramLabel = "<size>", description = {
        "Memory that one query may hold at once; 0 for half of what all together may."})
    private ByteSize maxMemory = new ByteSize(0);

    @Option(names = "--query.max-memory-total", paramLabel = "<size>", description = {
        "Memory that all queries together may hold; 0 for two fifths of the heap."})
    private ByteSize maxMemoryTotal = new ByteSize(0);

    @Option(names = "--query.name-validation-scheme", paramLabel = "<scheme>", description = {
        "Names of labels that queries may make: utf8, or legacy for those of Prometheus 2."})
    private NameValidation nameValidation = NameValidation.UTF8;

    @Option(names = "--enable-feature", paramLabel = "<feature>", split = ",", description = {
        "Features to enable: promql-experimental-functions, promql-duration-expr, promql-extended-range-selectors,",
        "promql-binop-fill-modifiers, promql-delayed-name-removal, use-start-timestamps, type-and-unit-labels."})
    private List<String> features = new ArrayList<>();

    public Duration timeout() {
        return timeout;
    }

    public int maxConcurrent() {
        return maxConcurrent;
    }

    public boolean dynamicLookback() {
        return dynamicLookback;
    }

    public Duration defaultStep() {
        return defaultStep;
    }

    public boolean autoDownsampling() {
        return autoDownsampling;
    }

    public Duration instantResolution() {
        return instantResolution;
    }

    /// Bytes that all queries together may hold. By default the collector keeps room to work in: with less of it, a heap full of results makes
    /// it stop the process again and again.
    public long totalMemory() {
        return maxMemoryTotal.bytes() > 0 ? maxMemoryTotal.bytes() : Runtime.getRuntime().maxMemory() / 5 * 2;
    }

    /// Bytes that one query may hold; by default half of what all together may.
    public long queryMemory() {
        return maxMemory.bytes() > 0 ? Math.min(maxMemory.bytes(), totalMemory()) : totalMemory() / 2;
    }

    /// @throws FlagException for a feature that does not exist
    public EngineOptions options() {
        Set<ParserOptions.Feature> parser = EnumSet.copyOf(ParserOptions.DEFAULT.features());
        Set<EngineOptions.Feature> evaluation = EnumSet.copyOf(EngineOptions.DEFAULT.features());
        if (xFunctions) {
            parser.add(ParserOptions.Feature.X_FUNCTIONS);
        }
        if (nameValidation == NameValidation.LEGACY) {
            evaluation.add(EngineOptions.Feature.LEGACY_NAMES);
        }
        for (String feature : features) {
            switch (feature) {
                case "promql-experimental-functions" -> parser.add(ParserOptions.Feature.EXPERIMENTAL_FUNCTIONS);
                case "promql-duration-expr" -> parser.add(ParserOptions.Feature.DURATION_EXPRESSIONS);
                case "promql-extended-range-selectors" -> parser.add(ParserOptions.Feature.EXTENDED_RANGE_SELECTORS);
                case "promql-binop-fill-modifiers" -> parser.add(ParserOptions.Feature.FILL_MODIFIERS);
                case "promql-delayed-name-removal" -> evaluation.add(EngineOptions.Feature.DELAYED_NAME_REMOVAL);
                case "use-start-timestamps" -> evaluation.add(EngineOptions.Feature.START_TIMESTAMPS);
                case "type-and-unit-labels" -> evaluation.add(EngineOptions.Feature.TYPE_AND_UNIT_LABELS);
                case "promql-at-modifier", "promql-negative-offset", "promql-per-step-stats", "query-pushdown", "" -> {
                    // Always on, or gone.
                }
                default -> throw new FlagException("flag --enable-feature: unknown feature \"" + feature + "\"");
            }
        }
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
        return new EngineOptions(
                new ParserOptions(parser, ParserOptions.DEFAULT_MAX_LENGTH, ParserOptions.DEFAULT_MAX_DEPTH),
                new QueryLimits(maxSamples), evaluation,
                lookback.isZero() ? DEFAULT_LOOKBACK.toMillis() : lookback.toMillis(),
                subqueryStep.toMillis(), threads);
    }
}
