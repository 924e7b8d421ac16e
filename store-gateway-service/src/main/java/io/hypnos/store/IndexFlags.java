package io.hypnos.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import io.hypnos.service.flags.ByteSize;
import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.FlagGroup;
import io.hypnos.service.flags.Variables;

/// Index headers and the index cache.
@FlagGroup("Index")
final class IndexFlags {

    @Option(names = "--index-cache-size", paramLabel = "<size>", description = {
        "Most bytes of items in the index cache. Without effect where --index-cache.config is given."})
    ByteSize cacheSize = ByteSize.ofMebibytes(250);

    @Option(names = "--index-cache.config-file", paramLabel = "<file>", description = "YAML file with the configuration of the index cache.")
    private @Nullable Path cacheFile;

    @Option(names = "--index-cache.config", paramLabel = "<content>", description = "The same, inline; instead of the file.")
    private @Nullable String cacheContent;

    @Option(names = "--cache-index-header", description = {
        "Keep index headers in the data directory. Without that they are fetched at every start and held in memory."})
    boolean keepHeaders = true;

    @Option(names = "--store.enable-index-header-lazy-reader", description = {
        "Open index headers when a request needs them, and close them when none did for a while."})
    boolean lazyHeaders;

    @Option(names = "--store.index-header-lazy-reader-idle-timeout", hidden = true, paramLabel = "<duration>", description = {
        "How long an index header stays open that no request needs; 0s for always."})
    Duration headerIdleTimeout = Duration.ofMinutes(5);

    @Option(names = "--store.index-header-lazy-download-strategy", paramLabel = "<strategy>", description = {
        "eager: fetch index headers when blocks are loaded; lazy: when a request needs them. With lazily opened headers only."})
    String headerDownload = "eager";

    @Option(names = "--store.enable-lazy-expanded-postings", description = {
        "Check matchers on the series that others leave where that is less to read than their postings. On unless turned off."})
    boolean lazyPostings = true;

    @Option(names = "--store.posting-group-max-key-series-ratio", paramLabel = "<ratio>", description = {
        "Do so for every matcher that needs more than so many postings lists per series left; 0 for no such bound."})
    double maxListRatio = 100;

    Optional<ConfigText> cacheConfig(Variables variables) {
        return ConfigText.of("--index-cache.config", cacheContent, cacheFile, variables);
    }
}
