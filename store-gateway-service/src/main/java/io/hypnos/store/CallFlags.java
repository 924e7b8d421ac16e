package io.hypnos.store;

import picocli.CommandLine.Option;

import io.hypnos.service.flags.ByteSize;
import io.hypnos.service.flags.FlagGroup;

/// How much calls of the StoreAPI may take.
@FlagGroup("Limits")
final class CallFlags {

    @Option(names = "--chunk-pool-size", paramLabel = "<size>", description = {
        "Most bytes of chunks that all running calls hold together; a call that needs more fails. No more than a third of the heap."})
    ByteSize chunkPool = ByteSize.ofMebibytes(2048);

    @Option(names = "--store.grpc.series-max-concurrency", paramLabel = "<n>", description = "Series calls that run at once; more wait.")
    int maxConcurrency = 20;

    @Option(names = "--store.grpc.touched-series-limit", paramLabel = "<number>", description = {
        "Series that one call may look at in all blocks together. 0 for no limit. See --store.limits.request-series."})
    long touchedSeries;

    @Option(names = "--store.grpc.series-sample-limit", paramLabel = "<number>", description = {
        "Samples that one call may read, counted as 120 per chunk. 0 for no limit. See --store.limits.request-samples."})
    long samples;

    @Option(names = "--store.grpc.downloaded-bytes-limit", paramLabel = "<size>", description = {
        "Bytes that one call may read from the bucket and the index cache. 0 for no limit."})
    ByteSize downloadedBytes = new ByteSize(0);
}
