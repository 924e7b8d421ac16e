package io.hypnos.receive.limit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.service.config.ConfigException;
import io.hypnos.service.config.WatchedFile;
import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.Variables;

/// The limits as they are now. A file that cannot be used any more leaves those that were there before.
public final class LiveLimits implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveLimits.class);

    private final LimitMetrics metrics;
    private final Variables variables;
    private final ConcurrencyGate gate = new ConcurrencyGate();
    private final @Nullable WatchedFile watch;
    private volatile WriteLimits limits;

    private LiveLimits(Optional<ConfigText> config, Variables variables, Duration interval, LimitMetrics metrics) {
        this.metrics = metrics;
        this.variables = variables;
        this.limits = config.map(text -> WriteLimits.parse(text.text(), text.name())).orElse(WriteLimits.NONE);
        gate.limit(limits.maxConcurrency());
        metrics.show(limits);
        Path file = config.map(ConfigText::file).orElse(null);
        this.watch = file == null
                ? null
                : WatchedFile.start(file, interval, null, (contents, changed) -> looked(file, contents, changed));
    }

    /// Reads the limits and goes on watching their file.
    ///
    /// @param config   empty for no limits
    /// @param interval at which the file is looked at, besides when it is told to have changed
    /// @throws ConfigException when they cannot be used
    public static LiveLimits open(Optional<ConfigText> config, Variables variables, Duration interval,
            LimitMetrics metrics) {
        return new LiveLimits(config, variables, interval, metrics);
    }

    public WriteLimits now() {
        return limits;
    }

    /// Lets in as many requests as may be worked on at a time.
    public ConcurrencyGate gate() {
        return gate;
    }

    private void looked(Path file, byte @Nullable [] contents, boolean changed) {
        if (contents == null) {
            metrics.reloadFailed();
            LOG.atError().setMessage("the limits file cannot be read; keeping the previous limits")
                    .addKeyValue("file", file).log();
            return;
        }
        if (!changed) {
            return;
        }
        try {
            WriteLimits fresh = WriteLimits.parse(variables.expand(new String(contents, UTF_8)), file.toString());
            if (!fresh.equals(limits)) {
                limits = fresh;
                gate.limit(fresh.maxConcurrency());
                LOG.atInfo().setMessage("limits changed").addKeyValue("file", file).log();
            }
            metrics.reloaded(fresh);
        } catch (ConfigException | FlagException e) {
            metrics.reloadFailed();
            LOG.atError().setMessage("the limits file cannot be used; keeping the previous limits")
                    .addKeyValue("reason", e.getMessage()).log();
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
