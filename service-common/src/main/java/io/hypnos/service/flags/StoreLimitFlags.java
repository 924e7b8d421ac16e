package io.hypnos.service.flags;

import picocli.CommandLine.Option;

/// How much one call of the StoreAPI may answer.
@FlagGroup("Limits")
public final class StoreLimitFlags {

    @Option(names = "--store.limits.request-series", paramLabel = "<number>", description = {
        "Series that one Series call may answer; the call fails above. 0 for no limit."})
    private long requestSeries;

    @Option(names = "--store.limits.request-samples", paramLabel = "<number>", description = {
        "Samples that one Series call may answer, counted as 120 per chunk. 0 for no limit."})
    private long requestSamples;

    public long requestSeries() {
        return requestSeries;
    }

    public long requestSamples() {
        return requestSamples;
    }
}
