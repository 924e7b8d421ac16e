package io.hypnos.service.flags;

import picocli.CommandLine.Option;

/// What is logged, and how a line looks.
@FlagGroup("Logging")
public final class LogFlags {

    /// The least important thing that is logged.
    public enum Level {
        DEBUG, INFO, WARN, ERROR
    }

    /// The form of a line.
    public enum Format {
        LOGFMT, JSON
    }

    @Option(names = "--log.level", description = "Log filtering level.")
    private Level level = Level.INFO;

    @Option(names = "--log.format", description = "Log format to use.")
    private Format format = Format.LOGFMT;

    @Option(names = "--debug.name", paramLabel = "<name>", hidden = true, description = "Name to add to log lines.")
    private String name = "";

    public Level level() {
        return level;
    }

    public Format format() {
        return format;
    }

    /// A name for this process in its log lines; empty for none.
    public String name() {
        return name;
    }
}
