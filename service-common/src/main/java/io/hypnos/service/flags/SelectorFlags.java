package io.hypnos.service.flags;

import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which part of all there is a role works on, by relabelling of external labels.
@FlagGroup("Selection")
public final class SelectorFlags {

    @Option(names = "--selector.relabel-config-file", paramLabel = "<file>", description = "YAML file with relabelling that keeps or drops.")
    private @Nullable Path file;

    @Option(names = "--selector.relabel-config", paramLabel = "<content>", description = "The same, inline; instead of the file.")
    private @Nullable String content;

    public Optional<ConfigText> config(Variables variables) {
        return ConfigText.of("--selector.relabel-config", content, file, variables);
    }
}
