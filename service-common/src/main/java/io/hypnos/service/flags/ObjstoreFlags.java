package io.hypnos.service.flags;

import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The bucket, by the YAML that Thanos uses for it.
@FlagGroup("Object store")
public final class ObjstoreFlags {

    @Option(names = "--objstore.config-file", paramLabel = "<file>", description = "YAML file with the object store's configuration.")
    private @Nullable Path file;

    @Option(names = "--objstore.config", paramLabel = "<content>", description = "The same, inline; instead of the file.")
    private @Nullable String content;

    /// The configuration; empty when no bucket was given.
    public Optional<ConfigText> config(Variables variables) {
        return ConfigText.of("--objstore.config", content, file, variables);
    }
}
